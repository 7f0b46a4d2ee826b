"""Replies to citizens: whether they arrive, and the mail account they go by."""

from typing import Annotated, Any, Literal

from django.db.models import Count
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Moment, Whole, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import checked, person_of, shown
from tangkal.desk.questions import mailbox, outgoing, rules
from tangkal.desk.questions.forms import MailboxForm
from tangkal.desk.questions.models import Outgoing

router = Router(tags=["replies"])


class WantedReplies(Paged):
    """Which messages."""

    state: Annotated[str, Among(("", *Outgoing.State.values))] = ""


class ReplyOut(Schema):
    """One message to somebody who asked; neither its text nor where it goes."""

    id: int
    channel: str
    to: str = Field(description="a drawn name; it tells nothing of the address")
    state: str
    attempts: int
    reason: str
    created_at: Moment
    next_at: Moment | None = Field(description="of the next attempt, where one is to come")
    settled_at: Moment | None


@router.get(
    "replies", response=Page[ReplyOut], **asks("replies:read"), summary="Messages to citizens"
)
def list_replies(request: HttpRequest, wanted: Query[WantedReplies]) -> Any:
    """The newest first."""
    rules.check_can_see_replies(person_of(request))
    rows = Outgoing.objects.select_related("contact").defer("text")
    return page(request, rows.filter(state=wanted.state) if wanted.state else rows, wanted, out)


class ReplyCounts(Schema):
    """How many messages there are in one state."""

    state: str
    messages: int


@router.get(
    "replies/states",
    response=list[ReplyCounts],
    **asks("replies:read"),
    summary="How many messages stand where",
)
def count_replies(request: HttpRequest) -> Any:
    """Every state, those without a message too."""
    rules.check_can_see_replies(person_of(request))
    counted = dict(Outgoing.objects.values_list("state").annotate(Count("pk")).order_by())
    return [
        ReplyCounts(state=state, messages=counted.get(state, 0)) for state in Outgoing.State.values
    ]


@router.post(
    "replies/{int:message_id}/again",
    response=ReplyOut,
    **asks("replies:write"),
    summary="Send a message again that failed, or may have",
)
def send_again(request: HttpRequest, message_id: int) -> Any:
    """409 where it is on its way or has arrived."""
    by = person_of(request)
    rules.check_can_keep_replies(by)
    return out(outgoing.send_again(shown(Outgoing.objects.all(), pk=message_id), by=by))


class ReplyAccount(Body):
    """The account; its password is sent to enter or replace it."""

    version: Whole = Field(description="as last read; 0 where there was none")
    sender_name: Annotated[str, Field(min_length=1, max_length=80)]
    sender: Annotated[str, Field(max_length=254)]
    server: Annotated[str, Field(max_length=200, description="host:port")]
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: Annotated[str, Field(max_length=120)] = ""
    password: Annotated[str, Field(max_length=500)] = ""
    is_active: YesNo = True


class ReplyAccountOut(Schema):
    """The account without its password."""

    version: int
    sender_name: str
    sender: str
    server: str
    security: str
    username: str
    has_password: bool
    is_active: bool


@router.get(
    "replies/account",
    response=ReplyAccountOut | None,
    **asks("replies:read"),
    summary="The mail account that answers citizens",
)
def get_account(request: HttpRequest) -> Any:
    """Null before one was entered."""
    rules.check_can_see_replies(person_of(request))
    box = mailbox.current()
    return account_out(box) if box else None


@router.post(
    "replies/account",
    response=ReplyAccountOut,
    **asks(
        "replies:write",
        example={
            "version": 0,
            "sender_name": "Humas",
            "sender": "tanya@contoh.go.id",
            "server": "surel.contoh.go.id:587",
        },
    ),
    summary="Enter or change the mail account",
)
def keep_account(request: HttpRequest, body: ReplyAccount) -> Any:
    """The password is entered again where it would go elsewhere."""
    by = person_of(request)
    rules.check_can_keep_replies(by)
    form = MailboxForm(body.model_dump(mode="json", exclude={"version"}))
    checked(form)
    return account_out(mailbox.keep(by=by, version=body.version, **form.stored()))


def out(message: Outgoing) -> dict[str, Any]:
    names = ("id", "state", "attempts", "reason", "created_at", "settled_at")
    is_to_come = message.state in {Outgoing.State.CREATED, Outgoing.State.TEMPORARY}
    return {name: getattr(message, name) for name in names} | {
        "channel": message.contact.channel,
        "to": message.contact.pseudonym,
        "next_at": message.next_at if is_to_come else None,
    }


def account_out(box: Any) -> dict[str, Any]:
    names = ("version", "sender_name", "sender", "server", "security", "username", "is_active")
    return {name: getattr(box, name) for name in names} | {"has_password": bool(box.password)}
