"""Coordination: runs that look for accounts which share together, and what they leave out."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Moment, Whole, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.coordination import commands, queries, rules
from tangkal.desk.coordination.forms import DAYS, MOST_SECONDS
from tangkal.desk.coordination.models import AllowedEntry, Community, Definition, Run

router = Router(tags=["coordination"])


class RunOut(Schema):
    """One search for accounts that share together more often than chance explains."""

    id: int
    state: str
    asked_by: str | None
    asked_at: Moment
    started_at: Moment | None
    finished_at: Moment | None
    since: Moment
    until: Moment
    definition: str
    window_seconds: int
    min_weight: int
    is_exercise: bool
    fault: str


class CommunityOut(Schema):
    """A group by what it does together. Accounts are pseudonyms and are counted, not listed."""

    id: int
    label: str
    behaviours: list[str]
    accounts: int
    pairs: int
    objects_shared: int
    items: int
    first_at: Moment
    last_at: Moment
    narratives: list[str]
    regions: list[str]
    platforms: list[str]
    signal: int | None
    is_exercise: bool


class RunWhole(RunOut):
    """A run with the communities that the token's owner may read."""

    communities: list[CommunityOut]
    provenance: dict[str, Any]


@router.get(
    "coordination/runs",
    response=Page[RunOut],
    **asks("coordination:read"),
    summary="Coordination runs",
)
def list_runs(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """The newest first."""
    reader_of(request)
    return page(request, Run.objects.select_related("asked_by"), wanted, run_out)


@router.get(
    "coordination/runs/{int:run_id}",
    response=RunWhole,
    **asks("coordination:read"),
    summary="One coordination run",
)
def get_run(request: HttpRequest, run_id: int) -> Any:
    """An office of a region sees what touches its own."""
    reader = reader_of(request)
    run = shown(Run.objects.select_related("asked_by"), pk=run_id)
    found = [each.community for each in queries.sightings_of(run, reader)]
    return run_out(run) | {
        "communities": [community_out(each) for each in found],
        "provenance": run.provenance,
    }


@router.get(
    "coordination/communities/{int:community_id}",
    response=CommunityOut,
    **asks("coordination:read"),
    summary="One community",
)
def get_community(request: HttpRequest, community_id: int) -> Any:
    """As the latest run that found it saw it."""
    reader = reader_of(request)
    found = shown(Community.objects.all(), pk=community_id)
    if not rules.can_read(reader, found):
        raise Http404(str(community_id))
    return community_out(found)


class NewRun(Body):
    """What is looked for; the defaults are the library's."""

    days: Annotated[Whole, Field(ge=1, le=max(DAYS))] = 7
    window_seconds: Annotated[Whole, Field(ge=1, le=MOST_SECONDS)] = 60
    min_weight: Annotated[Whole, Field(ge=1, le=50)] = 2
    definition: Annotated[str, Among(Definition.values)] = Definition.TANGKAL.value
    is_exercise: YesNo = False


@router.post(
    "coordination/runs",
    response={201: RunOut},
    **asks("coordination:write", example={"days": 7}),
    summary="Start a coordination run",
)
def start_run(request: HttpRequest, body: NewRun) -> Any:
    """The worker does it within seconds."""
    by = reader_of(request)
    rules.check_can_work(by)
    return run_out(commands.ask_for_run(by=by, until=timezone.now(), **body.model_dump()))


class AllowedOut(Schema):
    """What is left out of every run, why, by whom and until when."""

    id: int
    kind: str
    value: str
    title: str
    reason: str
    added_by: str
    added_at: Moment
    until: date
    ended_at: Moment | None
    ended_by: str | None
    ended_why: str


@router.get(
    "coordination/allowed",
    response=Page[AllowedOut],
    **asks("coordination:read"),
    summary="What runs leave out",
)
def list_allowed(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Ended entries too, the newest first."""
    reader_of(request)
    return page(request, queries.allowed_entries(), wanted, allowed_out)


class Allowing(Body):
    """One thing to leave out, why, and until when."""

    kind: Annotated[str, Among(AllowedEntry.Kind.values)]
    value: Annotated[str, Field(min_length=1, max_length=500)]
    reason: Annotated[str, Field(min_length=1, max_length=300)]
    until: date
    title: Annotated[str, Field(max_length=200)] = ""


@router.post(
    "coordination/allowed",
    response={201: AllowedOut},
    **asks(
        "coordination:write",
        example={
            "kind": "domain",
            "value": "berita.example",
            "reason": "Kabar kilat media ini",
            "until": "2027-02-01",
        },
    ),
    summary="Leave something out from the next run on",
)
def allow(request: HttpRequest, body: Allowing) -> Any:
    """For half a year at most."""
    by = reader_of(request)
    rules.check_can_work(by)
    return allowed_out(commands.allow(by=by, **body.model_dump()))


class Ending(Body):
    """Why it is compared again."""

    why: Annotated[str, Field(min_length=1, max_length=300)]


@router.post(
    "coordination/allowed/{int:entry_id}/end",
    response=AllowedOut,
    **asks("coordination:write", example={"why": "Akun-akun itu bukan media"}),
    summary="Compare again what was left out",
)
def end_allowed(request: HttpRequest, entry_id: int, body: Ending) -> Any:
    """From the next run on."""
    by = reader_of(request)
    rules.check_can_work(by)
    entry = shown(AllowedEntry.objects.all(), pk=entry_id)
    return allowed_out(commands.end_allowed(entry, why=body.why, by=by))


def run_out(run: Run) -> dict[str, Any]:
    names = ("id", "state", "asked_at", "started_at", "finished_at", "since", "until", "fault")
    more = ("definition", "window_seconds", "min_weight", "is_exercise")
    return {name: getattr(run, name) for name in (*names, *more)} | {
        "asked_by": named(run.asked_by)
    }


def community_out(found: Community) -> dict[str, Any]:
    names = ("id", "label", "behaviours", "pairs", "objects_shared", "items", "first_at")
    return {name: getattr(found, name) for name in (*names, "last_at", "is_exercise")} | {
        "accounts": len(found.accounts),
        "narratives": [name for name, _items in found.narratives],
        "regions": [code for code, _items in found.regions],
        "platforms": [str(name) for name in found.platforms],
        "signal": found.signal_id,
    }


def allowed_out(entry: AllowedEntry) -> dict[str, Any]:
    names = ("id", "kind", "value", "title", "reason", "added_at", "until", "ended_at")
    return {name: getattr(entry, name) for name in (*names, "ended_why")} | {
        "added_by": str(entry.added_by),
        "ended_by": named(entry.ended_by),
    }
