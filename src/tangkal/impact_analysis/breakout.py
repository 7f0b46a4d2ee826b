"""The Breakout Scale: how far a story has left the place where it began.

1 one platform, one community · 2 one community on several platforms, or several
communities on one platform · 3 several platforms and communities · 4 mainstream media ·
5 a celebrity, politician or candidate · 6 a policy response or other concrete action, or a
call for violence. Counts can show 1 to 3; 4 to 6 need evidence that somebody names: see
:mod:`tangkal.impact_analysis.breakout_history`.

Source: Nimmo 2020, The Breakout Scale, Brookings.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from tangkal.kernel import InvalidInput

LOWEST, HIGHEST = 1, 6


class Flag(StrEnum):
    """What no count can show."""

    MAINSTREAM_MEDIA = "mainstream_media"
    PUBLIC_FIGURE = "public_figure"  # celebrity, politician or candidate
    CONCRETE_ACTION = "concrete_action"  # policy response or other action in the world
    CALL_FOR_VIOLENCE = "call_for_violence"


FLAG_LEVELS: Mapping[Flag, int] = MappingProxyType(
    {
        Flag.MAINSTREAM_MEDIA: 4,
        Flag.PUBLIC_FIGURE: 5,
        Flag.CONCRETE_ACTION: 6,
        Flag.CALL_FOR_VIOLENCE: 6,
    }
)


class Breakout(NamedTuple):
    """A level and what it rests on."""

    level: int  # 1..6
    platforms: int  # platforms with enough items
    communities: int | None  # None when nobody looked
    is_lower_bound: bool  # communities unknown: the level may be one higher


def spread_level(
    platform_counts: Mapping[str, int],
    community_counts: Mapping[str, int] | None = None,
    *,
    min_items: int = 1,
) -> Breakout:
    """Level 1 to 3 from counts alone.

    Args:
        platform_counts: items a platform; "unknown" is not counted as a platform.
        community_counts: items a community, or None when communities are not known;
            the level is then a lower bound.
        min_items: items from which a platform or community counts as reached.

    Raises:
        InvalidInput: a negative count or a min_items under 1.

    >>> spread_level({"x": 40, "tiktok": 3}, {"a": 30, "b": 13}).level
    3
    """
    if min_items < 1:
        raise InvalidInput(f"min_items {min_items} must be at least 1")
    named = {name: items for name, items in platform_counts.items() if name != "unknown"}
    platforms = _reached(named, min_items)
    communities = None if community_counts is None else _reached(community_counts, min_items)
    level = LOWEST + (platforms > 1) + ((communities or 0) > 1)
    return Breakout(level, platforms, communities, communities is None)


def check_breakout(level: int) -> int:
    """The level itself.

    Raises:
        InvalidInput: not a whole number 1..6.
    """
    if type(level) is not int or not LOWEST <= level <= HIGHEST:
        raise InvalidInput(f"breakout {level!r} must be a whole number 1..6")
    return level


def _reached(counts: Mapping[str, int], min_items: int) -> int:
    for name, items in counts.items():
        if items < 0:
            raise InvalidInput(f"count {items} of {name!r} is negative")
    return sum(items >= min_items for items in counts.values())
