"""Who works on a case, who watches it, and who has it open, as a card of its page."""

from collections.abc import Mapping

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import held, rules
from tangkal.desk.cases.models import Case, Watch

SHOWN = 12


def of_case(case: Case, reader: User) -> Mapping[str, object]:
    """One query at most; who has the page open is asked for by the page itself."""
    watches = Watch.objects.filter(case=case).select_related("user").order_by("since")
    found = list(watches) if held.may_hold(case, "cases.Watch") else []
    return {
        "watchers": [each.user for each in found[:SHOWN]],
        "more": max(0, len(found) - SHOWN),
        "is_watching": any(each.user_id == reader.pk for each in found),
        "may_assign": rules.can(reader, "assign", case),
    }
