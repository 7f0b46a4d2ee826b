"""GET /api/v1/narratives and /narratives/{id}: what is told, how much of it, and its history."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api import problems
from tangkal.desk.api.declare import asks
from tangkal.desk.api.problems import Problem
from tangkal.desk.situational_insight import history, lake, listing, rows
from tangkal.desk.situational_insight.membership import current_id
from tangkal.desk.situational_insight.models import Narrative as Row
from tangkal.desk.situational_insight.search import Asked
from tangkal.engines import LakeError

router = Router(tags=["narratives"])
EVENTS = 50


class WantedNarratives(Schema):
    """Which narratives; days are those of the token's owner's calendar."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=200, description="words; each must occur in an item")
    platform: str = Field("", max_length=40)
    language: str = Field("", max_length=5, description="code, e.g. id")
    region: str = Field("", max_length=13, description="code; finds what lies below it too")
    first: str = Field("", max_length=10, description="day, YYYY-MM-DD")
    last: str = Field("", max_length=10, description="day, YYYY-MM-DD")
    state: Literal["", "all", "MUNCUL", "AKTIF", "MEREDA", "DORMAN", "ARSIP"] = Field(
        "", description="empty: all that are not archived"
    )
    sort: Literal["", "newest", "first", "rising"] = Field("", description="empty: largest first")
    page: int = Field(1, ge=1, le=1_000)


class Brief(Schema):
    """One narrative: counts say how much was seen, not how many people believe it."""

    id: str
    title: str
    machine_title: str = Field(description="in the items' own words")
    state: str = Field(description="MUNCUL, AKTIF, MEREDA, DORMAN or ARSIP")
    is_pinned: bool
    is_exercise: bool
    items: int = Field(description="of those asked for")
    families: int = Field(description="different texts; 0 where they were not counted")
    first_seen: datetime
    last_seen: datetime
    platforms: dict[str, int]
    languages: list[str]
    phase: str = Field(description="too_few, rising, level, falling or quiet")
    doubling_hours: float | None
    half_life_hours: float | None
    signals: list[int]
    cases: int = Field(description="that the token's owner may see")


class Listed(Schema):
    """One page; pinned narratives first."""

    total: int
    is_cut: bool = Field(description="more fit than were put in order; narrow the question")
    page: int
    pages: int
    narratives: list[Brief]


class Event(Schema):
    """One line of a narrative's history."""

    kind: str
    at: datetime
    by: str = Field(description="machine, or who it was")
    says: str = Field(description="in the language of the token's owner")
    other_id: str
    why: str
    facts: list[str]


class Whole(Schema):
    """One narrative."""

    id: str
    became_from: str = Field(description="the id that was asked for, where it is another now")
    title: str
    machine_title: str
    state: str
    is_pinned: bool
    is_exercise: bool
    belief_anchor: str
    summary: str
    items: int
    accounts: int = Field(description="different accounts; never which")
    first_seen: datetime | None
    last_seen: datetime | None
    platforms: dict[str, int]
    languages: dict[str, int]
    phase: str
    doubling_hours: float | None
    half_life_hours: float | None
    typical_texts: list[str]
    claims: list[str] = Field(description="known claims that its items resemble, by id")
    events: list[Event] = Field(description="the newest first")


@router.get(
    "narratives",
    response=Listed,
    **asks("narratives:read"),
    summary="Narratives, the largest first",
)
def narratives(request: HttpRequest, wanted: Query[WantedNarratives]) -> Listed:
    """The narratives that fit, a page at a time."""
    reader = reader_of(request)
    asked = Asked.from_query(as_query(wanted))
    now = timezone.now()
    try:
        until = min(lake.newest_moment() or now, now)
        found = listing.read(asked, wanted.page, reader=reader, until=until)
    except LakeError as error:
        raise unreadable(error) from error
    return Listed(
        total=found.total,
        is_cut=found.is_cut,
        page=found.number,
        pages=found.pages,
        narratives=[brief(line) for line in found.lines],
    )


def as_query(wanted: WantedNarratives) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in wanted.dict().items()})
    return query


def brief(line: listing.Line) -> Brief:
    row, growth = line.row, line.growth
    return Brief(
        id=row.pk,
        title=str(row),
        machine_title=row.machine_title,
        state=str(row.state),
        is_pinned=row.is_pinned,
        is_exercise=row.is_exercise,
        items=line.items,
        families=line.families,
        first_seen=line.first,
        last_seen=line.last,
        platforms=dict(line.platforms),
        languages=line.languages,
        phase=growth.phase.value if growth else "too_few",
        doubling_hours=growth.doubling_hours if growth else None,
        half_life_hours=growth.half_life_hours if growth else None,
        signals=[signal.pk for signal in line.signals],
        cases=line.cases,
    )


@router.get(
    "narratives/{narrative_id}",
    response=Whole,
    **asks("narratives:read"),
    summary="One narrative",
)
def narrative(request: HttpRequest, narrative_id: str) -> Whole:
    """One narrative; an id that has become part of another answers with that one."""
    reader_of(request)
    now = current_id(narrative_id)
    try:
        row = rows.row_or_lake(now)
        found = lake.read_narrative(now, row.typical_items) if row else None
    except LakeError as error:
        raise unreadable(error) from error
    if row is None:
        raise problems.nothing_here(request.path)
    events = history.told(history.events_of(now)[:EVENTS], of=now, undo=None)
    return Whole(
        became_from=narrative_id if now != narrative_id else "",
        events=[event(each) for each in events],
        **facts(row),
        **measured(found, row),
    )


def facts(row: Row) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": str(row),
        "machine_title": row.machine_title,
        "state": str(row.state),
        "is_pinned": row.is_pinned,
        "is_exercise": row.is_exercise,
        "belief_anchor": row.belief_anchor,
        "summary": row.summary,
    }


def measured(found: lake.Narrative | None, row: Row) -> dict[str, Any]:
    """What the lake says; what the row remembers where the items are past their retention."""
    growth = found.growth if found else None
    return {
        "items": found.items if found else row.items,
        "accounts": found.authors if found else 0,
        "first_seen": found.first if found else row.first_seen_at,
        "last_seen": found.last if found else row.last_seen_at,
        "platforms": dict(found.platforms) if found else {},
        "languages": dict(found.languages) if found else {},
        "phase": growth.phase.value if growth else "quiet",
        "doubling_hours": growth.doubling_hours if growth else None,
        "half_life_hours": growth.half_life_hours if growth else None,
        "typical_texts": [str(each.item["text"]) for each in found.typical] if found else [],
        "claims": [each.claim.pk for each in found.matches] if found else [],
    }


def event(told: history.Told) -> Event:
    row = told.event
    return Event(
        kind=row.kind,
        at=row.at,
        by="machine" if row.is_machine else str(row.by or ""),
        says=told.says,
        other_id=told.other_id,
        why=row.why,
        facts=told.facts,
    )


def unreadable(error: LakeError) -> Problem:
    return problems.busy(str(error))
