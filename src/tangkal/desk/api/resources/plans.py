"""Response plans: what should change, for whom, said and done by whom, and how it is measured."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Line, Moment, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import shown
from tangkal.desk.api.resources.cases import Number
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.api.resources.messages import Said, Stepping, words_of
from tangkal.desk.strategic_communication import plan_commands, plan_queries
from tangkal.desk.strategic_communication.plan_models import ResponsePlan
from tangkal.desk.strategic_communication.plan_states import PLAN, PlanState
from tangkal.strategic_communication import plan as oasis
from tangkal.strategic_communication.counters import COUNTERS

router = Router(tags=["response plans"])
VERSION = {"version": 1}
Words = Annotated[str, Field(max_length=oasis.LONGEST)]
Day = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="e.g. 2026-12-31")]
Figure = Annotated[float, Field(gt=-1e12, lt=1e12)]


class ObjectiveIn(Body):
    """What is to be different, by how much and when."""

    statement: Words = ""
    measure: Words = ""
    unit: Line = ""
    baseline: Figure | None = None
    baseline_note: Annotated[Words, Field(description="how it will be known, where not yet")] = ""
    target: Figure | None = None
    by: Day = ""


class TaskIn(Body):
    """One step with somebody who does it and a day."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]{1,12}$")]
    what: Words
    owner: Line = ""
    due: Day = ""
    owner_id: Annotated[
        int | None, Field(ge=1, description="the account that is called when it is due")
    ] = None


class PlanContent(Body):
    """What one version says; it may be incomplete until it is submitted."""

    option: Annotated[str, Among(("", *oasis.OPTIONS))] = ""
    why_option: Words = ""
    objective: ObjectiveIn = ObjectiveIn()
    audience: Words = ""
    believes: Words = ""
    anchor: Annotated[str, Among(("", *oasis.ANCHORS))] = ""
    messenger: Line = ""
    messenger_kind: Annotated[str, Among(("", *oasis.MESSENGERS))] = ""
    messenger_why: Words = ""
    strategy: Words = ""
    tasks: Annotated[list[TaskIn], Field(max_length=oasis.MOST_TASKS)] = []
    scoring: Words = ""
    counters: list[Annotated[str, Among(COUNTERS)]] = []


EXAMPLE = {"option": "debunk", "objective": {"statement": "Warga tahu bahwa harga tetap."}}


class WantedPlans(Paged):
    """Which plans."""

    state: Annotated[str, Among(("", *PlanState.values))] = ""


class PlanBrief(Schema):
    """One plan in short."""

    id: int
    version: int
    case: str
    state: str
    created_at: Moment


class PlanVersionOut(Schema):
    """What one person wrote at one time. Approvals bind to its hash."""

    number: int
    content: dict[str, Any]
    author: str
    created_at: Moment
    sha256: str


class EntryOut(Schema):
    """One line of the log."""

    stage: str
    text: str
    by: str
    at: Moment


class DoneOut(Schema):
    """Somebody's word that a task is done."""

    task: str
    by: str
    at: Moment


class PlanWhole(PlanBrief):
    """One plan with its versions, its log, what is done, and who said what."""

    versions: list[PlanVersionOut] = Field(description="the newest first")
    entries: list[EntryOut]
    done: list[DoneOut]
    words: list[Said]
    steps: list[str] = Field(description="what the token's owner may do now")


@router.get(
    "response-plans", response=Page[PlanBrief], **asks("messages:read"), summary="Response plans"
)
def list_plans(request: HttpRequest, wanted: Query[WantedPlans]) -> Any:
    """Those of cases of the owner's organisations, the newest first."""
    rows = plan_queries.plans_for(reader_of(request))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, brief)


@router.get(
    "response-plans/{int:plan_id}",
    response=PlanWhole,
    **asks("messages:read"),
    summary="One response plan",
)
def get_plan(request: HttpRequest, plan_id: int) -> Any:
    """Every version, its log and what is done."""
    return whole(request, plan_id)


class NewResponsePlan(Body):
    """A draft."""

    content: PlanContent


@router.post(
    "cases/{number}/response-plan",
    response={201: PlanWhole},
    **asks("plans:write", example={"content": EXAMPLE}),
    summary="Begin the response plan of a case",
)
def draft(request: HttpRequest, number: Number, body: NewResponsePlan) -> Any:
    """The case must have been decided to be answered, and has one plan."""
    made = plan_commands.draft_plan(
        case_of(request, number), body.content.dict(), by=reader_of(request)
    )
    return whole(request, made.pk)


class NewPlanVersion(Versioned):
    """The plan as it should stand."""

    content: PlanContent


@router.post(
    "response-plans/{int:plan_id}/versions",
    response={201: PlanWhole},
    **asks("plans:write", example={"version": 1, "content": EXAMPLE}),
    summary="Write the next version of a response plan",
)
def write_version(request: HttpRequest, plan_id: int, body: NewPlanVersion) -> Any:
    """Nobody has approved it yet."""
    plan_commands.save_plan_version(
        one(request, plan_id),
        body.content.dict(),
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(request, plan_id)


def stepped(request: HttpRequest, plan_id: int, body: Stepping, action: str) -> dict[str, Any]:
    plan_commands.take_plan_step(
        one(request, plan_id),
        action,
        by=reader_of(request),
        expected_version=version_of(request, body),
        comment=body.comment,
    )
    return whole(request, plan_id)


@router.post(
    "response-plans/{int:plan_id}/submit",
    response=PlanWhole,
    **asks("plans:write", example=VERSION),
    summary="Send a response plan to the approver",
)
def submit(request: HttpRequest, plan_id: int, body: Stepping) -> Any:
    """A vague objective is refused, naming what it lacks."""
    return stepped(request, plan_id, body, "submit")


@router.post(
    "response-plans/{int:plan_id}/return",
    response=PlanWhole,
    **asks("plans:write", example={"version": 1, "comment": "Ukurannya belum ada"}),
    summary="Send a response plan back",
)
def send_back(request: HttpRequest, plan_id: int, body: Stepping) -> Any:
    """With what to change."""
    return stepped(request, plan_id, body, "return")


@router.post(
    "response-plans/{int:plan_id}/approve",
    response=PlanWhole,
    **asks("plans:act", example=VERSION),
    summary="Approve the newest version of a response plan",
)
def approve(request: HttpRequest, plan_id: int, body: Stepping) -> Any:
    """Never by anybody who wrote a version."""
    return stepped(request, plan_id, body, "approve")


class NewEntry(Body):
    """What was found, assessed, created or targeted."""

    stage: Annotated[str, Among(oasis.STAGES)]
    text: Annotated[str, Field(min_length=1, max_length=plan_commands.LONGEST_ENTRY)]


@router.post(
    "response-plans/{int:plan_id}/log",
    response={201: PlanWhole},
    **asks("plans:write", example={"stage": "find", "text": "Pesan di 12 grup"}),
    summary="Write a line into the log",
)
def log_entry(request: HttpRequest, plan_id: int, body: NewEntry) -> Any:
    """It stays as it was written."""
    plan_commands.log_entry(one(request, plan_id), body.stage, body.text, by=reader_of(request))
    return whole(request, plan_id)


@router.post(
    "response-plans/{int:plan_id}/tasks/{task}/done",
    response=PlanWhole,
    **asks("plans:write"),
    summary="Say that a task of an approved plan is done",
)
def tick_task(
    request: HttpRequest, plan_id: int, task: Annotated[str, Field(pattern=r"^[a-z0-9]{1,12}$")]
) -> Any:
    """Said twice, it stands once."""
    plan_commands.tick_task(one(request, plan_id), task, by=reader_of(request))
    return whole(request, plan_id)


def one(request: HttpRequest, plan_id: int) -> ResponsePlan:
    return shown(plan_queries.plans_for(reader_of(request)), pk=plan_id)


def brief(plan: ResponsePlan) -> dict[str, Any]:
    names = ("id", "version", "state", "created_at")
    return {name: getattr(plan, name) for name in names} | {"case": plan.case.number}


def whole(request: HttpRequest, plan_id: int) -> dict[str, Any]:
    plan = one(request, plan_id)
    roles = reader_of(request).roles_at(plan.case.lead_organisation)
    versions = plan.versions.select_related("author")
    return brief(plan) | {
        "versions": [
            {
                "number": each.number,
                "content": each.content,
                "author": str(each.author),
                "created_at": each.created_at,
                "sha256": each.sha256,
            }
            for each in versions
        ],
        "entries": [
            {"stage": each.stage, "text": each.text, "by": str(each.by), "at": each.at}
            for each in plan.entries.select_related("by")
        ],
        "done": [
            {"task": each.task, "by": str(each.by), "at": each.at}
            for each in plan.done.select_related("by")
        ],
        "words": words_of(plan),
        "steps": list(PLAN.actions(plan.state, roles)),
    }
