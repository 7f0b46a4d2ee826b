"""Polls: their rounds, how columns are read, rows set aside, figures, and cases they tell of."""

from datetime import date
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Moment, Reason, Versioned, Whole
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import checked, named, shown
from tangkal.desk.api.resources.cases import Number
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.tracking_effectiveness import survey_commands as commands
from tangkal.desk.tracking_effectiveness import survey_queries as queries
from tangkal.desk.tracking_effectiveness import survey_rules as rules
from tangkal.desk.tracking_effectiveness.survey_forms import SurveyForm
from tangkal.desk.tracking_effectiveness.survey_models import (
    SetAside,
    Survey,
    SurveyQuestion,
    SurveyWave,
)
from tangkal.tracking_effectiveness.survey_tables import MOST_BYTES

router = Router(tags=["surveys"])
SENT = MOST_BYTES + 100_000
Name = Annotated[str, Field(max_length=200)]
Answers = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=25)]


class SurveyFigureOut(Schema):
    """One question in one round; null where too few answered to show it."""

    round: int
    label: str
    group: str = Field(description="empty: all who were asked")
    n: int
    missing: int
    value: float | None = Field(description="share 0..1, or mean on the question's scale")
    low: float | None
    high: float | None
    n_effective: float | None
    design_effect: float | None


class ChangeOut(Schema):
    """A later round against an earlier one; "no change seen" is not "no change"."""

    question: str
    outcome: str
    earlier: int
    later: int
    difference: float | None
    low: float | None
    high: float | None
    says: str | None = Field(description="rose, fell, or no change seen")


class SurveyQuestionOut(Schema):
    """One question with its figures and changes."""

    code: str
    wording: str
    outcome: str
    measure: str
    counted: list[str]
    wanted: str
    figures: list[SurveyFigureOut]
    changes: list[ChangeOut]


class SurveyOut(Schema):
    """One poll."""

    id: int
    version: int
    title: str
    kind: str
    sampling: str
    population: str
    provider: str
    limits: str
    organisation: str
    cases: list[str]
    is_exercise: bool
    at: Moment
    by: str | None


class SurveyDetail(SurveyOut):
    """One poll with every figure."""

    questions: list[SurveyQuestionOut]
    rounds: list[int]


class SurveyFacts(Body):
    """Who is asked, how, by whom; and what it cannot say."""

    title: Annotated[str, Field(min_length=1, max_length=160)]
    kind: Annotated[str, Among(Survey.Kind.values)]
    sampling: Annotated[str, Among(Survey.Sampling.values)]
    population: Annotated[str, Field(min_length=1, max_length=300)]
    provider: Name = ""
    limits: Annotated[str, Field(max_length=4_000)] = ""


SURVEY = {
    "title": "Jajak BBM",
    "kind": "tracking",
    "sampling": "random",
    "population": "Orang dewasa di Jawa Barat",
}


@router.get("surveys", response=Page[SurveyOut], **asks("tracking:read"), summary="Polls")
def list_surveys(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Those of the owner's offices, the newest first."""
    rows = rules.visible_surveys(reader_of(request)).prefetch_related("links__case")
    return page(request, rows, wanted, survey_out)


@router.get(
    "surveys/{int:survey_id}",
    response=SurveyDetail,
    **asks("tracking:read"),
    summary="One poll with its figures and changes",
)
def get_survey(request: HttpRequest, survey_id: int) -> Any:
    """Every figure with its range of 95 per cent."""
    found = survey_of(request, survey_id)
    return survey_out(found) | {
        "questions": [question_out(line) for line in queries.lines_of(found)],
        "rounds": list(found.waves.values_list("pk", flat=True)),
    }


@router.post(
    "surveys",
    response={201: SurveyOut},
    **asks("tracking:write", example=SURVEY),
    summary="Put a poll on record",
)
def open_survey(request: HttpRequest, body: SurveyFacts) -> Any:
    """Its rounds follow."""
    by = reader_of(request)
    rules.office_of(by)
    return survey_out(commands.open_survey(checked(SurveyForm(body.model_dump())), by=by))


class RoundFacts(Schema):
    """What is told of a file; fields of the form beside it."""

    label: Annotated[str, Field(min_length=1, max_length=80)]
    since: date
    until: date


class RoundOut(Schema):
    """One round."""

    id: int
    version: int
    survey: int
    label: str
    since: date
    until: date
    kind: str
    state: str
    respondents: int
    columns: list[dict[str, Any]] = Field(description="what may be named, with its answers")
    reading: dict[str, Any]
    set_aside: list[dict[str, Any]] = Field(description="rows that wait: id, line, reason")


@router.post(
    "surveys/{int:survey_id}/rounds",
    response={201: RoundOut},
    **asks("tracking:write", most_bytes=SENT),
    summary="Bring a round",
)
def bring_round(
    request: HttpRequest, survey_id: int, file: File[UploadedFile], facts: Form[RoundFacts]
) -> Any:
    """CSV or JSON as multipart/form-data; columns about persons are refused by name."""
    made = commands.bring_wave(
        survey_of(request, survey_id),
        file.read(),
        file_name=file.name or "",
        label=facts.label,
        since=facts.since,
        until=facts.until,
        by=reader_of(request),
    )
    return round_out(made)


@router.get(
    "survey-rounds/{int:round_id}",
    response=RoundOut,
    **asks("tracking:read"),
    summary="One round",
)
def get_round(request: HttpRequest, round_id: int) -> Any:
    """Its columns, how they are read, and the rows that were set aside."""
    return round_out(round_of(request, round_id))


class AskedIn(Body):
    """How one column is read as a question."""

    column: Annotated[str, Field(min_length=1, max_length=200)]
    outcome: Annotated[str, Among(SurveyQuestion.Outcome.values)]
    wording: Annotated[str, Field(max_length=300)] = ""
    measure: Annotated[str, Among(SurveyQuestion.Measure.values)] = "share"
    counted: Answers = []
    others: Answers = []
    low: float = 1.0
    high: float = 5.0
    wanted: Annotated[str, Among(SurveyQuestion.Wanted.values)] = "neither"


class SurveyReadingIn(Versioned):
    """What every column is; a column that is not named is thrown away."""

    questions: Annotated[list[AskedIn], Field(min_length=1, max_length=40)]
    weight: Name = ""
    stratum: Name = ""
    cluster: Name = ""
    group: Name = ""


READING = {
    "version": 1,
    "questions": [
        {"column": "q1", "outcome": "belief", "counted": ["percaya"], "others": ["tidak"]}
    ],
    "weight": "bobot",
}


@router.post(
    "survey-rounds/{int:round_id}/read",
    response=RoundOut,
    **asks("tracking:write", example=READING),
    summary="Say what a round's columns are, and read it",
)
def read_round(request: HttpRequest, round_id: int, body: SurveyReadingIn) -> Any:
    """Once more tries the rows that were set aside again."""
    asked = tuple(
        commands.Asked(
            code=each.column,
            counted=tuple(each.counted),
            others=tuple(each.others),
            **each.model_dump(exclude={"column", "counted", "others"}),
        )
        for each in body.questions
    )
    widths = {name: getattr(body, name) for name in commands.WIDTH}
    done = commands.map_wave(
        round_of(request, round_id),
        commands.Mapped(questions=asked, **widths),
        by=reader_of(request),
        version=version_of(request, body),
    )
    return round_out(done)


class SurveyReason(Versioned):
    """Why."""

    reason: Reason


@router.post(
    "survey-rounds/{int:round_id}/withdraw",
    response=RoundOut,
    **asks("tracking:write", example={"version": 1, "reason": "Berkas salah"}),
    summary="Withdraw a round",
)
def withdraw_round(request: HttpRequest, round_id: int, body: SurveyReason) -> Any:
    """It stands in no figure any more, and its answers are gone."""
    done = commands.withdraw_wave(
        round_of(request, round_id),
        reason=body.reason,
        by=reader_of(request),
        version=version_of(request, body),
    )
    return round_out(done)


class OnlyReason(Body):
    """Why."""

    reason: Reason


class SurveyRowOut(Schema):
    """One row that was set aside."""

    id: int
    line: int
    state: str
    reason: str


@router.post(
    "survey-rows/{int:row_id}/dismiss",
    response=SurveyRowOut,
    **asks("tracking:write", example={"reason": "Salah ketik"}),
    summary="Leave a row out for good",
)
def dismiss_row(request: HttpRequest, row_id: int, body: OnlyReason) -> Any:
    """Its answers go; line and reason stay."""
    rows = SetAside.objects.filter(wave__survey__in=rules.visible_surveys(reader_of(request)))
    done = commands.dismiss(shown(rows, pk=row_id), reason=body.reason, by=reader_of(request))
    return {name: getattr(done, name) for name in ("id", "line", "state", "reason")}


class CaseIn(Body):
    """Which case."""

    case: Annotated[str, Field(min_length=1, max_length=20)]


@router.post(
    "surveys/{int:survey_id}/cases",
    response=SurveyOut,
    **asks("tracking:write", example={"case": "2026-0001"}),
    summary="Say that a poll tells of a case",
)
def link_case(request: HttpRequest, survey_id: int, body: CaseIn) -> Any:
    """Its waves then stand on the case's evaluation."""
    found, by = survey_of(request, survey_id), reader_of(request)
    rules.check_can_bring(by, found.organisation)
    commands.link_case(found, case_among(request, body.case), by=by)
    return survey_out(found)


@router.post(
    "surveys/{int:survey_id}/cases/take-back",
    response=SurveyOut,
    **asks("tracking:write", example={"case": "2026-0001"}),
    summary="Take the link to a case back",
)
def unlink_case(request: HttpRequest, survey_id: int, body: CaseIn) -> Any:
    """Once more does nothing."""
    found, by = survey_of(request, survey_id), reader_of(request)
    rules.check_can_bring(by, found.organisation)
    commands.unlink_case(found, case_among(request, body.case), by=by)
    return survey_out(found)


def case_among(request: HttpRequest, number: str) -> Any:
    found = visible_cases(reader_of(request)).filter(number=number.strip()).first()
    if found is None:
        raise ValidationError({"case": _("No case that you read has this number.")})
    return found


class CaseOutcomeOut(Schema):
    """What one question of a linked poll says of a case's answer."""

    survey: int
    question: str
    outcome: str
    published_on: date | None
    before: SurveyFigureOut | None
    after: SurveyFigureOut | None
    change: ChangeOut | None


@router.get(
    "cases/{number}/outcomes",
    response=list[CaseOutcomeOut],
    **asks("tracking:read"),
    summary="What polls say of the answer to a case",
)
def case_outcomes(request: HttpRequest, number: Number) -> Any:
    """The last round before the answer and the newest after it."""
    return [
        {
            "survey": each.survey.pk,
            "question": each.question.code,
            "outcome": each.question.outcome,
            "published_on": each.published_on,
            "before": figure_out(each.before) if each.before else None,
            "after": figure_out(each.after) if each.after else None,
            "change": change_out(each.shift) if each.shift else None,
        }
        for each in queries.for_case(case_of(request, number))
    ]


class WantedOutcomes(Schema):
    """Of which days."""

    since: date | None = None
    until: date | None = Field(None, description="today where not given")
    exercise: Whole = Field(0, le=1, description="1: of exercises")


@router.get(
    "outcomes",
    response=list[ChangeOut],
    **asks("tracking:read"),
    summary="Changes of belief, trust, sharing and knowledge in a period",
)
def outcomes(request: HttpRequest, wanted: Query[WantedOutcomes]) -> Any:
    """Those whose later round ended in it."""
    until = wanted.until or timezone.localdate()
    found = queries.outcomes(
        wanted.since, until, reader=reader_of(request), exercise=bool(wanted.exercise)
    )
    return [change_out(each) for each in found]


def survey_of(request: HttpRequest, survey_id: int) -> Survey:
    return shown(rules.visible_surveys(reader_of(request)), pk=survey_id)


def round_of(request: HttpRequest, round_id: int) -> SurveyWave:
    rows = SurveyWave.objects.filter(survey__in=rules.visible_surveys(reader_of(request)))
    return shown(rows.select_related("survey__organisation"), pk=round_id)


def survey_out(found: Survey) -> dict[str, Any]:
    names = ("id", "version", "title", "kind", "sampling", "population", "provider", "limits")
    return {name: getattr(found, name) for name in (*names, "is_exercise", "at")} | {
        "organisation": str(found.organisation),
        "cases": [each.case.number for each in found.links.all()],
        "by": named(found.by),
    }


def question_out(line: queries.Line) -> dict[str, Any]:
    names = ("code", "wording", "outcome", "measure", "counted", "wanted")
    return {name: getattr(line.question, name) for name in names} | {
        "figures": [figure_out(each) for each in (*line.points, *line.groups)],
        "changes": [change_out(each) for each in line.shifts],
    }


def figure_out(point: queries.Point) -> dict[str, Any]:
    names = ("n", "missing", "value", "low", "high", "n_effective", "design_effect")
    return {name: getattr(point.estimate, name) for name in names} | {
        "round": point.wave.pk,
        "label": point.wave.label,
        "group": point.group,
    }


def change_out(shift: queries.Shift) -> dict[str, Any]:
    change = shift.change
    return {
        "question": shift.question.code,
        "outcome": shift.question.outcome,
        "earlier": shift.earlier.wave.pk,
        "later": shift.later.wave.pk,
        "difference": change.difference if change else None,
        "low": change.low if change else None,
        "high": change.high if change else None,
        "says": change.direction if change else None,
    }


def round_out(found: SurveyWave) -> dict[str, Any]:
    names = ("id", "version", "label", "since", "until", "kind", "state", "respondents", "reading")
    aside = found.set_aside.filter(state=SetAside.State.WAITING)
    return {name: getattr(found, name) for name in names} | {
        "survey": found.survey_id,
        "columns": [
            {"name": each.name, "kind": each.kind, "answers": list(each.answers)}
            for each in queries.described(found)
        ],
        "set_aside": list(aside.values("id", "line", "reason")[:100]),
    }
