"""On a case's page: the crises it belongs to, and the way from a decision to a proposal."""

from collections.abc import Mapping
from typing import Any

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import held
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.rules import latest_decision
from tangkal.desk.cases.states import DecisionOption
from tangkal.desk.crisis import queries
from tangkal.desk.crisis.states import CrisisState


def of_case(case: Case, reader: User) -> Mapping[str, Any] | None:
    """None where the case is in no crisis and nobody decided that it is one."""
    is_in_one = held.may_hold(case, "crisis.Crisis_cases")
    found = list(queries.crises_of(reader).filter(cases=case)) if is_in_one else []
    decision = latest_decision(case)
    is_decided = decision is not None and decision.option == DecisionOption.CRISIS
    if not found and not is_decided:
        return None
    goes_on = any(each.state != CrisisState.CLOSED for each in found)
    may = reader.has_role(Role.APPROVER, at=case.lead_organisation)
    return {"crises": found, "may_propose": may and is_decided and not goes_on}
