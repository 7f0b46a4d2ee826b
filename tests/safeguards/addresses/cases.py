"""What the case pages gained: spreads and counts."""

from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.models import Spread
from tests.safeguards.answers import LOOK, NO, READING, SCREENING, own

COUNTING = SCREENING | {Role.VERIFIER.value, Role.REGIONAL_ADMIN.value}

TABLE = {
    "case-counts": LOOK,  # filtered by office
    "case-spreads": (own(READING), NO),
    "spread-add": (own(COUNTING), own(COUNTING, 422)),
    "spread-add-many": (own(COUNTING), own(COUNTING, 422)),
    "spread-draw": (NO, own(COUNTING, 302)),
    "spread-figures": (own(COUNTING), own(COUNTING, 422)),
    "spread-remove": (NO, own(READING, 302)),  # without a reason, for nobody
}


def arguments(case, people):
    spread = Spread.objects.create(
        case=case,
        key="k",
        platform="web",
        url="https://kabar.example/1",
        origin="hand",
        added_by=people["analis"],
    )
    on_case = {"number": case.number}
    on_spread = on_case | {"spread_id": spread.pk}
    return {
        "case-spreads": on_case,
        "spread-add": on_case,
        "spread-add-many": on_case,
        "spread-draw": on_case,
        "spread-figures": on_spread,
        "spread-remove": on_spread,
    }
