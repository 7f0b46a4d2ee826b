"""Updates of a crisis, its review, and the improvements that the review asks for."""

from datetime import time
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Body, Moment, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.crises import CrisisWhole, one, whole
from tangkal.desk.api.resources.crisis_team import Username, among
from tangkal.desk.crisis import commands, queries, rules
from tangkal.desk.crisis.commands.briefing import MOST, MOST_TIMES
from tangkal.desk.crisis.commands.reviewing import MOST as MOST_REVIEW
from tangkal.desk.crisis.forms import people_for
from tangkal.desk.crisis.models import Action, Briefing, Review
from tangkal.desk.crisis.models.learning import PARTS

router = Router(tags=["crises"])
Stage = Literal["hot_wash", "report"]


class UpdateOut(Schema):
    """One update of the rhythm."""

    number: int
    at: Moment
    by: str
    level: int
    situation: str
    decisions: str
    actions: str
    due_at: Moment | None
    next_update_at: Moment | None
    is_quiet: bool = Field(description="nothing measured has risen since the last one")


@router.get(
    "crises/{int:crisis_id}/updates",
    response=Page[UpdateOut],
    **asks("crises:read"),
    summary="Updates of a crisis",
)
def list_updates(request: HttpRequest, crisis_id: int, wanted: Query[Paged]) -> Any:
    """The newest first."""
    rows = one(request, crisis_id).briefings.select_related("by")
    return page(request, rows, wanted, update_out)


class NewUpdate(Body):
    """The situation, what was decided, who does what until when."""

    situation: Annotated[str, Field(min_length=1, max_length=MOST)]
    decisions: Annotated[str, Field(max_length=MOST)] = ""
    actions: Annotated[str, Field(max_length=MOST)] = ""
    next_update_at: Moment | None = Field(None, description="null: the rhythm's next hour")


@router.post(
    "crises/{int:crisis_id}/updates",
    response={201: UpdateOut},
    **asks("crises:write", example={"situation": "Antrean berkurang."}),
    summary="Give an update, and announce the next",
)
def brief(request: HttpRequest, crisis_id: int, body: NewUpdate) -> Any:
    """Whether it was quiet is worked out from what is measured."""
    crisis = one(request, crisis_id)
    return update_out(commands.brief(crisis, by=reader_of(request), **dict(body)))


class UpdateHours(Versioned):
    """An office's own hours of updates; none of them returns to the level's."""

    times: list[time] = Field(max_length=MOST_TIMES)


@router.post(
    "crises/{int:crisis_id}/rhythm",
    response=CrisisWhole,
    **asks("crises:write", example={"version": 1, "times": ["08:00:00", "16:00:00"]}),
    summary="Set the hours of updates",
)
def change_rhythm(request: HttpRequest, crisis_id: int, body: UpdateHours) -> Any:
    """By whoever leads here; `version` is the crisis' own."""
    commands.change_rhythm(
        one(request, crisis_id),
        body.times,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(one(request, crisis_id))


def update_out(row: Briefing) -> dict[str, Any]:
    names = ("number", "at", "level", "situation", "decisions", "actions", "due_at")
    return {name: getattr(row, name) for name in (*names, "next_update_at", "is_quiet")} | {
        "by": str(row.by)
    }


class ReviewParts(Schema):
    """The five questions of a review."""

    intended: Annotated[str, Field(max_length=MOST_REVIEW)] = ""
    happened: Annotated[str, Field(max_length=MOST_REVIEW)] = ""
    why: Annotated[str, Field(max_length=MOST_REVIEW)] = ""
    keep: Annotated[str, Field(max_length=MOST_REVIEW)] = ""
    change: Annotated[str, Field(max_length=MOST_REVIEW)] = ""


assert set(PARTS) == set(ReviewParts.model_fields)


class ImprovementOut(Schema):
    """One improvement: whose, until when, and what proves that it was made."""

    id: int
    crisis: int
    text: str
    owner: str
    due_at: Moment
    evidence: str
    closed_by: str | None
    closed_at: Moment | None


class ReviewOut(Schema):
    """Hot wash on the day the crisis ends, the report within fourteen days."""

    version: int
    begun_at: Moment
    hot_wash: ReviewParts
    hot_wash_due_at: Moment
    hot_wash_at: Moment | None
    report: ReviewParts
    report_due_at: Moment
    report_at: Moment | None
    actions: list[ImprovementOut]


@router.get(
    "crises/{int:crisis_id}/review",
    response=ReviewOut,
    **asks("crises:read"),
    summary="The review of a crisis",
)
def get_review(request: HttpRequest, crisis_id: int) -> Any:
    """404 before it has begun."""
    return review_out(review_of(request, crisis_id))


class ReviewWriting(Versioned, ReviewParts):
    """The words of one stage; the first time all five are there, it counts as written."""


@router.post(
    "crises/{int:crisis_id}/review/{stage}",
    response=ReviewOut,
    **asks("crises:write", example={"version": 1, "intended": "Menjawab dalam satu jam"}),
    summary="Write the hot wash or the report",
)
def write_review(request: HttpRequest, crisis_id: int, stage: Stage, body: ReviewWriting) -> Any:
    """Once the review has begun; `version` is the review's own."""
    by, review = reader_of(request), review_of(request, crisis_id)
    commands.write_review(
        review.crisis,
        stage,
        body.model_dump(include=set(PARTS)),
        by=by,
        expected_version=version_of(request, body),
    )
    return review_out(review_of(request, crisis_id))


@router.get(
    "crises/{int:crisis_id}/review/files/{form}",
    **asks("crises:read", sends="application/octet-stream"),
    summary="The review as a file",
)
def review_file(request: HttpRequest, crisis_id: int, form: Literal["pdf", "docx"]) -> Any:
    """With its timeline; staff under pseudonyms; who took it is on record first."""
    from tangkal.desk.crisis import outputs  # noqa: PLC0415 - makers of files, for takers alone

    made: HttpResponse = outputs.as_answer(
        *outputs.review_file(review_of(request, crisis_id), form, by=reader_of(request))
    )
    made["Content-Type"] = "application/octet-stream"
    return made


def review_of(request: HttpRequest, crisis_id: int) -> Review:
    crisis = one(request, crisis_id)
    found = shown(Review.objects.filter(crisis=crisis), crisis=crisis.pk)
    found.crisis = crisis
    return found


def review_out(review: Review) -> dict[str, Any]:
    names = ("version", "begun_at", "hot_wash", "hot_wash_due_at", "hot_wash_at", "report")
    rows = review.crisis.actions.select_related("owner", "closed_by")
    return {name: getattr(review, name) for name in (*names, "report_due_at", "report_at")} | {
        "actions": [action_out(each) for each in rows]
    }


class NewImprovement(Body):
    """What is to be improved, whose it is, and until when."""

    text: Annotated[str, Field(min_length=1, max_length=300)]
    owner: Username
    due_at: Moment


@router.post(
    "crises/{int:crisis_id}/actions",
    response={201: ImprovementOut},
    **asks(
        "crises:write",
        example={
            "text": "Daftar kontak dinas diperbarui",
            "owner": "analis",
            "due_at": "2027-01-04T01:00:00Z",
        },
    ),
    summary="Ask for an improvement",
)
def add_action(request: HttpRequest, crisis_id: int, body: NewImprovement) -> Any:
    """Of somebody who reads the crisis."""
    crisis, by = one(request, crisis_id), reader_of(request)
    rules.check_may_work(by, crisis)
    owner = among(people_for(crisis), body.owner)
    made = commands.add_action(crisis, body.text, owner=owner, due_at=body.due_at, by=by)
    return action_out(made)


@router.get(
    "crisis-actions",
    response=Page[ImprovementOut],
    **asks("crises:read"),
    summary="Improvements that wait",
)
def list_actions(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Over all crises that the owner reads, and the owner's own."""
    return page(request, queries.open_actions(reader_of(request)), wanted, action_out)


class ActionClosing(Body):
    """What proves that it was improved."""

    evidence: Annotated[str, Field(min_length=1, max_length=2_000)]


@router.post(
    "crisis-actions/{int:action_id}/close",
    response=ImprovementOut,
    **asks("crises:write", example={"evidence": "Daftar baru per 3 Maret"}),
    summary="Close an improvement",
)
def close_action(request: HttpRequest, action_id: int, body: ActionClosing) -> Any:
    """By its owner, or by an approver of the lead agency."""
    by = reader_of(request)
    seen = Action.objects.filter(crisis__in=queries.crises_of(by).values("pk"))
    action = shown(seen | Action.objects.filter(owner=by), pk=action_id)
    return action_out(commands.close_action(action, by=by, evidence=body.evidence))


def action_out(action: Action) -> dict[str, Any]:
    names = ("id", "text", "due_at", "evidence", "closed_at")
    return {name: getattr(action, name) for name in names} | {
        "crisis": action.crisis_id,
        "owner": str(action.owner),
        "closed_by": named(action.closed_by),
    }
