"""Which deadline holds for a case now: computed from its moments, so no restart loses one.

How long a step may take in an office, and when its clock stood still, is known to whoever
registers here (:mod:`tangkal.desk.deadlines`); without that the doctrine's own table holds.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.cases.models import Case, Priority, Signal
from tangkal.desk.cases.rules import ANSWERED, first
from tangkal.desk.cases.states import CaseState
from tangkal.impact_analysis.deadlines import due_at

RANK = {Priority.HIGH: 2, Priority.MEDIUM: 1, Priority.LOW: 0}

# State → (step of the doctrine's table, moment its clock started). Where an answer is due,
# the public's clock runs from the opening: they do not wait less because we judged longer.
CLOCKS = {
    CaseState.OPENED: ("triage", "started_at"),
    CaseState.REOPENED: ("triage", "started_at"),
    CaseState.TRIAGE: ("verify", "triaged_at"),
    CaseState.VERIFICATION: ("verify", "triaged_at"),
    CaseState.ASSESSED: ("first_line", "started_at"),
    CaseState.DECIDED: ("first_line", "started_at"),
    CaseState.RESPONSE: ("clarification", "started_at"),
}


class Timing(Protocol):
    """Who knows how long a step may take, and when its clock stood still."""

    def due(
        self,
        step: str,
        priority: str,
        start: datetime,
        *,
        organisation: Organisation | None = None,
        subject: str = "",
    ) -> datetime | None:
        """When a step is due; None where this priority has no deadline for it.

        Args:
            organisation: whose table; None for what belongs to no office (signals).
            subject: whose pauses count, "case:12"; empty for none.
        """
        ...

    def read_pauses(self, subjects: Collection[str]) -> None:
        """Read the pauses of many at once, before each of them is asked about."""
        ...


class Doctrine:
    """The doctrine's own table on a clock that counts every hour."""

    def due(
        self,
        step: str,
        priority: str,
        start: datetime,
        *,
        organisation: Organisation | None = None,
        subject: str = "",
    ) -> datetime | None:
        return due_at(step, priority, start)

    def read_pauses(self, subjects: Collection[str]) -> None:
        pass


_timing: list[Callable[[], Timing]] = [Doctrine]


def use(timing: Callable[[], Timing]) -> None:
    """From now on deadlines are asked of this; called once, when the desk starts."""
    _timing[0] = timing


def timing() -> Timing:
    """Ask once and keep it for many things: it has read the tables."""
    return _timing[0]()


def timing_of(cases: Iterable[Case]) -> Timing:
    """The same for many cases, whose pauses it has read too."""
    found = timing()
    found.read_pauses([subject_of(case) for case in cases])
    return found


# Whoever knows which clocks stand still: cases → the pause that holds each, by its key.
holders: list[Callable[[Collection[Case]], Mapping[int, object]]] = []


def held(cases: Collection[Case]) -> dict[int, object]:
    """The pauses that hold the clocks of these cases now."""
    return {pk: pause for ask in holders for pk, pause in ask(cases).items()}


def subject_of(case: Case) -> str:
    return f"case:{case.pk}"


def clock_of(case: Case) -> tuple[str, datetime] | None:
    """The step that is due by the table, and when its clock started."""
    clock = CLOCKS.get(CaseState(case.state))
    if clock is None or is_left_quiet(case):
        return None
    step, since = clock
    return step, getattr(case, since) or case.started_at


def is_left_quiet(case: Case) -> bool:
    """Whether the decision was that nothing goes out: then only its own date is due."""
    decision = first(case.decisions.all()) if case.state == CaseState.DECIDED else None
    return decision is not None and decision.option not in ANSWERED


def deadline_of(case: Case, by: Timing | None = None) -> tuple[str, datetime | None]:
    """The step that is due and when; ("", None) where nothing is."""
    if is_left_quiet(case):
        decision = first(case.decisions.all())
        review_at = decision.review_at if decision else None
        return ("review", review_at) if review_at else ("", None)
    clock = clock_of(case)
    if clock is None:
        return "", None
    step, start = clock
    due = (by or timing()).due(
        step,
        working_priority(case),
        start,
        organisation=case.lead_organisation,
        subject=subject_of(case),
    )
    return (step, due) if due else ("", None)


def due_of(case: Case, step: str, start: datetime, by: Timing) -> datetime | None:
    """When a step of a case is or was due, whatever its present state."""
    return by.due(
        step,
        case.priority or Priority.MEDIUM.value,
        start,
        organisation=case.lead_organisation,
        subject=subject_of(case),
    )


def working_priority(case: Case) -> str:
    """The judged priority; until there is one, the most pressing signal's, else medium."""
    if case.priority:
        return case.priority
    if "signals" in getattr(case, "_prefetched_objects_cache", {}):
        values = [signal.priority for signal in case.signals.all()]
    else:
        values = list(case.signals.values_list("priority", flat=True))
    found = [Priority(value) for value in values]
    return max(found, key=RANK.__getitem__, default=Priority.MEDIUM).value


def screening_deadline(signal: Signal, by: Timing | None = None) -> datetime | None:
    """When a signal must have been screened, counted from its arrival."""
    return (by or timing()).due("screen", signal.priority, signal.created_at)
