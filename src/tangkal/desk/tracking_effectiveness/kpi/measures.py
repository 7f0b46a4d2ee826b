"""Every indicator over a world: which cases it is about, and what each of them contributes.

A measure answers with rows: the case (or signal), and its value; None is a missing one. Whoever
is not a row was never to be measured.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from tangkal.desk.accounts.models import User, in_force
from tangkal.desk.accounts.roles import CONTENT_ROLES
from tangkal.desk.cases import measured
from tangkal.desk.cases.items import lake
from tangkal.desk.cases.models import Priority
from tangkal.desk.cases.states import VerdictState
from tangkal.desk.portal.appeal_states import REVERSED
from tangkal.desk.portal.models import Appeal
from tangkal.desk.tracking_effectiveness.kpi import elsewhere
from tangkal.desk.tracking_effectiveness.kpi.facts import CaseFacts, Subject, World
from tangkal.desk.tracking_effectiveness.kpi.periods import month_of
from tangkal.desk.tracking_effectiveness.models import Overlap, ReachFigure, StatedOutcome
from tangkal.engines import LakeError
from tangkal.impact_analysis.verdicts import Verdict as VerdictCode
from tangkal.statistics.agreement import FEWEST, Weights, cohen_kappa
from tangkal.statistics.counts import utc_hour
from tangkal.tracking_effectiveness import kpis_formulas as formulas
from tangkal.tracking_effectiveness.kpis import Kpi, kpi_of
from tangkal.tracking_effectiveness.kpis_figures import Figure, Kind, made

HOUR = timedelta(hours=1)
MOST_HOURS = 24 * 93  # of counts read for half-lives: a quarter
PUBLISHED = frozenset({VerdictState.PUBLISHED, VerdictState.CORRECTED})
NO_LABEL = frozenset({VerdictCode.NOT_A_CLAIM.value, VerdictCode.SATIRE.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one case, signal or appeal contributes to an indicator."""

    subject: Subject
    value: float | bool | None

    @property
    def case(self) -> CaseFacts | None:
        return self.subject if isinstance(self.subject, CaseFacts) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An indicator's rows, or a figure that came as a whole; neither: nobody measures it yet."""

    kpi: Kpi
    rows: tuple[Row, ...] = ()
    whole: Figure | None = None
    is_measured: bool = True
    fault: str = ""

    @property
    def figure(self) -> Figure:
        if self.whole is not None:
            return self.whole
        return figure_of(self.kpi, self.rows)


def figure_of(kpi: Kpi, rows: Iterable[Row]) -> Figure:
    values = [row.value for row in rows]
    if kpi.kind is Kind.INDEX:
        return Figure(kind=Kind.INDEX, value=None, n=0, of=len(values))
    return made(kpi.kind, values)


Rows = Iterator[Row]
MEASURES: dict[str, Callable[[World], Rows]] = {}


def measures(key: str) -> Callable[[Callable[[World], Rows]], Callable[[World], Rows]]:
    def register(measure: Callable[[World], Rows]) -> Callable[[World], Rows]:
        MEASURES[kpi_of(key).key] = measure
        return measure

    return register


def measure(world: World, key: str) -> Measured:
    """One indicator of a world."""
    kpi = kpi_of(key)
    if key == "kappa":
        return kappa(world, kpi)
    if key == "half_life":
        return half_life(world, kpi)
    if key in elsewhere.givers:
        return given(world, kpi)
    if key not in MEASURES:
        return Measured(kpi=kpi, is_measured=False)
    return Measured(kpi=kpi, rows=tuple(MEASURES[key](world)))


def given(world: World, kpi: Kpi) -> Measured:
    answers = elsewhere.givers[kpi.key](world.scope)
    if answers is None:
        return Measured(kpi=kpi, is_measured=False)
    if isinstance(answers, Figure):
        return Measured(kpi=kpi, whole=answers)
    known = world.by_pk
    rows = []
    for each in answers:
        facts = known.get(each.case_id) if each.case_id else None
        if facts is None and (world.scope.priority or world.scope.platform):
            continue
        subject = facts or Subject(
            priority="", office=each.office, platforms=frozenset(), month=month_of(world.scope.now)
        )
        rows.append(Row(subject=subject, value=each.value))
    return Measured(kpi=kpi, rows=tuple(rows))


def seconds(start: datetime, end: datetime | None) -> float | None:
    """None where it is not done, or where the clocks disagree."""
    return None if end is None or end < start else (end - start).total_seconds()


@measures("ttd")
def time_to_detection(world: World) -> Rows:
    for case in world.cases:
        at = case.first_published_at
        yield Row(subject=case, value=None if at is None else seconds(at, case.recorded_at))


@measures("screening")
def time_to_screening(world: World) -> Rows:
    for signal in world.signals:
        yield Row(subject=signal, value=seconds(signal.created_at, signal.screened_at))


@measures("ttt")
def time_to_triage(world: World) -> Rows:
    for case in world.cases:
        yield Row(subject=case, value=seconds(case.started_at, case.triaged_at))


@measures("ttv")
def time_to_verdict(world: World) -> Rows:
    for case in world.cases:
        if case.triaged_at is not None and case.needs_verdict:
            at = case.verdict_since(case.triaged_at)
            yield Row(subject=case, value=seconds(case.triaged_at, at))


@measures("ttfr")
def time_to_first_response(world: World) -> Rows:
    for case in world.cases:
        if case.is_answered:
            yield Row(subject=case, value=seconds(case.recorded_at, case.first_line_at))


def kept(done: datetime | None, due: datetime | None, now: datetime) -> bool | None:
    """Whether a deadline was kept; None where there is none, or it still runs undone."""
    if due is None:
        return None
    if done is not None:
        return done <= due
    return False if now > due else None


def due_rows(
    world: World, found: Iterable[tuple[CaseFacts, str, datetime, datetime | None]]
) -> Rows:
    """On time of what was due: what has no deadline, or still has time, was not due."""
    for case, step, start, done in found:
        answer = kept(done, world.due(case, step, start), world.scope.now)
        if answer is not None:
            yield Row(subject=case, value=answer)


@measures("sla_screen")
def screened_on_time(world: World) -> Rows:
    for signal in world.signals:
        due = world.timing.due("screen", signal.priority, signal.created_at)
        answer = kept(signal.screened_at, due, world.scope.now)
        if answer is not None:
            yield Row(subject=signal, value=answer)


@measures("sla_triage")
def triaged_on_time(world: World) -> Rows:
    return due_rows(
        world,
        ((c, "triage", c.reopened_at or c.opened_at, c.triaged_at) for c in world.cases),
    )


@measures("sla_verify")
def verified_on_time(world: World) -> Rows:
    return due_rows(
        world,
        (
            (c, "verify", c.triaged_at, c.verdict_since(c.triaged_at))
            for c in world.cases
            if c.triaged_at is not None and c.needs_verdict
        ),
    )


@measures("sla_first_line")
def answered_on_time(world: World) -> Rows:
    return due_rows(
        world,
        ((c, "first_line", c.opened_at, c.first_line_at) for c in world.cases if c.is_answered),
    )


@measures("sla_clarification")
def clarified_on_time(world: World) -> Rows:
    return due_rows(
        world,
        ((c, "clarification", c.opened_at, c.clarified_at) for c in world.cases if c.is_answered),
    )


@measures("wrongly_labelled")
def wrongly_labelled(world: World) -> Rows:
    """Of the labels that went out, those on what the gate now says may bear none."""
    for case in world.cases:
        for verdict in case.verdicts:
            if went_out(case, verdict) and verdict["value"] not in NO_LABEL:
                yield Row(subject=case, value=case.may_be_labelled is False)


@measures("verdict_corrected")
def verdict_corrected(world: World) -> Rows:
    for case in world.cases:
        for verdict in case.verdicts:
            if went_out(case, verdict):
                yield Row(subject=case, value=verdict["state"] != VerdictState.PUBLISHED)


def went_out(case: CaseFacts, verdict: dict[str, object]) -> bool:
    """A withdrawn one may never have been public: then the record names no publication of it."""
    if verdict["state"] in PUBLISHED:
        return True
    return verdict["state"] == VerdictState.WITHDRAWN and verdict["value"] in case.labels_out


@dataclass(slots=True, kw_only=True)
class AppealFacts(Subject):
    received_at: datetime
    decided_at: datetime | None
    outcome: str
    due_at: datetime | None


def appeals(world: World) -> Iterator[tuple[CaseFacts | AppealFacts, AppealFacts]]:
    """Appeals on answers of the scope's cases, by the case where it lies in the period."""
    known = {case.number: case for case in world.cases}
    rows = Appeal.objects.filter(
        is_exercise=world.scope.exercise, clarification__reference__in=list(known)[:MANY]
    )
    if len(known) > MANY:
        rows = Appeal.objects.filter(is_exercise=world.scope.exercise)
    for number, received, decided, outcome in rows.order_by("pk").values_list(
        "clarification__reference", "received_at", "decided_at", "outcome"
    ):
        case = known.get(number)
        if case is None:
            continue
        office = world.offices.get(case.office) if case.office else None
        due = world.timing.due("appeal_decision", case.priority, received, organisation=office)
        yield (
            case,
            AppealFacts(
                priority=case.priority,
                office=case.office,
                platforms=case.platforms,
                month=case.month,
                received_at=received,
                decided_at=decided,
                outcome=outcome,
                due_at=due,
            ),
        )


MANY = 500  # a database takes only so many values in one question


@measures("appeal_on_time")
def appeal_on_time(world: World) -> Rows:
    for case, appeal in appeals(world):
        answer = kept(appeal.decided_at, appeal.due_at, world.scope.now)
        if answer is not None:
            yield Row(subject=case, value=answer)


@measures("appeal_reversed")
def appeal_reversed(world: World) -> Rows:
    for case, appeal in appeals(world):
        yield Row(subject=case, value=appeal.outcome in REVERSED if appeal.outcome else None)


@measures("no_response")
def no_response(world: World) -> Rows:
    """Quiet cases that stayed under level 4 for 14 days, by counts, flags and later judgements."""
    quiet = [(case, at) for case in world.cases if (at := case.quiet_at)]
    wanted = {narrative for case, _at in quiet for narrative in case.narratives}
    reached = measured.levels_of(wanted) if wanted else {}
    for case, at in quiet:
        levels = [level for narrative in case.narratives for level in reached.get(narrative, ())]
        levels += [(each["breakout"], each["at"]) for each in case.assessments if each["at"] >= at]
        value = formulas.stayed_quiet(at, levels, now=world.scope.now)
        yield Row(subject=case, value=value)


def kappa(world: World, kpi: Kpi) -> Measured:
    """Of pairs on cases of the scope; under ten pairs a number would mislead."""
    known = world.by_pk
    pairs = [
        (known[each.case_id], (each.first, each.second))
        for each in measured.judged_twice(world.scope.cases())
        if each.case_id in known
    ]
    rows = tuple(Row(subject=case, value=first == second) for case, (first, second) in pairs)
    if len(pairs) < FEWEST:
        return Measured(
            kpi=kpi,
            rows=rows,
            whole=Figure(kind=Kind.INDEX, value=None, n=len(pairs), of=len(pairs)),
        )
    order = [Priority.LOW.value, Priority.MEDIUM.value, Priority.HIGH.value]
    found = cohen_kappa([pair for _case, pair in pairs], order, weights=Weights.LINEAR)
    figure = Figure(
        kind=Kind.INDEX,
        value=found.kappa,
        low=found.low,
        high=found.high,
        n=len(pairs),
        of=len(pairs),
    )
    return Measured(kpi=kpi, rows=rows, whole=figure)


@measures("brier")
def brier(world: World) -> Rows:
    """Of every case with a probability in numbers, the newest one; missing until it is known
    whether it came true.
    """
    for case in world.cases:
        stated = next((a for a in case.assessments if a["probability_percent"] is not None), None)
        if stated is None:
            continue
        value = None
        if stated["outcome__answer"] in {StatedOutcome.Answer.YES, StatedOutcome.Answer.NO}:
            came_true = stated["outcome__answer"] == StatedOutcome.Answer.YES
            value = formulas.squared_error(stated["probability_percent"] / 100, came_true)
        yield Row(subject=case, value=value)


@measures("reach_ratio")
def reach_ratio(world: World) -> Rows:
    """Of every case with a public answer; missing where nobody brought both reaches."""
    sides: dict[int, dict[str, dict[tuple[str, str], int]]] = {}
    figures = ReachFigure.objects.filter(plan__case__in=world.scope.cases().order_by())
    for case, side, platform, metric, value in figures.order_by("at", "pk").values_list(
        "plan__case_id", "side", "platform", "metric", "value"
    ):  # the newest of each stays
        sides.setdefault(case, {}).setdefault(side, {})[platform, metric] = value
    for facts in world.cases:
        if facts.first_line_at is not None:
            found = sides.get(facts.pk, {})
            ours = found.get(ReachFigure.Side.CORRECTION, {})
            theirs = found.get(ReachFigure.Side.FALSEHOOD, {})
            yield Row(subject=facts, value=formulas.correction_reach_ratio(ours, theirs))


@measures("overlap")
def overlap(world: World) -> Rows:
    newest: dict[int, dict[str, tuple[int, int]]] = {}
    rows = Overlap.objects.filter(plan__case__in=world.scope.cases().order_by())
    for case, platform, both, falsehood in rows.order_by("at", "pk").values_list(
        "plan__case_id", "platform", "reached_by_both", "reached_by_falsehood"
    ):
        newest.setdefault(case, {})[platform] = (both, falsehood)
    for facts in world.cases:
        if facts.first_line_at is not None:
            counts = list(newest.get(facts.pk, {}).values())
            value = (
                formulas.audience_overlap(sum(b for b, _f in counts), sum(f for _b, f in counts))
                if counts
                else None
            )
            yield Row(subject=facts, value=value)


def half_life(world: World, kpi: Kpi) -> Measured:
    """Of every case with a narrative: its narratives' items an hour, since the case was recorded
    or a quarter back. One question to the lake for all of them.
    """
    cases = [case for case in world.cases if case.narratives]
    if not cases:
        return Measured(kpi=kpi)
    end = utc_hour(world.scope.now)
    if world.scope.period.until:
        # What peaked at the end of the period has two weeks to fade.
        end = min(end, utc_hour(world.scope.period.until + timedelta(days=14)))
    earliest = min(case.first_published_at or case.recorded_at for case in cases)
    start = max(utc_hour(earliest), end - MOST_HOURS * HOUR)
    hours = int((end - start) / HOUR)
    if hours < 1:
        return Measured(kpi=kpi, rows=tuple(Row(subject=case, value=None) for case in cases))
    ids = sorted({narrative for case in cases for narrative in case.narratives})
    try:
        counts = lake().hourly_counts(ids, start, hours)
    except LakeError as error:
        rows = tuple(Row(subject=case, value=None) for case in cases)
        return Measured(kpi=kpi, rows=rows, fault=str(error))
    place = {narrative: row for row, narrative in enumerate(ids)}
    found_rows = []
    for case in cases:
        together = sum(counts[place[narrative]] for narrative in case.narratives)
        found = formulas.half_life_hours(together.tolist())
        found_rows.append(Row(subject=case, value=None if found is None else found * 3600.0))
    return Measured(kpi=kpi, rows=tuple(found_rows))


@measures("recurrence")
def recurrence(world: World) -> Rows:
    for case in world.cases:
        if case.closings:
            value = formulas.came_back(case.closings[0], case.reopenings, now=world.scope.now)
            yield Row(subject=case, value=value)


@measures("trained")
def trained(world: World) -> Rows:
    """Staff with a role that reads content in the offices of the scope; a count, never a person."""
    scope = world.scope
    offices = Q()
    for path in [scope.office.path] if scope.office else scope.reader.content_scopes():
        offices |= Q(organisation__path__startswith=path)
    staff = (
        User.objects.filter(offices, is_active=True)
        .filter(in_force("assignments__"), assignments__role__in=CONTENT_ROLES)
        .distinct()
        .values_list("organisation_id", "trained_on", "pk")
    )
    today = scope.period.until or scope.now
    for office, on, _key in staff:
        subject = Subject(
            priority="", office=office, platforms=frozenset(), month=month_of(scope.now)
        )
        answer = on is not None and on >= (today - timedelta(days=365)).date()
        yield Row(subject=subject, value=answer)


def cases_of(rows: Iterable[Row]) -> list[tuple[CaseFacts, float | bool | None]]:
    """The rows that stand for a case, by number: a list, never a ranking."""
    return sorted(
        ((row.case, row.value) for row in rows if row.case is not None),
        key=lambda each: each[0].number,
        reverse=True,
    )
