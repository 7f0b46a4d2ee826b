"""Narratives and items read from the lake, ready for a page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tangkal.desk.accounts.models import Region
from tangkal.desk.cases.items import lake
from tangkal.desk.cases.models import Signal
from tangkal.desk.recognise.models import KnownClaim
from tangkal.engines import LakeError, NarrativeCount, Search
from tangkal.situational_insight.titles import first_sentence
from tangkal.statistics.counts import utc_hour

__all__ = ["LakeError", "lake"]

HOUR = timedelta(hours=1)
SPARK_HOURS = 48
CHART_HOURS = 24 * 7
SAMPLED = 2_000  # items of one narrative that families and matches are counted among
TYPICAL = 5
NEWEST = 10
REGIONS = 12

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One narrative in the list."""

    narrative_id: str
    title: str
    items: int
    first: datetime
    last: datetime
    platforms: list[tuple[str, int]]
    languages: list[str]
    volume: list[int]
    signal: Signal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A known claim that some of a narrative's items resemble."""

    claim: KnownClaim
    items: int
    best_score: float
    reasons: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Copies of one text."""

    first: Item | None  # its first member, where the lake still holds it
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """One narrative's page."""

    narrative_id: str
    title: str
    items: int
    authors: int
    first: datetime
    last: datetime
    points: list[tuple[datetime, int]]
    platforms: list[tuple[str, int]]
    languages: list[tuple[str, int]]
    regions: list[tuple[str, int]]
    regions_rest: int  # items in regions beyond those
    source_kinds: list[tuple[str, int]]
    families: list[Family]
    families_total: int
    newest: list[Item]
    matches: list[Matched]
    sampled: int  # items that families and matches were counted among


def narrative_lines(found: Sequence[NarrativeCount], until: datetime) -> list[Line]:
    """The list's lines: a fixed number of questions to lake and database, however many."""
    ids = [each.narrative_id for each in found]
    platforms = lake().counts_by(ids, "platform")
    languages = lake().counts_by(ids, "language")
    volumes = lake().hourly_counts(ids, utc_hour(until) - (SPARK_HOURS - 1) * HOUR, SPARK_HOURS)
    signals = {
        signal.narrative_id: signal for signal in Signal.objects.filter(narrative_id__in=ids)
    }
    return [
        Line(
            narrative_id=each.narrative_id,
            title=title_of(each.lead, signals.get(each.narrative_id)),
            items=each.items,
            first=each.first,
            last=each.last,
            platforms=most(platforms[each.narrative_id])[:3],
            languages=[name for name, _count in most(languages[each.narrative_id])[:3]],
            volume=volume.tolist(),
            signal=signals.get(each.narrative_id),
        )
        for each, volume in zip(found, volumes, strict=True)
    ]


def title_of(lead: str, signal: Signal | None) -> str:
    return signal.title if signal else first_sentence(lead) or lead[:120]


def read_narrative(narrative_id: str) -> Narrative | None:
    """Everything the lake says of one narrative; None where it holds none of it."""
    search = Search(narrative_id=narrative_id)
    found = lake().narratives(search)
    if not found:
        return None
    count, one = found[0], [narrative_id]
    rows: list[Item] = lake().narrative_items(narrative_id, limit=SAMPLED).to_pylist()
    regions, regions_rest = largest_regions(lake().counts_by(one, "region_code")[narrative_id])
    families = Counter(str(row["family_id"]) for row in rows)
    return Narrative(
        narrative_id=narrative_id,
        title=title_of(count.lead, Signal.objects.filter(narrative_id=narrative_id).first()),
        items=count.items,
        authors=len(lake().counts_by(one, "author")[narrative_id]),
        first=count.first,
        last=count.last,
        points=points(narrative_id, count.first, count.last),
        platforms=most(lake().counts_by(one, "platform")[narrative_id]),
        languages=most(lake().counts_by(one, "language")[narrative_id]),
        regions=regions,
        regions_rest=regions_rest,
        source_kinds=most(lake().counts_by(one, "source_kind")[narrative_id]),
        families=largest_families(families),
        families_total=len(families),
        newest=rows[:NEWEST],
        matches=matched(rows),
        sampled=len(rows),
    )


def points(narrative_id: str, first: datetime, last: datetime) -> list[tuple[datetime, int]]:
    """Items an hour from the first one on, at most a week back from the last."""
    end = utc_hour(last)
    start = max(utc_hour(first) - HOUR, end - (CHART_HOURS - 1) * HOUR)
    hours = int((end - start) / HOUR) + 1
    counts = lake().hourly_counts([narrative_id], start, hours)[0].tolist()
    return [(start + place * HOUR, count) for place, count in enumerate(counts)]


def largest_families(families: Counter[str]) -> list[Family]:
    """A family is named by its first member, so that item tells what the copies say."""
    largest = families.most_common(TYPICAL)
    firsts = {
        row["item_id"]: row for row in lake().items([name for name, _ in largest]).to_pylist()
    }
    return [Family(first=firsts.get(name), items=items) for name, items in largest]


def matched(rows: Sequence[Item]) -> list[Matched]:
    """Known claims by how many items resemble them best."""
    best: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        for match in row["matches"][:1]:
            best.setdefault(match["claim_id"], []).append(match)
    largest = sorted(best, key=lambda claim_id: -len(best[claim_id]))[:TYPICAL]
    claims = KnownClaim.objects.in_bulk(largest)
    strongest = {key: max(best[key], key=lambda match: float(match["score"])) for key in largest}
    return [
        Matched(
            claim=claims[key],
            items=len(best[key]),
            best_score=float(strongest[key]["score"]),
            reasons=list(strongest[key]["reasons"]),
        )
        for key in largest
        if key in claims
    ]


def largest_regions(counts: Mapping[str, int]) -> tuple[list[tuple[str, int]], int]:
    """The regions with most items by name, and how many items the others hold."""
    names = dict(Region.objects.filter(code__in=list(counts)).values_list("code", "name"))
    named = [(names.get(code, code), items) for code, items in most(counts)]
    return named[:REGIONS], sum(items for _name, items in named[REGIONS:])


def most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def newest_moment() -> datetime | None:
    """The moment of the newest item; None in an empty lake."""
    found = lake().search(limit=1).to_pylist()
    return (found[0]["published_at"] or found[0]["observed_at"]) if found else None
