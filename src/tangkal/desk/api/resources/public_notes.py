"""Public notes of a case: what those who wait for its answer may know already."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, Strict

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Key, Moment, Reason, Versioned
from tangkal.desk.api.people import shown
from tangkal.desk.api.resources.cases import Number
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.cases.models import Case, PublicNote
from tangkal.desk.cases.public_notes import commands, connecting
from tangkal.desk.portal.languages import OWN_NAMES
from tangkal.desk.questions.models import Family

router = Router(tags=["cases"])


class PublicNoteOut(Schema):
    """One note; the public reads it while its state is TERBIT, and only then."""

    id: int
    version: int
    state: str
    text: str
    language: str
    more_at: Moment | None = Field(description="when there will be more")
    sha256: str = Field(description="of what is read; a release is bound to it")
    authors: list[str]
    written_at: Moment
    released_by: str | None
    released_at: Moment | None
    ended_at: Moment | None
    ended_why: str


class PublicNotesOut(Schema):
    """The notes of a case, and for how many they are."""

    waiting: int = Field(description="people who asked what this case is to answer")
    notes: list[PublicNoteOut] = Field(description="the newest first")


@router.get(
    "cases/{number}/public-notes",
    response=PublicNotesOut,
    **asks("cases:read"),
    summary="What the public may read of a case before its answer",
)
def list_public_notes(request: HttpRequest, number: Number) -> Any:
    """Drafts too; internal notes stand with the case itself."""
    case = case_of(request, number)
    return {"waiting": connecting.waiting(case), "notes": [out(note) for note in rows(case)]}


class PublicNoteDraft(Body):
    """The words of the case's draft; personal data in them is masked."""

    version: Annotated[int, Strict(), Field(ge=0, le=2**31 - 1)] = Field(
        0, description="of the draft as last read; 0 where the case has none"
    )
    text: Annotated[str, Field(min_length=1, max_length=commands.LONGEST)]
    more_at: Moment | None = None
    language: Annotated[str, Among(tuple(OWN_NAMES))] = "id"


@router.post(
    "cases/{number}/public-notes",
    response={201: PublicNoteOut},
    **asks("cases:write", example={"version": 0, "text": "Kami sedang memeriksanya ke dinas."}),
    summary="Write the draft of a public note",
)
def write_public_note(request: HttpRequest, number: Number, body: PublicNoteDraft) -> Any:
    """A case has one draft at a time. 409 where somebody wrote meanwhile."""
    case = case_of(request, number)
    made = commands.write(
        case,
        text=body.text,
        more_at=body.more_at,
        language=body.language,
        by=reader_of(request),
        version=body.version,
    )
    return out(made)


@router.post(
    "cases/{number}/public-notes/{int:note_id}/release",
    response=PublicNoteOut,
    **asks("messages:act", example={"version": 1}),
    summary="Release a public note",
)
def release_public_note(request: HttpRequest, number: Number, note_id: int, body: Versioned) -> Any:
    """Never by anybody who wrote a word of it; what was released before is replaced."""
    note = note_of(request, number, note_id)
    version = version_of(request, body)
    return out(commands.release(note, by=reader_of(request), version=version))


class PublicNoteEnding(Versioned):
    """Why the public shall no longer read it."""

    why: Reason


@router.post(
    "cases/{number}/public-notes/{int:note_id}/withdraw",
    response=PublicNoteOut,
    **asks("cases:write", example={"version": 1, "why": "Sudah tidak tepat"}),
    summary="Take a public note back, or drop its draft",
)
def withdraw_public_note(
    request: HttpRequest, number: Number, note_id: int, body: PublicNoteEnding
) -> Any:
    """It stays on record with the reason."""
    note = note_of(request, number, note_id)
    version = version_of(request, body)
    return out(commands.withdraw(note, why=body.why, by=reader_of(request), version=version))


class QuestionsConnecting(Body):
    """Which family of questions waits for this case."""

    family: Key


@router.post(
    "cases/{number}/questions",
    response=PublicNotesOut,
    **asks("cases:write", example={"family": 1}),
    summary="Connect a family of citizens' questions to a case",
)
def connect_questions(request: HttpRequest, number: Number, body: QuestionsConnecting) -> Any:
    """They read its public note, and its published answer goes to all of them."""
    case, by = case_of(request, number), reader_of(request)
    case_rules.check_can(by, "link", case)
    connecting.connect(case, shown(Family.objects.all(), pk=body.family), by=by)
    return list_public_notes(request, number)


def rows(case: Case) -> QuerySet[PublicNote]:
    return case.public_notes.select_related("released_by", "changed_by").prefetch_related("authors")


def note_of(request: HttpRequest, number: str, note_id: int) -> PublicNote:
    return shown(rows(case_of(request, number)), pk=note_id)


def out(note: PublicNote) -> dict[str, Any]:
    return {
        "id": note.pk,
        "version": note.version,
        "state": str(note.state),
        "text": note.text,
        "language": note.language,
        "more_at": note.more_at,
        "sha256": note.sha256,
        "authors": sorted(str(person) for person in note.authors.all()),
        "written_at": note.written_at,
        "released_by": str(note.released_by) if note.released_by else None,
        "released_at": note.released_at,
        "ended_at": note.ended_at,
        "ended_why": note.ended_why,
    }
