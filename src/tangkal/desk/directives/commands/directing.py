"""Write a directive, hand it in, send it, renew it when its facts change, end it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.deadlines import Timing, timing, working_priority
from tangkal.desk.directives import rules
from tangkal.desk.directives import timing as moments
from tangkal.desk.directives.commands.base import lock, officers_of, words
from tangkal.desk.directives.models import (
    Directive,
    LocalPublication,
    Overdue,
    Recipient,
    content_hash,
)
from tangkal.desk.directives.states import DirectiveState
from tangkal.desk.inbox.commands import Telling, tell_each
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion

MOST = 4000
MOST_REASON = 500
STEPS = ("submit", "return", "send", "discard", "recall", "close", "renew")


@transaction.atomic
def draft_directive(
    version: MessageHouseVersion,
    *,
    title: str,
    instruction: str,
    publication: str,
    audience: dict[str, Any],
    by: User,
) -> Directive:
    """Begin a directive on a version that is in force.

    Raises:
        ActionDenied: no writer there, a conflict of interest, or a version not in force.
        ValidationError: words missing, or nobody addressed.
    """
    house = version.house
    rules.check_may_write(by, house.organisation)
    check_no_conflict(by, house.case)
    rules.check_version(version)
    directive = Directive(
        organisation=house.organisation,
        house_version=version,
        priority=working_priority(house.case),
        is_exercise=house.is_exercise,
        author=by,
        authors=[by.pk],
        changed_by=by,
        audience=audience,
        **texts(title, instruction, publication),
    )
    rules.offices_of(directive)
    directive.save()
    record("directive.drafted", directive, by=by, house_version=version.pk, audience=audience)
    return directive


def texts(title: str, instruction: str, publication: str) -> dict[str, str]:
    return {
        "title": words(title, most=160, missing=_("Give the directive a title.")),
        "instruction": words(
            instruction, most=MOST, missing=_("Write what the offices are to do.")
        ),
        "publication": words(
            publication, most=MOST, missing=_("Write what is to be published, and where.")
        ),
    }


@transaction.atomic
def edit_directive(
    directive: Directive,
    *,
    version: MessageHouseVersion,
    title: str,
    instruction: str,
    publication: str,
    audience: dict[str, Any],
    by: User,
    expected_version: int,
) -> Directive:
    """Change a draft, also to the version that is in force by now."""
    directive = lock(directive, expected_version)
    rules.check_may_write(by, directive.organisation)
    check_no_conflict(by, directive.house_version.house.case)
    if directive.state != DirectiveState.DRAFT:
        raise ValidationError(_("Only a draft is changed; take it back first."))
    if version.house_id != directive.house_version.house_id:
        raise ValidationError(_("A directive keeps its message house."))
    rules.check_version(version)
    for name, value in texts(title, instruction, publication).items():
        setattr(directive, name, value)
    directive.house_version, directive.audience = version, audience
    directive.authors = sorted({*directive.authors, by.pk})
    rules.offices_of(directive)
    return store(directive, "edited", by=by, house_version=version.pk, audience=audience)


def store(directive: Directive, event: str, *, by: User | None, **detail: object) -> Directive:
    directive.version += 1
    directive.changed_by = by
    directive.save()
    record(f"directive.{event}", directive, by=by, state=str(directive.state), **detail)
    return directive


@transaction.atomic
def take_step(
    directive: Directive, action: str, *, by: User, expected_version: int, comment: str = ""
) -> Directive:
    """Hand in, send back, send out, discard, withdraw, close, or ask anew in newer words.

    Raises:
        ActionDenied: see :func:`rules.check_step`; a step that needs a reason and has none.
        StaleObject: somebody changed it meanwhile.
    """
    if action not in STEPS:
        raise ValidationError(_("There is no step “%(name)s”.") % {"name": action})
    if action == "send":
        return send(directive, by=by, expected_version=expected_version)
    directive = lock(directive, expected_version)
    directive.state = rules.check_step(directive, action, by)
    if action == "renew":
        return renew(directive, by=by, why=check_reason(comment))
    if action in {"return", "discard", "recall", "close"}:
        directive.reason = check_reason(comment)[:MOST_REASON]
    if action == "submit":
        rules.offices_of(directive)
        directive.approved_sha256 = content_hash(directive)
    if action == "return":
        give_word(
            directive, sha256=directive.approved_sha256, stage="final",
            word=Approval.Word.RETURNED, by=by, comment=directive.reason,
        )  # fmt: skip
        directive.approved_sha256 = ""
    if action in {"recall", "close"}:
        still = directive.recipients.filter(round=directive.round)
        still.update(next_call_at=None)
    if action == "recall":
        ask_to_take_down(directive, by=by)
    return store(directive, action, by=by, reason=directive.reason)


@transaction.atomic
def send(directive: Directive, *, by: User, expected_version: int) -> Directive:
    """Approve what was handed in and send it out: every office's clocks start now.

    Raises:
        ActionDenied: see :func:`rules.check_step`.
        ValidationError: nobody is addressed.
    """
    directive = lock(directive, expected_version)
    directive.state = rules.check_step(directive, "send", by)
    directive.approved_by = by
    give_word(
        directive, sha256=directive.approved_sha256, stage="final",
        word=Approval.Word.APPROVED, by=by,
    )  # fmt: skip
    offices = rules.offices_of(directive)
    begin_round(directive, offices, timezone.now())
    store(
        directive, "sent", by=by, sha256=directive.approved_sha256,
        offices=[office.pk for office in offices],
    )  # fmt: skip
    tell_offices(
        directive, offices, by=by, title=lambda: _("Directive: %(title)s") % {"title": directive}
    )
    return directive


def begin_round(directive: Directive, offices: Sequence[Organisation], now: datetime) -> None:
    """A row for each office with its own deadlines; a constant number of queries."""
    directive.round += 1
    directive.sent_at = now
    clock = timing()
    Recipient.objects.bulk_create(
        [new_recipient(directive, office, now, clock) for office in offices], batch_size=100
    )


def new_recipient(
    directive: Directive, office: Organisation, now: datetime, clock: Timing
) -> Recipient:
    def due(step: Overdue.Step) -> datetime | None:
        return clock.due(step.value, directive.priority, now, organisation=office)

    found = Recipient(
        directive=directive,
        organisation=office,
        round=directive.round,
        sent_at=now,
        ack_due_at=due(Overdue.Step.ACK),
        publish_due_at=due(Overdue.Step.PUBLISH),
    )
    found.next_call_at = moments.first_call(found)
    return found


def tell_offices(
    directive: Directive,
    offices: Iterable[Organisation],
    *,
    by: User | None,
    title: Any,
    also: Iterable[tuple[Organisation, User | None]] = (),
) -> int:
    """One notice to each officer of each office; the same few queries for 546 as for one.

    Args:
        also: more people of an office, beside its officers; each hears once.
    """
    places = list(offices)
    people = officers_of(places)
    told = {
        (office.pk, person.pk): person for office in places for person in people.get(office.pk, [])
    }
    told |= {
        (office.pk, person.pk): person for office, person in also if person and person.is_active
    }
    return tell_each(
        [
            Telling(person=person, url=reverse("directive-office", args=[directive.pk, office]))
            for (office, _key), person in told.items()
        ],
        kind=NoticeKind.DIRECTIVE,
        title=title,
        by=by,
        is_exercise=directive.is_exercise,
    )


# -- when the facts change ------------------------------------------------------------------


def renew_for(old: MessageHouseVersion, new: MessageHouseVersion, by: User) -> None:
    """Facts of a house changed: everything sent with an older version is asked for anew.

    Called in the transaction that brings the new version into force, by the approver of it. No
    freeze holds this back: what is wrong in public must come down.
    """
    running = Directive.objects.filter(state=DirectiveState.SENT, house_version__house=new.house_id)
    for each in running.exclude(house_version=new):
        directive = lock(each)
        directive.house_version = new
        begin_again(
            directive, by=by, why=_("Facts changed with version %(n)d.") % {"n": new.number}
        )


@transaction.atomic
def renew(directive: Directive, *, by: User, why: str) -> Directive:
    """Ask every office anew with the version in force; for wording that an approver wants out.

    Raises:
        ActionDenied: there is no newer version in force.
    """
    newer = rules.newer_version(directive)
    if newer is None:
        raise ValidationError(_("The directive carries the version in force already."))
    directive.house_version = newer
    return begin_again(directive, by=by, why=why)


def begin_again(directive: Directive, *, by: User, why: str) -> Directive:
    offices = [
        each.organisation
        for each in directive.recipients.filter(round=directive.round).select_related(
            "organisation__region"
        )
    ]
    directive.recipients.filter(round=directive.round).update(next_call_at=None)
    asked = ask_to_take_down(directive, by=by)
    begin_round(directive, offices, timezone.now())
    directive.reason = why[:MOST_REASON]
    store(
        directive, "renewed", by=by, house_version=directive.house_version_id,
        round=directive.round, reason=why, published_before=sorted(asked),
    )  # fmt: skip
    tell_offices(
        directive,
        [office for office in offices if office.pk not in asked],
        by=by,
        title=lambda: _("New version: %(title)s") % {"title": directive},
    )
    return directive


def ask_to_take_down(directive: Directive, *, by: User | None) -> set[int]:
    """Ask every office that shows an earlier version to update or remove it; answers which."""
    still = LocalPublication.objects.filter(
        recipient__directive=directive, taken_down_at=None, recall_asked_at=None
    ).select_related("recipient__organisation", "reported_by")
    shown = list(still)
    LocalPublication.objects.filter(pk__in=still.values("pk")).update(
        recall_asked_at=timezone.now()
    )
    offices = {each.recipient.organisation_id: each.recipient.organisation for each in shown}
    tell_offices(
        directive,
        offices.values(),
        by=by,
        title=lambda: _("Update or take down what you published: %(title)s") % {"title": directive},
        also=[(each.recipient.organisation, each.reported_by) for each in shown],
    )
    return set(offices)


def recall_for(version: MessageHouseVersion, by: User) -> None:
    """A house was withdrawn: so is every directive that still carries it."""
    running = Directive.objects.filter(
        state=DirectiveState.SENT, house_version__house=version.house_id
    )
    for each in running:
        directive = lock(each)
        directive.state = DirectiveState.RECALLED
        directive.reason = _("Its message house was withdrawn.")
        directive.recipients.filter(round=directive.round).update(next_call_at=None)
        ask_to_take_down(directive, by=by)
        store(directive, "recall", by=by, reason=directive.reason)
