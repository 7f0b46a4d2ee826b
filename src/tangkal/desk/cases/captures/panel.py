"""The page snapshots of a case that are not evidence yet, and those that could not be."""

from collections.abc import Mapping

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import held, rules
from tangkal.desk.cases.captures.models import Capture
from tangkal.desk.cases.models import Case

SHOWN = 20
MOVING = frozenset({Capture.State.ASKED, Capture.State.FETCHING})


def of_case(case: Case, reader: User) -> Mapping[str, object]:
    """One query at most. What is kept stands among the evidence."""
    found = (
        Capture.objects.filter(case=case)
        .exclude(state=Capture.State.KEPT)
        .select_related("asked_by")[:SHOWN]
    )
    rows = list(found) if held.may_hold(case, "cases.Capture") else []
    return {
        "rows": rows,
        "is_moving": any(each.state in MOVING for each in rows),
        "may_ask": rules.can(reader, "add_evidence", case),
    }
