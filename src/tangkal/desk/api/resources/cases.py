"""Cases: find, open, move along, and everything people add to them on the way."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, begin_change, version_of
from tangkal.desk.api.fields import (
    Among,
    Body,
    Key,
    Line,
    Moment,
    Reason,
    Text,
    Versioned,
    YesNo,
)
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, person_of, shown
from tangkal.desk.cases import commands, items, log, queries, steps, words
from tangkal.desk.cases import evidence as evidence_store
from tangkal.desk.cases.judgements import is_hidden
from tangkal.desk.cases.models import Case, Evidence, Priority
from tangkal.desk.cases.states import CaseState
from tangkal.desk.cases.views.detail import evidence_file as screens_file
from tangkal.kernel import InvalidInput

router = Router(tags=["cases"])
Number = Annotated[str, Field(max_length=20, description="the case's number, e.g. 2026-0001")]
FILE_BYTES = 21 * 1024 * 1024
WORDS_KINDS = (Evidence.Kind.PAGE, Evidence.Kind.DOCUMENT, Evidence.Kind.STATEMENT)
Reliability = Annotated[str, Among(("", *Evidence.Reliability.values))]
Credibility = Annotated[str, Among(("", *Evidence.Credibility.values))]


class WantedCases(Paged):
    """Which cases: the list's own filters."""

    state: Annotated[str, Among(("", "all", "open", *CaseState.values))] = Field(
        "", description="empty: all that are not closed"
    )
    priority: Annotated[str, Among(("", *Priority.values))] = ""
    mine: bool = False
    overdue: bool = False
    q: str = Field("", max_length=200, description="words; each in title or number")


class CaseBrief(Schema):
    """One case in short."""

    number: str
    version: int
    title: str
    summary: str
    state: str
    priority: str
    lead_organisation: str
    lead_organisation_id: int
    owner: str | None
    opened_by: str
    opened_at: Moment
    due_at: Moment | None
    due_step: str
    closed_at: Moment | None
    is_exercise: bool


class ClaimOut(Schema):
    """What is asserted, in one sentence that can be checked."""

    id: int
    text: str
    category: str
    disorder_type: str
    claimant_kind: str
    created_by: str
    created_at: Moment


class EvidenceOut(Schema):
    """One piece of evidence with its provenance and hash."""

    id: int
    kind: str
    title: str
    text: str
    url: str
    source: str
    platform: str
    item_id: str
    file_name: str
    size_bytes: int | None
    reliability: str
    credibility: str
    published_at: Moment | None
    captured_at: Moment
    added_by: str
    added_at: Moment
    sha256: str
    is_public: bool


class NoteOut(Schema):
    """An internal note; never shown outside the desk."""

    id: int
    text: str
    by: str
    at: Moment


class LogLine(Schema):
    """One line of the case's log, from the audit trail."""

    sequence: int
    at: Moment
    actor: str
    says: str
    why: str
    hash: str


class StepOut(Schema):
    """What the case waits for, and whether the token's owner may do it."""

    action: str
    label: str
    refusal: str = Field(description="empty where its owner may")
    who: list[str] = Field(description="colleagues who may")


class CaseWhole(CaseBrief):
    """One case with everything its page shows; judgements, verdicts, decisions have addresses
    of their own."""

    signals: list[int]
    claims: list[ClaimOut]
    evidence: list[EvidenceOut]
    notes: list[NoteOut]
    steps: list[StepOut]
    log: list[LogLine] = Field(description="the newest first")


@router.get("cases", response=Page[CaseBrief], **asks("cases:read"), summary="Cases")
def list_cases(request: HttpRequest, wanted: Query[WantedCases]) -> Any:
    """The cases that the token's owner may see, the newest first, a page at a time."""
    chosen = queries.CaseFilter(
        state=wanted.state,
        priority=wanted.priority,
        mine=wanted.mine,
        overdue=wanted.overdue,
        words=wanted.q.strip(),
    )
    rows = queries.case_list(reader_of(request), chosen).select_related(
        "owner", "lead_organisation", "opened_by"
    )
    return page(request, rows, wanted, brief)


@router.get("cases/{number}", response=CaseWhole, **asks("cases:read"), summary="One case, whole")
def get_case(request: HttpRequest, number: Number) -> Any:
    """Claims, evidence, notes, what comes next, and the log."""
    return whole(request, one(request, number))


class Opening(Body):
    """A new case, on signals or on none."""

    title: Line
    summary: Text = ""
    lead_organisation: Key | None = Field(None, description="whose case it is; one's own if null")
    signals: list[Key] = Field([], max_length=50)
    items: list[Annotated[str, Field(max_length=40)]] = Field(
        [], max_length=items.MOST, description="sample items of the signals, copied as evidence"
    )


@router.post(
    "cases",
    response={201: CaseWhole},
    **asks(
        "cases:write",
        example={"title": "Kabar harga BBM naik", "summary": "", "signals": []},
        begins_itself=True,
    ),
    summary="Open a case",
)
def open_case(request: HttpRequest, body: Opening) -> Any:
    """Its signals become linked; the named items are copied as evidence."""
    by = reader_of(request)
    signals = queries.open_signals(body.signals)
    if len(signals) != len(set(body.signals)):
        raise InvalidInput(_("One of these signals does not exist."))
    chosen = set(body.items)
    found = items.sample_items(signals) if chosen else []
    begin_change(request)
    case = commands.open_case(
        signals,
        title=body.title,
        summary=body.summary,
        lead_organisation=organisation(body.lead_organisation),
        items=[item for item in found if item["item_id"] in chosen],
        by=by,
    )
    return whole(request, one(request, case.number))


def organisation(pk: int | None) -> Organisation | None:
    """An office that a body names.

    Raises:
        InvalidInput: there is none.
    """
    if pk is None:
        return None
    found = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise InvalidInput(_("There is no organisation %(id)d.") % {"id": pk})
    return found


class WithReason(Versioned):
    """A step that its reason explains."""

    why: Reason


class MaybeReason(Versioned):
    """A step whose reason may be given."""

    why: Text = ""


def moved(
    request: HttpRequest, number: str, body: Versioned, act: Callable[..., Case], **more: Any
) -> dict[str, Any]:
    case = one(request, number)
    act(case, by=reader_of(request), version=version_of(request, body), **more)
    return whole(request, one(request, number))


STEP: dict[str, Any] = {"response": CaseWhole}
VERSION = {"version": 1}


@router.post(
    "cases/{number}/triage",
    **STEP,
    **asks("cases:write", example=VERSION),
    summary="Begin work on a case",
)
def triage(request: HttpRequest, number: Number, body: Versioned) -> Any:
    """Whoever begins looks after it, unless somebody already does."""
    return moved(request, number, body, commands.triage)


@router.post(
    "cases/{number}/send-to-verification",
    **STEP,
    **asks("cases:write", example=VERSION),
    summary="Hand the claims to the verifiers",
)
def send_to_verification(request: HttpRequest, number: Number, body: Versioned) -> Any:
    """After the gate, and with a claim to verify."""
    return moved(request, number, body, commands.send_to_verification)


@router.post(
    "cases/{number}/respond",
    **STEP,
    **asks("cases:write", example=VERSION),
    summary="Begin the response that was decided",
)
def respond(request: HttpRequest, number: Number, body: Versioned) -> Any:
    """The texts are written as messages."""
    return moved(request, number, body, commands.respond)


@router.post(
    "cases/{number}/evaluate",
    **STEP,
    **asks("cases:write", example=VERSION),
    summary="Begin to measure what the response changed",
)
def evaluate(request: HttpRequest, number: Number, body: Versioned) -> Any:
    """After something was published."""
    return moved(request, number, body, commands.evaluate)


@router.post(
    "cases/{number}/close",
    **STEP,
    **asks("cases:write", example={"version": 1, "why": "Selesai"}),
    summary="Close a case",
)
def close(request: HttpRequest, number: Number, body: MaybeReason) -> Any:
    """It can always be opened again."""
    return moved(request, number, body, commands.close, why=body.why)


@router.post(
    "cases/{number}/reopen",
    **STEP,
    **asks("cases:write", example={"version": 1, "why": "Muncul bukti baru"}),
    summary="Open a decided, published or closed case again",
)
def reopen(request: HttpRequest, number: Number, body: WithReason) -> Any:
    """Its clocks start anew."""
    return moved(request, number, body, commands.reopen, why=body.why)


class Assigning(Versioned):
    """Who looks after the case."""

    to: Annotated[str, Field(max_length=60)] | None = Field(
        description="a user name; null where nobody does"
    )


@router.post(
    "cases/{number}/assign",
    **STEP,
    **asks("cases:write", example={"version": 1, "to": None}),
    summary="Name who looks after the case",
)
def assign(request: HttpRequest, number: Number, body: Assigning) -> Any:
    """Oneself, a colleague who reads the case, or nobody."""
    return moved(request, number, body, commands.assign, to=colleague(body.to))


def colleague(username: str | None) -> User | None:
    """Somebody whom a body names by user name.

    Raises:
        InvalidInput: nobody is called so.
    """
    if username is None:
        return None
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise InvalidInput(_("Nobody here is called “%(name)s”.") % {"name": username})
    return found


class NewClaim(Versioned):
    """A claim in one sentence that evidence can show true or false."""

    text: Annotated[str, Field(min_length=1, max_length=4_000)]
    category: Annotated[str, Among(("", *words.CATEGORIES))] = ""
    disorder_type: Annotated[str, Among(("", *words.DISORDER_TYPES))] = ""
    claimant_kind: Annotated[str, Among(("", *words.CLAIMANTS))] = ""


@router.post(
    "cases/{number}/claims",
    response={201: ClaimOut},
    **asks("cases:write", example={"version": 1, "text": "Harga BBM naik besok"}),
    summary="Write down a claim",
)
def add_claim(request: HttpRequest, number: Number, body: NewClaim) -> Any:
    """Until the case is decided."""
    given = body.model_dump(exclude={"version"})
    made = commands.add_claim(
        one(request, number), by=reader_of(request), version=version_of(request, body), **given
    )
    return claim_out(made)


class NewEvidence(Body):
    """Words as they stand somewhere, or what a page says."""

    kind: Annotated[str, Among(WORDS_KINDS)]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    source: Annotated[str, Field(min_length=1, max_length=200, description="who provided it")]
    text: Text = Field("", description="the words that matter, exactly as they stand there")
    url: Annotated[str, Field(max_length=1_000)] = ""
    reliability: Reliability = ""
    credibility: Credibility = ""
    is_public: YesNo = Field(False, description="may be shown on the portal as a source")


@router.post(
    "cases/{number}/evidence",
    response={201: EvidenceOut},
    **asks(
        "cases:write",
        example={
            "kind": "statement",
            "title": "Keterangan dinas",
            "source": "Dinas Energi",
            "text": "Harga tidak berubah.",
        },
    ),
    summary="Add evidence in words or by address",
)
def add_evidence(request: HttpRequest, number: Number, body: NewEvidence) -> Any:
    """It carries where it came from, when it was captured, and its hash."""
    case = one(request, number)
    if not body.text.strip() and not body.url:
        raise InvalidInput(_("Give an address, or the words themselves."))
    made = evidence_store.from_words(
        kind=body.kind, title=body.title, source=body.source, text=body.text, url=body.url
    )
    return kept(request, case, made, body)


class FileFacts(Schema):
    """What is told of a file; fields of the form beside it."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    source: Annotated[str, Field(min_length=1, max_length=200)]
    text: Text = ""
    reliability: Reliability = ""
    credibility: Credibility = ""
    is_public: Literal["true", "false"] = "false"


@router.post(
    "cases/{number}/evidence/files",
    response={201: EvidenceOut},
    **asks("cases:write", most_bytes=FILE_BYTES, begins_itself=True),
    summary="Add a file as evidence",
)
def add_file(
    request: HttpRequest, number: Number, file: File[UploadedFile], facts: Form[FileFacts]
) -> Any:
    """At most 20 MB, of a kind that is kept; sent as multipart/form-data."""
    case = one(request, number)
    made = evidence_store.from_file(file, title=facts.title, source=facts.source, text=facts.text)
    begin_change(request)
    return kept(request, case, made, facts)


def kept(request: HttpRequest, case: Case, made: Evidence, facts: Any) -> dict[str, Any]:
    stored = commands.add_evidence(
        case,
        made,
        by=reader_of(request),
        reliability=facts.reliability,
        credibility=facts.credibility,
        is_public=facts.is_public in {True, "true"},
    )
    return evidence_out(stored)


@router.get(
    "cases/{number}/evidence/{int:evidence_id}/file",
    **asks("cases:read", sends="application/octet-stream"),
    summary="The file of a piece of evidence",
)
def evidence_file(request: HttpRequest, number: Number, evidence_id: int) -> FileResponse:
    """As it was captured; refused where its bytes no longer have their hash."""
    found: FileResponse = screens_file(request, number=number, evidence_id=evidence_id)
    return found


class Grading(Versioned):
    """The Admiralty grade: reliability of the source, credibility of the content."""

    reliability: Reliability
    credibility: Credibility
    is_public: YesNo


@router.post(
    "cases/{number}/evidence/{int:evidence_id}/grade",
    response=EvidenceOut,
    **asks(
        "cases:write",
        example={"version": 1, "reliability": "B", "credibility": "2", "is_public": False},
    ),
    summary="Grade a piece of evidence",
)
def grade(request: HttpRequest, number: Number, evidence_id: int, body: Grading) -> Any:
    """`version` is the case's. Both parts of the grade, or neither."""
    case = one(request, number)
    done = commands.grade_evidence(
        shown(case.evidence.all(), pk=evidence_id),
        reliability=body.reliability,
        credibility=body.credibility,
        is_public=body.is_public,
        by=reader_of(request),
        version=version_of(request, body),
    )
    return evidence_out(done)


class NewNote(Body):
    """An internal note."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]


@router.post(
    "cases/{number}/notes",
    response={201: NoteOut},
    **asks("cases:write", example={"text": "Sudah menelepon dinas."}),
    summary="Add an internal note",
)
def add_note(request: HttpRequest, number: Number, body: NewNote) -> Any:
    """It changes nothing others decide on, so it takes no version."""
    made = commands.note(one(request, number), text=body.text, by=reader_of(request))
    return NoteOut(id=made.pk, text=made.text, by=str(made.by), at=made.at)


def one(request: HttpRequest, number: str) -> Case:
    """The case, if the token's owner may see it; elsewhere it is as if it did not exist."""
    reader = reader_of(request)
    seen = queries.visible_cases(reader).select_related("lead_organisation", "owner", "opened_by")
    return shown(seen, number=number)


def brief(case: Case) -> dict[str, Any]:
    names = ("number", "version", "title", "summary", "state", "priority", "is_exercise")
    moments = ("opened_at", "due_at", "due_step", "closed_at")
    return {name: getattr(case, name) for name in (*names, *moments)} | {
        "lead_organisation": str(case.lead_organisation),
        "lead_organisation_id": case.lead_organisation_id,
        "owner": named(case.owner),
        "opened_by": str(case.opened_by),
    }


def whole(request: HttpRequest, seen: Case) -> dict[str, Any]:
    reader, case = person_of(request), shown(queries.whole_cases(), pk=seen.pk)
    return brief(case) | {
        "signals": [signal.pk for signal in case.signals.all()],
        "claims": [claim_out(claim) for claim in case.claims.all()],
        "evidence": [evidence_out(each) for each in case.evidence.all()],
        "notes": [
            {"id": note.pk, "text": note.text, "by": str(note.by), "at": note.at}
            for note in case.notes.all()
        ],
        "steps": [
            {
                "action": step.action,
                "label": str(step.label),
                "refusal": step.refusal or "",
                "who": step.who,
            }
            for step in steps.next_steps(case, reader)
        ],
        "log": [
            {
                "sequence": entry.sequence,
                "at": entry.at,
                "actor": entry.actor,
                "says": f"{entry.text}: {entry.subject}" if entry.subject else entry.text,
                "why": entry.why,
                "hash": entry.hash,
            }
            for entry in log.entries(case, without_judgements=is_hidden(case, reader))
        ],
    }


def claim_out(claim: Any) -> dict[str, Any]:
    names = ("id", "text", "category", "disorder_type", "claimant_kind", "created_at")
    return {name: getattr(claim, name) for name in names} | {"created_by": str(claim.created_by)}


def evidence_out(evidence: Evidence) -> dict[str, Any]:
    names = (
        *("id", "kind", "title", "text", "url", "source", "platform", "item_id", "file_name"),
        *("size_bytes", "reliability", "credibility", "published_at", "captured_at", "added_at"),
        *("sha256", "is_public"),
    )
    return {name: getattr(evidence, name) for name in names} | {"added_by": str(evidence.added_by)}
