"""How well deadlines were kept, by step and priority, and how quiet decisions turned out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from tangkal.desk.cases import breakout, deadlines
from tangkal.desk.cases.commands.deciding import WATCHED
from tangkal.desk.cases.models import Case, Priority, Signal
from tangkal.desk.cases.rules import ANSWERED, latest_decision
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.figures import APPROVED, Duration, Timed, duration

STEPS = ("screen", "triage", "verify", "first_line")
WITHIN = timedelta(days=14)
FAR = 4  # the breakout level that a quiet decision should not have reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One line of the table."""

    step: str
    priority: object
    figure: Duration


def table(
    cases: Sequence[Case], since: datetime | None, now: datetime, *, exercise: bool
) -> list[Kept]:
    """Each step and priority that had anything to do in the period."""
    timing = deadlines.timing_of(cases)
    first_lines = published(cases)
    rows = []
    for step in STEPS:
        for priority in (Priority.HIGH, Priority.MEDIUM, Priority.LOW):
            if step == "screen":
                timed = screened(priority, since, timing, exercise=exercise)
            else:
                own = [c for c in cases if (c.priority or Priority.MEDIUM) == priority]
                timed = [
                    each for case in own if (each := timed_of(case, step, first_lines, timing))
                ]
            if timed:
                rows.append(Kept(step=step, priority=priority.label, figure=duration(timed, now)))
    return rows


def screened(
    priority: str, since: datetime | None, timing: deadlines.Timing, *, exercise: bool
) -> list[Timed]:
    found = Signal.objects.filter(is_exercise=exercise, priority=priority)
    if since:
        found = found.filter(created_at__gte=since)
    return [
        Timed(since=at, done=done, due=timing.due("screen", priority, at))
        for at, done in found.values_list("created_at", "screened_at")
    ]


def published(cases: Iterable[Case]) -> dict[str, datetime]:
    """When the first clarification of each case was public, by its number."""
    rows = Clarification.objects.filter(reference__in=[case.number for case in cases])
    return dict(rows.values_list("reference").annotate(Min("published_at")).order_by())


def timed_of(
    case: Case, step: str, first_lines: dict[str, datetime], timing: deadlines.Timing
) -> Timed | None:
    """One step of a case's present round; None where it was never due."""
    start: datetime = case.started_at
    done: datetime | None
    if step == "triage":
        done = case.triaged_at
    elif step == "verify":
        if case.triaged_at is None or (case.is_closed and not case.verdicts.all()):
            return None
        start = case.triaged_at
        moments = [v.reviewed_at for v in case.verdicts.all() if v.state in APPROVED]
        done = min((at for at in moments if at and at >= start), default=None)
    else:
        decision = latest_decision(case)
        if decision is None or decision.option not in ANSWERED:
            return None
        start, done = case.opened_at, first_lines.get(case.number)
    return Timed(since=start, done=done, due=deadlines.due_of(case, step, start, timing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """How many quiet decisions held: the doctrine's no-response accuracy, with what is missing."""

    held: int
    judged: int  # 14 days have passed, or it got far before that
    young: int  # 14 days have not passed yet
    unmeasured: int  # nobody measured how far it got

    @property
    def percent(self) -> int | None:
        return round(100 * self.held / self.judged) if self.judged else None


def quiet(cases: Iterable[Case], now: datetime) -> Quiet:
    """Of the cases once left without an answer, the share below level 4 for 14 days."""
    held = judged = young = unmeasured = 0
    for case in cases:
        first = next((d for d in reversed(case.decisions.all()) if d.option in WATCHED), None)
        if first is None:
            continue
        levels = [*breakout.levels_reached(case), *judged_levels(case, first.at)]
        got_far = any(level >= FAR and at <= first.at + WITHIN for level, at in levels)
        if not levels:
            unmeasured += 1
        elif got_far or now >= first.at + WITHIN:
            judged += 1
            held += not got_far
        else:
            young += 1
    return Quiet(held=held, judged=judged, young=young, unmeasured=unmeasured)


def judged_levels(case: Case, since: datetime) -> list[tuple[int, datetime]]:
    """What analysts judged after the decision, once the case was opened again."""
    return [(each.breakout, each.at) for each in case.assessments.all() if each.at >= since]
