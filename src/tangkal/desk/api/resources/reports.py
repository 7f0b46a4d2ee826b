"""Situation reports: series, editions, what people write in them, their steps and files."""

from copy import copy
from datetime import date, time
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.models import TimeZone
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Moment, Reason, Text, Versioned, Whole, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import checked, named, shown
from tangkal.desk.cases.items import lake
from tangkal.desk.situation_reports import commands, queries, rules
from tangkal.desk.situation_reports.forms import HOURS, MOST_ACTIONS, SeriesForm, WordsForm
from tangkal.desk.situation_reports.models import Edition, Series
from tangkal.desk.situation_reports.states import EditionState
from tangkal.desk.situation_reports.views.reading import take

router = Router(tags=["reports"])
Name = Annotated[str, Field(min_length=1, max_length=80)]
VERSION = {"version": 1}


class SeriesOut(Schema):
    """One row of reports with its own numbers."""

    id: int
    version: int
    name: str
    kind: str
    organisation: str
    organisation_id: int
    region: str | None
    language: str
    daily_at: str
    crisis_level: int
    time_zone: str
    destination: int | None
    is_exercise: bool
    is_active: bool


@router.get(
    "report-series", response=Page[SeriesOut], **asks("reports:read"), summary="Report series"
)
def list_series(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Those of the owner's offices, the newest first."""
    return page(request, queries.readable_series(reader_of(request)), wanted, series_out)


@router.get(
    "report-series/{int:series_id}",
    response=SeriesOut,
    **asks("reports:read"),
    summary="One report series",
)
def get_series(request: HttpRequest, series_id: int) -> Any:
    """Its rhythm and its office."""
    return series_out(series_of(request, series_id))


class SeriesFacts(Versioned):
    """A series' rhythm."""

    name: Name
    kind: Annotated[str, Among(Series.Kind.values)] = "daily"
    region: Annotated[str, Field(max_length=13)] | None = None
    daily_at: time = time(8)
    crisis_level: Annotated[Whole, Field(ge=1, le=3)] = 1
    time_zone: Annotated[str, Among(TimeZone.values)] = TimeZone.WIB.value
    language: Annotated[str, Among(Series.Language.values)] = "id"
    destination: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None


class NewSeries(SeriesFacts):
    """A new series; its office and its reality are chosen once."""

    organisation: Annotated[int, Field(ge=1, le=2**63 - 1)]
    is_exercise: YesNo = False


class SeriesChange(SeriesFacts):
    """The rhythm counts from now."""

    is_active: YesNo = True


@router.post(
    "report-series",
    response={201: SeriesOut},
    **asks("reports:write", example={"name": "Harian", "organisation": 1}),
    summary="Begin a report series",
)
def create_series(request: HttpRequest, body: NewSeries) -> Any:
    """By an analyst of the office."""
    by = reader_of(request)
    form = SeriesForm(body.model_dump(mode="json", exclude={"version"}), by=by)
    values = checked(form)
    fields = {name: values[name] for name in form.Meta.fields}
    return series_out(commands.create_series(by=by, **fields))


@router.post(
    "report-series/{int:series_id}/change",
    response=SeriesOut,
    **asks("reports:write", example={"version": 1, "name": "Harian"}),
    summary="Change a report series",
)
def change_series(request: HttpRequest, series_id: int, body: SeriesChange) -> Any:
    """Its office and its reality stay as they are."""
    by, found = reader_of(request), series_of(request, series_id)
    rules.check_may_draft(by, found.organisation)
    version = version_of(request, body)
    form = SeriesForm(body.model_dump(mode="json", exclude={"version"}), by=by, instance=found)
    values = checked(form)
    fields = {name: values[name] for name in (*form.Meta.fields, "is_active")}
    done = commands.change_series(found, by=by, expected_version=version, **fields)
    return series_out(done)


class EditionBrief(Schema):
    """One numbered report in short."""

    id: int
    version: int
    series: int
    number: int
    state: str
    since: Moment
    until: Moment
    as_of: Moment
    language: str
    sha256: str
    drafted_by: str | None = Field(description="null: the worker, on schedule")
    checked_by: str | None
    signed_by: str | None
    signed_at: Moment | None
    corrects: int | None
    reason: str
    is_exercise: bool


class EditionWhole(EditionBrief):
    """One report: what was measured, and what people wrote."""

    words: dict[str, Any]
    figures: list[dict[str, Any]]
    measured: dict[str, Any]
    lacking: list[str] = Field(description="what keeps a draft from being checked")


class WantedEditions(Paged):
    """Which reports."""

    series: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    state: Annotated[str, Among(("", *EditionState.values))] = ""


@router.get(
    "reports", response=Page[EditionBrief], **asks("reports:read"), summary="Situation reports"
)
def list_reports(request: HttpRequest, wanted: Query[WantedEditions]) -> Any:
    """The newest first."""
    rows = queries.rows_of(queries.editions_of(reader_of(request)))
    if wanted.series:
        rows = rows.filter(series_id=wanted.series)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, edition_brief)


@router.get(
    "reports/{int:edition_id}",
    response=EditionWhole,
    **asks("reports:read"),
    summary="One situation report",
)
def get_report(request: HttpRequest, edition_id: int) -> Any:
    """With every figure's question."""
    return edition_whole(edition_of(request, edition_id))


class ReportDrafting(Body):
    """How far back it looks."""

    hours: Literal[2, 6, 12, 24, 72, 168] = 24


assert HOURS == (2, 6, 12, 24, 72, 168)


@router.post(
    "report-series/{int:series_id}/reports",
    response={201: EditionWhole},
    **asks("reports:write", example={"hours": 24}, begins_itself=True),
    summary="Draft a report up to this minute",
)
def draft(request: HttpRequest, series_id: int, body: ReportDrafting) -> Any:
    """Measured now; people write the top line."""
    by, series = reader_of(request), series_of(request, series_id)
    rules.check_may_draft(by, series.organisation)
    now = timezone.now().replace(second=0, microsecond=0)
    made = commands.draft(series, lake(), until=now, hours=body.hours, by=by, now=now)
    return edition_whole(edition_of(request, made.pk))


class Chart(Body):
    """What a chart means, and whether it stays."""

    says: Annotated[str, Field(max_length=1_000)] = ""
    state: Literal["", "confirmed", "left_out"] = ""


class Action(Body):
    """What is to be done, by whom and until when."""

    text: Annotated[str, Field(max_length=300)]
    owner: Annotated[str, Field(max_length=120)] = ""
    due: date | None = None


class Words(Versioned):
    """Everything that people write in one report; what is not sent is empty."""

    top_line: Annotated[str, Field(max_length=600)] = ""
    distribution: Annotated[str, Field(max_length=500)] = ""
    classification: Annotated[str, Field(max_length=40)] = ""
    notes: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=1_500)]] = (
        Field({}, max_length=20)
    )
    charts: dict[Annotated[str, Field(max_length=60)], Chart] = Field({}, max_length=40)
    actions: list[Action] = Field([], max_length=MOST_ACTIONS)


@router.post(
    "reports/{int:edition_id}/words",
    response=EditionWhole,
    **asks("reports:write", example={"version": 1, "top_line": "Tidak ada yang berubah."}),
    summary="Write in a draft",
)
def write_words(request: HttpRequest, edition_id: int, body: Words) -> Any:
    """The figures stay as they were measured."""
    by, found = reader_of(request), edition_of(request, edition_id)
    rules.check_may_draft(by, found.series.organisation)
    version = version_of(request, body)
    roomy = copy(found)  # the form offers as many lines as the draft has, and some
    roomy.words = {**found.words, "actions": [{} for _each in range(MOST_ACTIONS)]}
    form = WordsForm(roomy, form_of(body))
    checked(form)
    commands.edit(found, form.words(), by=by, expected_version=version)
    return edition_whole(edition_of(request, edition_id))


def form_of(body: Words) -> dict[str, Any]:
    """The body as the form's fields."""
    given: dict[str, Any] = {
        "top_line": body.top_line,
        "distribution": body.distribution,
        "classification": body.classification,
    }
    given |= {f"note_{part}": text for part, text in body.notes.items()}
    for key, chart in body.charts.items():
        given |= {f"says_{key}": chart.says, f"state_{key}": chart.state}
    for place, action in enumerate(body.actions, start=1):
        given |= {f"action_{place}": action.text, f"owner_{place}": action.owner}
        given[f"due_{place}"] = action.due.isoformat() if action.due else ""
    return given


class ReportStep(Versioned):
    """One step, with a comment where it needs one."""

    comment: Text = ""


def stepped(request: HttpRequest, edition_id: int, body: ReportStep, action: str) -> dict[str, Any]:
    commands.take_step(
        edition_of(request, edition_id),
        action,
        by=reader_of(request),
        expected_version=version_of(request, body),
        comment=body.comment,
    )
    return edition_whole(edition_of(request, edition_id))


@router.post(
    "reports/{int:edition_id}/check",
    response=EditionWhole,
    **asks("reports:write", example=VERSION),
    summary="Say that a draft is complete",
)
def check(request: HttpRequest, edition_id: int, body: ReportStep) -> Any:
    """From here on it stays as it is."""
    return stepped(request, edition_id, body, "check")


@router.post(
    "reports/{int:edition_id}/return",
    response=EditionWhole,
    **asks("reports:write", example={"version": 1, "comment": "Periksa lagi"}),
    summary="Take a checked report back to a draft",
)
def send_back(request: HttpRequest, edition_id: int, body: ReportStep) -> Any:
    """With what to change."""
    return stepped(request, edition_id, body, "return")


@router.post(
    "reports/{int:edition_id}/discard",
    response=EditionWhole,
    **asks("reports:write", example={"version": 1, "comment": "Dobel"}),
    summary="Put a report aside that was never signed",
)
def discard(request: HttpRequest, edition_id: int, body: ReportStep) -> Any:
    """With the reason."""
    return stepped(request, edition_id, body, "discard")


@router.post(
    "reports/{int:edition_id}/sign",
    response=EditionWhole,
    **asks("reports:act", example=VERSION),
    summary="Sign a checked report",
)
def sign(request: HttpRequest, edition_id: int, body: ReportStep) -> Any:
    """Never by somebody who wrote in it."""
    return stepped(request, edition_id, body, "sign")


@router.post(
    "reports/{int:edition_id}/withdraw",
    response=EditionWhole,
    **asks("reports:act", example={"version": 1, "comment": "Angkanya keliru"}),
    summary="Withdraw a signed report",
)
def withdraw(request: HttpRequest, edition_id: int, body: ReportStep) -> Any:
    """With the reason."""
    return stepped(request, edition_id, body, "withdraw")


class Correcting(Body):
    """Why it is drafted anew."""

    why: Reason


@router.post(
    "reports/{int:edition_id}/correct",
    response={201: EditionWhole},
    **asks("reports:write", example={"why": "Angkanya keliru"}, begins_itself=True),
    summary="Begin the correction of a signed report",
)
def correct(request: HttpRequest, edition_id: int, body: Correcting) -> Any:
    """Figures of now, and the words to go on from."""
    by, found = reader_of(request), edition_of(request, edition_id)
    made = commands.begin_correction(found, lake(), by=by, why=body.why, now=timezone.now())
    return edition_whole(edition_of(request, made.pk))


@router.get(
    "reports/{int:edition_id}/files/{form}",
    **asks("reports:read", sends="application/octet-stream"),
    summary="A report as a file: pdf, docx, txt or json",
)
def report_file(
    request: HttpRequest, edition_id: int, form: Annotated[str, Field(max_length=4)]
) -> HttpResponse:
    """Who took it is on record."""
    found: HttpResponse = take(request, edition_id=edition_id, form=form)
    found["Content-Type"] = "application/octet-stream"
    return found


def series_of(request: HttpRequest, series_id: int) -> Series:
    return shown(queries.readable_series(reader_of(request)), pk=series_id)


def edition_of(request: HttpRequest, edition_id: int) -> Edition:
    return shown(queries.editions_of(reader_of(request)), pk=edition_id)


def series_out(found: Series) -> dict[str, Any]:
    names = ("id", "version", "name", "kind", "language", "crisis_level", "time_zone")
    return {name: getattr(found, name) for name in (*names, "is_exercise", "is_active")} | {
        "organisation": str(found.organisation),
        "organisation_id": found.organisation_id,
        "region": found.region_id,
        "daily_at": found.daily_at.strftime("%H:%M"),
        "destination": found.destination_id,
    }


def edition_brief(found: Edition) -> dict[str, Any]:
    names = ("id", "version", "number", "state", "since", "until", "as_of", "language")
    more = ("sha256", "signed_at", "reason", "is_exercise")
    return {name: getattr(found, name) for name in (*names, *more)} | {
        "series": found.series_id,
        "drafted_by": named(found.drafted_by),
        "checked_by": named(found.checked_by),
        "signed_by": named(found.signed_by),
        "corrects": found.corrects_id,
    }


def edition_whole(found: Edition) -> dict[str, Any]:
    is_draft = found.state == EditionState.DRAFT
    return edition_brief(found) | {
        "words": found.words,
        "figures": found.figures,
        "measured": found.measured,
        "lacking": [str(each) for each in rules.lacking(found)] if is_draft else [],
    }
