"""Tests of two wordings: proposed, approved by a second person, started, stopped, concluded."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Moment, Reason, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import checked, named, shown
from tangkal.desk.cases.rules import check_role
from tangkal.desk.tracking_effectiveness import trial_commands as commands
from tangkal.desk.tracking_effectiveness import trial_queries as queries
from tangkal.desk.tracking_effectiveness import trial_rules as rules
from tangkal.desk.tracking_effectiveness.trial_forms import TrialForm
from tangkal.desk.tracking_effectiveness.trial_models import Trial
from tangkal.desk.tracking_effectiveness.trial_states import PROPOSERS

router = Router(tags=["trials"])
Long = Annotated[str, Field(max_length=5_000)]


class TrialOut(Schema):
    """One test of two wordings of a published answer."""

    id: int
    version: int
    title: str
    clarification: str
    state: str
    headline: str
    part_key: str
    part_text: str
    outcome: str
    smallest_percent: int
    days: int
    why: str
    ethics: str
    vouched: list[str]
    faults: list[str] = Field(description="why it may go no further; empty where it may")
    author: str | None
    approved_by: str | None
    started_at: Moment | None
    stopped_at: Moment | None
    ended: str
    lesson: str
    held: str = Field(description="whose freeze keeps it from starting, and why; empty where none")
    result: dict[str, Any] | None = Field(description="counts, and what they allow to propose")


class TrialFacts(Versioned):
    """What B says otherwise, by what it is decided, and why it does no harm."""

    title: Annotated[str, Field(min_length=1, max_length=160)]
    headline: Annotated[str, Field(min_length=1, max_length=200)]
    part_key: Annotated[str, Field(max_length=20)] = ""
    part_text: Annotated[str, Field(max_length=20_000)] = ""
    outcome: Annotated[str, Among(Trial.Outcome.values)] = "yes"
    smallest_percent: Annotated[int, Field(ge=5, le=300)] = 25
    days: Annotated[int, Field(ge=1, le=60)] = 14
    why: Annotated[str, Field(min_length=1, max_length=5_000)]
    ethics: Annotated[str, Field(min_length=1, max_length=5_000)]
    vouched: Annotated[
        list[Annotated[str, Among(tuple(rules.VOUCHES))]], Field(max_length=len(rules.VOUCHES))
    ] = []


TRIAL: dict[str, Any] = {
    "title": "Judul yang lebih pendek",
    "headline": "BBM: harga tetap",
    "why": "Judul panjang terpotong di telepon.",
    "ethics": "Keduanya benar.",
    "vouched": list(rules.VOUCHES),
}
VERSION = {"version": 1}


@router.get("trials", response=Page[TrialOut], **asks("tracking:read"), summary="Tests of wordings")
def list_trials(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Those of the owner's offices, the newest first."""
    return page(request, rules.visible_trials(reader_of(request)), wanted, trial_out)


@router.get(
    "trials/{int:trial_id}",
    response=TrialOut,
    **asks("tracking:read"),
    summary="One test of wordings",
)
def get_trial(request: HttpRequest, trial_id: int) -> Any:
    """With what its counts say now."""
    return trial_out(trial_of(request, trial_id))


@router.post(
    "clarifications/{slug:slug}/trials",
    response={201: TrialOut},
    **asks("trials:write", example=TRIAL),
    summary="Propose a test of another wording",
)
def propose(request: HttpRequest, slug: str, body: TrialFacts) -> Any:
    """A draft; facts are compared when it is handed on."""
    by = reader_of(request)
    answer = shown(rules.readable_answers(by), slug=slug)
    check_role(by, PROPOSERS, at=answer.issuer)
    values = checked(TrialForm(body.model_dump(), answer=answer))
    return trial_out(commands.propose(answer, values, by=by))


@router.post(
    "trials/{int:trial_id}/revise",
    response=TrialOut,
    **asks("trials:write", example=TRIAL | VERSION),
    summary="Change a test that has not begun",
)
def revise(request: HttpRequest, trial_id: int, body: TrialFacts) -> Any:
    """An approval is gone with that."""
    found, by = trial_of(request, trial_id), reader_of(request)
    rules.check_step(found, "revise", by)
    values = checked(TrialForm(body.model_dump(), answer=found.clarification))
    version = version_of(request, body)
    return trial_out(commands.revise(found, values, by=by, version=version))


class Step(Versioned):
    """A step, with words where it asks for them."""

    why: Long = ""


def take(
    request: HttpRequest,
    trial_id: int,
    body: Versioned,
    command: Callable[..., Trial],
    **words: str,
) -> dict[str, Any]:
    found, by = trial_of(request, trial_id), reader_of(request)
    return trial_out(command(found, by=by, version=version_of(request, body), **words))


@router.post(
    "trials/{int:trial_id}/submit",
    response=TrialOut,
    **asks("trials:write", example=VERSION),
    summary="Hand a test to a second person",
)
def submit(request: HttpRequest, trial_id: int, body: Step) -> Any:
    """Refused while a fact differs or a promise is open."""
    return take(request, trial_id, body, commands.submit)


@router.post(
    "trials/{int:trial_id}/approve",
    response=TrialOut,
    **asks("trials:act", example=VERSION),
    summary="Approve a test as second person",
)
def approve(request: HttpRequest, trial_id: int, body: Step) -> Any:
    """Both wordings and the ethics note."""
    return take(request, trial_id, body, commands.approve, comment=body.why)


class StepWithReason(Versioned):
    """Why, in words."""

    why: Reason


@router.post(
    "trials/{int:trial_id}/send-back",
    response=TrialOut,
    **asks("trials:act", example=VERSION | {"why": "Lebih pendek"}),
    summary="Send a test back",
)
def send_back(request: HttpRequest, trial_id: int, body: StepWithReason) -> Any:
    """With what is missing."""
    return take(request, trial_id, body, commands.send_back, comment=body.why)


@router.post(
    "trials/{int:trial_id}/drop",
    response=TrialOut,
    **asks("trials:write", example=VERSION),
    summary="Drop a test that has not begun",
)
def drop(request: HttpRequest, trial_id: int, body: Step) -> Any:
    """It will not be done."""
    return take(request, trial_id, body, commands.drop)


@router.post(
    "trials/{int:trial_id}/start",
    response=TrialOut,
    **asks("trials:act", example=VERSION),
    summary="Start an approved test",
)
def start(request: HttpRequest, trial_id: int, body: Step) -> Any:
    """From now on the portal draws a version for each page view."""
    return take(request, trial_id, body, commands.start)


class Stopping(Body):
    """How it ends; no reason and no version is needed to stop."""

    ended: Annotated[str, Among(dict(commands.ENDINGS))] = "other"
    why: Long = ""


@router.post(
    "trials/{int:trial_id}/stop",
    response=TrialOut,
    **asks("trials:write", example={"ended": "time"}),
    summary="Stop a test at once",
)
def stop(request: HttpRequest, trial_id: int, body: Stopping) -> Any:
    """Every reader sees the published wording again."""
    found, by = trial_of(request, trial_id), reader_of(request)
    return trial_out(commands.stop(found, by=by, ended=body.ended, why=body.why))


@router.post(
    "trials/{int:trial_id}/conclude",
    response=TrialOut,
    **asks("trials:write", example=VERSION | {"why": "Judul pendek membantu"}),
    summary="Record what a test taught",
)
def conclude(request: HttpRequest, trial_id: int, body: StepWithReason) -> Any:
    """Which wording stays is decided elsewhere, by a correction."""
    return take(request, trial_id, body, commands.conclude, lesson=body.why)


class HelpfulOut(Schema):
    """What readers pressed under one answer: who presses chooses to, so it stands for nobody."""

    clarification: str
    yes: int
    no: int
    share: float | None = Field(description="null below 30 answers")
    low: float | None
    high: float | None


@router.get(
    "helpful",
    response=list[HelpfulOut],
    **asks("tracking:read"),
    summary="What readers pressed under answers",
)
def helpful(request: HttpRequest) -> Any:
    """Of the newest answers; no measure of truth and no target."""
    rows = queries.helpful_of(queries.answered_pages(reader_of(request), 100))
    names = ("yes", "no", "share", "low", "high")
    return [
        {name: getattr(each, name) for name in names} | {"clarification": each.clarification.slug}
        for each in rows
    ]


def trial_of(request: HttpRequest, trial_id: int) -> Trial:
    return shown(rules.visible_trials(reader_of(request)), pk=trial_id)


def trial_out(found: Trial) -> dict[str, Any]:
    names = ("id", "version", "title", "state", "headline", "part_key", "part_text", "outcome")
    more = ("smallest_percent", "days", "why", "ethics", "vouched", "started_at", "stopped_at")
    return {name: getattr(found, name) for name in (*names, *more, "ended", "lesson")} | {
        "clarification": found.clarification.slug,
        "faults": rules.faults(found) if not found.code else [],
        "held": rules.held(found),
        "author": named(found.author),
        "approved_by": named(found.approved_by),
        "result": result_out(found),
    }


def result_out(found: Trial) -> dict[str, Any] | None:
    result = queries.result_of(found)
    if result is None:
        return None
    return {
        "views": {"a": result.views_a, "b": result.views_b},
        "counts": {row.kind: {"a": row.a, "b": row.b} for row in result.rows},
        "ratio": result.primary.comparison.estimate,
        "low": result.primary.comparison.low,
        "high": result.primary.comparison.high,
        "p_always": result.primary.comparison.p_always,
        "proposal": result.proposal,
        "says": result.says,
    }
