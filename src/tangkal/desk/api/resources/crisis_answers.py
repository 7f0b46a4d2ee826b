"""The Q&A board of a crisis: asked, answered, checked, approved."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Moment, Versioned, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.crises import one
from tangkal.desk.crisis import commands
from tangkal.desk.crisis.models import AnswerVersion, Question
from tangkal.desk.crisis.states import AnswerState

router = Router(tags=["crises"])
VERSION = {"version": 1}
Words = Annotated[str, Field(max_length=2_000)]


class WantedAnswers(Paged):
    """Which questions."""

    state: Annotated[str, Among(("", *AnswerState.values))] = ""


class AnswerOut(Schema):
    """What one person answered at one time; a word of approval binds to its hash."""

    number: int
    text: str
    truth_as_of: Moment
    author: str
    at: Moment
    sha256: str


class BoardQuestion(Schema):
    """What somebody outside asks, and where its answer stands."""

    id: int
    version: int
    text: str
    source: str
    asker: str = Field(description="an outlet or an office, no private name")
    void_id: str
    state: str
    is_pinned: bool
    not_to_be_said: str
    asked_by: str
    asked_at: Moment
    checked_by: str | None
    approved_by: str | None
    approved_at: Moment | None
    answers: list[AnswerOut] = Field(description="the newest first")


@router.get(
    "crises/{int:crisis_id}/questions",
    response=Page[BoardQuestion],
    **asks("crises:read"),
    summary="The Q&A board of a crisis",
)
def list_questions(request: HttpRequest, crisis_id: int, wanted: Query[WantedAnswers]) -> Any:
    """What a spokesperson may say stands in those whose answer is approved."""
    rows = with_versions(one(request, crisis_id).questions)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, question_out)


@router.get(
    "crises/{int:crisis_id}/questions/{int:question_id}",
    response=BoardQuestion,
    **asks("crises:read"),
    summary="One question with every version of its answer",
)
def get_question(request: HttpRequest, crisis_id: int, question_id: int) -> Any:
    """Checks and approvals are of the newest version."""
    return question_out(question_of(request, crisis_id, question_id))


class BoardAsking(Body):
    """A question for the board."""

    text: Annotated[str, Field(min_length=1, max_length=400)]
    source: Annotated[str, Among(Question.Source.values)]
    asker: Annotated[str, Field(max_length=120)] = ""
    void_id: Annotated[str, Field(max_length=40)] = Field(
        "", description="the unanswered question of the public that it comes from"
    )


@router.post(
    "crises/{int:crisis_id}/questions",
    response={201: BoardQuestion},
    **asks("crises:write", example={"text": "Apakah stok cukup?", "source": "media"}),
    summary="Put a question on the board",
)
def ask(request: HttpRequest, crisis_id: int, body: BoardAsking) -> Any:
    """Private people are not named."""
    made = commands.ask(one(request, crisis_id), by=reader_of(request), **dict(body))
    return question_out(question_of(request, crisis_id, made.pk))


class AnswerDrafting(Versioned):
    """The next version of an answer."""

    text: Annotated[str, Field(min_length=1, max_length=2_000)]
    truth_as_of: Moment | None = None
    not_to_be_said: Words | None = Field(None, description="null: as it is")


@router.post(
    "crises/{int:crisis_id}/questions/{int:question_id}/answers",
    response={201: BoardQuestion},
    **asks("crises:write", example={"version": 1, "text": "Stok cukup untuk 21 hari."}),
    summary="Answer a question of the board",
)
def draft_answer(
    request: HttpRequest, crisis_id: int, question_id: int, body: AnswerDrafting
) -> Any:
    """Checks and approvals of an older version no longer hold."""
    commands.draft_answer(
        question_of(request, crisis_id, question_id),
        body.text,
        by=reader_of(request),
        expected_version=version_of(request, body),
        truth_as_of=body.truth_as_of,
        not_to_be_said=body.not_to_be_said,
    )
    return question_out(question_of(request, crisis_id, question_id))


class AnswerStep(Versioned):
    """One word on the newest version; sending back needs its reason."""

    comment: Words = ""


def stepped(
    request: HttpRequest, crisis_id: int, question_id: int, body: AnswerStep, action: str
) -> dict[str, Any]:
    commands.answer_step(
        question_of(request, crisis_id, question_id),
        action,
        by=reader_of(request),
        expected_version=version_of(request, body),
        comment=body.comment,
    )
    return question_out(question_of(request, crisis_id, question_id))


@router.post(
    "crises/{int:crisis_id}/questions/{int:question_id}/check",
    response=BoardQuestion,
    **asks("crises:write", example=VERSION),
    summary="Check the facts of an answer",
)
def check_answer(request: HttpRequest, crisis_id: int, question_id: int, body: AnswerStep) -> Any:
    """Never by its author."""
    return stepped(request, crisis_id, question_id, body, "check")


@router.post(
    "crises/{int:crisis_id}/questions/{int:question_id}/approve",
    response=BoardQuestion,
    **asks("crises:act", example=VERSION),
    summary="Approve an answer",
)
def approve_answer(request: HttpRequest, crisis_id: int, question_id: int, body: AnswerStep) -> Any:
    """Never by its author, nor by whoever checked it."""
    return stepped(request, crisis_id, question_id, body, "approve")


@router.post(
    "crises/{int:crisis_id}/questions/{int:question_id}/return",
    response=BoardQuestion,
    **asks("crises:write", example={"version": 1, "comment": "Sumber angkanya?"}),
    summary="Send an answer back",
)
def return_answer(request: HttpRequest, crisis_id: int, question_id: int, body: AnswerStep) -> Any:
    """With what to change."""
    return stepped(request, crisis_id, question_id, body, "return")


class QuestionPinning(Versioned):
    """Whether it stands at the top of the board and of the spokesperson's sheet."""

    is_pinned: YesNo


@router.post(
    "crises/{int:crisis_id}/questions/{int:question_id}/pin",
    response=BoardQuestion,
    **asks("crises:write", example={"version": 1, "is_pinned": True}),
    summary="Pin a question, or unpin it",
)
def pin(request: HttpRequest, crisis_id: int, question_id: int, body: QuestionPinning) -> Any:
    """Its answer stays as it is."""
    commands.pin(
        question_of(request, crisis_id, question_id),
        by=reader_of(request),
        is_pinned=body.is_pinned,
        expected_version=version_of(request, body),
    )
    return question_out(question_of(request, crisis_id, question_id))


def with_versions(rows: Any) -> Any:
    found = rows.select_related("asked_by", "checked_by", "approved_by", "changed_by")
    return found.prefetch_related("versions__author", "versions__question")


def question_of(request: HttpRequest, crisis_id: int, question_id: int) -> Question:
    found: Question = shown(with_versions(one(request, crisis_id).questions), pk=question_id)
    return found


def question_out(row: Question) -> dict[str, Any]:
    names = ("id", "version", "text", "source", "asker", "void_id", "state", "is_pinned")
    more = ("not_to_be_said", "asked_at", "approved_at")
    return {name: getattr(row, name) for name in (*names, *more)} | {
        "asked_by": str(row.asked_by),
        "checked_by": named(row.checked_by),
        "approved_by": named(row.approved_by),
        "answers": [answer_out(each) for each in row.versions.all()],
    }


def answer_out(each: AnswerVersion) -> dict[str, Any]:
    names = ("number", "text", "truth_as_of", "at", "sha256")
    return {name: getattr(each, name) for name in names} | {"author": str(each.author)}
