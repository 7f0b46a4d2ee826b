"""What the lake says for a situation report: seven questions, however many narratives there are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tangkal.engines.base import Lake
from tangkal.kernel import InvalidInput
from tangkal.situational_insight.report import Carried, Facts, FamilyShare, Range, usual_range
from tangkal.situational_insight.silence import Silence, silent_sources, unjudged_sources
from tangkal.statistics.counts import utc_hour

HOUR = timedelta(hours=1)
HOURS_A_DAY = 24
LEADING = 10  # narratives described
COMPARED = 300  # narratives kept for the next report to compare with
LOOKED_UP = 100  # of those, how many are looked up in the days before
FED = 0.1  # of the median stretch's items, from which a stretch counts as fed
SEVERAL = 2  # items from which something is a narrative and no single post
LONGEST_HOURS = 31 * HOURS_A_DAY
LISTENED_DAYS = 14  # that tell when a source is usually heard

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a report is about: whole hours up to a moment, in one reality and one place."""

    until: datetime
    hours: int
    region: str | None = None  # a code; None is the whole country
    is_exercise: bool = False
    earlier_days: int = 28  # that the usual range may rest on

    def __post_init__(self) -> None:
        if self.until.tzinfo is None or not 1 <= self.hours <= LONGEST_HOURS:
            raise InvalidInput(
                f"a report is about 1 to {LONGEST_HOURS} hours up to a moment with a time zone, "
                f"not {self.hours} hours up to {self.until.isoformat()}"
            )

    @property
    def since(self) -> datetime:
        return self.until - self.hours * HOUR

    @property
    def origin(self) -> datetime:
        """Where the days before begin."""
        return self.since - timedelta(days=self.earlier_days)

    @property
    def hours_before(self) -> int:
        return self.earlier_days * HOURS_A_DAY


def measure(
    lake: Lake,
    period: Period,
    *,
    as_of: datetime,
    also: Collection[str] = (),
    last_since: datetime | None = None,
) -> Facts:
    """Count one period, and the same stretch of the days before it.

    Args:
        as_of: the moment of asking, kept with the figures.
        also: narratives of the last report, counted however small they are now.
        last_since: where the last report's period began; what had items before it is known.

    Raises:
        LakeError: the lake cannot be read.
    """
    carried = ask(lake, period, ["narrative_id", "platform"])
    totals = summed(carried, "narrative_id")
    hourly = hours_of(ask(lake, period, ["hour"], since=period.origin), period)
    earlier = earlier_starts(hourly, period)
    order = sorted(totals, key=lambda name: (-totals[name], name))
    leading = [name for name in order[:LEADING] if totals[name] >= SEVERAL]
    kept = {name: totals[name] for name in order[:COMPARED] if totals[name] >= SEVERAL}
    asked = list(dict.fromkeys([*leading, *list(kept)[:LOOKED_UP]]))
    by_hour = ask(lake, period, ["narrative_id", "hour"], since=period.origin, names=asked)
    series = series_of(by_hour, asked, period)
    now = hourly[period.hours_before :]
    silent, unjudged = silences(lake, period)
    return Facts(
        since=period.since,
        until=period.until,
        as_of=as_of,
        items=int(now.sum()),
        narratives=sum(items >= SEVERAL for items in totals.values()),
        usual=range_of(hourly, earlier, period.hours),
        platforms=largest_first(summed(carried, "platform")),
        hours=tuple(now.tolist()),
        leading=describe(lake, period, leading, carried, series, earlier),
        counts={**kept, **{name: totals.get(name, 0) for name in also}},
        known=known_before(series, period, last_since or period.since),
        beginning=lake.beginning(),
        newest_hour=newest_hour(now, period),
        earlier=tuple(
            (period.origin + start * HOUR, int(hourly[start : start + period.hours].sum()))
            for start in reversed(earlier)
        ),
        items_of_other_reality=other_reality(lake, period),
        silent=silent,
        unjudged_sources=unjudged,
    )


def ask(
    lake: Lake,
    period: Period,
    by: Sequence[str],
    *,
    since: datetime | None = None,
    names: Sequence[str] | None = None,
) -> pa.Table:
    """A tally in the period's reality and place."""
    return lake.tally(
        since or period.since,
        period.until,
        by,
        narrative_ids=names,
        region=period.region,
        is_exercise=period.is_exercise,
    )


def describe(
    lake: Lake,
    period: Period,
    leading: Sequence[str],
    carried: pa.Table,
    series: Mapping[str, Counts],
    earlier: Sequence[int],
) -> tuple[Carried, ...]:
    """The largest narratives, with two more questions for all of them together."""
    families = ask(lake, period, ["narrative_id", "family_id"], names=leading)
    regions = ask(lake, period, ["narrative_id", "region_code"], names=leading)
    platforms, firsts = nested(carried, "platform"), earliest(carried)
    texts, places = nested(families, "family_id"), nested(regions, "region_code")
    return tuple(
        Carried(
            narrative_id=name,
            items=sum(platforms[name].values()),
            platforms=largest_first(platforms[name]),
            regions=len(places.get(name, {})),
            usual=range_of(series[name], earlier, period.hours),
            hours=tuple(series[name][period.hours_before :].tolist()),
            families=FamilyShare(texts=len(texts[name]), largest=max(texts[name].values())),
            lead_item=firsts[name],
        )
        for name in leading
    )


def summed(tally: pa.Table, field: str) -> dict[str, int]:
    """Items by one field of a tally; what has no value is left out."""
    found: dict[str, int] = {}
    for value, items in zip(tally[field].to_pylist(), tally["items"].to_pylist(), strict=True):
        if value is not None:
            found[value] = found.get(value, 0) + items
    return found


def nested(tally: pa.Table, field: str) -> dict[str, dict[str, int]]:
    """Items of each narrative by one field."""
    found: dict[str, dict[str, int]] = {}
    columns = (tally[name].to_pylist() for name in ("narrative_id", field, "items"))
    for narrative, value, items in zip(*columns, strict=True):
        if value is not None:
            found.setdefault(narrative, {})[value] = items
    return found


def earliest(tally: pa.Table) -> dict[str, str]:
    """An early item of each narrative: the first on the platform that has most of it."""
    found: dict[str, tuple[int, str]] = {}
    columns = (tally[name].to_pylist() for name in ("narrative_id", "items", "first_item"))
    for narrative, items, item in zip(*columns, strict=True):
        if items > found.get(narrative, (0, ""))[0]:
            found[narrative] = (items, item)
    return {name: item for name, (_items, item) in found.items()}


def largest_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def hours_of(tally: pa.Table, period: Period) -> Counts:
    """int64[hours_before + hours], 0 where nothing was seen."""
    counts = np.zeros(period.hours_before + period.hours, np.int64)
    counts[tally["hour"].to_numpy()] = tally["items"].to_numpy()
    return counts


def series_of(tally: pa.Table, names: Sequence[str], period: Period) -> dict[str, Counts]:
    found = {name: np.zeros(period.hours_before + period.hours, np.int64) for name in names}
    columns = (tally[name].to_pylist() for name in ("narrative_id", "hour", "items"))
    for narrative, hour, items in zip(*columns, strict=True):
        found[narrative][hour] = items
    return found


def earlier_starts(hourly: Counts, period: Period) -> list[int]:
    """First hours of earlier stretches of the same length at the same time of the day.

    Only of those in which the lake was fed: a stretch with hardly an item of all is an outage,
    or lies before the lake's beginning, and says nothing about what is ordinary.
    """
    step = -(-period.hours // HOURS_A_DAY)  # stretches longer than a day must not overlap
    days = range(step, period.earlier_days + 1, step)
    starts = [period.hours_before - day * HOURS_A_DAY for day in days]
    sums = np.array([hourly[start : start + period.hours].sum() for start in starts])
    if not sums.any():
        return []
    least = FED * np.median(sums[sums > 0])
    return [start for start, items in zip(starts, sums, strict=True) if items >= least]


def range_of(counts: Counts, starts: Sequence[int], hours: int) -> Range | None:
    return usual_range([int(counts[start : start + hours].sum()) for start in starts])


def known_before(series: Mapping[str, Counts], period: Period, moment: datetime) -> frozenset[str]:
    hours = int(np.clip((moment - period.origin) // HOUR, 0, period.hours_before))
    return frozenset(name for name, counts in series.items() if counts[:hours].any())


def newest_hour(now: Counts, period: Period) -> datetime | None:
    found = np.flatnonzero(now)
    return period.since + int(found[-1]) * HOUR if len(found) else None


def other_reality(lake: Lake, period: Period) -> int:
    """Items of the other reality in the same hours: left out, and said."""
    found = lake.tally(
        period.since,
        period.until,
        ["source_kind"],
        region=period.region,
        is_exercise=not period.is_exercise,
    )
    return sum(found["items"].to_pylist())


def silences(lake: Lake, period: Period) -> tuple[tuple[Silence, ...], int]:
    """Sources that fell silent, and how many cannot be judged; of all regions.

    A silent source is missing wherever it used to tell of.
    """
    start = utc_hour(period.until) - LISTENED_DAYS * HOURS_A_DAY * HOUR
    found = lake.tally(start, period.until, ["source", "hour"], is_exercise=period.is_exercise)
    rows: dict[str, Counts] = {}
    for source, hour, items in zip(
        *(found[name].to_pylist() for name in ("source", "hour", "items")), strict=True
    ):
        counts = rows.setdefault(source, np.zeros(LISTENED_DAYS * HOURS_A_DAY + 1, np.int64))
        counts[hour] = items
    silent = silent_sources(rows, period.until)
    return tuple(silent), len(unjudged_sources(rows, period.until))
