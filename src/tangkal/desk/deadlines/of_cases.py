"""The clock of a case: its present step, or the day to look at a quiet decision again."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from tangkal.desk.cases.actions import CONTRIBUTIONS
from tangkal.desk.cases.deadlines import subject_of
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.states import CASE, CaseState
from tangkal.desk.deadlines.clocks import Running

# Step → whose move it is, while the case is nobody's.
MOVES = {
    "triage": (CaseState.OPENED, "triage"),
    "first_line": (CaseState.ASSESSED, "decide"),
    "clarification": (CaseState.RESPONSE, "publish"),
    "review": (CaseState.DECIDED, "reopen"),
}


class CaseClock:
    """Cases by the index of their deadlines, which `tangkal deadlines recompute` proves."""

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        for case in with_deadline(due_before):
            yield as_running(case)


def with_deadline(due_before: datetime | None) -> QuerySet[Case]:
    found = Case.objects.exclude(due_at=None).select_related("lead_organisation")
    if due_before is not None:
        found = found.filter(due_at__lt=due_before)
    return found.prefetch_related("decisions").order_by("due_at", "pk")


def as_running(case: Case) -> Running:
    assert case.due_at is not None
    return Running(
        kind="case",
        subject=subject_of(case),
        step=case.due_step,
        label=case.number,
        title=f"{case.number} {case.title}",
        url=reverse("case", args=[case.number]),
        started_at=start_of(case),
        due_at=case.due_at,
        office=case.lead_organisation.path,
        organisation_id=case.lead_organisation_id,
        owner_id=case.owner_id,
        priority=case.priority,
        roles=roles_for(case.due_step),
        is_exercise=case.is_exercise,
    )


def start_of(case: Case) -> datetime:
    """When the clock of the present step started; of a review, when it was decided."""
    if case.due_step == "review":
        decision = next(iter(case.decisions.all()), None)
        return decision.at if decision else case.started_at
    if case.due_step == "verify":
        return case.triaged_at or case.started_at
    return case.started_at


def roles_for(step: str) -> tuple[str, ...]:
    """Roles whose move the step is."""
    if step == "verify":
        return tuple(sorted(CONTRIBUTIONS["draft_verdict"].roles))
    state, action = MOVES.get(step, (CaseState.OPENED, "triage"))
    return tuple(sorted(CASE.step(state, action).roles))
