"""Narratives and items read from the lake, ready for a page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tangkal.desk.accounts.models import Region
from tangkal.desk.cases.items import lake
from tangkal.desk.recognise.models import KnownClaim
from tangkal.engines import LakeError, Search
from tangkal.situational_insight.growth import Growth, growth
from tangkal.situational_insight.likeness import nearest_the_centre
from tangkal.statistics.counts import utc_hour

__all__ = ["LakeError", "lake"]

HOUR = timedelta(hours=1)
CHART_HOURS = 24 * 7
SAMPLED = 2_000  # items of one narrative that families and matches are counted among
TYPICAL = 5
COMPARED = 300  # texts compared with each other where the stream has named no typical ones
REGIONS = 12

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A known claim that some of a narrative's items resemble."""

    claim: KnownClaim
    items: int
    best_score: float
    reasons: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typical:
    """A text that says best what the narrative says."""

    item: Item
    copies: int  # of it among the items looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """One narrative's page."""

    narrative_id: str
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
    typical: list[Typical]
    families_total: int  # different texts among the items looked at
    matches: list[Matched]
    questions: list[Any]  # QuestionGroup, most asked first
    growth: Growth
    sampled: int  # items that families and matches were counted among


def read_narrative(narrative_id: str, typical_items: Sequence[str] = ()) -> Narrative | None:
    """Everything the lake says of one narrative; None where it holds none of it.

    Args:
        typical_items: ids that the stream found nearest the centre; where there are none, the
            texts at hand are compared with each other.
    """
    search = Search(narrative_id=narrative_id)
    found = lake().narratives(search)
    if not found:
        return None
    count, one = found[0], [narrative_id]
    rows: list[Item] = lake().narrative_items(narrative_id, limit=SAMPLED).to_pylist()
    regions, regions_rest = largest_regions(lake().counts_by(one, "region_code")[narrative_id])
    families = Counter(str(row["family_id"]) for row in rows)
    hours = points(narrative_id, count.first, count.last)
    return Narrative(
        narrative_id=narrative_id,
        items=count.items,
        authors=len(lake().counts_by(one, "author")[narrative_id]),
        first=count.first,
        last=count.last,
        points=hours,
        platforms=most(lake().counts_by(one, "platform")[narrative_id]),
        languages=most(lake().counts_by(one, "language")[narrative_id]),
        regions=regions,
        regions_rest=regions_rest,
        source_kinds=most(lake().counts_by(one, "source_kind")[narrative_id]),
        typical=typical_texts(rows, families, typical_items),
        families_total=len(families),
        matches=matched(rows),
        questions=asked_questions(rows),
        growth=growth_until(hours, timezone.now()),
        sampled=len(rows),
    )


def growth_until(hours: Sequence[tuple[datetime, int]], now: datetime) -> Growth:
    """Growth by the clock: hours without an item count, the hour under way does not."""
    counts = [count for at, count in hours if at + HOUR <= now]
    silent = int((utc_hour(now) - hours[-1][0]) / HOUR) - 1
    return growth([*counts, *[0] * min(max(0, silent), CHART_HOURS)])


def typical_texts(
    rows: Sequence[Item], families: Counter[str], typical_items: Sequence[str]
) -> list[Typical]:
    """Texts nearest the centre, each of another family: a flood of copies counts once."""
    items: list[Item] = lake().items(list(typical_items)[:TYPICAL]).to_pylist()
    mine = [item for item in items if families[str(item["family_id"])]]
    if not mine:
        firsts = list({str(row["family_id"]): row for row in rows}.values())[:COMPARED]
        nearest = nearest_the_centre([str(row["text"]) for row in firsts], most=TYPICAL)
        mine = [firsts[at] for at in nearest]
    return [Typical(item=item, copies=families[str(item["family_id"])]) for item in mine]


def asked_questions(rows: Sequence[Item]) -> list[Any]:
    """What the public asks in these items, the same question counted once."""
    # Its word lists are loaded where somebody looks, not when the desk starts.
    from tangkal.situational_insight.questions import (  # noqa: PLC0415
        Asking,
        group_questions,
        questions_in,
    )

    found = questions_in([str(row["text"]) for row in rows])
    askings = [
        Asking(
            item_id=str(row["item_id"]),
            question=question,
            asked_at=row["published_at"] or row["observed_at"],
            asker=row["author"],
            platform=str(row["platform"]),
        )
        for row, questions in zip(rows, found, strict=True)
        for question in questions
    ]
    return group_questions(askings)[:TYPICAL]


def points(narrative_id: str, first: datetime, last: datetime) -> list[tuple[datetime, int]]:
    """Items an hour from the first one on, at most a week back from the last."""
    end = utc_hour(last)
    start = max(utc_hour(first) - HOUR, end - (CHART_HOURS - 1) * HOUR)
    hours = int((end - start) / HOUR) + 1
    counts = lake().hourly_counts([narrative_id], start, hours)[0].tolist()
    return [(start + place * HOUR, count) for place, count in enumerate(counts)]


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
