"""When a story reached which level of the Breakout Scale, and what made it so.

Levels 1 to 3 follow from where it was seen (:func:`levels_reached`); 4 to 6 from flags that a
person set with evidence (:func:`with_flags`). A level reached stays reached: the history says
when, and later quiet takes nothing back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tangkal.impact_analysis.breakout import FLAG_LEVELS, LOWEST, Flag
from tangkal.kernel import InvalidInput
from tangkal.kernel.records import check_aware

UNKNOWN = "unknown"  # what a source writes that does not tell the platform: no platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From when on something counts. Our decision; an office may pass its own."""

    platform_items: int = 3  # one stray copy is not a platform reached
    community_items: int = 5  # of a province or language, where accounts cannot be grouped
    community_accounts: int = 5  # of a group of accounts
    media_outlets: int = 3  # outlets from which "mainstream media" is suggested

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if type(value) is not int or value < 1:
                raise InvalidInput(f"threshold {name}={value!r} must be a whole number from 1 on")


THRESHOLDS = Thresholds()


class Reached(NamedTuple):
    """A level, when it was reached, and on what it rests."""

    level: int
    at: datetime
    platforms: tuple[str, ...]  # those reached by then, in order
    communities: tuple[str, ...]  # those of the basis reached by then, in order
    basis: str | None  # what counted as a community, e.g. "groups"; None: nothing could
    flag: str | None = None
    evidence: str = ""


class FlagSeen(NamedTuple):
    """A flag as a person set it."""

    flag: str
    at: datetime
    evidence: str


def levels_reached(
    first: datetime | None,
    platforms: Mapping[str, datetime],
    communities: Mapping[str, Mapping[str, datetime]],
) -> tuple[Reached, ...]:
    """The levels from 1 to 3 in the order in which they were reached.

    Args:
        first: moment of the first item; None for no item at all.
        platforms: platform → when it was reached; "unknown" is no platform.
        communities: basis → community → when it was reached. Several bases are several ways
            to tell communities apart; the one that shows two of them first is taken, so that
            knowing more never lowers a level. Equal bases: the one named first.

    Returns:
        one entry a level, lowest first; () without items.

    Raises:
        InvalidInput, InvalidRecord: a moment without a time zone.

    >>> from datetime import UTC, timedelta
    >>> day = datetime(2031, 3, 3, tzinfo=UTC)
    >>> found = levels_reached(day, {"x": day, "tiktok": day + timedelta(hours=2)}, {})
    >>> [(each.level, each.at.hour) for each in found]
    [(1, 0), (2, 2)]
    """
    if first is None:
        return ()
    named = {name: at for name, at in platforms.items() if name != UNKNOWN}
    for at in (
        first,
        *named.values(),
        *(at for each in communities.values() for at in each.values()),
    ):
        check_aware(at, "at")
    basis = chosen_basis(communities)
    known = dict(communities.get(basis, {})) if basis else {}
    steps = sorted(at for at in (second(named), second(known)) if at is not None)
    moments = [first, *(max(at, first) for at in steps)]
    return tuple(
        Reached(level, at, by(named, at), by(known, at), basis)
        for level, at in enumerate(moments, start=LOWEST)
    )


def chosen_basis(communities: Mapping[str, Mapping[str, datetime]]) -> str | None:
    """The basis that shows a second community first; else the first that shows one."""
    shown = [name for name, found in communities.items() if found]
    several = [name for name in shown if len(communities[name]) > 1]
    if several:
        return min(several, key=lambda name: sorted(communities[name].values())[1])
    return shown[0] if shown else None


def second(found: Mapping[str, datetime]) -> datetime | None:
    """When the second of them was reached."""
    return sorted(found.values())[1] if len(found) > 1 else None


def by(found: Mapping[str, datetime], moment: datetime) -> tuple[str, ...]:
    """Those reached at a moment, in order."""
    return tuple(
        sorted((name for name in found if found[name] <= moment), key=lambda n: (found[n], n))
    )


def with_flags(reached: Sequence[Reached], flags: Iterable[FlagSeen]) -> tuple[Reached, ...]:
    """The history once evidenced flags are taken in; a flag below the level so far adds none.

    Raises:
        InvalidInput: an unknown flag, or one without evidence.
    """
    history: list[Reached] = []
    for each in sorted([*reached, *map(as_reached, flags)], key=lambda each: (each.at, each.level)):
        if not history or each.level > history[-1].level:
            history.append(each)
    return tuple(history)


def as_reached(seen: FlagSeen) -> Reached:
    check_aware(seen.at, "at")
    if seen.flag not in tuple(Flag):
        raise InvalidInput(f"breakout flag {seen.flag!r} is not one of {', '.join(Flag)}")
    if not seen.evidence.strip():
        raise InvalidInput(f"breakout flag {seen.flag} has no evidence; say where it can be seen")
    level = FLAG_LEVELS[Flag(seen.flag)]
    return Reached(level, seen.at, (), (), None, seen.flag, seen.evidence)


def suggests_mainstream(outlets: int, thresholds: Thresholds = THRESHOLDS) -> bool:
    """True when so many news outlets carry it that a person should look at level 4."""
    return outlets >= thresholds.media_outlets
