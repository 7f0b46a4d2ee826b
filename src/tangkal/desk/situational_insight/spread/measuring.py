"""One narrative's spread, read from the lake: counts exactly, reach among the newest items."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from tangkal.desk.cases.items import lake
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.spread.models import SpreadMeasure
from tangkal.desk.ui.charts import province_of
from tangkal.impact_analysis.breakout import LOWEST
from tangkal.impact_analysis.breakout_history import (
    THRESHOLDS,
    UNKNOWN,
    Reached,
    levels_reached,
)
from tangkal.kernel import InvalidInput
from tangkal.situational_insight.crossings import (
    MEDIA,
    Arrival,
    Bridge,
    Counted,
    arrivals,
    bridge,
    reached,
)
from tangkal.situational_insight.growth import Growth, growth
from tangkal.situational_insight.reach import (
    FILE,
    Assumptions,
    Float64,
    PlatformReach,
    reach_by_platform,
    read_assumptions,
    shipped_assumptions,
)
from tangkal.statistics.counts import utc_hour

HOUR = timedelta(hours=1)
READ = 50_000  # newest items that reach and outlets are read from; counts are of all
FIELDS = ("hour", "platform", "source_kind", "region_code", "language")
COLUMNS = (
    "platform",
    "source_kind",
    "source",
    "author",
    "author_name",
    "published_at",
    "observed_at",
    "shares",
    "likes",
    "views",
    "is_exercise",
)
GROUPS, COORDINATED, PROVINCES, LANGUAGES = "groups", "coordinated", "provinces", "languages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What the lake says of one narrative's spread."""

    narrative_id: str
    items: int
    read: int  # of them, how many reach and outlets were read from
    first: datetime
    last: datetime
    growth: Growth
    growth_from: datetime  # start of its first hour
    platforms: list[PlatformReach]
    assumptions: Assumptions
    own_assumptions: bool  # the office's own table
    fault: str  # why the office's table is not used; "" where nothing is wrong
    by_platform: list[Arrival]
    by_province: list[Arrival]
    by_language: list[Arrival]
    no_province: int  # items without one
    bridge: Bridge
    levels: tuple[Reached, ...]


def measure(narrative: Narrative, kept: SpreadMeasure | None) -> Spread | None:
    """Everything at once; None where the lake holds nothing of it.

    Args:
        kept: groups of accounts as last measured, which count as communities.

    Raises:
        LakeError: the lake cannot be read.
    """
    span = lake().first_last([narrative.pk])[0]
    if span is None:
        return None
    first, last = span
    start, end = utc_hour(first), last + timedelta(microseconds=1)
    tallied = lake().tally(
        start, end, FIELDS, narrative_ids=[narrative.pk], is_exercise=narrative.is_exercise
    )
    if not tallied.num_rows:
        return None
    rows = lake().window(start, end, COLUMNS, most=READ, narrative_ids=[narrative.pk])
    rows = rows.filter(pc.equal(rows["is_exercise"], narrative.is_exercise))
    table, own, fault = assumptions()
    counted = list(counts_of(tallied, start, first))
    by_platform = arrivals(platform_counts(counted), least=THRESHOLDS.platform_items)
    by_province = arrivals(province_counts(counted), least=THRESHOLDS.community_items)
    by_language = arrivals(language_counts(counted), least=THRESHOLDS.community_items)
    items = sum(each.items for each in counted)
    communities = {
        **communities_kept(kept),
        PROVINCES: reached(by_province),
        LANGUAGES: reached(by_language),
    }
    return Spread(
        narrative_id=narrative.pk,
        items=items,
        read=rows.num_rows,
        first=first,
        last=last,
        growth=growth(hourly(counted, start, newest_moment())),
        growth_from=start,
        platforms=reach_of(rows, table),
        assumptions=table,
        own_assumptions=own,
        fault=fault,
        by_platform=by_platform,
        by_province=by_province,
        by_language=by_language,
        no_province=items - sum(each.items for each in by_province),
        bridge=bridge_of(counted, rows),
        levels=with_origin(levels_reached(first, reached(by_platform), communities), by_platform),
    )


def with_origin(levels: tuple[Reached, ...], by_platform: Sequence[Arrival]) -> tuple[Reached, ...]:
    """The first level names where the first item was, though one item is no platform reached."""
    origin = [each.value for each in by_platform[:1] if each.value != UNKNOWN]
    return tuple(
        each._replace(platforms=tuple(origin)) if each.level == LOWEST else each for each in levels
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """Items of one hour that share platform, kind of source, region and language."""

    at: datetime
    platform: str
    source_kind: str
    region_code: str | None
    language: str | None
    items: int


def counts_of(tallied: pa.Table, start: datetime, first: datetime) -> Iterator[Cell]:
    """The tally's rows; what falls into the first hour is told by the first item's moment."""
    for row in tallied.to_pylist():
        yield Cell(
            max(start + row["hour"] * HOUR, first),
            row["platform"],
            row["source_kind"],
            row["region_code"],
            row["language"],
            row["items"],
        )


def platform_counts(cells: Sequence[Cell]) -> list[Counted]:
    return [Counted(each.platform, each.at, each.items) for each in cells]


def province_counts(cells: Sequence[Cell]) -> list[Counted]:
    return [
        Counted(province, each.at, each.items)
        for each in cells
        if (province := province_of(each.region_code)) is not None
    ]


def language_counts(cells: Sequence[Cell]) -> list[Counted]:
    return [Counted(each.language, each.at, each.items) for each in cells if each.language]


def hourly(cells: Sequence[Cell], start: datetime, newest: datetime) -> list[int]:
    """Items an hour up to the last whole hour that anything at all was seen in."""
    counts = [0] * max(0, (utc_hour(newest) - start) // HOUR)
    for each in cells:
        place = (each.at - start) // HOUR
        if place < len(counts):
            counts[place] += each.items
    return counts


def newest_moment() -> datetime:
    """Moment of the newest item: later hours are silence of the sources, not of the story."""
    found = lake().search(limit=1).to_pylist()
    now = datetime.now(UTC)
    return min((found[0]["published_at"] or found[0]["observed_at"]), now) if found else now


def communities_kept(kept: SpreadMeasure | None) -> dict[str, dict[str, datetime]]:
    """Groups of accounts as communities, by the basis that tells them apart.

    By the hour, like everything that is compared with them: of equal hours groups of accounts
    say more than provinces.
    """
    if kept is None:
        return {}

    def hour(text: str) -> datetime:
        return utc_hour(datetime.fromisoformat(text))

    return {
        COORDINATED: {str(number): hour(first) for number, first in kept.coordinated},
        GROUPS: {
            str(place): hour(group["reached"]) for place, group in enumerate(kept.groups, start=1)
        },
    }


def reach_of(rows: pa.Table, table: Assumptions) -> list[PlatformReach]:
    def numbers(name: str) -> Float64:
        # A count below 0, which intake refuses, would be a source's fault: not known.
        found = rows[name].cast(pa.float64()).to_numpy()
        return np.asarray(np.where(found < 0, np.nan, found), np.float64)

    return reach_by_platform(
        rows["platform"].to_pylist(),
        views=numbers("views"),
        shares=numbers("shares"),
        likes=numbers("likes"),
        accounts=rows["author"].to_pylist(),
        assumptions=table,
    )


def bridge_of(cells: Sequence[Cell], rows: pa.Table) -> Bridge:
    """Between posts and the news: posts from the exact counts, outlets from the rows read."""
    posts = [Counted("", each.at, each.items) for each in cells if each.source_kind != MEDIA]
    news = rows.filter(pc.equal(rows["source_kind"], MEDIA))
    moments = pc.coalesce(news["published_at"], news["observed_at"]).to_pylist()
    names = pc.coalesce(news["author_name"], news["source"]).to_pylist()
    return bridge(posts, [Counted(name, at, 1) for name, at in zip(names, moments, strict=True)])


def assumptions() -> tuple[Assumptions, bool, str]:
    """The office's own table where its home holds one; ours, and why, where that is faulty."""
    path = settings.TANGKAL.home.root / FILE
    try:
        return read_file(path, path.stat().st_mtime_ns), True, ""
    except FileNotFoundError:
        return shipped_assumptions(), False, ""
    except (InvalidInput, OSError, UnicodeDecodeError) as error:
        return shipped_assumptions(), False, str(error)


@lru_cache(maxsize=2)
def read_file(path: Path, _changed: int) -> Assumptions:
    return read_assumptions(path.read_text(encoding="utf-8-sig").splitlines(), path.name)


def by_value(found: Sequence[Arrival]) -> Mapping[str, int]:
    return {each.value: each.items for each in found}
