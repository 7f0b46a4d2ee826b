"""Where a narrative arrived and when: platforms, regions, languages, and the media."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from tangkal.kernel import InvalidInput
from tangkal.kernel.records import check_aware

MEDIA = "media"  # the source_kind of news outlets


class Counted(NamedTuple):
    """Some items with one value at about one moment, e.g. 3 items on X within an hour."""

    value: str
    at: datetime
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One platform, region or language that the narrative came to."""

    value: str
    first: datetime
    reached: datetime | None  # when `least` items had been seen; None where never
    last: datetime
    items: int
    behind: timedelta  # after the very first of them all


def arrivals(seen: Iterable[Counted], *, least: int = 1) -> list[Arrival]:
    """The values in the order in which they were first seen.

    Args:
        seen: counts in any order; of equal moments, the value earlier in the alphabet counts
            as first.
        least: items from which a value counts as reached.

    Raises:
        InvalidInput: a negative count, a moment without zone, or least under 1.
    """
    if least < 1:
        raise InvalidInput(f"{least=} must be at least 1")
    values: dict[str, list[Counted]] = {}
    for each in seen:
        check_aware(each.at, "at")
        if each.items < 0:
            raise InvalidInput(f"count {each.items} of {each.value!r} is negative")
        if each.items:
            values.setdefault(each.value, []).append(each)
    firsts = {value: min(each.at for each in rows) for value, rows in values.items()}
    origin = min(firsts.values(), default=None)
    return [
        Arrival(
            value=value,
            first=firsts[value],
            reached=reached_at(values[value], least),
            last=max(each.at for each in values[value]),
            items=sum(each.items for each in values[value]),
            behind=firsts[value] - (origin or firsts[value]),
        )
        for value in sorted(values, key=lambda value: (firsts[value], value))
    ]


def reached_at(rows: Sequence[Counted], least: int) -> datetime | None:
    """When so many had been seen."""
    total = 0
    for each in sorted(rows, key=lambda each: each.at):
        total += each.items
        if total >= least:
            return each.at
    return None


def reached(found: Iterable[Arrival]) -> Mapping[str, datetime]:
    """Value → when it was reached, of those that were."""
    return {each.value: each.reached for each in found if each.reached is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """How a narrative lies between what people post and what news outlets carry."""

    online_first: datetime | None
    media_first: datetime | None
    outlets: tuple[str, ...]  # public names of outlets or feeds, in order of first item
    media_items: int
    items: int

    @property
    def lag(self) -> timedelta | None:
        """From the first post to the first article; negative where media came first."""
        if self.online_first is None or self.media_first is None:
            return None
        return self.media_first - self.online_first

    @property
    def media_share(self) -> float | None:
        """Share of all items that news outlets published; None where there are none."""
        return self.media_items / self.items if self.items else None


def bridge(online: Iterable[Counted], media: Iterable[Counted]) -> Bridge:
    """Between online and mainstream.

    Args:
        online: items that no news outlet published; their values do not matter.
        media: items of news outlets; the value is the outlet.
    """
    posts, articles = arrivals(online), arrivals(media)
    media_items = sum(each.items for each in articles)
    return Bridge(
        online_first=min((each.first for each in posts), default=None),
        media_first=min((each.first for each in articles), default=None),
        outlets=tuple(each.value for each in articles),
        media_items=media_items,
        items=media_items + sum(each.items for each in posts),
    )
