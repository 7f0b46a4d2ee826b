"""Evaluations of responses: plans, measurements, figures that people bring, and findings."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Key, Moment, Reason, Versioned, Whole, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import checked, named, shown
from tangkal.desk.api.resources.cases import Number
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.evaluating import (
    commands,
    counting,
    forms,
    learning,
    measuring,
    proposing,
    queries,
    rules,
    saying,
    words,
)
from tangkal.desk.tracking_effectiveness.evaluation_models import (
    Audience,
    EvaluationPlan,
    Finding,
    Measurement,
    MessageType,
    ReachFigure,
    Stage,
)
from tangkal.desk.tracking_effectiveness.states import EvaluationState

router = Router(tags=["evaluations"])
VERSION = {"version": 1}
Kind = Annotated[str, Among(MessageType.values)]
For = Annotated[str, Among(Audience.values)]
Words = Annotated[str, Field(max_length=2_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class EvaluationPlanOut(Schema):
    """How one response is to be judged."""

    id: int
    version: int
    case: str
    response: str | None = Field(description="slug of the clarification; null while not out")
    acted_at: Moment | None
    title: str
    message_type: str
    audience: str
    tier: str
    state: str
    standing: str = Field(description="unmeasured while anything needed is not on record")
    missing: list[str]
    baseline: str
    target: str
    method: str
    comparison: str
    limits: str
    chain: dict[str, str]
    narratives: list[str]
    comparisons: list[dict[str, Any]]
    bucket_hours: int
    days_before: int
    days_after: int
    triggered_by_peak: str
    power: dict[str, Any]
    left_why: str
    planned_by: str | None
    planned_at: Moment
    is_exercise: bool


class Wanted(Paged):
    """Which plans."""

    case: Annotated[str, Field(max_length=20)] = ""
    state: Annotated[str, Among(("", *EvaluationState.values))] = ""


@router.get(
    "evaluations",
    response=Page[EvaluationPlanOut],
    **asks("tracking:read"),
    summary="Evaluation plans",
)
def list_plans(request: HttpRequest, wanted: Query[Wanted]) -> Any:
    """The newest first."""
    rows = queries.whole(reader_of(request))
    if wanted.case:
        rows = rows.filter(case__number=wanted.case)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, plan_out)


@router.get(
    "evaluations/{int:plan_id}",
    response=EvaluationPlanOut,
    **asks("tracking:read"),
    summary="One evaluation plan",
)
def get_plan(request: HttpRequest, plan_id: int) -> Any:
    """With what it still lacks."""
    return plan_out(plan_of(request, plan_id))


class NewPlan(Body):
    """What differs from the proposal; everything else is proposed from the case."""

    response: Annotated[str, Field(max_length=120)] = ""
    title: Annotated[str, Field(max_length=200)] = ""
    message_type: Annotated[str, Among(("", *MessageType.values))] = ""
    audience: For = Audience.PUBLIC.value
    target: Words = ""
    limits: Words = ""
    triggered_by_peak: Annotated[str, Among(EvaluationPlan.Peak.values)] = ""
    acted_at: Moment | None = None
    comparisons: list[Annotated[str, Field(max_length=40)]] | None = Field(
        None, max_length=40, description="ids among the proposed; null takes those proposed"
    )


@router.post(
    "cases/{number}/evaluations",
    response={201: EvaluationPlanOut},
    **asks("tracking:write", example={"title": "Klarifikasi BBM"}),
    summary="Plan the evaluation of a response",
)
def make_plan(request: HttpRequest, number: Number, body: NewPlan) -> Any:
    """Baseline and comparisons are read from the items; best before the response is out."""
    by, case = reader_of(request), case_of(request, number)
    rules.check_can_plan(by, case)
    clarification = (
        shown(Clarification.objects.filter(reference=case.number), slug=body.response)
        if body.response
        else None
    )
    proposal = proposing.propose(case, clarification, timezone.now())
    given = body.model_dump(exclude={"response", "comparisons"})
    fields = proposal.fields | {name: value for name, value in given.items() if value}
    fields["comparisons"] = chosen(proposal, body.comparisons)
    made = commands.plan(case, fields, by=by, clarification=clarification, power=proposal.power)
    return plan_out(plan_of(request, made.pk))


def chosen(proposal: proposing.Proposal, wanted: list[str] | None) -> list[dict[str, Any]]:
    """The comparisons asked for; where none is, those that do not share the topic."""
    offered = {each.narrative_id: each for each in proposal.candidates}
    if wanted is None:
        return [each.as_kept() for each in offered.values() if not each.shares_topic]
    unknown = sorted(set(wanted) - set(offered))
    if unknown:
        raise ValidationError(
            {"comparisons": [_("Not among the proposed: %(ids)s.") % {"ids": ", ".join(unknown)}]}
        )
    return [offered[each].as_kept() for each in wanted]


class EvaluationPlanChange(Versioned):
    """What is to change; what is null stays."""

    title: Name | None = None
    message_type: Kind | None = None
    audience: For | None = None
    tier: Annotated[str, Among(EvaluationPlan.Tier.values)] | None = None
    baseline: Words | None = None
    target: Words | None = None
    method: Words | None = None
    comparison: Words | None = None
    limits: Words | None = None
    triggered_by_peak: Annotated[str, Among(EvaluationPlan.Peak.values)] | None = None
    bucket_hours: Annotated[int, Among(EvaluationPlan.Bucket.values)] | None = None
    days_before: Annotated[Whole, Field(ge=2, le=90)] | None = None
    days_after: Annotated[Whole, Field(ge=1, le=60)] | None = None
    acted_at: Moment | None = None


@router.post(
    "evaluations/{int:plan_id}/change",
    response=EvaluationPlanOut,
    **asks("tracking:write", example={"version": 1, "target": "Separuh dalam tiga hari"}),
    summary="Change an evaluation plan",
)
def change_plan(request: HttpRequest, plan_id: int, body: EvaluationPlanChange) -> Any:
    """What was measured under it stays on record."""
    given = body.model_dump(exclude={"version"})
    fields = {name: value for name, value in given.items() if value is not None}
    commands.revise(
        plan_of(request, plan_id),
        fields,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return plan_out(plan_of(request, plan_id))


class MeasurementOut(Schema):
    """One estimate as it was made: what was asked, and what was answered."""

    number: int
    verdict: str
    says: str
    change: float | None = Field(description="-0.31 is 31% fewer; null where nothing can be said")
    low: float | None
    high: float | None
    limits: list[str]
    question: dict[str, Any]
    answer: dict[str, Any]
    sha256: str = Field(description="of the question")
    library: str
    acted_at: Moment
    until: Moment
    by: str | None = Field(description="null: the worker")
    at: Moment


@router.get(
    "evaluations/{int:plan_id}/measurements",
    response=Page[MeasurementOut],
    **asks("tracking:read"),
    summary="Measurements of an evaluation",
)
def list_measurements(request: HttpRequest, plan_id: int, wanted: Query[Paged]) -> Any:
    """The newest first; none is ever changed."""
    rows = plan_of(request, plan_id).measurements.select_related("by")
    return page(request, rows, wanted, measurement_out)


@router.post(
    "evaluations/{int:plan_id}/measure",
    response={201: MeasurementOut},
    **asks("tracking:write", example=VERSION),
    summary="Measure a response now",
)
def measure(request: HttpRequest, plan_id: int, body: Versioned) -> Any:
    """Counts are read and the estimate is kept beside them."""
    made = commands.measure(
        plan_of(request, plan_id),
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return measurement_out(made)


class Again(Schema):
    """Whether the kept question gives the kept answer."""

    number: int
    same: bool | None = Field(description="null: another version of the method made it")


@router.get(
    "evaluations/{int:plan_id}/measurements/{int:number}/again",
    response=Again,
    **asks("tracking:read"),
    summary="Compute a measurement again",
)
def compute_again(request: HttpRequest, plan_id: int, number: int) -> Any:
    """From what was kept; nothing is changed."""
    found = shown(plan_of(request, plan_id).measurements.all(), number=number)
    return {"number": found.number, "same": measuring.same_again(found)}


class EvaluationLeaving(Versioned):
    """Why it is not measured."""

    why: Reason


@router.post(
    "evaluations/{int:plan_id}/leave",
    response=EvaluationPlanOut,
    **asks("tracking:write", example={"version": 1, "why": "Tidak ada data pembanding"}),
    summary="Leave a response unmeasured",
)
def leave(request: HttpRequest, plan_id: int, body: EvaluationLeaving) -> Any:
    """With the reason in public within the desk."""
    commands.leave(
        plan_of(request, plan_id),
        by=reader_of(request),
        expected_version=version_of(request, body),
        why=body.why,
    )
    return plan_out(plan_of(request, plan_id))


@router.post(
    "evaluations/{int:plan_id}/take-up",
    response=EvaluationPlanOut,
    **asks("tracking:write", example=VERSION),
    summary="Measure a response after all",
)
def take_up(request: HttpRequest, plan_id: int, body: Versioned) -> Any:
    """One that was left unmeasured."""
    commands.take_up(
        plan_of(request, plan_id), by=reader_of(request), expected_version=version_of(request, body)
    )
    return plan_out(plan_of(request, plan_id))


class LessonOut(Schema):
    """What a person concluded."""

    id: int
    case: str
    evaluation: int | None
    measurement: int | None = Field(description="the number it rests on; null: on none")
    kind: str
    message_type: str
    audience: str
    text: str
    advice: str
    by: str | None
    at: Moment
    withdrawn_at: Moment | None
    withdrawn_why: str
    is_exercise: bool


class EvaluationJudging(Versioned):
    """It must not say more than the newest measurement carries."""

    kind: Annotated[
        str, Among([each for each in Finding.Kind.values if each != Finding.Kind.LESSON.value])
    ]
    text: Annotated[Reason, Field(max_length=1_000)]
    advice: Annotated[str, Field(max_length=1_000)] = ""


@router.post(
    "evaluations/{int:plan_id}/judge",
    response={201: LessonOut},
    **asks(
        "tracking:write",
        example={"version": 2, "kind": "cannot_tell", "text": "Tidak dapat disimpulkan"},
    ),
    summary="Record the finding of an evaluation",
)
def judge(request: HttpRequest, plan_id: int, body: EvaluationJudging) -> Any:
    """By an evaluator, after a measurement."""
    made = commands.judge(
        plan_of(request, plan_id),
        kind=body.kind,
        text=body.text,
        advice=body.advice,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return finding_out(made)


class ReadingIn(Body):
    """One figure of the chain; without a value it is on record as missing."""

    stage: Annotated[str, Among(Stage.values)]
    metric: Annotated[str, Field(min_length=1, max_length=120)]
    unit: Annotated[str, Field(max_length=40)] = ""
    baseline: float | None = None
    value: float | None = None
    method: Annotated[str, Field(min_length=1, max_length=300)]
    limitation: Annotated[str, Field(min_length=1, max_length=300)]


class EvaluationKept(Schema):
    """On record."""

    id: int
    evaluation: int


@router.post(
    "evaluations/{int:plan_id}/readings",
    response={201: EvaluationKept},
    **asks(
        "tracking:write",
        example={
            "stage": "outtakes",
            "metric": "Pembaca yang terbantu",
            "value": 61,
            "method": "Tombol di portal",
            "limitation": "Yang menjawab memilih sendiri",
        },
    ),
    summary="Bring a figure of the chain",
)
def add_reading(request: HttpRequest, plan_id: int, body: ReadingIn) -> Any:
    """From inputs to learning, each with its method and its limitation."""
    return brought(request, plan_id, forms.ReadingForm, body, commands.add_reading)


class ReachIn(Body):
    """How far answer or falsehood got on one platform within 72 hours."""

    side: Annotated[str, Among(ReachFigure.Side.values)]
    metric: Annotated[str, Among(ReachFigure.Metric.values)]
    platform: Annotated[str, Field(min_length=1, max_length=40)]
    value: Annotated[int, Field(ge=0, le=2**62)]
    source: Annotated[str, Field(min_length=1, max_length=200)]


@router.post(
    "evaluations/{int:plan_id}/reach",
    response={201: EvaluationKept},
    **asks(
        "tracking:write",
        example={
            "side": "correction",
            "metric": "views",
            "platform": "facebook",
            "value": 1200,
            "source": "Statistik halaman",
        },
    ),
    summary="Bring a figure of reach",
)
def add_reach(request: HttpRequest, plan_id: int, body: ReachIn) -> Any:
    """The same measure on the same platform for both sides makes the ratio."""
    return brought(request, plan_id, forms.ReachForm, body, commands.add_reach)


class OverlapIn(Body):
    """A lawful aggregate of both audiences; never a list of people."""

    platform: Annotated[str, Field(min_length=1, max_length=40)]
    reached_by_falsehood: Annotated[int, Field(ge=0, le=2**62)]
    reached_by_both: Annotated[int, Field(ge=0, le=2**62)]
    source: Annotated[str, Field(min_length=1, max_length=200)]
    legal_basis: Annotated[str, Field(min_length=1, max_length=300)]


@router.post(
    "evaluations/{int:plan_id}/overlap",
    response={201: EvaluationKept},
    **asks(
        "tracking:write",
        example={
            "platform": "facebook",
            "reached_by_falsehood": 2000,
            "reached_by_both": 300,
            "source": "Laporan platform",
            "legal_basis": "Agregat yang diumumkan platform",
        },
    ),
    summary="Bring an overlap of audiences",
)
def add_overlap(request: HttpRequest, plan_id: int, body: OverlapIn) -> Any:
    """With the legal basis on which it was given."""
    return brought(request, plan_id, forms.OverlapForm, body, commands.add_overlap)


class WantedFindings(Paged):
    """Which findings."""

    message_type: Annotated[str, Among(("", *MessageType.values))] = ""
    audience: Annotated[str, Among(("", *Audience.values))] = ""
    is_exercise: YesNo = False


@router.get(
    "evaluation-findings",
    response=Page[LessonOut],
    **asks("tracking:read"),
    summary="The register of findings",
)
def list_findings(request: HttpRequest, wanted: Query[WantedFindings]) -> Any:
    """What was learned, by kind of answer and audience."""
    rows = learning.findings_for(reader_of(request), is_exercise=wanted.is_exercise)
    if wanted.message_type:
        rows = rows.filter(message_type=wanted.message_type)
    if wanted.audience:
        rows = rows.filter(audience=wanted.audience)
    return page(request, rows, wanted, finding_out)


class Lesson(Body):
    """About how we work; it claims no effect."""

    message_type: Kind
    audience: For
    text: Annotated[Reason, Field(max_length=1_000)]
    advice: Annotated[str, Field(max_length=1_000)] = ""


@router.post(
    "cases/{number}/lessons",
    response={201: LessonOut},
    **asks(
        "tracking:write",
        example={"message_type": "debunk", "audience": "public", "text": "Pakai satu gambar"},
    ),
    summary="Write down a lesson",
)
def add_lesson(request: HttpRequest, number: Number, body: Lesson) -> Any:
    """From the work on a case."""
    by, case = reader_of(request), case_of(request, number)
    return finding_out(commands.learn(case, by=by, **body.model_dump()))


class EvaluationTakingBack(Body):
    """Why it is taken back."""

    why: Reason


@router.post(
    "evaluation-findings/{int:finding_id}/withdraw",
    response=LessonOut,
    **asks("tracking:write", example={"why": "Angkanya keliru"}),
    summary="Take a finding back",
)
def withdraw_finding(request: HttpRequest, finding_id: int, body: EvaluationTakingBack) -> Any:
    """It stays readable, with the reason."""
    by = reader_of(request)
    rows = Finding.objects.filter(case__in=visible_cases(by))
    found = shown(rows.select_related("case__lead_organisation"), pk=finding_id)
    return finding_out(commands.withdraw_finding(found, by=by, why=body.why))


class Pooled(Schema):
    """Effects of all measured responses taken together."""

    responses: int
    mean: float | None = Field(description="share: -0.2 is 20% fewer; null where none is known")
    low: float | None
    high: float | None
    next_low: float | None = Field(description="what the next response may bring")
    next_high: float | None
    cautions: list[str]
    left_out: int


@router.get(
    "evaluation-findings/pooled",
    response=Pooled,
    **asks("tracking:read"),
    summary="Effects taken together",
)
def pooled(request: HttpRequest, wanted: Query[WantedFindings]) -> Any:
    """Random effects over the newest measurement of every plan, whatever it says."""
    found = learning.together(
        reader_of(request), is_exercise=wanted.is_exercise, message_type=wanted.message_type
    )
    values = found.pooled if found else {}
    return {
        "responses": len(found.estimates) if found else 0,
        "mean": values.get("mean_share"),
        "low": values.get("low_share"),
        "high": values.get("high_share"),
        "next_low": values.get("prediction_low_share"),
        "next_high": values.get("prediction_high_share"),
        "cautions": values.get("cautions", []),
        "left_out": found.left_out if found else 0,
    }


def brought(request: HttpRequest, plan_id: int, form: Any, body: Body, command: Any) -> Any:
    """Check a figure as the screens do, and keep it."""
    plan, by = plan_of(request, plan_id), reader_of(request)
    rules.check_can_bring(by, plan)
    made = command(plan, checked(form(body.model_dump())), by=by)
    return {"id": made.pk, "evaluation": plan.pk}


def plan_of(request: HttpRequest, plan_id: Key | int) -> EvaluationPlan:
    return shown(queries.whole(reader_of(request)), pk=plan_id)


def plan_out(found: EvaluationPlan) -> dict[str, Any]:
    newest = next(iter(found.measurements.all()), None)
    names = (
        *("id", "version", "title", "message_type", "audience", "tier", "state"),
        *("baseline", "target", "method", "comparison", "limits"),
        *("narratives", "comparisons", "bucket_hours", "days_before", "days_after"),
        *("triggered_by_peak", "power", "left_why", "planned_at", "is_exercise"),
    )
    return {name: getattr(found, name) for name in names} | {
        "case": found.case.number,
        "response": found.clarification.slug if found.clarification else None,
        "acted_at": counting.acted_at(found),
        "standing": queries.standing(found, newest).value,
        "missing": list(queries.missing(found)),
        "chain": {stage: getattr(found, stage) for stage in Stage.values},
        "planned_by": named(found.planned_by),
    }


def measurement_out(found: Measurement) -> dict[str, Any]:
    names = ("number", "verdict", "change", "low", "high", "question", "answer", "sha256")
    more = ("library", "acted_at", "until", "at")
    return {name: getattr(found, name) for name in (*names, *more)} | {
        "says": saying.sentence(found.answer),
        "limits": saying.limits(found.answer, words.titles_of(found.plan)),
        "by": named(found.by),
    }


def finding_out(found: Finding) -> dict[str, Any]:
    names = ("id", "kind", "message_type", "audience", "text", "advice", "at")
    more = ("withdrawn_at", "withdrawn_why", "is_exercise")
    case: Case = found.case
    return {name: getattr(found, name) for name in (*names, *more)} | {
        "case": case.number,
        "evaluation": found.plan_id,
        "measurement": found.measurement.number if found.measurement else None,
        "by": named(found.by),
    }
