"""Indicators of effectiveness: figures with their formulas, targets, outcomes; and the reports."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Key, Moment, Reason, Text, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.cases.models import ImpactAssessment
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.tracking_effectiveness.kpi import asking, files, showing, targets
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope, World, gather
from tangkal.desk.tracking_effectiveness.kpi.measures import measure
from tangkal.desk.tracking_effectiveness.models import (
    EvaluationReport,
    KpiTarget,
    StatedOutcome,
)
from tangkal.desk.tracking_effectiveness.report_states import ReportState
from tangkal.desk.tracking_effectiveness.reports import commands
from tangkal.desk.tracking_effectiveness.reports.views import take
from tangkal.tracking_effectiveness.kpis import BY_KEY

router = Router(tags=["indicators"])
Code = Annotated[str, Among(BY_KEY)]


class Asked(Schema):
    """Which days, whose cases; an unknown value is no filter."""

    model_config = ConfigDict(extra="forbid")

    period: Annotated[str, Field(max_length=10, description="90, month, quarter, own …")] = "90"
    day: Annotated[str, Field(max_length=10)] = ""
    since: Annotated[str, Field(max_length=10)] = ""
    until: Annotated[str, Field(max_length=10)] = ""
    office: Annotated[str, Field(max_length=20)] = ""
    priority: Annotated[str, Field(max_length=6)] = ""
    platform: Annotated[str, Field(max_length=40)] = ""
    reality: Annotated[str, Field(max_length=8)] = "real"


class IndicatorFigureOut(Schema):
    """One figure: null is not known, and never 0."""

    kpi: str
    name: str
    split: str
    part: str
    formula: str
    unit: str
    value: float | None = Field(description="null where too few, missing or not measured")
    low: float | None
    high: float | None
    p90: float | None
    hits: int | None
    n: int
    of: int
    missing_share: float | None
    target: float | None
    is_measured: bool
    note: str


class IndicatorFiguresOut(Schema):
    """Figures and what they are of."""

    as_of: str
    since: str | None
    until: str | None
    office: int | None
    priority: str
    platform: str
    is_exercise: bool
    figures: list[IndicatorFigureOut]


def world_of(request: HttpRequest) -> tuple[Scope, World]:
    reader = reader_of(request)
    scope = asking.scope_of(request, reader, asking.offices_of(reader))
    return scope, gather(scope)


@router.get(
    "indicators", response=IndicatorFiguresOut, **asks("tracking:read"), summary="Indicators"
)
def list_indicators(request: HttpRequest, wanted: Query[Asked]) -> Any:
    """All of them, with ranges and what is missing; take-downs are never counted as one."""
    scope, world = world_of(request)
    aims = targets.values_in_force(scope.office or scope.reader.organisation)
    lines = showing.lines(world, aims).values()
    return {**files.question(scope), "figures": [files.row_of(line, "", "") for line in lines]}


@router.get(
    "indicators/{key}",
    response=IndicatorFiguresOut,
    **asks("tracking:read"),
    summary="One indicator",
)
def get_indicator(request: HttpRequest, key: Code, wanted: Query[Asked]) -> Any:
    """By priority, office, platform and month; never in the order of the values."""
    scope, world = world_of(request)
    aims = targets.values_in_force(scope.office or scope.reader.organisation)
    return {**files.question(scope), "figures": files.rows(world, {key: measure(world, key)}, aims)}


class BehindOut(Schema):
    """One case behind a figure; staff under pseudonyms."""

    number: str
    opened_at: str
    priority: str
    office: str
    owner: str
    kpi: str
    value: float | bool | None


@router.get(
    "indicators/{key}/cases",
    response=list[BehindOut],
    **asks("tracking:read"),
    summary="The cases behind an indicator",
)
def list_cases_behind(request: HttpRequest, key: Code, wanted: Query[Asked]) -> Any:
    """Those alone that the owner may see, by number."""
    _scope, world = world_of(request)
    return files.case_rows(world, measure(world, key))


class NewTarget(Body):
    """What an office aims at; null takes the target away."""

    organisation: Key
    value: Annotated[float, Field(ge=0)] | None = None
    why: Reason


class TargetOut(Schema):
    """A target as it was set."""

    id: int
    kpi: str
    organisation: int
    value: float | None
    why: str
    by: str | None
    at: Moment


@router.post(
    "indicators/{key}/target",
    response={201: TargetOut},
    **asks("targets:write", example={"organisation": 1, "value": 7200, "why": "Disepakati"}),
    summary="Set a target",
)
def set_target(request: HttpRequest, key: Code, body: NewTarget) -> Any:
    """By evaluators and approvers of the office; in seconds, shares 0..1 or the figure's unit."""
    by = reader_of(request)
    office = office_of(request, body.organisation)
    return target_out(targets.set_target(office, key, body.value, why=body.why, by=by))


def office_of(request: HttpRequest, key: int) -> Organisation:
    readable = [each.pk for each in asking.offices_of(reader_of(request))]
    return shown(Organisation.objects.filter(pk__in=readable), pk=key)


def target_out(row: KpiTarget) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kpi": row.kpi,
        "organisation": row.organisation_id,
        "value": row.value,
        "why": row.why,
        "by": named(row.by),
        "at": row.at,
    }


class IndicatorOutcome(Body):
    """How what was called so likely turned out."""

    answer: Annotated[str, Among(StatedOutcome.Answer.values)]
    why: Reason


class OutcomeOut(Schema):
    """An outcome as it is on record."""

    assessment: int
    percent: int
    answer: str
    why: str
    by: str | None
    at: Moment


@router.post(
    "stated-probabilities/{int:assessment_id}/outcome",
    response=OutcomeOut,
    **asks("tracking:write", example={"answer": "yes", "why": "Antrean terjadi"}),
    summary="Record how a stated probability turned out",
)
def record_outcome(request: HttpRequest, assessment_id: int, body: IndicatorOutcome) -> Any:
    """By an evaluator of the case's office."""
    by = reader_of(request)
    assessment = shown(
        ImpactAssessment.objects.filter(case__in=visible_cases(by)), pk=assessment_id
    )
    row = targets.record_outcome(assessment, body.answer, why=body.why, by=by)
    return {
        "assessment": row.assessment_id,
        "percent": assessment.probability_percent,
        "answer": row.answer,
        "why": row.why,
        "by": named(row.by),
        "at": row.at,
    }


class EvaluationReportBrief(Schema):
    """One report in short."""

    id: int
    version: int
    number: int
    kind: str
    organisation: int
    state: str
    since: Moment
    until: Moment
    due_at: Moment
    is_late: bool
    language: str
    sha256: str
    is_exercise: bool
    drafted_by: str | None
    approved_by: str | None
    approved_at: Moment | None


class EvaluationReportWhole(EvaluationReportBrief):
    """A report with what was measured and what was written."""

    measured: dict[str, Any]
    words: dict[str, Any]
    lacking: list[str]


@router.get(
    "evaluation-reports",
    response=Page[EvaluationReportBrief],
    **asks("tracking:read"),
    summary="Evaluation reports",
)
def list_reports(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Those of the owner's offices, the newest first."""
    return page(request, commands.readable(reader_of(request)), wanted, report_brief)


@router.get(
    "evaluation-reports/{int:report_id}",
    response=EvaluationReportWhole,
    **asks("tracking:read"),
    summary="One evaluation report",
)
def get_report(request: HttpRequest, report_id: int) -> Any:
    """With the rule and the facts behind each sentence."""
    return report_whole(report_of(request, report_id))


class NewReport(Body):
    """A whole month or quarter, by any day in it."""

    organisation: Key
    kind: Annotated[str, Among(EvaluationReport.Kind.values)] = "quarter"
    day: date
    language: Annotated[str, Among(EvaluationReport.Language.values)] = "id"
    is_exercise: bool = False


@router.post(
    "evaluation-reports",
    response={201: EvaluationReportWhole},
    **asks(
        "tracking:write",
        example={"organisation": 1, "kind": "quarter", "day": "2026-03-31"},
        begins_itself=True,
    ),
    summary="Draft an evaluation report",
)
def draft_report(request: HttpRequest, body: NewReport) -> Any:
    """Measured now; people confirm the charts and word the summary."""
    by, office = reader_of(request), office_of(request, body.organisation)
    made = commands.draft(
        office,
        body.kind,
        body.day,
        by=by,
        language=body.language,
        exercise=body.is_exercise,
        now=timezone.now(),
    )
    return report_whole(report_of(request, made.pk))


Told = dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=2_000)]]


class ReportWords(Versioned):
    """Everything that people write in one report; what is not sent is empty."""

    summary: Annotated[str, Field(max_length=2_000)] = ""
    recommendations: Annotated[str, Field(max_length=3_000)] = ""
    says: Told = Field({}, max_length=20)
    notes: Told = Field({}, max_length=20)


@router.post(
    "evaluation-reports/{int:report_id}/words",
    response=EvaluationReportWhole,
    **asks("tracking:write", example={"version": 1, "summary": "Tenggat makin terpenuhi."}),
    summary="Write in the draft of an evaluation report",
)
def write_report_words(request: HttpRequest, report_id: int, body: ReportWords) -> Any:
    """A chart's sentence that is sent is confirmed; figures stay as they were measured."""
    words = body.model_dump(exclude={"version"})
    commands.edit(
        report_of(request, report_id),
        words,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return report_whole(report_of(request, report_id))


class EvaluationStep(Versioned):
    """One step, with a comment where it needs one."""

    comment: Text = ""


def stepped(request: HttpRequest, report_id: int, body: EvaluationStep, action: str) -> Any:
    commands.take_step(
        report_of(request, report_id),
        action,
        by=reader_of(request),
        expected_version=version_of(request, body),
        comment=body.comment,
    )
    return report_whole(report_of(request, report_id))


@router.post(
    "evaluation-reports/{int:report_id}/submit",
    response=EvaluationReportWhole,
    **asks("tracking:write", example={"version": 1}),
    summary="Submit an evaluation report for approval",
)
def submit_report(request: HttpRequest, report_id: int, body: EvaluationStep) -> Any:
    """Once every chart is confirmed; from here on it stays as it is."""
    return stepped(request, report_id, body, "submit")


@router.post(
    "evaluation-reports/{int:report_id}/discard",
    response=EvaluationReportWhole,
    **asks("tracking:write", example={"version": 1, "comment": "Dobel"}),
    summary="Put aside an evaluation report that was never approved",
)
def discard_report(request: HttpRequest, report_id: int, body: EvaluationStep) -> Any:
    """With the reason."""
    return stepped(request, report_id, body, "discard")


@router.post(
    "evaluation-reports/{int:report_id}/return",
    response=EvaluationReportWhole,
    **asks("targets:write", example={"version": 1, "comment": "Periksa lagi"}),
    summary="Send an evaluation report back to a draft",
)
def return_report(request: HttpRequest, report_id: int, body: EvaluationStep) -> Any:
    """With what to change."""
    return stepped(request, report_id, body, "return")


@router.post(
    "evaluation-reports/{int:report_id}/approve",
    response=EvaluationReportWhole,
    **asks("evaluation-reports:act", example={"version": 1}),
    summary="Approve an evaluation report",
)
def approve_report(request: HttpRequest, report_id: int, body: EvaluationStep) -> Any:
    """Never by somebody who wrote in it."""
    return stepped(request, report_id, body, "approve")


@router.post(
    "evaluation-reports/{int:report_id}/withdraw",
    response=EvaluationReportWhole,
    **asks("evaluation-reports:act", example={"version": 1, "comment": "Angkanya keliru"}),
    summary="Withdraw an approved evaluation report",
)
def withdraw_report(request: HttpRequest, report_id: int, body: EvaluationStep) -> Any:
    """With the reason."""
    return stepped(request, report_id, body, "withdraw")


@router.get(
    "evaluation-reports/{int:report_id}/files/{form}",
    **asks("tracking:read", sends="application/octet-stream"),
    summary="An evaluation report as a file: pdf, docx or json",
)
def report_file(
    request: HttpRequest, report_id: int, form: Annotated[str, Field(max_length=4)]
) -> HttpResponse:
    """Who took it is on record."""
    found: HttpResponse = take(request, report_id=report_id, form=form)
    found["Content-Type"] = "application/octet-stream"
    return found


def report_of(request: HttpRequest, report_id: int) -> EvaluationReport:
    return shown(commands.readable(reader_of(request)), pk=report_id)


def report_brief(found: EvaluationReport) -> dict[str, Any]:
    names = ("id", "version", "number", "kind", "state", "since", "until", "due_at", "is_late")
    more = ("language", "sha256", "is_exercise", "approved_at")
    return {name: getattr(found, name) for name in (*names, *more)} | {
        "organisation": found.organisation_id,
        "drafted_by": named(found.drafted_by),
        "approved_by": named(found.approved_by),
    }


def report_whole(found: EvaluationReport) -> dict[str, Any]:
    is_draft = found.state == ReportState.DRAFT
    return report_brief(found) | {
        "measured": found.measured,
        "words": found.words,
        "lacking": [str(each) for each in commands.lacking(found)] if is_draft else [],
    }
