"""Alignment: what local texts make of a message house, measured, confirmed, settled."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.alignment import commands, queries, rules
from tangkal.desk.alignment.models import AlignmentCheck, LocalFeed, LocalText, Resolution, Value
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Moment
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.strategic_communication import house_queries

router = Router(tags=["alignment"])
Words = Annotated[str, Field(max_length=4_000)]


class StandingOut(Schema):
    """How far offices carry one message house; contradictions always stand beside the index."""

    id: int = Field(description="of the message house")
    title: str
    case: str
    index: float | None = Field(description="0 to 100; null where nothing was compared")
    contradicting: int = Field(description="offices")
    compared: int = Field(description="offices whose newest text was compared")
    addressed: int | None = Field(description="offices that directives went to; null: to none")
    silent: int = Field(description="of those, offices of which nothing is known")
    unconfirmed: int = Field(description="measurements that no person has looked at")
    texts: list[int] = Field(description="the newest text of each office, troubled ones first")


class FoundOut(Schema):
    """What one person made of a message, or how a contradiction was settled."""

    value: str
    reason: str
    by: str | None
    at: Moment


class CheckOut(Schema):
    """One key message in one text: the measurement and people's words apart."""

    id: int
    message_id: str
    message: str
    importance: int
    measured: str = Field(description="1 carried, 0.5 partly, 0 missing, -1 contradicted")
    share: float
    method: str
    missing: list[str]
    contradictions: list[dict[str, Any]]
    person: FoundOut | None
    settled: FoundOut | None


class LocalTextOut(Schema):
    """A local text: where it is from, and what it makes of each message; not its words."""

    id: int
    house: int
    office: str
    kind: str
    state: str
    reason: str
    url: str
    taken_at: Moment
    checks: list[CheckOut]


@router.get(
    "alignment/houses",
    response=Page[StandingOut],
    **asks("alignment:read"),
    summary="How far message houses are carried",
)
def list_houses(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Houses with a version that stands, the newest first."""
    found = page(request, queries.houses(reader_of(request)), wanted, lambda house: house)
    return found | {"items": [standing_out(each) for each in queries.standings(found["items"])]}


@router.get(
    "alignment/houses/{int:house_id}",
    response=StandingOut,
    **asks("alignment:read"),
    summary="How far one message house is carried",
)
def get_house(request: HttpRequest, house_id: int) -> Any:
    """With the newest text of every office."""
    house = shown(house_queries.houses_for(reader_of(request)), pk=house_id)
    return standing_out(queries.standings([house])[0])


class Taking(Body):
    """A local text: its words or the address of its page."""

    office: int = Field(description="key of the organisation whose text it is")
    text: Annotated[str, Field(max_length=commands.MOST)] = ""
    url: Annotated[str, Field(max_length=500)] = ""


TEXT = {"office": 2, "text": "Pertalite dijual Rp12.000 per liter."}


@router.post(
    "alignment/houses/{int:house_id}/texts",
    response={201: LocalTextOut},
    **asks("alignment:write", example=TEXT),
    summary="Compare a local text",
)
def take(request: HttpRequest, house_id: int, body: Taking) -> Any:
    """Pasted words are compared at once, a page is fetched and compared within a minute."""
    by = reader_of(request)
    house = shown(house_queries.houses_for(by), pk=house_id)
    rules.check_takes(by, house)
    office = shown(queries.offices(house), pk=body.office)
    return text_out(commands.take_text(house, office, text=body.text, url=body.url, by=by))


@router.get(
    "alignment/texts/{int:text_id}",
    response=LocalTextOut,
    **asks("alignment:read"),
    summary="One local text, message by message",
)
def get_text(request: HttpRequest, text_id: int) -> Any:
    """Passages are quoted as far as a contradiction needs them."""
    return text_out(shown(rules.texts_for(reader_of(request)), pk=text_id))


class AlignmentFinding(Body):
    """What a person finds in a text."""

    value: Annotated[str, Among(Value.values)]
    reason: Words = Field("", description="needed where it differs from what was measured")


@router.post(
    "alignment/checks/{int:check_id}/confirm",
    response=CheckOut,
    **asks("alignment:write", example={"value": "-1"}),
    summary="Say what a text makes of a message",
)
def confirm(request: HttpRequest, check_id: int, body: AlignmentFinding) -> Any:
    """The measurement stays as it was; the newest finding counts."""
    made, by = check_of(request, check_id), reader_of(request)
    commands.confirm(made, body.value, reason=body.reason, by=by)
    return again(made)


class ContradictionSettling(Body):
    """Who was right, and why."""

    favour: Annotated[str, Among(Resolution.Favour.values)]
    reason: Annotated[str, Field(min_length=1, max_length=4_000)]


@router.post(
    "alignment/checks/{int:check_id}/resolve",
    response=CheckOut,
    **asks("alignment:write", example={"favour": "region", "reason": "SK bupati."}),
    summary="Settle a contradiction",
)
def resolve(request: HttpRequest, check_id: int, body: ContradictionSettling) -> Any:
    """By somebody with no part in either text."""
    made, by = check_of(request, check_id), reader_of(request)
    commands.resolve(made, body.favour, reason=body.reason, by=by)
    return again(made)


class FeedOut(Schema):
    """A regional site's feed that is read every hour."""

    id: int
    office: str
    url: str
    checked_at: Moment | None
    reason: str = Field(description="why nothing could be read; empty where it could")


class Feeding(Body):
    """Whose feed, and where it is."""

    office: int = Field(description="key of the organisation whose site it is")
    url: Annotated[str, Field(min_length=8, max_length=500)]


@router.get(
    "alignment/feeds",
    response=Page[FeedOut],
    **asks("alignment:read"),
    summary="Feeds of regional sites that are read",
)
def list_feeds(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Those that the owner's offices keep."""
    return page(request, rules.feeds_for(reader_of(request)), wanted, feed_out)


FEED = {"office": 2, "url": "https://kab.example/rss"}


@router.post(
    "alignment/houses/{int:house_id}/feeds",
    response={201: FeedOut},
    **asks("alignment:write", example=FEED),
    summary="Read a regional site's feed",
)
def add_feed(request: HttpRequest, house_id: int, body: Feeding) -> Any:
    """For every house in force of the same issuer, every hour."""
    by = reader_of(request)
    house = shown(house_queries.houses_for(by), pk=house_id)
    rules.check_takes(by, house)
    office = shown(queries.offices(house), pk=body.office)
    return feed_out(commands.add_feed(house, office, url=body.url, by=by))


class FeedEnding(Body):
    """Nothing more is needed."""


@router.post(
    "alignment/feeds/{int:feed_id}/end",
    response=FeedOut,
    **asks("alignment:write", example={}),
    summary="Stop reading a feed",
)
def end_feed(request: HttpRequest, feed_id: int, body: FeedEnding) -> Any:
    """What was taken from it stays."""
    by = reader_of(request)
    return feed_out(commands.end_feed(shown(rules.feeds_for(by), pk=feed_id), by=by))


def feed_out(feed: LocalFeed) -> dict[str, Any]:
    return {
        "id": feed.pk,
        "office": str(feed.organisation),
        "url": feed.url,
        "checked_at": feed.checked_at,
        "reason": feed.reason,
    }


def check_of(request: HttpRequest, check_id: int) -> AlignmentCheck:
    seen = AlignmentCheck.objects.filter(local_text__in=rules.texts_for(reader_of(request)))
    return shown(seen.select_related("local_text", "house_version"), pk=check_id)


def again(made: AlignmentCheck) -> dict[str, Any]:
    said = queries.said_in([made.local_text], [made.house_version])[made.local_text_id]
    return next(check_out(each) for each in said if each.made.pk == made.pk)


def standing_out(standing: queries.Standing) -> dict[str, Any]:
    found = standing.alignment
    return {
        "id": standing.house.pk,
        "title": standing.house.title,
        "case": standing.house.case.number,
        "index": found.index if found else None,
        "contradicting": found.contradicting if found else 0,
        "compared": len(standing.compared),
        "addressed": standing.addressed,
        "silent": standing.silent,
        "unconfirmed": standing.unconfirmed,
        "texts": [unit.text.pk for unit in standing.units],
    }


def text_out(text: LocalText) -> dict[str, Any]:
    return {
        "id": text.pk,
        "house": text.house_id,
        "office": str(text.organisation),
        "kind": text.kind,
        "state": text.state,
        "reason": text.reason,
        "url": text.url,
        "taken_at": text.taken_at,
        "checks": [check_out(each) for each in queries.said_of(text)],
    }


def check_out(said: queries.Said) -> dict[str, Any]:
    made, person, settled = said.made, said.person, said.settled
    return {
        "id": made.pk,
        "message_id": made.message_id,
        "message": made.message,
        "importance": made.importance,
        "measured": made.value,
        "share": made.share,
        "method": made.method,
        "missing": made.missing,
        "contradictions": made.contradictions,
        "person": person and found_out(person.value, person),
        "settled": settled and found_out(settled.favour, settled),
    }


def found_out(value: str, record: Any) -> dict[str, Any]:
    return {"value": value, "reason": record.reason, "by": named(record.by), "at": record.at}
