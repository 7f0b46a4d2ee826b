"""FIRST: five heads of indicators. They say what to look at, never what is true.

Source: RESIST's five heads; the items under them arranged by us as recalled (doctrine A1).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tangkal.kernel import InvalidInput


class Head(StrEnum):
    """The five questions, in their order."""

    FABRICATION = "fabrication"
    IDENTITY = "identity"
    RHETORIC = "rhetoric"
    SYMBOLISM = "symbolism"
    TECHNOLOGY = "technology"


class Present(StrEnum):
    """Whether an indicator is there."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


ITEMS: Mapping[Head, tuple[str, ...]] = MappingProxyType(
    {
        Head.FABRICATION: (
            "forged_document",
            "doctored_media",
            "twisted_quote",
            "fake_site",
        ),
        Head.IDENTITY: (
            "fake_account",
            "impersonated_official",
            "false_expert",
            "front_group",
            "persona_mismatch",
        ),
        Head.RHETORIC: (
            "trolling",
            "whataboutism",
            "strawman",
            "ad_hominem",
            "false_dilemma",
            "social_proof",
            "emotive_aggravation",
        ),
        Head.SYMBOLISM: (
            "old_event_as_new",
            "out_of_context_image",
            "cherry_picked_statistic",
            "conspiracy_linkage",
            "hijacked_hashtag",
        ),
        Head.TECHNOLOGY: (
            "bots",
            "coordinated_posting",
            "synthetic_media",
            "mass_ai_text",
            "off_platform_coordination",
            "dark_ads",
        ),
    }
)
HEAD_OF: Mapping[str, Head] = MappingProxyType(
    {item: head for head, items in ITEMS.items() for item in items}
)


def check_mark(item: str, present: str, *, has_evidence: bool) -> None:
    """Refuse a mark on an unknown item, and a "yes" that nothing in the case shows.

    Raises:
        InvalidInput: naming the item.
    """
    if item not in HEAD_OF:
        raise InvalidInput(f"{item!r} is not an item of FIRST")
    if present not in tuple(Present):
        raise InvalidInput(f"{item}: {present!r} is not one of {', '.join(Present)}")
    if present == Present.YES and not has_evidence:
        raise InvalidInput(f"{item}: a yes needs evidence of the case")


def heads(marks: Mapping[str, str]) -> dict[Head, Present | None]:
    """Each head from its items: yes where one is, else unclear, else no; None where unasked.

    >>> heads({"bots": "no", "dark_ads": "unclear"})[Head.TECHNOLOGY].value
    'unclear'
    """
    found: dict[Head, Present | None] = {}
    for head, items in ITEMS.items():
        said = {marks[item] for item in items if item in marks}
        order = (Present.YES, Present.UNCLEAR, Present.NO)
        found[head] = next((each for each in order if each in said), None)
    return found
