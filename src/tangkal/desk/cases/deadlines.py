"""Which deadline holds for a case now: computed from its moments, so no restart loses one."""

from datetime import datetime

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


def deadline_of(case: Case) -> tuple[str, datetime | None]:
    """The step that is due and when; ("", None) where nothing is."""
    if case.state == CaseState.DECIDED:
        decision = first(case.decisions.all())
        if decision is not None and decision.option not in ANSWERED:
            return ("review", decision.review_at) if decision.review_at else ("", None)
    clock = CLOCKS.get(CaseState(case.state))
    if clock is None:
        return "", None
    step, since = clock
    due = due_at(step, working_priority(case), getattr(case, since) or case.started_at)
    return (step, due) if due else ("", None)


def working_priority(case: Case) -> str:
    """The judged priority; until there is one, the most pressing signal's, else medium."""
    if case.priority:
        return case.priority
    found = [Priority(value) for value in case.signals.values_list("priority", flat=True)]
    return max(found, key=RANK.__getitem__, default=Priority.MEDIUM).value


def screening_deadline(signal: Signal) -> datetime | None:
    """When a signal must have been screened, counted from its arrival."""
    return due_at("screen", signal.priority, signal.created_at)
