"""Families of citizens' questions: what is asked by many, and one answer for all of them."""

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, begin_change, version_of
from tangkal.desk.api.fields import Among, Body, Key, Moment, Version, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import shown
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import items as lake_items
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.desk.portal.rules import check_can_answer_questions
from tangkal.desk.questions import families, moving, queries
from tangkal.desk.questions.models import Family, Move
from tangkal.kernel import InvalidInput

router = Router(tags=["questions"])
MOST_AT_ONCE = 100
SLUG = {"clarification": "harga-bbm-tidak-naik"}
VERSION = {"version": 1}


class WantedFamilies(Paged):
    """Which families."""

    state: Annotated[str, Among(("", *Family.State.values))] = ""


class FamilyOut(Schema):
    """Questions about one thing; who asked is not known here."""

    id: int
    version: int
    state: str
    questions: int = Field(description="how many ask it")
    channels: dict[str, int] = Field(description="by which ways they came")
    first_asked_at: Moment
    last_asked_at: Moment
    answer: str | None = Field(description="slug of the clarification")
    note: str
    case: str = Field(description="number of the case that is to answer it")
    settled_at: Moment | None


@router.get(
    "question-families",
    response=Page[FamilyOut],
    **asks("questions:read"),
    summary="Families of citizens' questions",
)
def list_families(request: HttpRequest, wanted: Query[WantedFamilies]) -> Any:
    """The newest first; those that nobody is in any more are left out."""
    reader_of(request)
    rows = Family.objects.filter(askers__gt=0).select_related("answer")
    found = page(request, rows.filter(state=wanted.state) if wanted.state else rows, wanted, same)
    channels = {line.family.pk: dict(line.channels) for line in queries.lines(found["items"])}
    found["items"] = [family_out(each, channels[each.pk]) for each in found["items"]]
    return found


def same(family: Family) -> Family:
    return family


@router.get(
    "question-families/{int:family_id}",
    response=FamilyOut,
    **asks("questions:read"),
    summary="One family",
)
def get_family(request: HttpRequest, family_id: int) -> Any:
    """By its number."""
    reader_of(request)
    return family_out(family_of(family_id))


class FamilyAnswer(Versioned):
    """Which clarification answers it."""

    clarification: Annotated[str, Field(max_length=120, description="its slug on the portal")]


@router.post(
    "question-families/{int:family_id}/answer",
    response=FamilyOut,
    **asks("questions:write", example={**SLUG, **VERSION}),
    summary="Answer everybody who asked it",
)
def answer_family(request: HttpRequest, family_id: int, body: FamilyAnswer) -> Any:
    """409 where somebody settled it meanwhile. Later askers get the answer at once."""
    by, family = answerer(request), family_of(family_id)
    version, found = version_of(request, body), clarification_of(body.clarification)
    families.answer_family(family, found, by=by, version=version)
    return family_out(family_of(family_id))


class FamilySeen(Body):
    """A family as it was read."""

    id: Key
    version: Version


class BulkAnswer(Body):
    """One clarification for several families."""

    clarification: Annotated[str, Field(max_length=120, description="its slug on the portal")]
    families: Annotated[list[FamilySeen], Field(min_length=1, max_length=MOST_AT_ONCE)]


class BulkDone(Schema):
    """What came of it."""

    families: int = Field(description="answered")
    questions: int = Field(description="in them")
    stale: int = Field(description="changed by somebody meanwhile, and left as they are")


@router.post(
    "question-families/answer",
    response=BulkDone,
    **asks("questions:write", example=SLUG | {"families": [{"id": 1, "version": 1}]}),
    summary="Answer several families at once",
)
def answer_many(request: HttpRequest, body: BulkAnswer) -> Any:
    """Each that stands as it was read; the others are left as they are, and counted."""
    by, found = answerer(request), clarification_of(body.clarification)
    seen = {each.id: each.version for each in body.families}
    rows = Family.objects.in_bulk(seen)
    done = families.answer_many([(rows[pk], seen[pk]) for pk in sorted(rows)], found, by=by)
    return BulkDone(families=done.families, questions=done.askers, stale=done.stale)


class FamilyNote(Versioned):
    """What everybody who asked reads instead of an answer."""

    note: Annotated[str, Field(min_length=1, max_length=300)]


@router.post(
    "question-families/{int:family_id}/close",
    response=FamilyOut,
    **asks("questions:write", example=VERSION | {"note": "Ini pendapat, bukan klaim."}),
    summary="Close a family without an answer",
)
def close_family(request: HttpRequest, family_id: int, body: FamilyNote) -> Any:
    """The note stands on each question's page, and goes to whoever left a contact."""
    by, family = answerer(request), family_of(family_id)
    families.close_family(family, note=body.note, by=by, version=version_of(request, body))
    return family_out(family_of(family_id))


class Reopening(Versioned):
    """Why what it was given does not fit."""

    why: Annotated[str, Field(min_length=1, max_length=300)]


@router.post(
    "question-families/{int:family_id}/reopen",
    response=FamilyOut,
    **asks("questions:write", example=VERSION | {"why": "Jawaban untuk daerah lain"}),
    summary="Open a settled family again",
)
def reopen_family(request: HttpRequest, family_id: int, body: Reopening) -> Any:
    """Whoever asked is told that it is looked at again."""
    by, family = answerer(request), family_of(family_id)
    families.reopen_family(family, why=body.why, by=by, version=version_of(request, body))
    return family_out(family_of(family_id))


class MoveOut(Schema):
    """Questions that a person put into another family."""

    id: int
    kind: str
    source: int
    target: int
    questions: int
    is_undone: bool


class SplitOff(Versioned):
    """Which of a family's questions ask something else."""

    receipts: Annotated[
        list[Annotated[str, Field(max_length=12)]], Field(min_length=1, max_length=MOST_AT_ONCE)
    ]


@router.post(
    "question-families/{int:family_id}/split",
    response={201: MoveOut},
    **asks("questions:write", example=VERSION | {"receipts": ["ABCD2345"]}),
    summary="Split questions off into a family of their own",
)
def split(request: HttpRequest, family_id: int, body: SplitOff) -> Any:
    """What was decided stays with them."""
    by, family = answerer(request), family_of(family_id)
    rows = PublicReport.objects.filter(receipt__in=body.receipts, asked__family=family)
    wanted = list(rows.values_list("pk", flat=True))
    return move_out(moving.split(family, wanted, by=by, version=version_of(request, body)))


class FamilyJoining(Versioned):
    """Into which family."""

    into: Key


@router.post(
    "question-families/{int:family_id}/merge",
    response={201: MoveOut},
    **asks("questions:write", example=VERSION | {"into": 2}),
    summary="Put a waiting family's questions into another",
)
def merge(request: HttpRequest, family_id: int, body: FamilyJoining) -> Any:
    """An answer there reaches them too."""
    by, family = answerer(request), family_of(family_id)
    target = Family.objects.filter(pk=body.into).first()
    if target is None:
        raise InvalidInput(_("There is no family %(number)d.") % {"number": body.into})
    return move_out(moving.merge(family, target, by=by, version=version_of(request, body)))


@router.post(
    "question-moves/{int:move_id}/undo",
    response=MoveOut,
    **asks("questions:write"),
    summary="Take a split or merge back",
)
def undo_move(request: HttpRequest, move_id: int) -> Any:
    """Refused where one of the two families was settled since."""
    by = answerer(request)
    return move_out(moving.undo(shown(Move.objects.all(), pk=move_id), by=by))


class AnsweringCase(Schema):
    """The case whose published answer goes to everybody who asked."""

    case: str


@router.post(
    "question-families/{int:family_id}/case",
    response={201: AnsweringCase},
    **asks("cases:write", begins_itself=True),
    summary="Open a case on a family",
)
def open_case(request: HttpRequest, family_id: int) -> Any:
    """With some of the questions as evidence."""
    by, family = reader_of(request), family_of(family_id)
    case_rules.check_can_open_case(by, by.organisation)
    ids = family.asked.order_by("-pk").values_list("report__item_id", flat=True)
    asked = lake_items.items(list(ids[: lake_items.MOST]))
    begin_change(request)
    case = cases.open_on_questions(family, by=by, items=asked, is_exercise=settings.TANGKAL.is_demo)
    return AnsweringCase(case=case.number)


class CoverageWeek(Schema):
    """What became of one week's questions."""

    begins_on: date
    asked: int
    answered: int
    closed: int
    waiting: int
    answered_percent: int | None
    median_hours: float | None = Field(description="of those answered; null where there is none")
    missing_percent: int | None = Field(description="share that is not in the median")


@router.get(
    "question-coverage",
    response=list[CoverageWeek],
    **asks("questions:read"),
    summary="How much of what was asked is answered, week by week",
)
def coverage(request: HttpRequest) -> Any:
    """The last eight weeks, newest first, by the week of asking."""
    reader_of(request)
    return [
        {name: getattr(week, name) for name in CoverageWeek.model_fields}
        for week in queries.coverage(timezone.now())
    ]


def answerer(request: HttpRequest) -> User:
    """Raises ActionDenied for a role that only reads."""
    by = reader_of(request)
    check_can_answer_questions(by)
    return by


def family_of(family_id: int) -> Family:
    return shown(Family.objects.select_related("answer"), pk=family_id)


def clarification_of(slug: str) -> Clarification:
    found = Clarification.objects.filter(slug=slug).first()
    if found is None:
        raise InvalidInput(_("There is no clarification “%(slug)s”.") % {"slug": slug})
    return found


def family_out(family: Family, channels: dict[str, int] | None = None) -> dict[str, Any]:
    names = ("id", "version", "state", "first_asked_at", "last_asked_at", "note", "settled_at")
    return {name: getattr(family, name) for name in names} | {
        "questions": family.askers,
        "channels": dict(queries.channels_of(family)) if channels is None else channels,
        "answer": family.answer.slug if family.answer else None,
        "case": family.case_number,
    }


def move_out(made: Move) -> dict[str, Any]:
    return {
        "id": made.pk,
        "kind": made.kind,
        "source": made.source_id,
        "target": made.target_id,
        "questions": len(made.reports),
        "is_undone": made.undone_at is not None,
    }
