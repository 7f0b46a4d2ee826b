"""Message houses: what everyone is to say on a case, checked, approved by hash, in force."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Line, Moment, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.cases import Number, WithReason
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.api.resources.messages import Said, Stepping, words_of
from tangkal.desk.strategic_communication import house_commands, house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.strategic_communication.house_states import HOUSE, HouseState
from tangkal.strategic_communication import house as rooms

router = Router(tags=["message houses"])
VERSION = {"version": 1}
Words = Annotated[str, Field(max_length=rooms.LONGEST)]
Rows = Annotated[list[Words], Field(max_length=rooms.MOST_ROWS)]


class PillarIn(Body):
    """One thing that carries the umbrella."""

    id: Annotated[str, Field(min_length=1, max_length=12)]
    text: Words
    importance: Annotated[int, Field(ge=1, le=3)] = 2
    proof: Rows = []
    source: Words = ""
    actions: Words = ""


class QuestionIn(Body):
    """A question people ask, and the answer."""

    question: Words
    answer: Words = ""


class SlotIn(Body):
    """A place for local words, written {name} in a pillar."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    hint: Words = ""
    example: Words = ""


class TranslationIn(Body):
    """The umbrella, and pillars by their id, in another language."""

    umbrella: Words = ""
    pillars: dict[str, Words] = {}


class LockIn(Body):
    """Words that no text may change, as they stand in the umbrella or a pillar."""

    text: Words
    kind: Annotated[str, Among(rooms.KINDS)]


class HouseContent(Body):
    """What one version says."""

    umbrella: Words = ""
    pillars: Annotated[list[PillarIn], Field(max_length=rooms.MOST_PILLARS)] = []
    do_not_say: Rows = []
    questions: Annotated[list[QuestionIn], Field(max_length=rooms.MOST_ROWS)] = []
    slots: Annotated[list[SlotIn], Field(max_length=rooms.MOST_ROWS)] = []
    translations: dict[str, TranslationIn] = Field({}, description="by language code")
    locked: Annotated[list[LockIn], Field(max_length=rooms.MOST_ROWS)] = []


EXAMPLE = {
    "umbrella": "Harga Pertalite tetap Rp10.000 per liter.",
    "locked": [{"text": "Rp10.000 per liter", "kind": "figure"}],
}


class WantedHouses(Paged):
    """Which houses."""

    state: Annotated[str, Among(("", *HouseState.values))] = ""


class HouseBrief(Schema):
    """One house in short. Its state is that of the newest version."""

    id: int
    version: int
    case: str
    organisation: str
    title: str
    language: str
    state: str
    umbrella: str
    newest: int
    in_force: int | None = Field(description="the number of the version in force")
    expires_at: Moment | None


class HouseVersionOut(Schema):
    """What one person wrote at one time. Approvals bind to its hash."""

    number: int
    content: dict[str, Any]
    author: str
    created_at: Moment
    truth_as_of: Moment
    expires_at: Moment | None
    approved_at: Moment | None
    approved_by: str | None
    superseded_at: Moment | None
    withdrawn_at: Moment | None
    sha256: str


class HouseWhole(HouseBrief):
    """One house with its versions, and who said what."""

    versions: list[HouseVersionOut] = Field(description="the newest first")
    words: list[Said]
    steps: list[str] = Field(description="what the token's owner may do now")


@router.get("houses", response=Page[HouseBrief], **asks("messages:read"), summary="Message houses")
def list_houses(request: HttpRequest, wanted: Query[WantedHouses]) -> Any:
    """Those on cases of the owner's organisations, the newest first."""
    rows = house_queries.listed(reader_of(request))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, brief)


@router.get(
    "houses/{int:house_id}",
    response=HouseWhole,
    **asks("messages:read"),
    summary="One message house",
)
def get_house(request: HttpRequest, house_id: int) -> Any:
    """What is in force, every version, and who approved which."""
    return whole(request, house_id)


class NewHouse(Body):
    """A draft; it may be incomplete until it is submitted."""

    title: Line
    language: Annotated[str, Among(rooms.LANGUAGES)] = "id"
    content: HouseContent
    truth_as_of: Moment | None = Field(None, description="now, where it is left out")
    expires_at: Moment | None = None


@router.post(
    "cases/{number}/houses",
    response={201: HouseWhole},
    **asks("messages:write", example={"title": "Harga BBM", "content": EXAMPLE}),
    summary="Begin the message house of a case",
)
def draft(request: HttpRequest, number: Number, body: NewHouse) -> Any:
    """The case must have been decided to be answered, and has one house at a time."""
    made = house_commands.draft_house(
        case_of(request, number),
        title=body.title,
        content=body.content.dict(),
        language=body.language,
        truth_as_of=body.truth_as_of,
        expires_at=body.expires_at,
        by=reader_of(request),
    )
    return whole(request, made.pk)


class NewHouseVersion(Versioned):
    """The house as it should stand."""

    content: HouseContent
    truth_as_of: Moment | None = Field(None, description="now, where it is left out")
    expires_at: Moment | None = None


@router.post(
    "houses/{int:house_id}/versions",
    response={201: HouseWhole},
    **asks("messages:write", example={"version": 1, "content": EXAMPLE}),
    summary="Write the next version",
)
def write_version(request: HttpRequest, house_id: int, body: NewHouseVersion) -> Any:
    """What is in force stays so until this one is approved."""
    house_commands.save_house_version(
        one(request, house_id),
        body.content.dict(),
        truth_as_of=body.truth_as_of,
        expires_at=body.expires_at,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(request, house_id)


def stepped(request: HttpRequest, house_id: int, body: Stepping, action: str) -> dict[str, Any]:
    house_commands.take_house_step(
        one(request, house_id),
        action,
        by=reader_of(request),
        expected_version=version_of(request, body),
        comment=body.comment,
    )
    return whole(request, house_id)


@router.post(
    "houses/{int:house_id}/submit",
    response=HouseWhole,
    **asks("messages:write", example=VERSION),
    summary="Send a draft to the fact check",
)
def submit(request: HttpRequest, house_id: int, body: Stepping) -> Any:
    """It must be complete: umbrella, proof, a locked fact."""
    return stepped(request, house_id, body, "submit")


@router.post(
    "houses/{int:house_id}/confirm-facts",
    response=HouseWhole,
    **asks("messages:write", example=VERSION),
    summary="Confirm the facts of a message house",
)
def confirm_facts(request: HttpRequest, house_id: int, body: Stepping) -> Any:
    """Never by anybody who wrote a version."""
    return stepped(request, house_id, body, "confirm_facts")


@router.post(
    "houses/{int:house_id}/return",
    response=HouseWhole,
    **asks("messages:write", example={"version": 1, "comment": "Sumbernya belum ada"}),
    summary="Send it back to its writers",
)
def send_back(request: HttpRequest, house_id: int, body: Stepping) -> Any:
    """With what to change."""
    return stepped(request, house_id, body, "return")


@router.post(
    "houses/{int:house_id}/approve",
    response=HouseWhole,
    **asks("messages:act", example=VERSION),
    summary="Approve the newest version and put it in force",
)
def approve(request: HttpRequest, house_id: int, body: Stepping) -> Any:
    """Where a locked fact changed, everyone on the case is told and what went out is recalled."""
    return stepped(request, house_id, body, "approve")


@router.post(
    "houses/{int:house_id}/rest",
    response=HouseWhole,
    **asks("messages:act", example={"version": 1, "why": "Isunya sudah reda"}),
    summary="Leave a message house ended, as it stands",
)
def rest(request: HttpRequest, house_id: int, body: WithReason) -> Any:
    """Its last moment has passed: what went out stays marked, and nobody is called any more."""
    house_commands.take_house_step(
        one(request, house_id),
        "rest",
        by=reader_of(request),
        expected_version=version_of(request, body),
        comment=body.why,
    )
    return whole(request, house_id)


@router.post(
    "houses/{int:house_id}/withdraw",
    response=HouseWhole,
    **asks("messages:act", example={"version": 1, "why": "Datanya keliru"}),
    summary="Take a message house back",
)
def withdraw(request: HttpRequest, house_id: int, body: WithReason) -> Any:
    """Everyone on the case is told."""
    house_commands.withdraw_house(
        one(request, house_id),
        by=reader_of(request),
        expected_version=version_of(request, body),
        reason=body.why,
    )
    return whole(request, house_id)


def one(request: HttpRequest, house_id: int) -> MessageHouse:
    return shown(house_queries.listed(reader_of(request)), pk=house_id)


def brief(house: MessageHouse) -> dict[str, Any]:
    names = ("id", "version", "title", "language", "state")
    ends_at = getattr(house, "ends_at", None)
    holds = ends_at is None or ends_at > timezone.now()
    return {name: getattr(house, name) for name in names} | {
        "case": house.case.number,
        "organisation": str(house.organisation),
        "umbrella": getattr(house, "newest_umbrella", None) or "",
        "newest": getattr(house, "newest_number", 1),
        "in_force": getattr(house, "standing_number", None) if holds else None,
        "expires_at": ends_at,
    }


def whole(request: HttpRequest, house_id: int) -> dict[str, Any]:
    house = one(request, house_id)
    roles = reader_of(request).roles_at(house.organisation)
    versions = list(house.versions.select_related("author", "approved_by"))
    now = next((each.number for each in versions if each.is_in_force), None)
    return brief(house) | {
        "in_force": now,
        "versions": [version_out(each) for each in versions],
        "words": words_of(house),
        "steps": list(HOUSE.actions(house.state, roles)),
    }


def version_out(version: MessageHouseVersion) -> dict[str, Any]:
    names = ("number", "content", "created_at", "truth_as_of", "expires_at", "approved_at")
    return {name: getattr(version, name) for name in (*names, "superseded_at", "sha256")} | {
        "author": str(version.author),
        "approved_by": named(version.approved_by),
        "withdrawn_at": version.withdrawn_at,
    }
