"""What else happens on a case: places it was seen, page snapshots, watching, pauses."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field, Strict

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, begin_change, version_of
from tangkal.desk.api.fields import Among, Body, Line, Moment, Reason, Versioned, YesNo
from tangkal.desk.api.people import shown
from tangkal.desk.api.resources.cases import Number
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.cases import items, rules
from tangkal.desk.cases.captures import commands as captures
from tangkal.desk.cases.captures.models import Capture
from tangkal.desk.cases.models import Spread
from tangkal.desk.cases.people import commands as people
from tangkal.desk.cases.spreads import commands as spreads
from tangkal.desk.cases.spreads import figures
from tangkal.desk.cases.spreads import queries as spread_queries
from tangkal.desk.cases.spreads.models import SpreadFigure
from tangkal.desk.deadlines import commands as clocks
from tangkal.desk.deadlines.models import Pause

router = Router(tags=["cases"])


class SpreadOut(Schema):
    """One place where a claim of the case was seen."""

    id: int
    platform: str
    url: str
    origin: str
    added_by: str | None


@router.get(
    "cases/{number}/spreads",
    response=list[SpreadOut],
    **asks("cases:read"),
    summary="Where a case's claims were seen",
)
def list_spreads(request: HttpRequest, number: Number) -> Any:
    """Issue, spread, clarification and take-down are four counts."""
    return [spread_out(each) for each in spread_queries.spreads_of(case_of(request, number))]


class SeenAt(Body):
    """One post, as its address says."""

    url: Annotated[str, Field(min_length=8, max_length=1_000)]
    platform: Annotated[str, Field(max_length=40)] = ""
    publisher: Annotated[str, Field(max_length=200)] = ""
    is_public_institution: YesNo = False
    published_at: Moment | None = None


@router.post(
    "cases/{number}/spreads",
    response={201: SpreadOut},
    **asks("cases:write", example={"url": "https://kabar.example/2", "platform": "web"}),
    summary="Count a place where it was seen",
)
def add_spread(request: HttpRequest, number: Number, body: SeenAt) -> Any:
    """A post that the case counts already is no second spread."""
    case, by = case_of(request, number), reader_of(request)
    rules.check_can(by, "add_spread", case)
    seen = spreads.Seen(
        url=body.url,
        platform=body.platform,
        publisher=body.publisher,
        is_public_institution=body.is_public_institution,
        published_at=body.published_at,
    )
    return spread_out(spreads.add_spread(case, seen, by=by))


class Drawn(Schema):
    """How many were counted, and how many the case knew."""

    added: int
    known: int


@router.post(
    "cases/{number}/spreads/draw-in",
    response=Drawn,
    **asks("cases:write", begins_itself=True),
    summary="Count the items of the case's signals",
)
def draw_in(request: HttpRequest, number: Number) -> Any:
    """Each once, however often it is asked for."""
    case, by = case_of(request, number), reader_of(request)
    rules.check_can(by, "add_spread", case)
    found = items.sample_items(list(case.signals.all()))
    begin_change(request)
    outcome = spreads.draw_in(case, found, by=by)
    return Drawn(added=len(outcome.added), known=outcome.known)


Count = Annotated[int, Strict(), Field(ge=0, le=figures.MOST)] | None


class NewSpreadFigures(Body):
    """What a platform shows of one spread; null where it shows none."""

    at: Moment | None = Field(None, description="now where left out")
    views: Count = None
    shares: Count = None
    likes: Count = None
    comments: Count = None


class SpreadFiguresOut(Schema):
    """What a platform showed of one spread at one moment."""

    at: Moment
    views: int | None
    shares: int | None
    likes: int | None
    comments: int | None


@router.get(
    "cases/{number}/spreads/{int:spread_id}/figures",
    response=list[SpreadFiguresOut],
    **asks("cases:read"),
    summary="Figures of a spread over time",
)
def list_figures(request: HttpRequest, number: Number, spread_id: int) -> Any:
    """The oldest first; none is ever overwritten."""
    found = shown(Spread.objects.filter(case=case_of(request, number)), pk=spread_id)
    return [figures_out(each) for each in found.figures.all()]


@router.post(
    "cases/{number}/spreads/{int:spread_id}/figures",
    response={201: list[SpreadFiguresOut]},
    **asks("cases:write", example={"views": 1200, "shares": 40}),
    summary="Keep newer figures of a spread",
)
def add_figures(
    request: HttpRequest, number: Number, spread_id: int, body: NewSpreadFigures
) -> Any:
    """Beside the earlier ones."""
    case, by = case_of(request, number), reader_of(request)
    rules.check_can(by, "add_spread", case)
    found = shown(Spread.objects.filter(case=case), pk=spread_id)
    found.case = case
    numbers = body.model_dump(include=set(figures.NAMES))
    seen = figures.Figures(at=body.at or timezone.now(), **numbers)
    spreads.add_figures(found, seen, by=by)
    return [figures_out(each) for each in found.figures.all()]


def figures_out(row: SpreadFigure) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("at", *figures.NAMES)}


class SpreadRemoval(Body):
    """Why it does not belong there."""

    why: Reason


@router.post(
    "cases/{number}/spreads/{int:spread_id}/remove",
    response=SpreadOut,
    **asks("cases:write", example={"why": "Akun satire"}),
    summary="Take a spread out of a case",
)
def remove_spread(request: HttpRequest, number: Number, spread_id: int, body: SpreadRemoval) -> Any:
    """It stays on record as taken out."""
    case = case_of(request, number)
    found = shown(Spread.objects.filter(case=case), pk=spread_id)
    found.case = case
    return spread_out(spreads.remove_spread(found, why=body.why, by=reader_of(request)))


def spread_out(spread: Spread) -> dict[str, Any]:
    names = ("id", "platform", "url", "origin")
    return {name: getattr(spread, name) for name in names} | {
        "added_by": str(spread.added_by) if spread.added_by_id else None
    }


class CaptureOut(Schema):
    """A page snapshot: asked for, fetched by the worker, or why it failed."""

    id: int
    url: str
    state: str
    reason: str
    asked_at: Moment


class Capturing(Body):
    """Which page, and who pointed to it."""

    url: Annotated[str, Field(min_length=8, max_length=1_000)]
    source: Line


@router.get(
    "cases/{number}/snapshots",
    response=list[CaptureOut],
    **asks("cases:read"),
    summary="Page snapshots of a case",
)
def list_captures(request: HttpRequest, number: Number) -> Any:
    """What was fetched stands among the evidence."""
    return [capture_out(each) for each in case_of(request, number).captures.all()]


@router.post(
    "cases/{number}/snapshots",
    response={201: CaptureOut},
    **asks("cases:write", example={"url": "https://kabar.example/2", "source": "Warga"}),
    summary="Ask for a page snapshot as evidence",
)
def ask_capture(request: HttpRequest, number: Number, body: Capturing) -> Any:
    """The worker fetches it within limits, and keeps it with its hash."""
    case = case_of(request, number)
    made = captures.ask(case, url=body.url, source=body.source, by=reader_of(request))
    return capture_out(made)


@router.post(
    "cases/{number}/snapshots/{int:capture_id}/retry",
    response=CaptureOut,
    **asks("cases:write"),
    summary="Ask again for a snapshot that failed",
)
def retry_capture(request: HttpRequest, number: Number, capture_id: int) -> Any:
    """Three times at most by itself; then a person asks."""
    case = case_of(request, number)
    found = shown(Capture.objects.filter(case=case), pk=capture_id)
    found.case = case
    return capture_out(captures.retry(found, by=reader_of(request)))


def capture_out(found: Capture) -> dict[str, Any]:
    names = ("id", "url", "state", "reason", "asked_at")
    return {name: getattr(found, name) for name in names}


class Watching(Body):
    """Whether one hears of the case in the inbox."""

    on: YesNo


@router.post(
    "cases/{number}/watch",
    response=Watching,
    **asks("inbox:write", example={"on": True}),
    summary="Watch a case, or stop",
)
def watch(request: HttpRequest, number: Number, body: Watching) -> Any:
    """Sending it twice does nothing more."""
    case, by = case_of(request, number), reader_of(request)
    if body.on:
        people.watch(case, by=by)
    else:
        people.unwatch(case, by=by)
    return body


class Pausing(Versioned):
    """Why the clock stands still, and until when."""

    reason: Annotated[str, Among(Pause.Reason.values)]
    text: Reason
    until: Moment


class PauseOut(Schema):
    """A pause of a case's clock; it stays on record."""

    id: int
    reason: str
    until: Moment
    started_at: Moment
    ended_at: Moment | None


@router.post(
    "cases/{number}/pause",
    response={201: PauseOut},
    **asks(
        "cases:write",
        example={
            "version": 1,
            "reason": "data",
            "text": "Menunggu data dinas",
            "until": "2027-01-04T01:00:00Z",
        },
    ),
    summary="Let a case's clock stand still",
)
def pause(request: HttpRequest, number: Number, body: Pausing) -> Any:
    """Everybody sees why and until when."""
    made = clocks.pause(
        case_of(request, number),
        reason=body.reason,
        text=body.text,
        until=body.until,
        by=reader_of(request),
        version=version_of(request, body),
    )
    return pause_out(made)


@router.post(
    "cases/{number}/resume",
    response=PauseOut,
    **asks("cases:write", example={"version": 1}),
    summary="Let a case's clock run again",
)
def resume(request: HttpRequest, number: Number, body: Versioned) -> Any:
    """Before the pause ends by itself."""
    case = case_of(request, number)
    return pause_out(clocks.resume(case, by=reader_of(request), version=version_of(request, body)))


def pause_out(found: Pause) -> dict[str, Any]:
    names = ("id", "reason", "until", "started_at", "ended_at")
    return {name: getattr(found, name) for name in names}
