"""Put election periods on record, flag cases that touch one, and countersign."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication import election_rules as election
from tangkal.desk.strategic_communication import rules
from tangkal.desk.strategic_communication.commands import latest, lock, touch
from tangkal.desk.strategic_communication.election_models import ElectionFlag, ElectionPeriod
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.workflow import ActionDenied

FLAGGING = (Role.ANALYST, Role.VERIFIER, Role.WRITER, Role.APPROVER, Role.LEGAL)


@transaction.atomic
def begin_period(
    organisation: Organisation,
    *,
    name: str,
    starts_on: date,
    ends_on: date,
    lead: User,
    delegates: Collection[User] = (),
    by: User,
) -> ElectionPeriod:
    """Put a period on record, for an organisation and all below it.

    Raises:
        ActionDenied: not an approver there.
        ValidationError: days in the wrong order or past, or somebody named who approves nothing.
    """
    check_approver(by, organisation)
    if not name.strip():
        raise ValidationError(_("Give the election its name."))
    if ends_on < starts_on:
        raise ValidationError(_("The last day lies before the first."))
    if ends_on < timezone.localdate():
        raise ValidationError(_("The last day must lie ahead."))
    check_named([lead, *delegates], organisation)
    period = ElectionPeriod.objects.create(
        organisation=organisation,
        name=name.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        lead=lead,
        created_by=by,
    )
    period.delegates.set(delegates)
    record(
        "election.begun",
        period,
        by=by,
        starts_on=starts_on,
        ends_on=ends_on,
        lead=lead.display_name,
        delegates=[each.display_name for each in delegates],
    )
    return period


@transaction.atomic
def end_period(period: ElectionPeriod, *, by: User, reason: str) -> ElectionPeriod:
    """End a period before its last day."""
    period = ElectionPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    check_approver(by, period.organisation)
    if period.ended_at is not None:
        raise ValidationError(_("This period was ended already."))
    period.ended_at, period.ended_by = timezone.now(), by
    period.end_reason = check_reason(reason)
    period.save()
    record("election.ended", period, by=by, why=period.end_reason)
    return period


@transaction.atomic
def flag(case: Case, *, by: User, reason: str) -> ElectionFlag:
    """Say that a case touches an election, whatever its subject is called."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not by.has_role(*FLAGGING, at=case.lead_organisation):
        raise ActionDenied(_("Those who work on the case say whether it touches an election."))
    reason = check_reason(reason)
    found, is_new = ElectionFlag.objects.get_or_create(
        case=case, defaults={"reason": reason, "by": by}
    )
    if is_new:
        record("case.election_flagged", case, by=by, why=reason)
    return found


@transaction.atomic
def unflag(case: Case, *, by: User, reason: str) -> None:
    """Take the flag back: an approver who did not write the case's texts answers for it."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_approver(by, case.lead_organisation)
    if case.messages.filter(author=by).exists():
        raise ActionDenied(_("You wrote a text on this case; somebody else takes the flag back."))
    reason = check_reason(reason)
    if ElectionFlag.objects.filter(case=case).delete()[0]:
        record("case.election_unflagged", case, by=by, why=reason)


@transaction.atomic
def cosign(message: Message, *, by: User, expected_version: int, comment: str = "") -> Message:
    """The second signature on an approved version, in an election period.

    Raises:
        ActionDenied: role, author, first signer, or a pair in which nobody is named.
    """
    message = lock(message)
    rules.check_unchanged(message, expected_version)
    message.state = rules.check_step(message, "cosign", by)
    version = latest(message)
    rules.check_not_author(message, by)
    check_cosigner(message, version.sha256, by)
    word = Approval.Word.APPROVED
    give_word(
        message, sha256=version.sha256, stage=election.COSIGNED, word=word, by=by, comment=comment
    )
    touch(message, by)
    record("message.cosigned", message, by=by, sha256=version.sha256, comment=comment)
    return message


def check_cosigner(message: Message, sha256: str, by: User) -> None:
    period = election.period_of(message)
    if period is None:
        raise ActionDenied(_("No election period asks for a second signature on this text."))
    signed = election.signers(message, sha256)
    if by.pk in signed:
        raise ActionDenied(_("You signed this version already; a second person has to."))
    if not (signed | {by.pk}) & election.named(period):
        raise ActionDenied(
            _("One of the two signatures is that of %(lead)s or of a delegate.")
            % {"lead": period.lead.display_name}
        )


def visible(reader: User) -> QuerySet[ElectionPeriod]:
    """Periods of the reader's offices, of those above and of those below."""
    keys = {
        int(key) for each in reader.active_assignments for key in each.scope.path.split(".") if key
    }
    within = Q(organisation_id__in=keys)
    for scope in reader.content_scopes():
        within |= Q(organisation__path__startswith=scope)
    rows = ElectionPeriod.objects.filter(within).select_related("organisation", "lead", "ended_by")
    return rows.prefetch_related("delegates")


def check_approver(by: User, organisation: Organisation) -> None:
    if not by.has_role(Role.APPROVER, at=organisation):
        raise ActionDenied(_("Election periods are the approvers’ to put on record."))


def check_named(people: Collection[User], organisation: Organisation) -> None:
    for person in people:
        if not person.has_role(Role.APPROVER, at=organisation):
            raise ValidationError(
                _("%(name)s is not an approver here, so cannot sign.")
                % {"name": person.display_name}
            )
