"""Requests to platforms: written, weighed item by item, reviewed, signed, and kept on record."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Key, Line, Moment, Reason, Versioned, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.cases import Number, WithReason
from tangkal.desk.api.resources.cases import one as one_case
from tangkal.desk.cases.models import Case
from tangkal.desk.platform_requests import commands, grounds, queries, rules
from tangkal.desk.platform_requests.commands.base import fingerprint
from tangkal.desk.platform_requests.guards import BY_KEY
from tangkal.desk.platform_requests.kinds import Kind
from tangkal.desk.platform_requests.models import Item, PlatformRequest
from tangkal.desk.platform_requests.timing import due_of
from tangkal.desk.platform_requests.views.reading import take
from tangkal.kernel import InvalidInput

router = Router(tags=["platform requests"])
Channel = Annotated[str, Field(min_length=1, max_length=120, description="the channel's number")]


class WantedPlatformRequests(Paged):
    """Which requests: the register's own tabs."""

    tab: Literal["open", "sent", "contested", "ended", "all"] = "all"


assert queries.TABS == ("open", "sent", "contested", "ended", "all")


class GroundOut(Schema):
    """One legal ground, as the file in force has it."""

    key: str
    name: str
    law: str
    note: str
    urgency: str
    hours: int | None = Field(description="None: no law sets a time")
    channel: str
    kinds: list[str]
    needs_provision: bool


class PlatformRequestBrief(Schema):
    """One request in short."""

    id: int
    version: int
    number: str
    case: str
    organisation: str
    kind: str
    ground: str
    state: str
    refused_rule: str = Field(description="the rule or review that ended it; empty where none did")
    created_at: Moment
    sent_at: Moment | None
    is_exercise: bool


class ItemOut(Schema):
    """One post or page, with its own form and the platform's answer."""

    id: int
    platform: str
    url: str
    tests: dict[str, Any]
    alternatives: dict[str, str]
    missing: list[str] = Field(description="what its form still lacks")
    state: str
    answer: str
    answered_at: Moment | None


class PlatformRequestWhole(PlatformRequestBrief):
    """One request; it is a record, and nothing here removes anything."""

    public_number: str
    law: str
    provision: str
    urgency: str
    what: str
    statement: str
    has_personal_data: bool
    items: list[ItemOut]
    sha256: str = Field(description="of what is asked; send it as `seen` with a signature")
    signatures: int
    legal_by: str | None
    legal_reason: str
    refused_reason: str
    instead: str = Field(description="what can be done where a rule refused it")
    outcome: str
    reference: str
    due_at: Moment | None
    letters: int
    objection: str
    reversed_at: Moment | None
    reversed_reason: str
    restoration_at: Moment | None
    restored_at: Moment | None


@router.get(
    "platform-requests/grounds",
    response=list[GroundOut],
    **asks("platform-requests:read"),
    summary="Legal grounds",
)
def list_grounds(request: HttpRequest) -> Any:
    """There is none for the good name of an institution."""
    reader_of(request)
    return [
        GroundOut(
            key=each.key,
            name=str(each),
            law=each.law,
            note=each.note,
            urgency=each.urgency.key,
            hours=each.urgency.hours,
            channel=str(each.channel),
            kinds=list(each.kinds),
            needs_provision=each.needs_provision,
        )
        for each in grounds.current().by_key.values()
    ]


@router.get(
    "platform-requests",
    response=Page[PlatformRequestBrief],
    **asks("platform-requests:read"),
    summary="Requests to platforms",
)
def list_requests(request: HttpRequest, wanted: Query[WantedPlatformRequests]) -> Any:
    """Of the owner's organisations, the newest first."""
    rows = queries.requests_of(reader_of(request)).filter(queries.condition(wanted.tab))
    return page(request, rows, wanted, brief)


@router.get(
    "platform-requests/{int:request_id}",
    response=PlatformRequestWhole,
    **asks("platform-requests:read"),
    summary="One request",
)
def get_request(request: HttpRequest, request_id: int) -> Any:
    """What is asked and why, what is missing, and what came back."""
    return whole(one(request, request_id))


@router.get(
    "platform-requests/{int:request_id}/files/{form}",
    **asks("platform-requests:read", sends="application/octet-stream"),
    summary="A request's papers: pdf, json or statement",
)
def request_file(
    request: HttpRequest, request_id: int, form: Annotated[str, Field(max_length=10)]
) -> HttpResponse:
    """The evidence pack with its hashes, or the statement of reasons."""
    found: HttpResponse = take(request, request_id=request_id, form=form)
    found["Content-Type"] = "application/octet-stream"
    return found


class RequestBeginning(Body):
    """What is asked, on which ground, about which spreads of the case."""

    kind: Annotated[str, Among(Kind.values)]
    ground: Annotated[str, Field(max_length=40)]
    spreads: list[Key] = Field(min_length=1, max_length=20, description="of the case, by their ids")
    what: Annotated[str, Field(min_length=1, max_length=4_000)]
    provision: Annotated[str, Field(max_length=300)] = ""
    has_personal_data: YesNo = False


@router.post(
    "cases/{number}/platform-requests",
    response={201: PlatformRequestWhole},
    **asks(
        "platform-requests:write",
        example={
            "kind": "takedown",
            "ground": "illegal_finance",
            "spreads": [1],
            "what": "Turunkan formulir palsu.",
        },
    ),
    summary="Begin a request",
)
def begin(request: HttpRequest, number: Number, body: RequestBeginning) -> Any:
    """Where a rule forbids it, the request is on record as refused, with `refused_rule`."""
    by, case = reader_of(request), one_case(request, number)
    rules.check_can_begin(by, case)
    made = commands.begin(
        case,
        kind=body.kind,
        ground=body.ground,
        spreads=spreads_of(case, body.spreads),
        what=body.what,
        provision=body.provision,
        has_personal_data=body.has_personal_data,
        by=by,
    )
    return whole(one(request, made.pk))


def spreads_of(case: Case, keys: list[int]) -> list[Any]:
    found = list(case.spreads.filter(pk__in=keys))
    if missing := sorted(set(keys) - {each.pk for each in found}):
        raise InvalidInput(_("%(id)s is no spread of this case.") % {"id": missing[0]})
    return found


class RequestWords(Versioned):
    """The words of a request that is still with its author."""

    what: Annotated[str, Field(min_length=1, max_length=4_000)]
    statement: Annotated[str, Field(max_length=8_000)] = ""
    provision: Annotated[str, Field(max_length=300)] = ""
    has_personal_data: YesNo = False


@router.post(
    "platform-requests/{int:request_id}/words",
    response=PlatformRequestWhole,
    **asks("platform-requests:write", example={"version": 1, "what": "Turunkan formulir palsu."}),
    summary="Change the words of a request",
)
def edit(request: HttpRequest, request_id: int, body: RequestWords) -> Any:
    """With the statement of reasons, which is public once the request is sent."""
    commands.edit(
        one(request, request_id),
        what=body.what,
        statement=body.statement,
        provision=body.provision,
        has_personal_data=body.has_personal_data,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(one(request, request_id))


class TestAnswer(Body):
    """One of the four questions."""

    met: bool | None = None
    reason: Annotated[str, Field(max_length=4_000)] = ""


class Weighing(Versioned):
    """The form of one item: legality, aim, necessity, proportionality, and milder ways."""

    tests: dict[Annotated[str, Field(max_length=20)], TestAnswer]
    alternatives: dict[
        Annotated[str, Field(max_length=20)], Annotated[str, Field(max_length=2_000)]
    ] = {}


@router.post(
    "platform-requests/{int:request_id}/items/{int:item_id}/form",
    response=PlatformRequestWhole,
    **asks(
        "platform-requests:write",
        example={
            "version": 1,
            "tests": {"necessity": {"met": True, "reason": "Korban terus bertambah."}},
            "alternatives": {"clarify": "Klarifikasi tidak menjangkau korban."},
        },
    ),
    summary="Weigh one item",
)
def weigh(request: HttpRequest, request_id: int, item_id: int, body: Weighing) -> Any:
    """Each item by itself; half a form is kept, and only a whole one leaves for review."""
    found = one(request, request_id)
    commands.weigh(
        shown(Item.objects.filter(request=found).select_related("request"), pk=item_id),
        tests={key: each.model_dump() for key, each in body.tests.items()},
        alternatives=body.alternatives,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(one(request, request_id))


class RequestStep(Versioned):
    """Which step."""

    step: Literal["test", "submit", "receive"]


MOVES: dict[str, Callable[..., PlatformRequest]] = {
    "test": commands.start_test,
    "submit": commands.submit,
    "receive": commands.receive,
}


@router.post(
    "platform-requests/{int:request_id}/steps",
    response=PlatformRequestWhole,
    **asks("platform-requests:write", example={"version": 1, "step": "test"}),
    summary="Go on to the test, submit to legal review, or record a receipt",
)
def take_step(request: HttpRequest, request_id: int, body: RequestStep) -> Any:
    """Every step asks the limits anew; where one holds, the request ends as refused."""
    MOVES[body.step](
        one(request, request_id),
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(one(request, request_id))


class RequestReview(WithReason):
    """Which word, with its reasons."""

    word: Literal["clear", "clear_data", "return", "refuse", "drop", "expire"]


WORDS: dict[str, Callable[..., PlatformRequest]] = {
    "clear": commands.clear,
    "clear_data": commands.clear_data,
    "return": commands.send_back,
    "refuse": commands.refuse,
    "drop": commands.drop,
    "expire": commands.expire,
}


@router.post(
    "platform-requests/{int:request_id}/reviews",
    response=PlatformRequestWhole,
    **asks(
        "platform-requests:write",
        example={"version": 1, "word": "refuse", "why": "Unsur pidana tidak terpenuhi."},
    ),
    summary="Clear, send back, refuse, give up or close, with reasons",
)
def review(request: HttpRequest, request_id: int, body: RequestReview) -> Any:
    """The legal officer's and the data protection officer's refusal ends it."""
    WORDS[body.word](
        one(request, request_id),
        why=body.why,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(one(request, request_id))


class Signing(Versioned):
    """A signature on what was read."""

    seen: Annotated[str, Field(max_length=64, description="`sha256`, as it was read")]
    comment: Line = ""


@router.post(
    "platform-requests/{int:request_id}/signatures",
    response=PlatformRequestWhole,
    **asks("platform-requests:act", example={"version": 1, "seen": "0"}),
    summary="Sign a request: the second signature authorises it",
)
def approve(request: HttpRequest, request_id: int, body: Signing) -> Any:
    """Two people, neither an author nor a reviewer of it."""
    commands.sign(
        one(request, request_id),
        by=reader_of(request),
        sha256_seen=body.seen,
        comment=body.comment,
        expected_version=version_of(request, body),
    )
    return whole(one(request, request_id))


class Sending(Versioned):
    """What a person did through the authorised channel."""

    reference: Channel
    told_how: Annotated[str, Field(min_length=1, max_length=300)]
    at: Moment | None = Field(None, description="when it was sent; now where not told")


@router.post(
    "platform-requests/{int:request_id}/sending",
    response=PlatformRequestWhole,
    **asks(
        "platform-requests:act",
        example={"version": 1, "reference": "SAMAN-1", "told_how": "surat lewat platform"},
    ),
    summary="Record that a person sent it",
)
def send(request: HttpRequest, request_id: int, body: Sending) -> Any:
    """The desk contacts no platform; its clock runs from here."""
    commands.send(
        one(request, request_id),
        reference=body.reference,
        told_how=body.told_how,
        at=body.at,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(one(request, request_id))


class Answering(Versioned):
    """What the platform did with one item."""

    state: Literal["acted", "refused"]
    text: Annotated[str, Field(min_length=1, max_length=300)]
    at: Moment | None = None


@router.post(
    "platform-requests/{int:request_id}/items/{int:item_id}/answer",
    response=PlatformRequestWhole,
    **asks(
        "platform-requests:write",
        example={"version": 1, "state": "refused", "text": "Tidak melanggar aturan kami"},
    ),
    summary="Record a platform's answer for one item",
)
def answer(request: HttpRequest, request_id: int, item_id: int, body: Answering) -> Any:
    """The last item's answer concludes the request."""
    found = one(request, request_id)
    commands.answer(
        shown(Item.objects.filter(request=found).select_related("request"), pk=item_id),
        state=body.state,
        text=body.text,
        at=body.at,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(one(request, request_id))


class LetterSending(Versioned):
    """The next reminder, as a person sent it."""

    text: Reason
    reference: Channel
    at: Moment | None = None


@router.post(
    "platform-requests/{int:request_id}/letters",
    response={201: PlatformRequestWhole},
    **asks(
        "platform-requests:write",
        example={"version": 1, "text": "Mohon jawaban.", "reference": "S-1"},
    ),
    summary="Record that a person sent the next letter",
)
def send_letter(request: HttpRequest, request_id: int, body: LetterSending) -> Any:
    """Three at most, each when the time is over without an answer."""
    commands.send_letter(
        one(request, request_id),
        text=body.text,
        reference=body.reference,
        at=body.at,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(one(request, request_id))


class Restoring(Versioned):
    """Restoration was asked for, or it happened."""

    step: Literal["asked", "restored"]
    text: Annotated[str, Field(min_length=1, max_length=300)] = Field(
        description="the channel's own number, or what the platform said"
    )
    at: Moment | None = None


@router.post(
    "platform-requests/{int:request_id}/restoration",
    response=PlatformRequestWhole,
    **asks("platform-requests:write", example={"version": 1, "step": "asked", "text": "P-1"}),
    summary="Record that restoration was asked for, or happened",
)
def restore(request: HttpRequest, request_id: int, body: Restoring) -> Any:
    """Of a request that was withdrawn as wrong."""
    by, version = reader_of(request), version_of(request, body)
    found = one(request, request_id)
    if body.step == "asked":
        commands.ask_restoration(
            found, reference=body.text, at=body.at, by=by, expected_version=version
        )
    else:
        commands.restored(found, text=body.text, at=body.at, by=by, expected_version=version)
    return whole(one(request, request_id))


def one(request: HttpRequest, request_id: int) -> PlatformRequest:
    """The request, if the token's owner may see it; elsewhere it is as if it did not exist."""
    return shown(queries.requests_of(reader_of(request)), pk=request_id)


def brief(found: PlatformRequest) -> dict[str, Any]:
    names = ("id", "version", "number", "kind", "ground", "state", "refused_rule", "created_at")
    return {name: getattr(found, name) for name in (*names, "sent_at", "is_exercise")} | {
        "case": found.case.number,
        "organisation": str(found.organisation),
    }


def whole(found: PlatformRequest) -> dict[str, Any]:
    names = ("public_number", "law", "provision", "urgency", "what", "statement", "outcome")
    more = ("has_personal_data", "legal_reason", "refused_reason", "reference", "objection")
    moments = ("reversed_at", "reversed_reason", "restoration_at", "restored_at")
    sha256, due = fingerprint(found), due_of(found)
    guard = BY_KEY.get(found.refused_rule)
    return (
        brief(found)
        | {name: getattr(found, name) for name in (*names, *more, *moments)}
        | {
            "items": [item_out(item, found.kind) for item in found.items.all()],
            "sha256": sha256,
            "signatures": len(rules.signatures(found, sha256)),
            "legal_by": named(found.legal_by),
            "instead": str(guard.instead) if guard else "",
            "due_at": due.due_at if due else None,
            "letters": found.letters.count(),
        }
    )


def item_out(item: Item, kind: str) -> dict[str, Any]:
    names = ("id", "platform", "url", "tests", "alternatives", "state", "answer", "answered_at")
    return {name: getattr(item, name) for name in names} | {"missing": rules.missing_in(item, kind)}
