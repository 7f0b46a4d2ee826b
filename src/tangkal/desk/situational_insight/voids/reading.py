"""Askings read from the lake and from the portal's own questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from tangkal.desk.portal.models import PublicReport
from tangkal.engines.base import Lake
from tangkal.situational_insight.questions import Asking, Question, questions_in
from tangkal.situational_insight.silence import silent_sources, unjudged_sources
from tangkal.situational_insight.titles import first_sentence

DAYS = 7
RHYTHM_DAYS = 21  # of the past that a source's rhythm is learned from
MOST_ITEMS = 200_000  # of a window with more, the newest
COLUMNS = (
    "item_id", "text", "title", "author", "author_name", "platform", "region_code", "language",
    "source", "source_kind", "published_at", "observed_at", "is_exercise",
)  # fmt: skip
NOT_PUBLIC = ("media", "mitra")  # outlets and partners ask for others, or answer themselves


@dataclass(frozen=True, slots=True)
class Read:
    """What one reading brought, and what it did not see."""

    askings: list[Asking]
    reports: frozenset[str]  # item ids of questions asked on our own portal
    about: dict[str, Any]


def read_askings(lake: Lake, *, now: datetime, is_exercise: bool) -> Read:
    """Questions of the last days, of the world or of exercises.

    Raises:
        LakeError: the lake cannot be read; a void is then not known, not absent.
    """
    since = now - timedelta(days=DAYS)
    table = lake.window(since, now, list(COLUMNS), most=MOST_ITEMS + 1)
    left_out = table.num_rows > MOST_ITEMS
    table = table.slice(max(0, table.num_rows - MOST_ITEMS))
    table = table.filter(pc.equal(table["is_exercise"], is_exercise))
    reports = reports_since(since, now=now) if is_exercise == settings.TANGKAL.is_demo else []
    known = frozenset(report.item_id for report in reports)
    rows = public_rows(table, known)
    askings = [*askings_of(rows), *askings_of_reports(reports)]
    about = {
        "items_read": table.num_rows,
        "left_out": left_out,
        "reports": len(reports),
        "newest": newest(table),
        **listened(lake, now=now, is_exercise=is_exercise),
    }
    return Read(askings, known, about)


def reports_since(since: datetime, *, now: datetime) -> list[PublicReport]:
    return list(
        PublicReport.objects.filter(created_at__gte=since, created_at__lte=now)
        .exclude(text="")
        .only("item_id", "text", "language", "created_at")
        .order_by("created_at", "pk")[:MOST_ITEMS]
    )


def public_rows(table: pa.Table, known: frozenset[str]) -> list[dict[str, Any]]:
    """What people wrote: no outlets, no institutions, and reports only once."""
    kept = pc.and_(
        pc.invert(pc.is_in(table["source_kind"], value_set=pa.array(NOT_PUBLIC))),
        pc.is_null(table["author_name"]),
    )
    rows: list[dict[str, Any]] = table.filter(kept).to_pylist()
    return [row for row in rows if row["item_id"] not in known]


def askings_of(rows: Sequence[Mapping[str, Any]]) -> list[Asking]:
    texts = list(dict.fromkeys(text_of(row) for row in rows))
    found = dict(zip(texts, questions_in(texts), strict=True))
    return [
        Asking(
            item_id=str(row["item_id"]),
            question=question,
            asked_at=row["published_at"] or row["observed_at"],
            asker=row["author"],
            platform=str(row["platform"]),
            region=row["region_code"],
            language=row["language"],
        )
        for row in rows
        for question in found[text_of(row)]
    ]


def text_of(row: Mapping[str, Any]) -> str:
    return "\n".join(part for part in (row["title"], row["text"]) if part)


def askings_of_reports(reports: Sequence[PublicReport]) -> Iterable[Asking]:
    """Who sends us a text asks whether it is so, in a question or without one."""
    for report, asked in zip(reports, questions_in([r.text for r in reports]), strict=True):
        said = asked or (Question(first_sentence(report.text, limit=240), "whether"),)
        for question in said:
            yield Asking(
                item_id=report.item_id,
                question=question,
                asked_at=report.created_at,
                platform="portal",
                language=report.language,
            )


def newest(table: pa.Table) -> str | None:
    """When the newest item read was seen or published."""
    moments = pc.coalesce(table["published_at"], table["observed_at"])
    found: datetime | None = pc.max(moments).as_py()
    return found.isoformat() if found else None


def listened(lake: Lake, *, now: datetime, is_exercise: bool) -> dict[str, Any]:
    """Which sources fell silent, and of which nothing can be said."""
    hours = RHYTHM_DAYS * 24
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    start = this_hour - timedelta(hours=hours - 1)
    counted = lake.tally(start, now, ("source", "hour"), is_exercise=is_exercise)
    counts: dict[str, list[int]] = {}
    for row in counted.to_pylist():
        counts.setdefault(row["source"], [0] * hours)[min(row["hour"], hours - 1)] += row["items"]
    silent = silent_sources(counts, now)
    return {
        "sources": len(counts),
        "silent": [
            {
                "source": each.source,
                "last_seen": each.last_seen.isoformat(),
                "usual_gap_hours": each.usual_gap_hours,
                "p": each.p_value,
            }
            for each in silent
        ],
        "unjudged": unjudged_sources(counts, now),
    }
