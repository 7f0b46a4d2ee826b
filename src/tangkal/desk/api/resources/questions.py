"""Citizens' questions: read, answered by a published clarification, or closed with a note."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Moment
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import shown
from tangkal.desk.portal import reports, rules
from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.kernel import InvalidInput

router = Router(tags=["questions"])
Receipt = Annotated[str, Field(max_length=12, description="as the citizen was given it")]


class WantedQuestions(Paged):
    """Which questions."""

    state: Annotated[str, Among(("", *PublicReport.State.values))] = ""


class QuestionOut(Schema):
    """What a citizen asked. No name and no address is known."""

    receipt: str
    text: str
    url: str
    language: str
    state: str
    answer: str | None = Field(description="slug of the clarification")
    note: str
    family: int | None = Field(description="of questions about the same thing; null for a moment")
    created_at: Moment
    answered_at: Moment | None


@router.get(
    "questions", response=Page[QuestionOut], **asks("questions:read"), summary="Citizens' questions"
)
def list_questions(request: HttpRequest, wanted: Query[WantedQuestions]) -> Any:
    """The newest first."""
    reader_of(request)
    rows = PublicReport.objects.select_related("answer", "asked")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, out)


@router.get(
    "questions/{receipt}", response=QuestionOut, **asks("questions:read"), summary="One question"
)
def get_question(request: HttpRequest, receipt: Receipt) -> Any:
    """By its receipt."""
    return out(one(request, receipt))


class QuestionAnswer(Body):
    """Which clarification answers it."""

    clarification: Annotated[str, Field(max_length=120, description="its slug on the portal")]


@router.post(
    "questions/{receipt}/answer",
    response=QuestionOut,
    **asks("questions:write", example={"clarification": "harga-bbm-tidak-naik"}),
    summary="Point a question to a published clarification",
)
def answer(request: HttpRequest, receipt: Receipt, body: QuestionAnswer) -> Any:
    """And everybody who asked the same. 409 where somebody answered or closed it meanwhile."""
    question = one(request, receipt)
    by = reader_of(request)
    rules.check_can_answer_questions(by)
    found = Clarification.objects.filter(slug=body.clarification).first()
    if found is None:
        raise InvalidInput(
            _("There is no clarification “%(slug)s”.") % {"slug": body.clarification}
        )
    return out(reports.answer_report(question, found, by=by))


class Closing(Body):
    """What the citizen reads instead of an answer."""

    note: Annotated[str, Field(min_length=1, max_length=300)]


@router.post(
    "questions/{receipt}/close",
    response=QuestionOut,
    **asks("questions:write", example={"note": "Ini pendapat, bukan klaim."}),
    summary="Close a question without an answer",
)
def close(request: HttpRequest, receipt: Receipt, body: Closing) -> Any:
    """With its whole family; the note stands on the page of each question."""
    question = one(request, receipt)
    by = reader_of(request)
    rules.check_can_answer_questions(by)
    return out(reports.close_report(question, note=body.note, by=by))


def one(request: HttpRequest, receipt: str) -> PublicReport:
    reader_of(request)
    return shown(PublicReport.objects.select_related("answer", "asked"), receipt=receipt)


def out(question: PublicReport) -> dict[str, Any]:
    asked = getattr(question, "asked", None)
    names = ("receipt", "text", "url", "language", "state", "note", "created_at", "answered_at")
    return {name: getattr(question, name) for name in names} | {
        "answer": question.answer.slug if question.answer else None,
        "family": asked.family_id if asked else None,
    }
