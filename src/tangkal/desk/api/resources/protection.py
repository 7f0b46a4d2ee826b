"""Data protection: what goes when, what is held, requests of people, breaches."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Moment, Reason, Text, Versioned, Whole
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.cases import Number
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.rights import breaches, data_requests, retention, rules
from tangkal.desk.rights.models import Breach, BreachEntry, EvidenceHold, SubjectRequest
from tangkal.desk.rights.states import RequestState
from tangkal.kernel import InvalidInput

router = Router(tags=["data protection"])
Short = Annotated[str, Field(min_length=1, max_length=200)]


def protector_of(request: HttpRequest) -> User:
    reader = reader_of(request)
    rules.check_sees_protection(reader)
    return reader


# Retention and holds


class RetentionLine(Schema):
    """What one rule would let go now."""

    key: str
    what: str
    days: int
    after: str
    going: int
    by_itself: bool = Field(description="the worker lets it go; else only a person does")
    held: list[list[str]] = Field(description="case, and why its evidence stays")


class RetentionPlan(Schema):
    """What would go now; nothing has."""

    lines: list[RetentionLine]


@router.get(
    "retention", response=RetentionPlan, **asks("protection:read"), summary="What would go now"
)
def get_plan(request: HttpRequest) -> Any:
    """What is over its time, and what is held back and why."""
    rules.check_sees_retention(reader_of(request))
    return {
        "lines": [
            {
                "key": line.key,
                "what": str(line.what),
                "days": line.days,
                "after": str(line.after),
                "going": line.going,
                "by_itself": line.by_itself,
                "held": [list(each) for each in line.held],
            }
            for line in retention.plan(timezone.now())
        ]
    }


class RetentionDone(Schema):
    """How many records went, by rule."""

    dropped: dict[str, int]


@router.post(
    "retention/run", response=RetentionDone, **asks("protection:act"), summary="Let go what is due"
)
def run_retention(request: HttpRequest) -> Any:
    """Evidence of closed cases too; what is held stays."""
    return RetentionDone(dropped=retention.run(timezone.now(), by=reader_of(request)))


class HoldOut(Schema):
    """Evidence of a case that must not go yet."""

    id: int
    case: str
    reason: str
    until: date
    by: str
    at: Moment
    ended_at: Moment | None


@router.get(
    "holds", response=Page[HoldOut], **asks("protection:read"), summary="Evidence held back"
)
def list_holds(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Of cases of the owner's organisations; the newest first."""
    reader = reader_of(request)
    rules.check_sees_retention(reader)
    return page(request, retention.holds_of(reader), wanted, hold_out)


class NewHold(Body):
    """Which case's evidence is kept beyond its time, why, and until which day."""

    case: Number
    reason: Reason
    until: date


@router.post(
    "holds",
    response={201: HoldOut},
    **asks(
        "protection:write",
        example={"case": "2026-0001", "reason": "Perkara di pengadilan", "until": "2029-12-31"},
    ),
    summary="Hold a case's evidence back",
)
def hold(request: HttpRequest, body: NewHold) -> Any:
    """A hold without an end would be a store without a purpose."""
    by = reader_of(request)
    if not by.has_role(Role.LEGAL):
        rules.check_protects(by)
    case = visible_cases(by).filter(number=body.case).first()
    if case is None:
        raise InvalidInput(_("There is no case %(number)s.") % {"number": body.case})
    return hold_out(retention.hold(case, reason=body.reason, until=body.until, by=by))


@router.post(
    "holds/{int:hold_id}/end",
    response=HoldOut,
    **asks("protection:write"),
    summary="End a hold",
)
def end_hold(request: HttpRequest, hold_id: int) -> Any:
    """The evidence's own time counts again."""
    by = reader_of(request)
    found = shown(retention.holds_of(by), pk=hold_id)
    return hold_out(retention.end_hold(found, by=by))


def hold_out(row: EvidenceHold) -> dict[str, Any]:
    names = ("id", "reason", "until", "at", "ended_at")
    return {name: getattr(row, name) for name in names} | {
        "case": row.case.number,
        "by": str(row.by),
    }


# Requests of people about their own data


class WantedRequests(Paged):
    """Which requests."""

    state: Annotated[str, Among(("", *RequestState.values))] = ""


class RequestBrief(Schema):
    """Somebody asks what we keep of them, or that it goes."""

    id: int
    version: int
    kind: str
    asked_by: str
    looked_for: str
    state: str
    received_at: Moment
    due_at: Moment
    answered_at: Moment | None
    answered_by: str | None
    result: dict[str, Any]


class KeptOfSomebody(Schema):
    """One thing that is kept of somebody."""

    kind: str
    number: str
    data: dict[str, str]
    kept_because: str = Field(description="empty: may be erased")


class RequestWhole(RequestBrief):
    """One request and its letter; until it is answered, to whoever answers it what is kept."""

    found: list[KeptOfSomebody]
    letter: str


@router.get(
    "data-requests",
    response=Page[RequestBrief],
    **asks("protection:read"),
    summary="Requests of people about their own data",
)
def list_requests(request: HttpRequest, wanted: Query[WantedRequests]) -> Any:
    """The newest first."""
    rows = data_requests.visible(protector_of(request))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, request_brief)


@router.get(
    "data-requests/{int:request_id}",
    response=RequestWhole,
    **asks("protection:read"),
    summary="One request",
)
def get_request(request: HttpRequest, request_id: int) -> Any:
    """To the officer who answers it: what is found, what would go, and the letter."""
    return request_whole(request, request_of(request, request_id))


class NewRequest(Body):
    """What is asked, by whom, and under what it is looked for."""

    kind: Annotated[str, Among(SubjectRequest.Kind.values)]
    asked_by: Short = Field(description="who, and how the office made sure of it")
    looked_for: Short = Field(description="receipt, e-mail, telephone number or user name")


@router.post(
    "data-requests",
    response={201: RequestWhole},
    **asks(
        "protection:write",
        example={"kind": "access", "asked_by": "Siti, KTP", "looked_for": "siti@contoh.id"},
    ),
    summary="Register a request",
)
def take_in(request: HttpRequest, body: NewRequest) -> Any:
    """Its clock runs from now."""
    made = data_requests.take_in(by=reader_of(request), **dict(body))
    return request_whole(request, request_of(request, made.pk))


class RequestAnswering(Versioned):
    """The letter; where none is sent, the one that the desk has written."""

    letter: Text = ""


@router.post(
    "data-requests/{int:request_id}/answer",
    response=RequestWhole,
    **asks("protection:act", example={"version": 1}),
    summary="Answer a request",
)
def answer(request: HttpRequest, request_id: int, body: RequestAnswering) -> Any:
    """An erasure erases what may go in the same step."""
    data_requests.answer(
        request_of(request, request_id),
        letter=body.letter,
        by=reader_of(request),
        version=version_of(request, body),
    )
    return request_whole(request, request_of(request, request_id))


class RequestRefusing(Versioned):
    """Why: somebody who could not show who they are, say."""

    reason: Reason


@router.post(
    "data-requests/{int:request_id}/refuse",
    response=RequestWhole,
    **asks("protection:write", example={"version": 1, "reason": "Identitas tidak terbukti"}),
    summary="Refuse a request",
)
def refuse(request: HttpRequest, request_id: int, body: RequestRefusing) -> Any:
    """With its reason, which is the letter."""
    data_requests.refuse(
        request_of(request, request_id),
        reason=body.reason,
        by=reader_of(request),
        version=version_of(request, body),
    )
    return request_whole(request, request_of(request, request_id))


def request_of(request: HttpRequest, request_id: int) -> SubjectRequest:
    return shown(data_requests.visible(protector_of(request)), pk=request_id)


def request_brief(row: SubjectRequest) -> dict[str, Any]:
    names = ("id", "version", "kind", "asked_by", "looked_for", "state", "received_at", "due_at")
    return {name: getattr(row, name) for name in (*names, "answered_at", "result")} | {
        "answered_by": named(row.answered_by)
    }


def request_whole(request: HttpRequest, row: SubjectRequest) -> dict[str, Any]:
    reader = reader_of(request)
    is_open = row.state == RequestState.RECEIVED
    may_act = reader.has_role(Role.DATA_PROTECTION, at=row.by.organisation)
    found = data_requests.find(row.looked_for, reader) if is_open and may_act else []
    letter = data_requests.letter_text(row, found) if is_open and may_act else ""
    return request_brief(row) | {
        "found": [
            {
                "kind": each.kind,
                "number": each.number,
                "data": each.data,
                "kept_because": str(each.kept_because),
            }
            for each in found
        ],
        "letter": letter if is_open else row.letter,
    }


# Breaches


class BreachBrief(Schema):
    """Personal data got out, got lost or was changed: three days to say so."""

    id: int
    version: int
    title: str
    what: str
    subjects: int | None = Field(description="how many people; null while nobody knows")
    measures: str
    state: str
    found_at: Moment
    due_at: Moment
    subjects_told_at: Moment | None
    agency_told_at: Moment | None
    closed_at: Moment | None
    by: str


class BreachEntryOut(Schema):
    """One thing done about a breach; never changed."""

    id: int
    kind: str
    to_whom: str
    text: str
    by: str
    at: Moment


class BreachWhole(BreachBrief):
    """One breach: who was told what, and a notice to fill in."""

    entries: list[BreachEntryOut]
    notice: str


@router.get(
    "breaches",
    response=Page[BreachBrief],
    **asks("protection:read"),
    summary="Breaches of personal data",
)
def list_breaches(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """The register, the newest first."""
    return page(request, breaches.visible(protector_of(request)), wanted, breach_brief)


@router.get(
    "breaches/{int:breach_id}",
    response=BreachWhole,
    **asks("protection:read"),
    summary="One breach",
)
def get_breach(request: HttpRequest, breach_id: int) -> Any:
    """Its clock, and who was told what."""
    return breach_whole(breach_of(request, breach_id))


class NewBreach(Body):
    """What happened, to which data, and when it was found."""

    title: Short
    what: Reason
    found_at: Moment = Field(description="the 3 × 24 hours count from here")
    subjects: Whole | None = None
    measures: Text = ""


@router.post(
    "breaches",
    response={201: BreachWhole},
    **asks(
        "protection:write",
        example={
            "title": "Daftar surel terkirim ke luar",
            "what": "Surel pelapor.",
            "found_at": "2026-03-02T05:00:00Z",
        },
    ),
    summary="Register a breach",
)
def open_breach(request: HttpRequest, body: NewBreach) -> Any:
    """The clock runs from when it was found, not from when it is written."""
    made = breaches.open_breach(by=reader_of(request), **dict(body))
    return breach_whole(breach_of(request, made.pk))


class NewBreachEntry(Versioned):
    """What was done, and who was told."""

    kind: Annotated[str, Among(BreachEntry.Kind.values)]
    text: Reason
    to_whom: Annotated[str, Field(max_length=200)] = ""


@router.post(
    "breaches/{int:breach_id}/entries",
    response={201: BreachWhole},
    **asks("protection:write", example={"version": 1, "kind": "note", "text": "Akun ditutup."}),
    summary="Write down what was done about a breach",
)
def add_breach_entry(request: HttpRequest, breach_id: int, body: NewBreachEntry) -> Any:
    """Telling both the people and the agency stops the clock."""
    breaches.add_entry(
        breach_of(request, breach_id),
        kind=body.kind,
        text=body.text,
        to_whom=body.to_whom,
        by=reader_of(request),
        version=version_of(request, body),
    )
    return breach_whole(breach_of(request, breach_id))


@router.post(
    "breaches/{int:breach_id}/close",
    response=BreachWhole,
    **asks("protection:write", example={"version": 1}),
    summary="Close a breach",
)
def close_breach(request: HttpRequest, breach_id: int, body: Versioned) -> Any:
    """The notices are out and the cause is mended."""
    found = breach_of(request, breach_id)
    breaches.close(found, by=reader_of(request), version=version_of(request, body))
    return breach_whole(breach_of(request, breach_id))


def breach_of(request: HttpRequest, breach_id: int) -> Breach:
    return shown(breaches.visible(protector_of(request)), pk=breach_id)


def breach_brief(row: Breach) -> dict[str, Any]:
    names = ("id", "version", "title", "what", "subjects", "measures", "state")
    moments = ("found_at", "due_at", "subjects_told_at", "agency_told_at", "closed_at")
    return {name: getattr(row, name) for name in (*names, *moments)} | {"by": str(row.by)}


def breach_whole(row: Breach) -> dict[str, Any]:
    names = ("id", "kind", "to_whom", "text", "at")
    return breach_brief(row) | {
        "entries": [
            {name: getattr(each, name) for name in names} | {"by": str(each.by)}
            for each in row.entries.select_related("by")
        ],
        "notice": breaches.notice_text(row),
    }
