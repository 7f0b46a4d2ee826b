"""The four counts of a case, and where it was seen, as a card of its page."""

from collections.abc import Mapping

from django.db.models import Count, Window

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import counting, held, rules
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.spreads.models import Spread

SHOWN = 5


def of_case(case: Case, reader: User) -> Mapping[str, object]:
    """One query of spreads, which says how many there are in all, and those of the other counts."""
    rows = Spread.objects.filter(case=case, removed_at__isnull=True)
    counted = rows.annotate(in_all=Window(Count("pk")))
    first = list(counted[:SHOWN]) if held.may_hold(case, "cases.Spread") else []
    return {
        "counts": counting.of_case(case, spreads=first[0].in_all if first else 0),
        "first": first,
        "may_add": rules.can(reader, "add_spread", case),
    }
