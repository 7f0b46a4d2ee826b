"""What the indicators are made of, of many cases at once: a fixed number of queries.

Rows are read as values, not as models: a page over thousands of cases stays quick.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import deadlines
from tangkal.desk.cases.commands.deciding import WATCHED
from tangkal.desk.cases.models import (
    Case,
    Decision,
    Evidence,
    GateAssessment,
    ImpactAssessment,
    Priority,
    Signal,
    Spread,
    Verdict,
)
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.cases.rules import ANSWERED
from tangkal.desk.cases.states import CaseState, VerdictState
from tangkal.desk.portal.models import Clarification, Statement
from tangkal.desk.tracking_effectiveness.kpi.periods import Period, month_of

APPROVED = frozenset(
    {VerdictState.APPROVED, VerdictState.PUBLISHED, VerdictState.CORRECTED, VerdictState.WITHDRAWN}
)
MEDIUM = Priority.MEDIUM.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose numbers, of which days, of which reality."""

    reader: User
    period: Period
    exercise: bool
    now: datetime
    office: Organisation | None = None  # it and all below it; None: all that the reader reads
    priority: str = ""
    platform: str = ""
    # What givers of several indicators have read for all of them.
    shared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def cases(self) -> QuerySet[Case]:
        """The cases opened in the period, of any priority and platform."""
        found = self.all_cases()
        if self.period.since:
            found = found.filter(opened_at__gte=self.period.since)
        if self.period.until:
            found = found.filter(opened_at__lt=self.period.until)
        return found

    def all_cases(self) -> QuerySet[Case]:
        """The cases of the office whenever they were opened."""
        found = visible_cases(self.reader).filter(is_exercise=self.exercise)
        if self.office is not None:
            found = found.filter(lead_organisation__path__startswith=self.office.path)
        return found

    def within(self, at: datetime) -> bool:
        since, until = self.period.since, self.period.until
        return (since is None or at >= since) and (until is None or at < until)


@dataclass(slots=True, kw_only=True)
class Subject:
    """What a figure may be split by. Signals and appeals have no more than this."""

    priority: str
    office: int | None
    platforms: frozenset[str]
    month: str


@dataclass(slots=True, kw_only=True)
class CaseFacts(Subject):
    """One case: its moments, and nothing that has to be asked for again."""

    pk: int
    number: str
    title: str
    state: str
    owner: int | None
    opened_at: datetime
    reopened_at: datetime | None
    triaged_at: datetime | None
    recorded_at: datetime
    narratives: frozenset[str] = frozenset()
    first_published_at: datetime | None = None  # of the claim, by what was archived
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[tuple[str, datetime]] = field(default_factory=list)  # newest first
    assessments: list[dict[str, Any]] = field(default_factory=list)  # newest first
    may_be_labelled: bool | None = None  # None: the gate was not asked
    clarified_at: datetime | None = None
    stated_at: datetime | None = None
    closings: list[datetime] = field(default_factory=list)
    reopenings: list[datetime] = field(default_factory=list)
    labels_out: set[str] = field(default_factory=set)  # verdict values ever published

    @property
    def started_at(self) -> datetime:
        """When the present round began."""
        return self.reopened_at or self.recorded_at

    @property
    def first_line_at(self) -> datetime | None:
        """The first public statement of any kind."""
        return min((at for at in (self.clarified_at, self.stated_at) if at), default=None)

    @property
    def is_answered(self) -> bool:
        return bool(self.decisions) and self.decisions[0][0] in ANSWERED

    @property
    def needs_verdict(self) -> bool:
        """Not where it was closed without one: the gate asked for none."""
        return bool(self.verdicts) or self.state != CaseState.CLOSED

    @property
    def quiet_at(self) -> datetime | None:
        """When it was first decided that nothing goes out, whatever came later."""
        return next((at for option, at in reversed(self.decisions) if option in WATCHED), None)

    def verdict_since(self, start: datetime) -> datetime | None:
        """The first verdict that a second verifier approved since a moment."""
        moments = (v["reviewed_at"] for v in self.verdicts if v["state"] in APPROVED)
        return min((at for at in moments if at and at >= start), default=None)


@dataclass(slots=True, kw_only=True)
class SignalFacts(Subject):
    created_at: datetime
    screened_at: datetime | None


@dataclass(slots=True, kw_only=True)
class World:
    """Everything that the indicators of one scope are computed from."""

    scope: Scope
    cases: list[CaseFacts]
    signals: list[SignalFacts]
    offices: dict[int, Organisation]
    timing: deadlines.Timing

    def due(self, facts: CaseFacts, step: str, start: datetime) -> datetime | None:
        return self.timing.due(
            step,
            facts.priority,
            start,
            organisation=self.offices.get(facts.office) if facts.office else None,
            subject=f"case:{facts.pk}",
        )

    @property
    def by_pk(self) -> dict[int, CaseFacts]:
        return {each.pk: each for each in self.cases}


def gather(scope: Scope) -> World:
    """Read a scope: the same number of queries for ten cases and for ten thousand."""
    offices = all_offices()
    found = read_cases(scope.cases())
    signals = [] if scope.office else read_signals(scope)
    kept = [each for each in found if is_wanted(each, scope)]
    timing = deadlines.timing()
    timing.read_pauses([f"case:{each.pk}" for each in kept])
    return World(
        scope=scope,
        cases=kept,
        signals=[each for each in signals if is_wanted(each, scope)],
        offices=offices,
        timing=timing,
    )


def is_wanted(each: Subject, scope: Scope) -> bool:
    return (not scope.priority or each.priority == scope.priority) and (
        not scope.platform or scope.platform in each.platforms
    )


def all_offices() -> dict[int, Organisation]:
    """Every office with those above it attached, so that nobody asks for each."""
    found = {each.pk: each for each in Organisation.objects.select_related("region")}
    for office in found.values():
        if office.parent_id:
            office.parent = found.get(office.parent_id)
    return found


def read_signals(scope: Scope) -> list[SignalFacts]:
    """Signals belong to no office: everybody who reads content sees the same ones."""
    rows = Signal.objects.filter(is_exercise=scope.exercise)
    if scope.period.since:
        rows = rows.filter(created_at__gte=scope.period.since)
    if scope.period.until:
        rows = rows.filter(created_at__lt=scope.period.until)
    values = rows.values_list("priority", "platforms", "created_at", "screened_at")
    return [
        SignalFacts(
            priority=priority,
            office=None,
            platforms=frozenset(platforms or ()),
            month=month_of(created),
            created_at=created,
            screened_at=screened,
        )
        for priority, platforms, created, screened in values.order_by()
    ]


def read_cases(cases: QuerySet[Case]) -> list[CaseFacts]:
    """Cases with everything that hangs on them, oldest first."""
    found: dict[int, CaseFacts] = {}
    rows = cases.order_by("opened_at", "pk").values_list(
        "pk",
        "number",
        "title",
        "state",
        "priority",
        "lead_organisation_id",
        "owner_id",
        "opened_at",
        "reopened_at",
        "triaged_at",
    )
    for pk, number, title, state, priority, office, owner, opened, reopened, triaged in rows:
        found[pk] = CaseFacts(
            pk=pk,
            number=number,
            title=title,
            state=state,
            priority=priority or MEDIUM,
            office=office,
            owner=owner,
            platforms=frozenset(),
            month=month_of(opened),
            opened_at=opened,
            reopened_at=reopened,
            triaged_at=triaged,
            recorded_at=opened,
        )
    if found:
        asked = cases.order_by().values("pk")
        add_signals(found, asked)
        add_publications(found, asked)
        add_judgements(found, asked)
        add_answers(found)
        add_events(found)
    return list(found.values())


def add_signals(found: dict[int, CaseFacts], asked: QuerySet[Case, Any]) -> None:
    links = Case.signals.through.objects.filter(case_id__in=asked)
    rows = links.values_list(
        "case_id", "signal__created_at", "signal__platforms", "signal__narrative_id"
    )
    for pk, created, platforms, narrative in rows:
        facts = found[pk]
        facts.recorded_at = min(facts.recorded_at, created)
        facts.platforms |= frozenset(platforms or ())
        if narrative:
            facts.narratives |= {narrative}


def add_publications(found: dict[int, CaseFacts], asked: QuerySet[Case, Any]) -> None:
    """The earliest publication of the claim that somebody archived, and where it was seen."""
    archived = Evidence.objects.filter(case_id__in=asked).order_by()
    for pk, platform, at in archived.values_list("case_id", "platform").annotate(
        Min("published_at")
    ):
        found[pk].platforms |= {platform} - {""}
        note_publication(found[pk], at)
    spreads = Spread.objects.filter(case_id__in=asked, removed_at=None).order_by()
    for pk, platform, at in spreads.values_list("case_id", "platform").annotate(
        Min("published_at")
    ):
        found[pk].platforms |= {platform}
        note_publication(found[pk], at)


def note_publication(facts: CaseFacts, at: datetime | None) -> None:
    if at and (facts.first_published_at is None or at < facts.first_published_at):
        facts.first_published_at = at


def add_judgements(found: dict[int, CaseFacts], asked: QuerySet[Case, Any]) -> None:
    verdicts = Verdict.objects.filter(case_id__in=asked)
    for verdict in verdicts.order_by("pk").values("case_id", "pk", "value", "state", "reviewed_at"):
        found[verdict["case_id"]].verdicts.append(dict(verdict))
    decisions = Decision.objects.filter(case_id__in=asked).order_by("-at", "-pk")
    for pk, option, at in decisions.values_list("case_id", "option", "at"):
        found[pk].decisions.append((option, at))
    gates = GateAssessment.objects.filter(case_id__in=asked).order_by("at", "pk")
    for pk, may in gates.values_list("case_id", "may_be_labelled"):
        found[pk].may_be_labelled = may  # the newest stays
    judged = ImpactAssessment.objects.filter(case_id__in=asked).order_by("-at", "-pk")
    for judgement in judged.values(
        "case_id", "pk", "at", "breakout", "probability_percent", "outcome__answer"
    ):
        found[judgement["case_id"]].assessments.append(dict(judgement))


def add_answers(found: dict[int, CaseFacts]) -> None:
    """First publications by the case's number, under which the portal knows it."""
    by_number = {facts.number: facts for facts in found.values()}
    first = earliest(Clarification.objects.order_by().values_list("reference"), by_number)
    for number, at in first:
        by_number[number].clarified_at = at
    for number, at in earliest(Statement.objects.order_by().values_list("reference"), by_number):
        by_number[number].stated_at = at


def earliest(rows: QuerySet[Any, Any], known: Iterable[str]) -> list[tuple[str, datetime]]:
    known = set(known)
    firsts = rows.annotate(first=Min("published_at"))
    return [(number, at) for number, at in firsts if number in known]


EVENTS = ("case.closed", "case.reopened", "case.published", "case.verdict_published")


def add_events(found: dict[int, CaseFacts]) -> None:
    """What the record alone remembers: a case opened again no longer says when it was closed."""
    since = min(facts.opened_at for facts in found.values())
    rows = AuditEvent.objects.filter(
        action__in=EVENTS, object_type="cases.case", at__gte=since
    ).order_by("sequence")
    for action, key, at, event in rows.values_list("action", "object_id", "at", "detail"):
        facts = found.get(int(key))
        if facts is None:
            continue
        if action == "case.closed":
            facts.closings.append(at)
        elif action == "case.reopened":
            facts.reopenings.append(at)
        else:
            facts.labels_out.add(published_value(event))


def published_value(detail: str) -> str:
    return str(json.loads(detail).get("verdict") or "")
