"""The page snapshots of a case that are not evidence yet, and those that could not be."""

from collections.abc import Mapping

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import rules
from tangkal.desk.cases.captures.models import Capture
from tangkal.desk.cases.models import Case

SHOWN = 20
MOVING = frozenset({Capture.State.ASKED, Capture.State.FETCHING})


def of_case(case: Case, reader: User) -> Mapping[str, object]:
    """One query. What is kept stands among the evidence."""
    rows = list(
        Capture.objects.filter(case=case)
        .exclude(state=Capture.State.KEPT)
        .select_related("asked_by")[:SHOWN]
    )
    return {
        "rows": rows,
        "is_moving": any(each.state in MOVING for each in rows),
        "may_ask": rules.can(reader, "add_evidence", case),
    }
