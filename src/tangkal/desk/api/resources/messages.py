"""Messages to the public: drafted, checked, approved, published, corrected, taken back."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.db.models import Model
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Moment, Reason, Text, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.cases import Number, WithReason
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.media import AUTHENTICITY, MEDIUMS, JudgedMedia
from tangkal.desk.portal.media import MOST as MOST_MEDIA
from tangkal.desk.strategic_communication import (
    commands,
    elections,
    freezing,
    queries,
    rules,
    scheduling,
)
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.states import MESSAGE, MessageState
from tangkal.kernel import InvalidInput, InvalidRecord
from tangkal.strategic_communication.templates import TEMPLATES

router = Router(tags=["messages"])
MOST_PARTS = 12
Part = Annotated[str, Field(max_length=commands.MAX_PART)]
Parts = Annotated[dict[Annotated[str, Field(max_length=40)], Part], Field(max_length=MOST_PARTS)]
VERSION = {"version": 1}


class WantedMessages(Paged):
    """Which messages."""

    waiting: bool = Field(False, description="only those whose next step its owner may take")
    state: Annotated[str, Among(("", *MessageState.values))] = ""


class MessageBrief(Schema):
    """One message in short."""

    id: int
    version: int
    case: str
    template: str
    language: str
    state: str
    headline: str
    author: str
    created_at: Moment
    replaces: int | None
    published_at: Moment | None
    publish_at: Moment | None = Field(description="when it is to go out by itself")
    slug: str = Field(description="of its page on the portal, once out")


class MediaIn(Body):
    """A picture, video or sound that a clarification judges."""

    medium: Annotated[str, Among(MEDIUMS)]
    authenticity: Annotated[str, Among(AUTHENTICITY)] = Field(
        description="schema.org's MediaManipulationRatingEnumeration"
    )
    alt: Annotated[str, Field(min_length=1, max_length=1000)] = Field(
        description="what it shows, for whoever cannot see or hear it"
    )
    original_context: Annotated[str, Field(max_length=1000)] = ""
    original_link: Annotated[str, Field(max_length=500)] = ""
    seen_at: Annotated[str, Field(max_length=500)] = ""


Judged = Annotated[list[MediaIn], Field(max_length=MOST_MEDIA)]


class VersionOut(Schema):
    """What one person wrote at one time; never changed. Approvals bind to its hash."""

    number: int
    parts: dict[str, str]
    media: list[MediaIn]
    author: str
    created_at: Moment
    sha256: str


class Said(Schema):
    """One person's word on one version."""

    stage: str
    word: str
    by: str
    at: Moment
    comment: str
    sha256: str


class MessageWhole(MessageBrief):
    """One message with its versions, and who said what."""

    correction_reason: str
    verdict: int | None
    versions: list[VersionOut] = Field(description="the newest first")
    words: list[Said]
    steps: list[str] = Field(description="what the token's owner may do now")


@router.get("messages", response=Page[MessageBrief], **asks("messages:read"), summary="Messages")
def list_messages(request: HttpRequest, wanted: Query[WantedMessages]) -> Any:
    """Those on cases of the owner's organisations, the newest first."""
    reader = reader_of(request)
    rows = queries.waiting_for(reader) if wanted.waiting else queries.readable_messages(reader)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, brief)


@router.get(
    "messages/{int:message_id}",
    response=MessageWhole,
    **asks("messages:read"),
    summary="One message",
)
def get_message(request: HttpRequest, message_id: int) -> Any:
    """Its newest text, the older ones, and who approved which."""
    return whole(request, one(request, message_id))


class NewMessage(Body):
    """A draft; places that stay open are filled in a later version."""

    template: Annotated[str, Among(TEMPLATES)]
    language: Literal["id", "en"] = "id"
    parts: Parts
    media: Judged = []


@router.post(
    "cases/{number}/messages",
    response={201: MessageWhole},
    **asks(
        "messages:write",
        example={"template": "clarification", "parts": {"headline": "Harga BBM tidak naik"}},
    ),
    summary="Draft a message on a case",
)
def draft(request: HttpRequest, number: Number, body: NewMessage) -> Any:
    """The case must have been decided to be answered."""
    by = reader_of(request)
    made = commands.draft_message(
        case_of(request, number),
        body.template,
        body.parts,
        by=by,
        language=body.language,
        media=judged(body.media),
    )
    return whole(request, one(request, made.pk))


def judged(media: Sequence[MediaIn]) -> list[JudgedMedia]:
    """What was sent as records.

    Raises:
        InvalidInput: an address that is none of the web's, or a value that is not ours.
    """
    try:
        return [JudgedMedia(**each.dict()) for each in media]
    except InvalidRecord as error:
        raise InvalidInput(str(error)) from error


class NewVersion(Versioned):
    """The text as it should read."""

    parts: Parts
    media: Judged | None = Field(None, description="left out: as it is")


@router.post(
    "messages/{int:message_id}/versions",
    response={201: MessageWhole},
    **asks("messages:write", example={"version": 1, "parts": {"headline": "Harga tetap"}}),
    summary="Write the next version of a draft",
)
def write_version(request: HttpRequest, message_id: int, body: NewVersion) -> Any:
    """The old one stays as it was."""
    commands.save_version(
        one(request, message_id),
        body.parts,
        by=reader_of(request),
        expected_version=version_of(request, body),
        media=None if body.media is None else judged(body.media),
    )
    return whole(request, one(request, message_id))


class Stepping(Versioned):
    """One step, with a comment where it helps; sending back needs one."""

    comment: Text = ""


def stepped(request: HttpRequest, message_id: int, body: Stepping, action: str) -> dict[str, Any]:
    commands.take_step(
        one(request, message_id),
        action,
        by=reader_of(request),
        expected_version=version_of(request, body),
        comment=body.comment,
    )
    return whole(request, one(request, message_id))


@router.post(
    "messages/{int:message_id}/submit",
    response=MessageWhole,
    **asks("messages:write", example=VERSION),
    summary="Send a draft to the fact check",
)
def submit(request: HttpRequest, message_id: int, body: Stepping) -> Any:
    """Every place must be filled."""
    return stepped(request, message_id, body, "submit")


@router.post(
    "messages/{int:message_id}/confirm-facts",
    response=MessageWhole,
    **asks("messages:write", example=VERSION),
    summary="Confirm the facts",
)
def confirm_facts(request: HttpRequest, message_id: int, body: Stepping) -> Any:
    """Never by its author."""
    return stepped(request, message_id, body, "confirm_facts")


@router.post(
    "messages/{int:message_id}/ask-legal",
    response=MessageWhole,
    **asks("messages:write", example=VERSION),
    summary="Ask the legal officers",
)
def ask_legal(request: HttpRequest, message_id: int, body: Stepping) -> Any:
    """It comes back to the approver."""
    return stepped(request, message_id, body, "ask_legal")


@router.post(
    "messages/{int:message_id}/clear",
    response=MessageWhole,
    **asks("messages:write", example=VERSION),
    summary="Clear it as legal or data protection officer",
)
def clear(request: HttpRequest, message_id: int, body: Stepping) -> Any:
    """Never by its author."""
    return stepped(request, message_id, body, "clear")


@router.post(
    "messages/{int:message_id}/return",
    response=MessageWhole,
    **asks("messages:write", example={"version": 1, "comment": "Sumbernya belum ada"}),
    summary="Send it back to its author",
)
def send_back(request: HttpRequest, message_id: int, body: Stepping) -> Any:
    """With what to change."""
    return stepped(request, message_id, body, "return")


@router.post(
    "messages/{int:message_id}/approve",
    response=MessageWhole,
    **asks("messages:act", example=VERSION),
    summary="Approve the newest version",
)
def approve(request: HttpRequest, message_id: int, body: Stepping) -> Any:
    """Binds to that version's hash; never by its author."""
    return stepped(request, message_id, body, "approve")


@router.post(
    "messages/{int:message_id}/publish",
    response=MessageWhole,
    **asks("messages:act", example=VERSION),
    summary="Put the approved version on the portal",
)
def publish(request: HttpRequest, message_id: int, body: Versioned) -> Any:
    """With the label of the verdict it rests on, where there is one."""
    commands.publish(
        one(request, message_id), by=reader_of(request), expected_version=version_of(request, body)
    )
    return whole(request, one(request, message_id))


class Scheduling(Versioned):
    """When an approved version is to go out."""

    publish_at: Moment


@router.post(
    "messages/{int:message_id}/schedule",
    response=MessageWhole,
    **asks("messages:act", example={"version": 1, "publish_at": "2027-01-04T01:00:00Z"}),
    summary="Publish at a time ahead",
)
def schedule(request: HttpRequest, message_id: int, body: Scheduling) -> Any:
    """It must be fit to go out now; everything is checked again at that time."""
    scheduling.schedule(
        one(request, message_id),
        publish_at=body.publish_at,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(request, one(request, message_id))


@router.post(
    "messages/{int:message_id}/unschedule",
    response=MessageWhole,
    **asks("messages:act", example=VERSION),
    summary="Take it off the schedule",
)
def unschedule(request: HttpRequest, message_id: int, body: Versioned) -> Any:
    """It stays approved."""
    scheduling.unschedule(
        one(request, message_id), by=reader_of(request), expected_version=version_of(request, body)
    )
    return whole(request, one(request, message_id))


@router.post(
    "messages/{int:message_id}/cosign",
    response=MessageWhole,
    **asks("messages:act", example=VERSION),
    summary="Countersign an approved version in an election period",
)
def cosign(request: HttpRequest, message_id: int, body: Stepping) -> Any:
    """One of the two signatures is that of the period's lead or of a delegate."""
    elections.cosign(
        one(request, message_id),
        by=reader_of(request),
        expected_version=version_of(request, body),
        comment=body.comment,
    )
    return whole(request, one(request, message_id))


class FreezeOut(Schema):
    """While it holds, nothing scheduled of an organisation and of all below it goes out."""

    id: int
    organisation: str
    reason: str
    by: str | None = Field(description="null: the machine")
    at: Moment


class FreezeReason(Body):
    """Why everything waits, or goes on."""

    why: Reason


@router.get(
    "messages/{int:message_id}/freezes",
    response=list[FreezeOut],
    **asks("messages:read"),
    summary="What holds a message’s schedule back",
)
def list_freezes(request: HttpRequest, message_id: int) -> Any:
    """Of its organisation and of those above."""
    return freezes_of(one(request, message_id).case)


@router.post(
    "messages/{int:message_id}/freeze",
    response=list[FreezeOut],
    **asks("publishing:write", example={"why": "Krisis BBM"}),
    summary="Hold back everything scheduled of its organisation",
)
def freeze(request: HttpRequest, message_id: int, body: FreezeReason) -> Any:
    """Stopping is the safe side: whoever works on content may; an approver thaws."""
    case = one(request, message_id).case
    freezing.freeze(
        reader_of(request), body.why, case.lead_organisation, is_exercise=case.is_exercise
    )
    return freezes_of(case)


@router.post(
    "messages/{int:message_id}/thaw",
    response=list[FreezeOut],
    **asks("publishing:write", example={"why": "Sudah reda"}),
    summary="Let what is scheduled go out again",
)
def thaw(request: HttpRequest, message_id: int, body: FreezeReason) -> Any:
    """By an approver; freezes of offices above stay."""
    case = one(request, message_id).case
    freezing.thaw(
        case.lead_organisation, by=reader_of(request), why=body.why, is_exercise=case.is_exercise
    )
    return freezes_of(case)


def freezes_of(case: Case) -> list[dict[str, Any]]:
    rows = freezing.freezes(case.lead_organisation, is_exercise=case.is_exercise)
    return [
        {
            "id": each.pk,
            "organisation": str(each.organisation),
            "reason": each.reason,
            "by": named(each.frozen_by),
            "at": each.at,
        }
        for each in rows
    ]


@router.post(
    "messages/{int:message_id}/withdraw",
    response=MessageWhole,
    **asks("messages:act", example={"version": 1, "why": "Datanya keliru"}),
    summary="Take a published answer back",
)
def withdraw(request: HttpRequest, message_id: int, body: WithReason) -> Any:
    """Its page stays and says why."""
    commands.withdraw(
        one(request, message_id),
        by=reader_of(request),
        expected_version=version_of(request, body),
        reason=body.why,
    )
    return whole(request, one(request, message_id))


@router.post(
    "messages/{int:message_id}/correct",
    response={201: MessageWhole},
    **asks("messages:write", example={"version": 1, "why": "Angkanya keliru"}),
    summary="Begin the correction of a published message",
)
def correct(request: HttpRequest, message_id: int, body: WithReason) -> Any:
    """A new draft that takes its place once it is approved, and says why."""
    message = one(request, message_id)
    rules.check_unchanged(message, version_of(request, body))
    made = commands.begin_correction(message, by=reader_of(request), reason=body.why)
    return whole(request, one(request, made.pk))


def one(request: HttpRequest, message_id: int) -> Message:
    return shown(queries.readable_messages(reader_of(request)), pk=message_id)


def brief(message: Message) -> dict[str, Any]:
    names = ("id", "version", "template", "language", "state", "created_at", "published_at")
    return {name: getattr(message, name) for name in (*names, "publish_at")} | {
        "case": message.case.number,
        "headline": str((getattr(message, "newest_parts", None) or {}).get("headline", "")),
        "author": str(message.author),
        "replaces": message.replaces_id,
        "slug": message.clarification_slug,
    }


def whole(request: HttpRequest, message: Message) -> dict[str, Any]:
    roles = reader_of(request).roles_at(message.case.lead_organisation)
    return brief(message) | {
        "correction_reason": message.correction_reason,
        "verdict": message.verdict_id,
        "versions": [
            {
                "number": each.number,
                "parts": each.parts,
                "media": each.media,
                "author": str(each.author),
                "created_at": each.created_at,
                "sha256": each.sha256,
            }
            for each in message.versions.select_related("author")
        ],
        "words": words_of(message),
        "steps": list(MESSAGE.actions(message.state, roles)),
    }


def words_of(subject: Model) -> list[dict[str, Any]]:
    """Who said what of which version, the newest first."""
    return [
        {
            "stage": each.stage,
            "word": each.word,
            "by": named(each.by) or "",
            "at": each.at,
            "comment": each.comment,
            "sha256": each.version_sha256,
        }
        for each in words_on(subject)
    ]
