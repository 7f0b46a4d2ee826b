"""What the message house and the response plan show on the page of their case."""

from collections.abc import Mapping
from typing import Any

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.states import CaseState
from tangkal.desk.strategic_communication.house_models import MessageHouse
from tangkal.desk.strategic_communication.house_states import HouseState
from tangkal.desk.strategic_communication.plan_models import ResponsePlan
from tangkal.desk.strategic_communication.plan_states import WRITERS

# Before a decision there is nothing to read and nothing to ask the database for.
AFTER_DECISION = frozenset(
    {
        CaseState.DECIDED,
        CaseState.RESPONSE,
        CaseState.PUBLISHED,
        CaseState.EVALUATION,
        CaseState.CLOSED,
        CaseState.REOPENED,
    }
)
OPEN = frozenset({CaseState.RESPONSE, CaseState.PUBLISHED, CaseState.DECIDED})


def house_of(case: Case, reader: User) -> Mapping[str, Any] | None:
    """The case's house and plan, or the way to begin them once it is being answered."""
    if case.state not in AFTER_DECISION:
        return None
    house = MessageHouse.objects.filter(case=case).exclude(state=HouseState.WITHDRAWN).first()
    plan = ResponsePlan.objects.filter(case=case).first()
    is_open = case.state in OPEN and is_answered(case)
    lead = case.lead_organisation
    may_write = is_open and reader.has_role(Role.WRITER, at=lead)
    may_plan = is_open and reader.has_role(*WRITERS, at=lead)
    if house is None and plan is None and not may_plan:
        return None
    return {"house": house, "plan": plan, "may_write": may_write, "may_plan": may_plan}


def is_answered(case: Case) -> bool:
    """Whether the last decision was to answer; the page has read the decisions already."""
    decisions = list(case.decisions.all())
    return bool(decisions) and decisions[0].option in {"RESPONS", "KRISIS"}
