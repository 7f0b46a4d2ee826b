"""The four counts of a case, and where it was seen, as a card of its page."""

from collections.abc import Mapping

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import counting, rules
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.spreads.models import Spread

SHOWN = 5


def of_case(case: Case, reader: User) -> Mapping[str, object]:
    """Three queries: spreads, published clarifications, and how many there are in all."""
    first = list(Spread.objects.filter(case=case, removed_at__isnull=True)[:SHOWN])
    return {
        "counts": counting.of_case(case),
        "first": first,
        "may_add": rules.can(reader, "add_spread", case),
    }
