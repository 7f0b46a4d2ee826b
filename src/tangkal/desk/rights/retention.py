"""What goes when its time is over, what is held back and why: first as a plan, then as a deed.

Raw material goes by itself (jobs.retention). So do names of senders, old lines of the access
log and answered requests. Evidence of closed cases goes only when a person runs the plan.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case, Evidence
from tangkal.desk.cases.states import CaseState
from tangkal.desk.portal.appeal_states import OPEN
from tangkal.desk.portal.models import Appeal, AppealContact
from tangkal.desk.questions import contacts
from tangkal.desk.rights import rules
from tangkal.desk.rights.models import Access, EvidenceHold, Review, SubjectRequest
from tangkal.desk.tipline import keeping


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of data with its time."""

    key: str
    what: str | Promise
    days: int
    after: str | Promise  # from when the days count
    due: Callable[[datetime], QuerySet]  # type: ignore[type-arg]
    drop: Callable[[QuerySet], int]  # type: ignore[type-arg]
    by_itself: bool = True  # False: only when a person runs it


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one rule would do now."""

    key: str
    what: str | Promise
    days: int
    after: str | Promise
    going: int
    by_itself: bool
    held: list[tuple[str, str]] = field(default_factory=list)  # (case number, why it stays)


def senders_due(before: datetime) -> QuerySet[AppealContact]:
    return AppealContact.objects.filter(appeal__told_at__lt=before)


def reasons_due(before: datetime) -> QuerySet[Appeal]:
    found = Appeal.objects.filter(announced_at__lt=before)
    return found.exclude(why="", evidence_url="", evidence_file="")


def forget_reasons(found: QuerySet[Appeal]) -> int:
    """Blank words, link and file; receipt, outcome and hash stay."""
    count = 0
    for appeal in found:
        appeal.evidence_file.delete(save=False)
        Appeal.objects.filter(pk=appeal.pk).update(
            why="", evidence_url="", evidence_file="", file_name=""
        )
        count += 1
    return count


def access_due(before: datetime) -> QuerySet[Access]:
    return Access.objects.filter(hour__lt=before)


def requests_due(before: datetime) -> QuerySet[SubjectRequest]:
    return SubjectRequest.objects.filter(answered_at__lt=before).exclude(asked_by="")


def held_cases(today: date) -> QuerySet[EvidenceHold]:
    """Holds in force."""
    return EvidenceHold.objects.filter(ended_at=None, until__gte=today)


def closed_before(before: datetime) -> QuerySet[Case]:
    return Case.objects.filter(state=CaseState.CLOSED, closed_at__lt=before)


def evidence_due(before: datetime) -> QuerySet[Evidence]:
    """Evidence of cases closed long ago that nothing holds and nobody appeals against."""
    holds = held_cases(timezone.localdate()).filter(case=OuterRef("case"))
    open_appeals = Review.objects.filter(case=OuterRef("case"), appeal__state__in=OPEN)
    return (
        Evidence.objects.filter(case__in=closed_before(before))
        .exclude(Exists(holds))
        .exclude(Exists(open_appeals))
        .exclude(text="", file="", url="")
    )


def forget_evidence(found: QuerySet[Evidence]) -> int:
    """Blank the copy; title, source and hash stay, so that a copy kept elsewhere proves itself."""
    count = 0
    for evidence in found:
        if evidence.file:
            evidence.file.delete(save=False)
        Evidence.objects.filter(pk=evidence.pk).update(text="", file="", url="", file_name="")
        count += 1
    return count


def delete(found: QuerySet) -> int:  # type: ignore[type-arg]
    return int(found.delete()[0])


RULES: tuple[Rule, ...] = (
    Rule(
        key="senders",
        what=_("Names and contacts of appeals' senders"),
        days=90,
        after=_("after the sender was told"),
        due=senders_due,
        drop=delete,
    ),
    Rule(
        key="contacts",
        what=_("Contacts of citizens who asked"),
        days=contacts.KEPT_DAYS,
        after=_("after the last message, when nothing is owed to them any more"),
        due=contacts.unused,
        drop=contacts.forget_all,
    ),
    Rule(
        key="turns",
        what=_("What was said in chats"),
        days=keeping.TURNS_DAYS,
        after=_("after it was said"),
        due=keeping.turns_due,
        drop=delete,
    ),
    Rule(
        key="inbound",
        what=_("Messages of the tipline that were worked on or set aside"),
        days=keeping.INBOUND_DAYS,
        after=_("after they came in"),
        due=keeping.inbound_due,
        drop=delete,
    ),
    Rule(
        key="access",
        what=_("Lines of the access log"),
        days=365,
        after=_("after the reading"),
        due=access_due,
        drop=delete,
    ),
    Rule(
        key="requests",
        what=_("Who asked about their data, and what was looked for"),
        days=365,
        after=_("after the answer"),
        due=requests_due,
        drop=lambda found: found.update(asked_by="", looked_for="", letter="", result={}),
    ),
    Rule(
        key="reasons",
        what=_("Reasons and files of appeals"),
        days=730,
        after=_("after the outcome was published"),
        due=reasons_due,
        drop=forget_reasons,
    ),
    Rule(
        key="evidence",
        what=_("Evidence of closed cases"),
        days=730,
        after=_("after the case was closed"),
        due=evidence_due,
        drop=forget_evidence,
        by_itself=False,
    ),
)


def plan(now: datetime) -> list[Line]:
    """What a run would do now; changes nothing."""
    return [
        Line(
            key=rule.key,
            what=rule.what,
            days=rule.days,
            after=rule.after,
            going=rule.due(now - timedelta(days=rule.days)).count(),
            by_itself=rule.by_itself,
            held=held_back(now - timedelta(days=rule.days)) if rule.key == "evidence" else [],
        )
        for rule in RULES
    ]


def held_back(before: datetime) -> list[tuple[str, str]]:
    """Cases whose evidence would go and stays, each with the reason."""
    cases = closed_before(before)
    held = [
        (hold.case.number, f"{hold.reason} (→ {hold.until})")
        for hold in held_cases(timezone.localdate()).filter(case__in=cases).select_related("case")
    ]
    contested = Review.objects.filter(case__in=cases, appeal__state__in=OPEN)
    return held + [
        (review.case.number, review.appeal.receipt)
        for review in contested.select_related("case", "appeal")
        if review.case
    ]


@transaction.atomic
def run(now: datetime, *, by: User | None) -> dict[str, int]:
    """Let go what is due; the machine's own run leaves evidence alone.

    Args:
        by: the data protection officer or operator; None for the worker's own round.

    Raises:
        ActionDenied: somebody who is no data protection officer.
    """
    if by is not None:
        rules.check_protects(by)
    return drop(now, by=by, with_evidence=by is not None)


@transaction.atomic
def drop(now: datetime, *, by: User | None, with_evidence: bool) -> dict[str, int]:
    dropped = {
        rule.key: rule.drop(rule.due(now - timedelta(days=rule.days)))
        for rule in RULES
        if rule.by_itself or with_evidence
    }
    if any(dropped.values()):
        record("retention.run", None, by=by, **dropped)
    return dropped


# Holds


@transaction.atomic
def hold(case: Case, *, reason: str, until: date, by: User) -> EvidenceHold:
    """Keep a case's evidence beyond its time, for a reason and until a day.

    Raises:
        ActionDenied: not a legal officer, auditor or data protection officer there.
        ValidationError: a day that has passed.
    """
    rules.check_can_hold(by, case)
    if until < timezone.localdate():
        raise ValidationError(gettext("This day has passed; choose a later one."))
    made = EvidenceHold.objects.create(case=case, reason=check_reason(reason), until=until, by=by)
    record("evidence.held", case, by=by, hold=made.pk, reason=made.reason, until=until)
    return made


@transaction.atomic
def end_hold(found: EvidenceHold, *, by: User) -> EvidenceHold:
    """Let the evidence's own time count again."""
    rules.check_can_hold(by, found.case)
    found = EvidenceHold.objects.select_for_update().get(pk=found.pk)
    if found.ended_at is None:
        found.ended_at, found.ended_by = timezone.now(), by
        found.save(update_fields=["ended_at", "ended_by"])
        record("evidence.hold_ended", found.case, by=by, hold=found.pk)
    return found


def holds_of(reader: User) -> QuerySet[EvidenceHold]:
    """Holds on cases of the reader's organisations, those in force first."""
    scope = Q(pk__in=[])
    for path in reader.content_scopes():
        scope |= Q(case__lead_organisation__path__startswith=path)
    return (
        EvidenceHold.objects.filter(scope)
        .select_related("case", "by")
        .order_by("ended_at", "until")
    )
