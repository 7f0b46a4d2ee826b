"""What the page of a case shows of conflicts of interest and of appeals."""

from collections.abc import Mapping

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals import conflicts
from tangkal.desk.cases import held
from tangkal.desk.cases.models import Case
from tangkal.desk.rights import rules


def conflicts_of(case: Case, reader: User) -> Mapping[str, object]:
    """Who stands outside the decisions on this case, and why."""
    return {
        "found": conflicts.in_force(case),
        "is_mine": conflicts.has_conflict(reader, case),
        "may_lift": reader.has_role(*conflicts.LIFTING, at=case.lead_organisation),
        "may_read_access": rules.can_read_access(reader, case),
    }


def appeals_of(case: Case, reader: User) -> Mapping[str, object] | None:
    """Appeals against what came of this case; nothing where there is none."""
    if not held.may_hold(case, "rights.Review"):
        return None
    reviews = list(case.appeals.select_related("appeal", "officer"))
    return {"reviews": reviews} if reviews else None
