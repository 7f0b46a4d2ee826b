"""Watch plans and their indicators, mutes, and answers to "was it useful?"."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, begin_change, version_of
from tangkal.desk.api.fields import Among, Body, Moment, Versioned, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import checked, named, shown
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning.watching import commands, queries, rules
from tangkal.desk.early_warning.watching.forms import IndicatorForm, PlanForm
from tangkal.desk.early_warning.watching.models import (
    Feedback,
    Indicator,
    Mute,
    Plan,
    Severity,
)
from tangkal.desk.early_warning.watching.views import planning_office

router = Router(tags=["watch"])
Area = Annotated[str, Field(max_length=6_000)]
Limit = Annotated[int, Field(ge=1, le=1_000_000)]
LIMITS = ("items_hour", "items_day", "new_regions", "reports_percent")


class PlanOut(Schema):
    """A priority issue: who may be misled, by what, when, and what shows that it begins."""

    id: int
    version: int
    edition: int
    title: str
    organisation: str
    objective: str
    audiences: str
    vulnerabilities: str
    expected_narratives: str
    channels: str
    trigger_dates: list[dict[str, str]]
    prepared_lines: str
    owner: str | None
    review_on: date
    is_exercise: bool


class PlanFacts(Versioned):
    """A planning record; trigger dates one a line, the date first."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    objective: Area = ""
    audiences: Area = ""
    vulnerabilities: Area = ""
    expected_narratives: Area = ""
    channels: Area = ""
    trigger_dates: Area = Field("", examples=["2027-02-18 Awal Ramadan"])
    prepared_lines: Area = ""
    owner: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    review_on: date


class PlanChange(PlanFacts):
    """A new edition, and what changed."""

    why: Annotated[str, Field(max_length=300)] = ""


PLAN = {"title": "Harga BBM", "review_on": "2027-01-04"}


@router.get("watch/plans", response=Page[PlanOut], **asks("watch:read"), summary="Watch plans")
def list_plans(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """The newest first."""
    reader_of(request)
    return page(request, Plan.objects.select_related("organisation", "owner"), wanted, plan_out)


@router.get(
    "watch/plans/{int:plan_id}", response=PlanOut, **asks("watch:read"), summary="One watch plan"
)
def get_plan(request: HttpRequest, plan_id: int) -> Any:
    """As it stands now."""
    return plan_out(plan_of(request, plan_id))


@router.post(
    "watch/plans",
    response={201: PlanOut},
    **asks("watch:write", example=PLAN),
    summary="Write a watch plan",
)
def write_plan(request: HttpRequest, body: PlanFacts) -> Any:
    """For one's own office, or the one one's role is for."""
    by = reader_of(request)
    at = planning_office(by)
    values = checked(PlanForm(body.model_dump(mode="json"), at=at))
    return plan_out(commands.write_plan(values, at=at, by=by))


@router.post(
    "watch/plans/{int:plan_id}/revise",
    response=PlanOut,
    **asks("watch:write", example=PLAN | {"version": 1, "why": "Tanggal baru"}),
    summary="Keep a new edition of a watch plan",
)
def revise_plan(request: HttpRequest, plan_id: int, body: PlanChange) -> Any:
    """The one before stays on record."""
    plan, by = plan_of(request, plan_id), reader_of(request)
    rules.check_may_plan(by, plan.organisation)
    version = version_of(request, body)
    values = checked(PlanForm(body.model_dump(mode="json"), at=plan.organisation, plan=plan))
    return plan_out(commands.revise_plan(plan, values, by=by, why=body.why, version=version))


class IndicatorOut(Schema):
    """A saved search with thresholds."""

    id: int
    version: int
    plan: int
    name: str
    any_of: str
    all_of: str
    none_of: str
    items_hour: int | None
    items_day: int | None
    new_regions: int | None
    reports_percent: int | None
    severity: str
    is_on: bool


class IndicatorFacts(Versioned):
    """One condition a line; at least one threshold."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    any_of: Area = ""
    all_of: Area = ""
    none_of: Area = ""
    items_hour: Limit | None = None
    items_day: Limit | None = None
    new_regions: Limit | None = None
    reports_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    severity: Annotated[str, Among(Severity.values)] = "medium"


INDICATOR = {"name": "Harga", "any_of": "bbm", "items_hour": 5}


@router.get(
    "watch/plans/{int:plan_id}/indicators",
    response=list[IndicatorOut],
    **asks("watch:read"),
    summary="Indicators of a watch plan",
)
def list_indicators(request: HttpRequest, plan_id: int) -> Any:
    """Those that are off, too."""
    return [indicator_out(each) for each in plan_of(request, plan_id).indicators.all()]


@router.get(
    "watch/indicators/{int:indicator_id}",
    response=IndicatorOut,
    **asks("watch:read"),
    summary="One indicator",
)
def get_indicator(request: HttpRequest, indicator_id: int) -> Any:
    """What it looks for, and from when on it warns."""
    return indicator_out(indicator_of(request, indicator_id))


@router.post(
    "watch/plans/{int:plan_id}/indicators",
    response={201: IndicatorOut},
    **asks("watch:write", example=INDICATOR),
    summary="Write an indicator",
)
def write_indicator(request: HttpRequest, plan_id: int, body: IndicatorFacts) -> Any:
    """It is written switched off, so that somebody looks at its preview first."""
    plan = plan_of(request, plan_id)
    return kept_indicator(request, plan, None, body, None)


@router.post(
    "watch/indicators/{int:indicator_id}/revise",
    response=IndicatorOut,
    **asks("watch:write", example=INDICATOR | {"version": 1}),
    summary="Change an indicator",
)
def revise_indicator(request: HttpRequest, indicator_id: int, body: IndicatorFacts) -> Any:
    """It is switched off by that."""
    found = indicator_of(request, indicator_id)
    return kept_indicator(request, found.plan, found, body, version_of(request, body))


def kept_indicator(
    request: HttpRequest,
    plan: Plan,
    indicator: Indicator | None,
    body: IndicatorFacts,
    version: int | None,
) -> dict[str, Any]:
    by = reader_of(request)
    rules.check_may_plan(by, plan.organisation)
    values = checked(IndicatorForm(body.model_dump(mode="json")))
    return indicator_out(
        commands.write_indicator(plan, values, by=by, indicator=indicator, version=version)
    )


class Switching(Versioned):
    """On the watch list, or off it."""

    on: YesNo


@router.post(
    "watch/indicators/{int:indicator_id}/switch",
    response=IndicatorOut,
    **asks("watch:write", example={"version": 1, "on": False}, begins_itself=True),
    summary="Switch an indicator on or off",
)
def switch(request: HttpRequest, indicator_id: int, body: Switching) -> Any:
    """One that would have warned of everything is refused."""
    found, by = indicator_of(request, indicator_id), reader_of(request)
    rules.check_may_plan(by, found.plan.organisation)
    version = version_of(request, body)
    refusal = queries.preview(found, timezone.now()).refusal if body.on else ""
    begin_change(request)
    return indicator_out(
        commands.switch(found, on=body.on, by=by, too_common=refusal, version=version)
    )


class Threshold(Versioned):
    """One threshold, and what it was suggested from."""

    field: Literal["items_hour", "items_day", "new_regions", "reports_percent"]
    value: Limit
    because: Annotated[str, Field(max_length=300)] = ""


@router.post(
    "watch/indicators/{int:indicator_id}/threshold",
    response=IndicatorOut,
    **asks("watch:write", example={"version": 1, "field": "items_hour", "value": 9}),
    summary="Set one threshold",
)
def set_threshold(request: HttpRequest, indicator_id: int, body: Threshold) -> Any:
    """A person's act; the log says from what."""
    found, by = indicator_of(request, indicator_id), reader_of(request)
    rules.check_may_plan(by, found.plan.organisation)
    done = commands.apply_threshold(
        found,
        field=body.field,
        value=body.value,
        by=by,
        because=body.because,
        version=version_of(request, body),
    )
    return indicator_out(done)


class MuteOut(Schema):
    """A promise not to be called for something until a moment; never a deletion."""

    id: int
    of: str
    signal: int | None
    narrative_id: str
    indicator: int | None
    label: str
    reason: str
    until: Moment
    by: str | None
    at: Moment
    ended_at: Moment | None
    broken_at: Moment | None


class Muting(Body):
    """Why, and until when."""

    reason: Annotated[str, Field(min_length=1, max_length=300)]
    until: Moment


class MutingSignal(Muting):
    """The signal alone, or all that its narrative brings."""

    of: Literal["signal", "narrative"] = "signal"


MUTE = {"reason": "Sudah dijawab", "until": "2027-01-04T01:00:00Z"}


@router.get("watch/mutes", response=Page[MuteOut], **asks("watch:read"), summary="Mutes")
def list_mutes(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """In force and past, the newest first."""
    reader_of(request)
    return page(request, Mute.objects.select_related("by"), wanted, mute_out)


@router.post(
    "signals/{int:signal_id}/mute",
    response={201: MuteOut},
    **asks("watch:write", example=MUTE),
    summary="Mute a signal, or its narrative",
)
def mute_signal(request: HttpRequest, signal_id: int, body: MutingSignal) -> Any:
    """It comes back by itself where it becomes urgent."""
    by = reader_of(request)
    signal = shown(Signal.objects.select_related("region"), pk=signal_id)
    made = commands.mute_signal(
        signal,
        reason=body.reason,
        until=body.until,
        by=by,
        whole_narrative=body.of == "narrative",
    )
    return mute_out(made)


@router.post(
    "watch/indicators/{int:indicator_id}/mute",
    response={201: MuteOut},
    **asks("watch:write", example=MUTE),
    summary="Mute an indicator",
)
def mute_indicator(request: HttpRequest, indicator_id: int, body: Muting) -> Any:
    """Its hits are still counted."""
    found, by = indicator_of(request, indicator_id), reader_of(request)
    return mute_out(commands.mute_indicator(found, reason=body.reason, until=body.until, by=by))


@router.post(
    "watch/mutes/{int:mute_id}/end",
    response=MuteOut,
    **asks("watch:write"),
    summary="End a mute before its time",
)
def end_mute(request: HttpRequest, mute_id: int) -> Any:
    """Once more does nothing."""
    by = reader_of(request)
    return mute_out(commands.unmute(shown(Mute.objects.all(), pk=mute_id), by=by))


class UsefulAnswer(Body):
    """Was it useful?"""

    answer: Annotated[str, Among(Feedback.Answer.values)]
    note: Annotated[str, Field(max_length=300)] = ""


class FeedbackOut(Schema):
    """One person's answer; a later one takes its place."""

    id: int
    signal: int
    answer: str
    note: str
    by: str | None
    at: Moment


@router.post(
    "signals/{int:signal_id}/useful",
    response=FeedbackOut,
    **asks("watch:write", example={"answer": "useful"}),
    summary="Say whether a signal was useful",
)
def answer_useful(request: HttpRequest, signal_id: int, body: UsefulAnswer) -> Any:
    """Thresholds are suggested from what people say."""
    by = reader_of(request)
    signal = shown(Signal.objects.all(), pk=signal_id)
    made = commands.answer_useful(signal, answer=body.answer, note=body.note, by=by)
    return {
        "id": made.pk,
        "signal": made.signal_id,
        "answer": made.answer,
        "note": made.note,
        "by": named(made.by),
        "at": made.at,
    }


def plan_of(request: HttpRequest, plan_id: int) -> Plan:
    reader_of(request)
    return shown(Plan.objects.select_related("organisation", "owner"), pk=plan_id)


def indicator_of(request: HttpRequest, indicator_id: int) -> Indicator:
    reader_of(request)
    return shown(Indicator.objects.select_related("plan__organisation"), pk=indicator_id)


def plan_out(plan: Plan) -> dict[str, Any]:
    names = ("id", "version", "edition", "title", "objective", "audiences", "vulnerabilities")
    more = ("expected_narratives", "channels", "trigger_dates", "prepared_lines", "review_on")
    return {name: getattr(plan, name) for name in (*names, *more, "is_exercise")} | {
        "organisation": str(plan.organisation),
        "owner": named(plan.owner),
    }


def indicator_out(found: Indicator) -> dict[str, Any]:
    names = ("id", "version", "name", "any_of", "all_of", "none_of", "severity", "is_on")
    return {name: getattr(found, name) for name in (*names, *LIMITS)} | {"plan": found.plan_id}


def mute_out(mute: Mute) -> dict[str, Any]:
    names = ("id", "of", "narrative_id", "label", "reason", "until", "at", "ended_at", "broken_at")
    return {name: getattr(mute, name) for name in names} | {
        "signal": mute.signal_id,
        "indicator": mute.indicator_id,
        "by": named(mute.by),
    }
