"""What an office does with a directive, and what the centre answers."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.commands.opening import open_for_office
from tangkal.desk.cases.models import Case
from tangkal.desk.directives import rules
from tangkal.desk.directives.commands.base import (
    Sender,
    address_of,
    keep,
    lock_recipient,
    note,
    tell_centre,
    tell_office,
    words,
)
from tangkal.desk.directives.models import Act, Dissent, LocalWording, Recipient
from tangkal.desk.directives.states import OFFICE, AnswerState
from tangkal.desk.workflow import ActionDenied

MOST = 4000


@transaction.atomic
def note_read(recipient: Recipient, *, by: User) -> Recipient:
    """Somebody of the office opened it; a second time changes nothing."""
    recipient = lock_recipient(recipient)
    if recipient.state != AnswerState.DELIVERED or not rules.may_answer(by, recipient):
        return recipient
    recipient.state = rules.check_answers(by, recipient, "read")
    recipient.read_at = timezone.now()
    note(recipient, Act.Kind.READ, Sender(by=by))
    record("directive.read", recipient, by=by, directive=recipient.directive_id)
    return keep(recipient)


@transaction.atomic
def acknowledge(recipient: Recipient, *, by: User) -> Recipient:
    """Confirm receipt for the office. Confirmed twice it stays confirmed by the first."""
    recipient = lock_recipient(recipient)
    if recipient.acknowledged_at is not None and not rules.roles_for(
        by, recipient.organisation
    ).isdisjoint(OFFICE):
        rules.check_runs(recipient.directive)
        return recipient
    recipient.state = rules.check_answers(by, recipient, "acknowledge")
    return acknowledged(recipient, Sender(by=by))


def acknowledged(recipient: Recipient, sender: Sender) -> Recipient:
    """Keep a confirmation; the rules have spoken."""
    confirm(recipient, sender)
    note(recipient, Act.Kind.ACKNOWLEDGED, sender)
    record(
        "directive.acknowledged", recipient, by=sender.by, directive=recipient.directive_id,
        link=sender.link and sender.link.pk,
    )  # fmt: skip
    return keep(recipient)


def confirm(recipient: Recipient, sender: Sender) -> None:
    """Whoever asks, proposes, publishes or disagrees has received it too."""
    if recipient.acknowledged_at is None:
        recipient.acknowledged_at = timezone.now()
        recipient.acknowledged_name = sender.shown[:120]


@transaction.atomic
def ask(recipient: Recipient, text: str, *, by: User) -> Act:
    """Ask the centre; the question and its answers stay with the office's row."""
    recipient = lock_recipient(recipient)
    recipient.state = rules.check_answers(by, recipient, "ask")
    return asked(recipient, text, Sender(by=by))


def asked(recipient: Recipient, text: str, sender: Sender) -> Act:
    question = words(text, most=MOST, missing=_("Write your question."))
    confirm(recipient, sender)
    act = note(recipient, Act.Kind.ASKED, sender, question)
    recipient.waiting_since = recipient.waiting_since or act.at
    record(
        "directive.asked", recipient, by=sender.by, directive=recipient.directive_id,
        link=sender.link and sender.link.pk,
    )  # fmt: skip
    keep(recipient)
    tell_centre(
        recipient,
        lambda: (
            _("%(office)s asks: %(title)s")
            % {"office": recipient.organisation, "title": recipient.directive}
        ),
        by=sender.by,
    )
    return act


@transaction.atomic
def reply(recipient: Recipient, text: str, *, by: User) -> Act:
    """Answer an office's question."""
    recipient = lock_recipient(recipient)
    recipient.state = rules.check_centre(by, recipient, "reply")
    answer = words(text, most=MOST, missing=_("Write the answer."))
    act = note(recipient, Act.Kind.REPLIED, Sender(by=by), answer)
    recipient.waiting_since = waiting_since(recipient)
    record("directive.replied", recipient, by=by, directive=recipient.directive_id)
    keep(recipient)
    tell_office(
        recipient,
        lambda: _("The centre answered: %(title)s") % {"title": recipient.directive},
        by=by,
    )
    return act


def waiting_since(recipient: Recipient) -> datetime | None:
    """The earliest question or wording of an office that the centre has not answered."""
    answered = recipient.acts.filter(kind=Act.Kind.REPLIED).order_by("-pk").first()
    asked = recipient.acts.filter(kind=Act.Kind.ASKED, pk__gt=answered.pk if answered else 0)
    wording = recipient.wordings.filter(state=LocalWording.State.WAITING).first()
    moments = [*asked.values_list("at", flat=True), *([wording.proposed_at] if wording else [])]
    return min(moments, default=None)


@transaction.atomic
def propose(recipient: Recipient, text: str, *, why: str = "", by: User) -> LocalWording:
    """Propose the message in local words; the centre accepts or returns it.

    Raises:
        ActionDenied: one waits already.
    """
    recipient = lock_recipient(recipient)
    recipient.state = rules.check_answers(by, recipient, "propose")
    if recipient.wordings.filter(state=LocalWording.State.WAITING).exists():
        raise ActionDenied(_("Your local words wait for the centre's answer already."))
    wording = LocalWording.objects.create(
        recipient=recipient,
        text=words(text, most=MOST, missing=_("Write the message in your words.")),
        why=why.strip()[:500],
        proposed_by=by,
    )
    confirm(recipient, Sender(by=by))
    note(recipient, Act.Kind.PROPOSED, Sender(by=by), wording.text)
    recipient.waiting_since = recipient.waiting_since or wording.proposed_at
    record("directive.wording_proposed", wording, by=by, directive=recipient.directive_id)
    keep(recipient)
    tell_centre(
        recipient,
        lambda: (
            _("%(office)s proposes local words: %(title)s")
            % {"office": recipient.organisation, "title": recipient.directive}
        ),
        by=by,
    )
    return wording


@transaction.atomic
def settle(wording: LocalWording, *, accept: bool, why: str = "", by: User) -> LocalWording:
    """Accept local words, or return them with a reason.

    Raises:
        ActionDenied: answered already, a return without a reason, or one's own words.
    """
    recipient = lock_recipient(Recipient(pk=wording.recipient_id))
    wording = LocalWording.objects.select_for_update().get(pk=wording.pk)
    if wording.state != LocalWording.State.WAITING:
        raise ActionDenied(_("These words were answered already."))
    if wording.proposed_by_id == by.pk:
        raise ActionDenied(_("You proposed these words yourself; somebody else answers."))
    recipient.state = rules.check_centre(by, recipient, "settle")
    wording.decision_reason = (why.strip() if accept else check_reason(why))[:500]
    wording.state = LocalWording.State.ACCEPTED if accept else LocalWording.State.RETURNED
    wording.decided_by, wording.decided_at = by, timezone.now()
    wording.save()
    kind = Act.Kind.ACCEPTED if accept else Act.Kind.RETURNED
    note(recipient, kind, Sender(by=by), wording.decision_reason)
    recipient.waiting_since = waiting_since(recipient)
    record(
        f"directive.wording_{wording.state}", wording, by=by, directive=recipient.directive_id,
        reason=wording.decision_reason,
    )  # fmt: skip
    keep(recipient)
    tell_office(
        recipient,
        lambda: (
            (
                _("Your local words were accepted: %(title)s")
                if accept
                else _("Your local words were returned: %(title)s")
            )
            % {"title": recipient.directive}
        ),
        by=by,
    )
    return wording


@transaction.atomic
def dissent(recipient: Recipient, reason: str, *, by: User) -> Dissent:
    """Disagree with reasons: a case opens at the centre, which may be the one that is wrong.

    Raises:
        ActionDenied: no reason, or the office disagreed in this round already.
    """
    recipient = lock_recipient(recipient)
    rules.check_answers(by, recipient, "ask")
    reason = words(check_reason(reason), most=MOST, missing=_("Write your reasons."))
    if recipient.dissented_at is not None:
        raise ActionDenied(_("Your office's reasons are with the centre already."))
    case = open_for_office(
        recipient.directive.organisation,
        title=title_of_case(recipient),
        summary=f"{reason}\n\n{recipient.directive}: {address_of(recipient)}",
        by=by,
        is_exercise=recipient.directive.is_exercise,
    )
    found = Dissent.objects.create(recipient=recipient, case=case, reason=reason, by=by)
    recipient.dissented_at = found.at
    confirm(recipient, Sender(by=by))
    note(recipient, Act.Kind.DISSENTED, Sender(by=by), reason)
    record("directive.dissented", recipient, by=by, case=case.number)
    keep(recipient)
    tell_both(recipient, case, by=by)
    return found


def title_of_case(recipient: Recipient) -> str:
    return _("%(office)s disagrees: %(title)s") % {
        "office": recipient.organisation,
        "title": recipient.directive,
    }


def tell_both(recipient: Recipient, case: Case, *, by: User) -> None:
    tell_centre(recipient, lambda: f"{title_of_case(recipient)} ({case.number})", by=by)
    tell_office(
        recipient,
        lambda: (
            _("Your reasons are case %(number)s at the centre: %(title)s")
            % {"number": case.number, "title": recipient.directive}
        ),
        by=None,
    )
