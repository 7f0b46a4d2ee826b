"""What the way out of a case shows on its page: the first statement, and an election nearby."""

from collections.abc import Mapping
from typing import Any

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import held
from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication import election_rules, elections, holding
from tangkal.desk.strategic_communication.election_models import ElectionFlag
from tangkal.desk.strategic_communication.states import HOLDING, HoldingState

Panel = Mapping[str, Any]


def election_of(case: Case, reader: User) -> Panel | None:
    """Shown while a period runs, or where somebody flagged the case."""
    period = election_rules.period_for(case.lead_organisation)
    flags = ElectionFlag.objects.filter(case=case).select_related("by")
    flag = flags.first() if held.may_hold(case, ElectionFlag._meta.label) else None
    if period is None and flag is None:
        return None
    lead = case.lead_organisation
    return {
        "period": period,
        "flag": flag,
        "is_matter": election_rules.is_election_matter(case),
        "may_flag": flag is None and reader.has_role(*elections.FLAGGING, at=lead),
        "may_unflag": flag is not None and reader.has_role(Role.APPROVER, at=lead),
    }


def holding_of(case: Case, reader: User) -> Panel | None:
    """First statements of a case, and the way to the next one while the fast lane is open."""
    has_some = held.may_hold(case, "strategic_communication.HoldingStatement")
    statements = list(case.holding_statements.all()[:5]) if has_some else []
    is_open = holding.is_in_crisis(case)
    if not statements and not is_open:
        return None
    roles = reader.roles_at(case.lead_organisation)
    may = "fill" in HOLDING.actions(HoldingState.DRAFT, roles)
    return {"statements": statements, "may": may and is_open}
