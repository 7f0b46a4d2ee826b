"""One look at what grew: narratives, hashtags, platforms, regions and kinds of source."""

import logging
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils import timezone

from tangkal.desk.situational_insight.trends.dimensions import DIMENSIONS, SPANS
from tangkal.desk.situational_insight.voids.models import InsightRun
from tangkal.desk.situational_insight.voids.reading import listened
from tangkal.engines.base import Lake, Search
from tangkal.kernel import TangkalError
from tangkal.situational_insight.titles import first_sentence
from tangkal.situational_insight.trends import FEWEST_ITEMS, Growth, Trends, grown

log = logging.getLogger(__name__)

PAST_DAYS = {"day": 21, "week": 42}  # of the past that a stretch is held against
FIELDS = {
    "narrative": "narrative_id",
    "platform": "platform",
    "region": "region_code",
    "source_kind": "source_kind",
}
MOST_SERIES = 400  # of the many narratives and hashtags, the largest now
MOST_TEXTS = 300_000  # read for hashtags; of more the past is not known
MOST_SHOWN = 15
_HASHTAG = re.compile(r"#(\w{3,60})")
_PROVINCE = re.compile(r"\d\d")


def measure(lake: Lake, *, now: datetime, is_exercise: bool) -> InsightRun:
    """Look at every dimension over a day and a week, and store what was found or what failed."""
    run = InsightRun.objects.create(
        kind=InsightRun.Kind.TRENDS,
        is_exercise=is_exercise,
        since=now - timedelta(days=max(PAST_DAYS.values())),
        until=now,
    )
    try:
        run.content = {span: look(lake, span, now=now, is_exercise=is_exercise) for span in SPANS}
        run.read = listened(lake, now=now, is_exercise=is_exercise)
    except TangkalError as error:
        run.fault = str(error)[:300]
    except Exception as error:  # whatever it is, it must not stop the stream
        log.exception("trends, run %d", run.pk)
        run.fault = type(error).__name__
    run.finished_at = timezone.now()
    run.save(update_fields=["content", "read", "fault", "finished_at"])
    return run


def look(lake: Lake, span: str, *, now: datetime, is_exercise: bool) -> dict[str, Any]:
    """What grew in the last day or week, in each dimension.

    Only whole hours count: the one under way would look like a fall.
    """
    end = now.replace(minute=0, second=0, microsecond=0)
    hours = SPANS[span]
    start = beginning(lake, end, span)
    if start is None:
        return {"until": end.isoformat(), "dimensions": {}}
    found: dict[str, dict[str, Any]] = {}
    for dimension in DIMENSIONS:
        names, counts, tests = series_of(
            lake, dimension, start, end, hours, is_exercise=is_exercise
        )
        if names is None:
            found[dimension] = {"unknown": True}
            continue
        trends = grown(counts, span=hours, tests=tests)
        found[dimension] = as_json(trends, names, counts, end)
        if dimension == "narrative":
            add_titles(lake, found[dimension]["grown"])
    return {"until": end.isoformat(), "dimensions": found}


def add_titles(lake: Lake, lines: Sequence[dict[str, Any]]) -> None:
    """The items' own words for each narrative shown; what a person named it comes first later."""
    for each in lines:
        found = lake.narratives(Search(narrative_id=each["name"], limit=1))
        each["title"] = first_sentence(found[0].lead) if found else each["name"]


def beginning(lake: Lake, end: datetime, span: str) -> datetime | None:
    """From when on the past is known: hours before the first item are not hours of calm."""
    first = lake.beginning()
    if first is None or first >= end:
        return None
    start = end - timedelta(days=PAST_DAYS[span])
    floor = first.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return max(start, floor.astimezone(end.tzinfo))


def series_of(
    lake: Lake, dimension: str, start: datetime, end: datetime, hours: int, *, is_exercise: bool
) -> tuple[list[str] | None, np.ndarray, int]:
    """Names, int64[n, hours] and how many series there were in all; no names: not known."""
    n_hours = (end - start) // timedelta(hours=1)
    if n_hours < 1:
        return [], np.zeros((0, 0), np.int64), 0
    if dimension == "hashtag":
        return hashtags(lake, start, end, hours, is_exercise=is_exercise)
    field = FIELDS[dimension]
    only = None
    tests = None
    if dimension == "narrative":
        recent = lake.tally(
            end - timedelta(hours=hours), end, (field,), is_exercise=is_exercise
        ).to_pylist()
        tests = len(recent)
        large = sorted(recent, key=lambda row: (-row["items"], row[field]))[:MOST_SERIES]
        only = [row[field] for row in large if row["items"] >= FEWEST_ITEMS]
    rows = lake.tally(
        start, end, (field, "hour"), narrative_ids=only, is_exercise=is_exercise
    ).to_pylist()
    counts: dict[str, np.ndarray] = {}
    for row in rows:
        name = name_in(dimension, row[field])
        if name is not None and row["hour"] < n_hours:
            series = counts.setdefault(name, np.zeros(n_hours, np.int64))
            series[row["hour"]] += row["items"]
    names = sorted(counts)
    table = np.array([counts[name] for name in names], np.int64).reshape(len(names), n_hours)
    return names, table, max(tests or 0, len(names))


def name_in(dimension: str, value: str | None) -> str | None:
    """Regions are counted by province: a regency alone is too thin to have an ordinary day."""
    if value is None or dimension != "region":
        return value
    found = _PROVINCE.match(value)
    return found.group() if found else None


def hashtags(
    lake: Lake, start: datetime, end: datetime, hours: int, *, is_exercise: bool
) -> tuple[list[str] | None, np.ndarray, int]:
    """Hashtags an hour, without regard to case; not known where the past is too long to read."""
    columns = ["text", "published_at", "observed_at", "is_exercise"]
    table = lake.window(start, end, columns, most=MOST_TEXTS + 1)
    if table.num_rows > MOST_TEXTS:
        return None, np.zeros((0, 0), np.int64), 0
    table = table.filter(
        pc.and_(pc.equal(table["is_exercise"], is_exercise), pc.match_substring(table["text"], "#"))
    )
    n_hours = (end - start) // timedelta(hours=1)
    met = [(tag, hour) for tag, hour in tags_in(table, start) if 0 <= hour < n_hours]
    now = Counter(tag for tag, hour in met if hour >= n_hours - hours)
    names = sorted(sorted(now, key=lambda tag: (-now[tag], tag))[:MOST_SERIES])
    place = {tag: row for row, tag in enumerate(names)}
    counts = np.zeros((len(names), n_hours), np.int64)
    for tag, hour in met:
        if tag in place:
            counts[place[tag], hour] += 1
    return [f"#{name}" for name in names], counts, len({tag for tag, _hour in met})


def tags_in(table: pa.Table, start: datetime) -> list[tuple[str, int]]:
    """(hashtag, hour) once an item, however often it says it."""
    moments = pc.coalesce(table["published_at"], table["observed_at"]).to_pylist()
    found = []
    for text, moment in zip(table["text"].to_pylist(), moments, strict=True):
        hour = (moment - start) // timedelta(hours=1)
        found += [(tag, hour) for tag in {each.casefold() for each in _HASHTAG.findall(text)}]
    return found


def as_json(
    trends: Trends, names: Sequence[str], counts: np.ndarray, end: datetime
) -> dict[str, Any]:
    return {
        "tests": trends.tests,
        "stretches": trends.stretches,
        "enough_past": trends.enough_past,
        "found": len(trends.grown),
        "grown": [line(each, names, counts, end) for each in trends.grown[:MOST_SHOWN]],
    }


def line(growth: Growth, names: Sequence[str], counts: np.ndarray, end: datetime) -> dict[str, Any]:
    since = end - timedelta(hours=growth.since)
    return {
        "name": names[growth.row],
        "observed": growth.observed,
        "expected": round(growth.expected, 1),
        "usual_low": growth.usual_low,
        "usual_high": growth.usual_high,
        "times": None if growth.times is None else round(growth.times, 1),
        "q": growth.q_value,
        "since": since.isoformat(),
        "volume": spark(counts[growth.row]),
    }


def spark(row: np.ndarray) -> list[int]:
    """The last two days by the hour where the series is short, else 48 equal sums."""
    kept = row[-min(len(row), 48 * max(1, len(row) // 48)) :]
    width = max(1, len(kept) // 48)
    usable = kept[len(kept) - width * (len(kept) // width) :]
    return [int(each) for each in usable.reshape(-1, width).sum(axis=1)]
