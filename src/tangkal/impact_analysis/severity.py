"""How bad would it be? Fourteen questions in three groups, each answered 0 to 4.

0 none · 1 slight · 2 noticeable · 3 serious · 4 severe or irreversible.
Source: questions arranged by us after RESIST; the scale is our design (doctrine A4).
"""

from collections.abc import Mapping
from types import MappingProxyType

from tangkal.kernel import InvalidInput

ORGANISATION, PEOPLE, PUBLIC = "organisation", "people", "public"
LOWEST, HIGHEST = 0, 4

# group → items, in the order they are asked
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ORGANISATION: (
            "service_delivery",
            "critical_operations",
            "policy_objective",
            "reputation",
            "staff_safety",
        ),
        PEOPLE: ("vulnerable_groups", "access_to_services", "finances"),
        PUBLIC: (
            "life_health",
            "public_order",
            "election_process",
            "national_security",
            "economy",
            "cohesion",
        ),
    }
)
ITEMS: tuple[str, ...] = tuple(item for items in GROUPS.values() for item in items)


def check_severities(severities: Mapping[str, int]) -> None:
    """Refuse unknown items and values outside 0..4; unanswered items count as 0.

    Raises:
        InvalidInput: naming the item and what it may be.
    """
    for item, value in severities.items():
        if item not in ITEMS:
            raise InvalidInput(f"severity item {item!r} is not one of {', '.join(ITEMS)}")
        if type(value) is not int or not LOWEST <= value <= HIGHEST:
            raise InvalidInput(f"severity {item}={value!r} must be a whole number 0..4")


def highest(severities: Mapping[str, int], *groups: str) -> tuple[int, tuple[str, ...]]:
    """The highest severity within the groups and the items that reach it; (0, ()) for none.

    >>> highest({"life_health": 3, "economy": 1}, PEOPLE, PUBLIC)
    (3, ('life_health',))
    """
    items = [item for group in groups for item in GROUPS[group]]
    top = max(severities.get(item, 0) for item in items)
    return top, tuple(item for item in items if top and severities.get(item, 0) == top)


def is_reputation_only(severities: Mapping[str, int]) -> bool:
    """True when the one thing harmed is an organisation's reputation."""
    return {item for item, value in severities.items() if value > 0} == {"reputation"}
