"""How long steps took, from the cases' own moments; what is missing is part of the figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, QuerySet

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import deadlines
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.cases.rules import ANSWERED, latest_decision
from tangkal.desk.cases.states import DecisionOption, VerdictState
from tangkal.desk.portal.models import Clarification, Correction
from tangkal.tracking_effectiveness.durations import DurationSummary, summarise

APPROVED = frozenset(
    {VerdictState.APPROVED, VerdictState.PUBLISHED, VerdictState.CORRECTED, VerdictState.WITHDRAWN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One step of one thing: when its clock started, when it was done, when it was due."""

    since: datetime
    done: datetime | None
    due: datetime | None

    @property
    def seconds(self) -> float | None:
        """None where it is not done, or where the clocks disagree."""
        if self.done is None or self.done < self.since:
            return None
        return (self.done - self.since).total_seconds()

    def kept(self, now: datetime) -> bool | None:
        """Whether the deadline was kept; None where there is none, or it still runs."""
        if self.due is None:
            return None
        if self.done is not None:
            return self.done <= self.due
        return False if now > self.due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A step's durations as the page shows them."""

    summary: DurationSummary
    cases: int  # all, measured or not
    kept: int
    judged: int  # with a deadline that was kept or missed

    @property
    def median(self) -> timedelta | None:
        return span(self.summary.median_seconds)

    @property
    def p90(self) -> timedelta | None:
        return span(self.summary.p90_seconds)

    @property
    def missing_percent(self) -> int | None:
        share = self.summary.missing_share
        return None if share is None else round(100 * share)

    @property
    def kept_percent(self) -> int | None:
        return round(100 * self.kept / self.judged) if self.judged else None


def span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def duration(timed: Sequence[Timed], now: datetime) -> Duration:
    answers = [answer for each in timed if (answer := each.kept(now)) is not None]
    return Duration(
        summary=summarise(each.seconds for each in timed),
        cases=len(timed),
        kept=sum(answers),
        judged=len(answers),
    )


def screenings(since: datetime | None, *, exercise: bool) -> list[Timed]:
    """Signals: from arrival to the first person's look. Signals belong to no office."""
    rows = Signal.objects.filter(is_exercise=exercise)
    if since:
        rows = rows.filter(created_at__gte=since)
    timing = deadlines.timing()
    return [
        Timed(since=created, done=screened, due=timing.due("screen", priority, created))
        for created, screened, priority in rows.values_list("created_at", "screened_at", "priority")
    ]


def cases_since(user: User, since: datetime | None, *, exercise: bool) -> QuerySet[Case]:
    rows = visible_cases(user).filter(is_exercise=exercise).select_related("lead_organisation")
    if since:
        rows = rows.filter(opened_at__gte=since)
    return rows.prefetch_related("decisions", "verdicts", "signals")


def verdicts(cases: Iterable[Case]) -> list[Timed]:
    """Cases that needed a verdict: from opening to the first one two verifiers stand behind."""
    timed, cases = [], list(cases)
    timing = deadlines.timing_of(cases)
    for case in cases:
        moments = [v.reviewed_at for v in case.verdicts.all() if v.state in APPROVED]
        done = min((at for at in moments if at), default=None)
        if not case.verdicts.all() and case.is_closed:
            continue  # closed without one: the gate asked for none
        since = case.triaged_at or case.opened_at
        due = deadlines.due_of(case, "verify", since, timing)
        timed.append(Timed(since=case.opened_at, done=done, due=due))
    return timed


def answers(cases: Iterable[Case]) -> list[Timed]:
    """Cases decided to be answered: from opening to the first clarification that was public."""
    answered = [case for case in cases if (d := latest_decision(case)) and d.option in ANSWERED]
    numbers = [case.number for case in answered]
    timing = deadlines.timing_of(answered)
    first = dict(
        Clarification.objects.filter(reference__in=numbers)
        .values_list("reference")
        .annotate(Min("published_at"))
        .order_by()
    )
    return [
        Timed(
            since=case.opened_at,
            done=first.get(case.number),
            due=deadlines.due_of(case, "first_line", case.opened_at, timing),
        )
        for case in answered
    ]


def decisions(cases: Iterable[Case]) -> list[tuple[object, int]]:
    """The latest decision of each case; every option is shown, in the table's order."""
    counted = dict.fromkeys(DecisionOption.values, 0)
    for case in cases:
        if decision := latest_decision(case):
            counted[decision.option] = counted.get(decision.option, 0) + 1
    return [(DecisionOption(option).label, count) for option, count in counted.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """How often what we published had to be changed."""

    published: int
    by_kind: list[tuple[object, int]]

    @property
    def total(self) -> int:
        return sum(count for _kind, count in self.by_kind)


def corrections(numbers: Sequence[str], since: datetime | None) -> Corrections:
    """Visible changes of the clarifications on these cases."""
    ours = Clarification.objects.filter(reference__in=numbers)
    changes = Correction.objects.filter(clarification__reference__in=numbers)
    if since:
        changes = changes.filter(at__gte=since)
    kinds = list(changes.values_list("kind", flat=True))
    return Corrections(
        published=ours.count(),
        by_kind=[(kind.label, kinds.count(kind.value)) for kind in Correction.Kind],
    )
