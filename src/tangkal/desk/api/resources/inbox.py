"""What a person was told, and what is due."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Key, Moment
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, person_of, shown
from tangkal.desk.deadlines import board
from tangkal.desk.deadlines import commands as clocks
from tangkal.desk.deadlines.models import Escalation
from tangkal.desk.inbox import commands, queries
from tangkal.desk.inbox.models import Notice, NoticeKind

router = Router(tags=["inbox"])


class WantedInbox(Paged):
    """Which notices."""

    kind: Annotated[str, Among(("", *NoticeKind.values))] = ""
    unread: bool = False


class NoticeOut(Schema):
    """One thing one person should look at; never a post's text."""

    id: int
    kind: str
    title: str
    url: str
    case: str
    by: str | None
    at: Moment
    times: int
    read_at: Moment | None
    is_exercise: bool


@router.get("inbox", response=Page[NoticeOut], **asks("inbox:read"), summary="Own notices")
def list_notices(request: HttpRequest, wanted: Query[WantedInbox]) -> Any:
    """The newest first."""
    rows = queries.notices_of(person_of(request), kind=wanted.kind, unread=wanted.unread)
    return page(request, rows, wanted, notice_out)


class Reading(Body):
    """Which notices were read; null is all of them."""

    notices: list[Key] | None = Field(max_length=100)


class Read(Schema):
    """How many were unread until now."""

    read: int


@router.post(
    "inbox/read",
    response=Read,
    **asks("inbox:write", example={"notices": None}),
    summary="Mark notices as read",
)
def mark_read(request: HttpRequest, body: Reading) -> Any:
    """Others' are not touched, whatever is named."""
    return Read(read=commands.mark_read(person_of(request), body.notices))


class Kinds(Body):
    """Which kinds one hears of; some cannot be silenced."""

    kinds: list[Annotated[str, Among(NoticeKind.values)]] = Field(max_length=20)


@router.post(
    "inbox/kinds",
    response=Kinds,
    **asks("inbox:write", example={"kinds": NoticeKind.values}),
    summary="Choose which kinds of notices one gets",
)
def choose_kinds(request: HttpRequest, body: Kinds) -> Any:
    """What others rely on cannot be silenced."""
    commands.choose_kinds(person_of(request), body.kinds)
    return body


class WantedClocks(Schema):
    """Mine, my office's, or all that the token's owner reads."""

    model_config = ConfigDict(extra="forbid")
    scope: Literal["mine", "office", "all"] = "office"
    step: Annotated[str, Field(max_length=30)] = ""


class ClockOut(Schema):
    """One clock that runs."""

    kind: str
    label: str
    title: str
    step: str
    priority: str
    started_at: Moment
    due_at: Moment
    is_overdue: bool
    is_paused: bool
    is_exercise: bool


class Clocks(Schema):
    """What is due, the longest overdue first; at most 200."""

    overdue: dict[str, int] = Field(description="how much is late, by scope")
    left_out: int
    clocks: list[ClockOut]


@router.get("deadlines", response=Clocks, **asks("cases:read"), summary="What is due")
def list_deadlines(request: HttpRequest, wanted: Query[WantedClocks]) -> Any:
    """Computed from events: a restart loses none."""
    found = board.board(reader_of(request), scope=wanted.scope, step=wanted.step)
    return {
        "overdue": found.counts,
        "left_out": found.left_out,
        "clocks": [clock_out(line) for line in found.lines],
    }


class Called(Schema):
    """On record: this person has it."""

    id: int
    acknowledged_at: Moment | None


@router.post(
    "calls/{int:call_id}/acknowledge",
    response=Called,
    **asks("inbox:write"),
    summary="Say that one has what one was called for",
)
def acknowledge(request: HttpRequest, call_id: int) -> Any:
    """Nobody further is called for it."""
    by = reader_of(request)
    call = clocks.acknowledge(shown(Escalation.objects.filter(person=by), pk=call_id), by=by)
    return Called(id=call.pk, acknowledged_at=call.acknowledged_at)


def notice_out(notice: Notice) -> dict[str, Any]:
    names = ("id", "kind", "title", "url", "at", "times", "read_at", "is_exercise")
    return {name: getattr(notice, name) for name in names} | {
        "case": notice.case_number,
        "by": named(notice.by),
    }


def clock_out(line: board.Line) -> dict[str, Any]:
    names = ("kind", "label", "title", "priority", "started_at", "due_at", "is_exercise")
    return {name: getattr(line.running, name) for name in names} | {
        "step": str(line.step),
        "is_overdue": line.is_overdue,
        "is_paused": line.pause is not None,
    }
