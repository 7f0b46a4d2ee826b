"""When an entry of the watch list fires: thresholds on its hits, hour by hour.

What is said of an hour rests on that hour and those before it, never on later ones.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tangkal.kernel import InvalidRecord

HOUR = timedelta(hours=1)
DAY_HOURS = 24
KNOWN_HOURS = 7 * 24  # a region is new where the week before the day had no hit
FEWEST_FOR_SHARE = 5  # items of a day: of two items, one report is no tide
QUIET_HOURS = 24  # after so long without reaching a threshold, the next time is another time


@dataclass(slots=True)
class HourCount:
    """Hits of one entry in one clock hour."""

    items: int = 0
    reports: int = 0  # of them from citizens
    regions: Counter[str] = field(default_factory=Counter)

    def add(self, other: "HourCount") -> None:
        self.items += other.items
        self.reports += other.reports
        self.regions.update(other.regions)


Hours = Mapping[datetime, HourCount]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What must be reached; any one of those given is enough."""

    items_hour: int | None = None  # hits in one clock hour
    items_day: int | None = None  # hits in 24 hours
    new_regions: int | None = None  # regions of these 24 hours that the week before did not have
    reports_share: float | None = None  # citizens' part of 24 hours' hits, 0 … 1

    def __post_init__(self) -> None:
        counts = (self.items_hour, self.items_day, self.new_regions)
        if all(each is None for each in (*counts, self.reports_share)):
            raise InvalidRecord("an indicator needs at least one threshold")
        if any(each is not None and each < 1 for each in counts):
            raise InvalidRecord("a threshold counts from 1")
        if self.reports_share is not None and not 0.0 < self.reports_share <= 1.0:
            raise InvalidRecord(f"a share of {self.reports_share} is not above 0 and at most 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One threshold and what was counted against it."""

    what: str  # a field of Thresholds
    observed: float
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """One stretch of hours, at most QUIET_HOURS apart, in which a threshold was reached."""

    started_at: datetime
    last_at: datetime  # the last hour that reached one
    first: Reached
    items: int  # hits in its hours from first to last


def reached(hours: Hours, thresholds: Thresholds, at: datetime) -> list[Reached]:
    """The thresholds that the hour starting at `at` reaches, with all before it.

    An hour without a hit reaches none: a day's sum is told once, when it grows.
    """
    now = hours.get(at)
    if now is None or now.items == 0:
        return []
    day = total(hours, at, DAY_HOURS)
    counted: list[tuple[str, float, float | None]] = [
        ("items_hour", now.items, thresholds.items_hour),
        ("items_day", day.items, thresholds.items_day),
    ]
    if thresholds.new_regions is not None:
        before = total(hours, at - DAY_HOURS * HOUR, KNOWN_HOURS)
        news = len(set(day.regions) - set(before.regions))
        counted.append(("new_regions", news, thresholds.new_regions))
    if thresholds.reports_share is not None and day.items >= FEWEST_FOR_SHARE:
        share = day.reports / day.items
        counted.append(("reports_share", share, thresholds.reports_share))
    return [
        Reached(what=what, observed=observed, threshold=limit)
        for what, observed, limit in counted
        if limit is not None and observed >= limit
    ]


def total(hours: Hours, at: datetime, back: int) -> HourCount:
    """The sum of the `back` hours that end with the one starting at `at`."""
    whole = HourCount()
    for step in range(back):
        if count := hours.get(at - step * HOUR):
            whole.add(count)
    return whole


def firings(
    hours: Hours, thresholds: Thresholds, *, quiet_hours: int = QUIET_HOURS
) -> list[Firing]:
    """How often these hits would have fired, oldest first.

    >>> noon = datetime.fromisoformat("2026-03-02T05:00+00:00")
    >>> seen = {noon: HourCount(items=9), noon + HOUR: HourCount(items=12)}
    >>> [each.items for each in firings(seen, Thresholds(items_hour=10))]
    [12]
    """
    found: list[Firing] = []
    for at in sorted(hours):
        met = reached(hours, thresholds, at)
        if not met:
            continue
        if found and at - found[-1].last_at <= quiet_hours * HOUR:
            last = found.pop()
            items = last.items + between(hours, last.last_at, at)
            found.append(
                Firing(started_at=last.started_at, last_at=at, first=last.first, items=items)
            )
        else:
            found.append(Firing(started_at=at, last_at=at, first=met[0], items=hours[at].items))
    return found


def between(hours: Hours, after: datetime, to: datetime) -> int:
    """Hits in the hours after one, up to and with another."""
    return sum(count.items for at, count in hours.items() if after < at <= to)
