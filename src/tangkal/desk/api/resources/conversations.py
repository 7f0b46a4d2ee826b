"""The tipline: people who asked for a person in a chat, and the lines that they write to."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Key, Moment, Versioned, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, person_of, shown
from tangkal.desk.tipline import calls, lines, queries, rules, takeover
from tangkal.desk.tipline.models import Conversation, Line

router = Router(tags=["tipline"])
VERSION: dict[str, Any] = {"version": 1}
OPEN = (Conversation.State.WAITING.value, Conversation.State.TAKEN.value)


class WantedConversations(Paged):
    """Which conversations."""

    state: Annotated[str, Among(("", *OPEN))] = ""


class ConversationBrief(Schema):
    """Somebody who asked for a person. Who it is stays sealed: they have a drawn name here."""

    id: int
    version: int
    who: str = Field(description="the service and a drawn name")
    channel: str
    language: str
    line: int
    organisation: str
    state: str = Field(description="waiting, or taken: then the machine is silent")
    waits_since: Moment | None
    answer_by: Moment | None = Field(description="until when a person should have taken it")
    taken_by: str | None
    is_held: bool = Field(description="false where whoever took it has said nothing for 12 hours")
    last_in_at: Moment
    closes_at: Moment | None = Field(description="until when the service carries a free answer")


@router.get(
    "conversations",
    response=Page[ConversationBrief],
    **asks("conversations:read"),
    summary="Who waits for a person, and who has one",
)
def list_conversations(request: HttpRequest, wanted: Query[WantedConversations]) -> Any:
    """Of the owner's offices; whoever waits longest first."""
    rows = of(request)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, conversation_out)


class TurnOut(Schema):
    """One thing that was said, personal data masked."""

    id: int
    who: str = Field(description="asker, machine or person")
    by: str | None
    text: str
    note: str = Field(description="forward, picture, edited or other; empty for plain words")
    at: Moment
    state: str | None = Field(description="how far it came, where it was ours")


class ConversationWhole(ConversationBrief):
    """One of them with what was said in the last 30 days."""

    turns: list[TurnOut] = Field(description="the newest hundred, in their order")


@router.get(
    "conversations/{int:conversation_id}",
    response=ConversationWhole,
    **asks("conversations:read"),
    summary="One conversation",
)
def get_conversation(request: HttpRequest, conversation_id: int) -> Any:
    """What the machine says alone is read by nobody: only those that a person was asked into."""
    return whole(one(request, conversation_id))


@router.post(
    "conversations/{int:conversation_id}/take",
    response=ConversationWhole,
    **asks("conversations:write", example=VERSION),
    summary="Take a conversation: the machine is silent in it",
)
def take(request: HttpRequest, conversation_id: int, body: Versioned) -> Any:
    """In the name of the token's owner."""
    found = one(request, conversation_id)
    takeover.take(found, by=person_of(request), version=version_of(request, body))
    return whole(one(request, conversation_id))


class ConversationReply(Body):
    """What the person is to read; the office's name is put under it."""

    text: Annotated[str, Field(min_length=1, max_length=takeover.LONGEST)]
    token: Annotated[
        str,
        Field(max_length=36, description="a UUID of your own; the same sent twice is one message"),
    ]


REPLY = {
    "text": "Kami sudah menelepon dinasnya; hasilnya besok pagi.",
    "token": "6b1f1f0e-0d3c-4f6e-9a55-0c9f8f2f7a11",
}


@router.post(
    "conversations/{int:conversation_id}/reply",
    response={201: ConversationWhole},
    **asks("conversations:act", example=REPLY),
    summary="Answer in a conversation that one has taken",
)
def reply(request: HttpRequest, conversation_id: int, body: ConversationReply) -> Any:
    """403 where somebody else or the machine has it, or the service would carry no free answer."""
    found = one(request, conversation_id)
    takeover.reply(found, text=body.text, token=body.token, by=person_of(request))
    return whole(one(request, conversation_id))


class HandedBack(Schema):
    """The machine answers there again."""

    id: Key
    state: str
    version: int


@router.post(
    "conversations/{int:conversation_id}/hand-back",
    response=HandedBack,
    **asks("conversations:write"),
    summary="Give a conversation back to the machine",
)
def hand_back(request: HttpRequest, conversation_id: int) -> Any:
    """By whoever has it, or by anybody where nobody does."""
    done = takeover.hand_back(one(request, conversation_id), by=person_of(request))
    return HandedBack(id=done.pk, state=done.state, version=done.version)


class LineOut(Schema):
    """One number or bot that people write to; its secrets never come out."""

    id: int
    version: int
    channel: str
    address: str
    organisation: str
    sender_name: str
    is_active: bool
    has_secrets: bool
    webhook: str = Field(description="where its service calls")
    last_in_at: Moment | None
    waits: int = Field(description="messages not worked on yet")
    oldest_waits_s: float
    done: int
    set_aside: int = Field(description="messages that could not be read")


@router.get("lines", response=Page[LineOut], **asks("lines:read"), summary="Lines of one's offices")
def list_lines(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """How much waits in each, and nothing of what is written there."""
    rules.check_can_see_lines(person_of(request))
    return page(request, rules.lines_kept(person_of(request)), wanted, line_out)


@router.get("lines/{int:line_id}", response=LineOut, **asks("lines:read"), summary="One line")
def get_line(request: HttpRequest, line_id: int) -> Any:
    """By its key."""
    return line_out(line_of(request, line_id))


class LineAccess(Versioned):
    """Open, or closed."""

    is_open: YesNo


@router.post(
    "lines/{int:line_id}/access",
    response=LineOut,
    **asks("lines:act", example=VERSION | {"is_open": False}),
    summary="Close a line, or open it again",
)
def set_line_access(request: HttpRequest, line_id: int, body: LineAccess) -> Any:
    """Through a closed one nothing comes in and nothing goes out."""
    found, by = line_of(request, line_id), person_of(request)
    rules.check_can_change(by, found.organisation)
    version = version_of(request, body)
    lines.set_open(found, is_open=body.is_open, by=by, version=version)
    return line_out(line_of(request, line_id))


def of(request: HttpRequest) -> Any:
    reader = reader_of(request)
    rules.check_talks(reader)
    return queries.waiting(reader)


def one(request: HttpRequest, conversation_id: int) -> Conversation:
    found: Conversation = shown(of(request), pk=conversation_id)
    return found


def line_of(request: HttpRequest, line_id: int) -> Line:
    by = person_of(request)
    rules.check_can_see_lines(by)
    return shown(rules.lines_kept(by), pk=line_id)


def conversation_out(found: Conversation) -> dict[str, Any]:
    return {
        "id": found.pk,
        "version": found.version,
        "who": str(found.contact),
        "channel": found.contact.channel,
        "language": found.contact.language,
        "line": found.line_id,
        "organisation": str(found.line.organisation),
        "state": found.state,
        "waits_since": found.waits_since,
        "answer_by": found.answer_by(),
        "taken_by": named(found.taken_by),
        "is_held": found.is_held(timezone.now()),
        "last_in_at": found.last_in_at,
        "closes_at": found.closes_at(),
    }


def whole(found: Conversation) -> dict[str, Any]:
    turns = [
        {
            "id": each.turn.pk,
            "who": each.turn.who,
            "by": named(each.turn.by),
            "text": each.turn.text,
            "note": each.turn.note,
            "at": each.turn.at,
            "state": each.outgoing.state if each.outgoing else None,
        }
        for each in queries.said_in(found)
    ]
    return conversation_out(found) | {"turns": turns}


def line_out(found: Line) -> dict[str, Any]:
    numbers = queries.numbers_of(found)
    return {
        "id": found.pk,
        "version": found.version,
        "channel": found.channel,
        "address": found.address,
        "organisation": str(found.organisation),
        "sender_name": found.sender_name,
        "is_active": found.is_active,
        "has_secrets": bool(found.secret_name),
        "webhook": calls.address_of(found),
        "last_in_at": found.last_in_at,
        "waits": numbers["new"],
        "oldest_waits_s": queries.oldest_waits_s(found),
        "done": numbers["done"],
        "set_aside": numbers["aside"],
    }
