"""What the team does in the room: first hour, log, message house, regions, reports."""

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Moment, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.cases import Number
from tangkal.desk.api.resources.crises import one
from tangkal.desk.api.resources.reports import EditionBrief, edition_brief
from tangkal.desk.api.resources.statements import StatementOut, statement_out
from tangkal.desk.cases.items import lake
from tangkal.desk.crisis import commands, queries, rules
from tangkal.desk.crisis.commands.reporting import series_of
from tangkal.desk.crisis.first_hour import BY_KEY
from tangkal.desk.crisis.models import Crisis, House, LogEntry, RegionalAlert, StepMark
from tangkal.desk.situation_reports import queries as reports
from tangkal.desk.situation_reports.models import Edition

router = Router(tags=["crises"])
WORDS = 2_000


class FirstHourStep(Schema):
    """One step of the first hour."""

    step: str
    text: str
    minutes: int = Field(description="after the activation")
    due_at: Moment | None
    outcome: str | None
    note: str
    by: str | None
    at: Moment | None


@router.get(
    "crises/{int:crisis_id}/first-hour",
    response=list[FirstHourStep],
    **asks("crises:read"),
    summary="The first hour",
)
def list_steps(request: HttpRequest, crisis_id: int) -> Any:
    """Each step with when it is due, and who did it or left it out."""
    return [step_out(row) for row in queries.checklist(one(request, crisis_id))]


class StepMarking(Body):
    """Done, or left out with a reason."""

    outcome: Annotated[str, Among(StepMark.Outcome.values)]
    note: Annotated[str, Field(max_length=300)] = ""


@router.post(
    "crises/{int:crisis_id}/first-hour/{step}",
    response=list[FirstHourStep],
    **asks("crises:write", example={"outcome": "done"}),
    summary="Mark a step of the first hour",
)
def mark_step(
    request: HttpRequest,
    crisis_id: int,
    step: Annotated[str, Field(max_length=20), Among(BY_KEY)],
    body: StepMarking,
) -> Any:
    """Once; a step left out needs its reason."""
    crisis = one(request, crisis_id)
    commands.mark_step(crisis, step, body.outcome, by=reader_of(request), note=body.note)
    return [step_out(row) for row in queries.checklist(crisis)]


def step_out(row: queries.ChecklistRow) -> dict[str, Any]:
    mark = row.mark
    return {
        "step": row.step.key,
        "text": str(row.step.text),
        "minutes": row.step.minutes,
        "due_at": row.due_at,
        "outcome": mark.outcome if mark else None,
        "note": mark.note if mark else "",
        "by": str(mark.by) if mark else None,
        "at": mark.at if mark else None,
    }


class WantedEntries(Paged):
    """Which entries of the log."""

    kind: Annotated[str, Among(("", *LogEntry.Kind.values))] = ""


class LogEntryOut(Schema):
    """What happened; never changed, only corrected by a later entry."""

    number: int
    at: Moment
    kind: str
    text: str
    done_by: str
    entered_by: str | None = Field(description="null: the system")
    entered_at: Moment
    corrects: int | None = Field(description="number of the entry that this one puts right")
    corrected_by: list[int]


@router.get(
    "crises/{int:crisis_id}/log",
    response=Page[LogEntryOut],
    **asks("crises:read"),
    summary="The log of a crisis",
)
def list_entries(request: HttpRequest, crisis_id: int, wanted: Query[WantedEntries]) -> Any:
    """The newest first."""
    rows = one(request, crisis_id).log.select_related("entered_by", "corrects")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    return page(request, rows.prefetch_related("corrections"), wanted, entry_out)


class NewLogEntry(Body):
    """What happened, when, and who did or said it."""

    kind: Annotated[str, Among(LogEntry.Kind.values)]
    text: Annotated[str, Field(min_length=1, max_length=WORDS)]
    done_by: Annotated[str, Field(max_length=120)] = ""
    at: Moment | None = Field(None, description="now where left out; never later than now")


@router.post(
    "crises/{int:crisis_id}/log",
    response={201: LogEntryOut},
    **asks("crises:write", example={"kind": "fact", "text": "Antrean di tiga SPBU"}),
    summary="Write into the log",
)
def write_entry(request: HttpRequest, crisis_id: int, body: NewLogEntry) -> Any:
    """By the team and the desk of the lead agency."""
    made = commands.write_entry(
        one(request, crisis_id),
        body.kind,
        body.text,
        by=reader_of(request),
        at=body.at,
        done_by=body.done_by,
    )
    return entry_out(made)


class LogCorrection(Body):
    """What is right."""

    text: Annotated[str, Field(min_length=1, max_length=WORDS)]


@router.post(
    "crises/{int:crisis_id}/log/{int:number}/correct",
    response={201: LogEntryOut},
    **asks("crises:write", example={"text": "Antrean di dua SPBU"}),
    summary="Correct an entry of the log",
)
def correct_entry(request: HttpRequest, crisis_id: int, number: int, body: LogCorrection) -> Any:
    """By a later entry; the old one stays as it was."""
    crisis = one(request, crisis_id)
    entry = shown(LogEntry.objects.filter(crisis=crisis), number=number)
    return entry_out(commands.correct_entry(entry, body.text, by=reader_of(request)))


@router.get(
    "crises/{int:crisis_id}/log/files/{form}",
    **asks("crises:read", sends="application/octet-stream"),
    summary="The log as a file",
)
def log_file(request: HttpRequest, crisis_id: int, form: Literal["pdf", "docx", "csv"]) -> Any:
    """Staff under pseudonyms; who took it is on record first."""
    from tangkal.desk.crisis import outputs  # noqa: PLC0415 - makers of files, for takers alone

    made: HttpResponse = outputs.as_answer(
        *outputs.log_file(one(request, crisis_id), form, by=reader_of(request))
    )
    made["Content-Type"] = "application/octet-stream"
    return made


def entry_out(entry: LogEntry) -> dict[str, Any]:
    names = ("number", "at", "kind", "text", "done_by", "entered_at")
    return {name: getattr(entry, name) for name in names} | {
        "entered_by": named(entry.entered_by),
        "corrects": entry.corrects.number if entry.corrects else None,
        "corrected_by": [each.number for each in entry.corrections.all()],
    }


class Pillar(Body):
    """A sentence with its proof."""

    text: Annotated[str, Field(min_length=1, max_length=300)]
    proof: Annotated[str, Field(min_length=1, max_length=300)]


Short = Annotated[str, Field(max_length=200)]
Middle = Annotated[str, Field(max_length=300)]
Long = Annotated[str, Field(max_length=1_500)]


class HouseParts(Schema):
    """One roof, three pillars, and what a first statement needs."""

    umbrella: Annotated[str, Field(max_length=400, description="at most 27 words")] = ""
    pillars: list[Pillar] = Field([], max_length=3)
    event: Middle = ""
    affected: Short = ""
    confirmed: Long = ""
    unknown: Long = ""
    process: Middle = ""
    commitment: Middle = ""
    protective_action: Middle = ""
    source: Short = ""
    contact: Short = ""
    do_not_say: Long = ""
    truth_as_of: Moment | None = None


class HouseOut(HouseParts):
    """The message house as it stands."""

    version: int


PLAIN = tuple(name for name in HouseParts.model_fields if name not in {"pillars", "truth_as_of"})


@router.get(
    "crises/{int:crisis_id}/house",
    response=HouseOut,
    **asks("crises:read"),
    summary="The message house",
)
def get_house(request: HttpRequest, crisis_id: int) -> Any:
    """What is confirmed, what is not known, and what is not to be said."""
    return house_out(one(request, crisis_id).house)


class HouseIn(Versioned, HouseParts):
    """The house as it should read; what is left out is empty."""


@router.post(
    "crises/{int:crisis_id}/house",
    response=HouseOut,
    **asks("crises:write", example={"version": 1, "umbrella": "Stok BBM cukup."}),
    summary="Write the message house",
)
def save_house(request: HttpRequest, crisis_id: int, body: HouseIn) -> Any:
    """`version` is the house's own."""
    done = commands.save_house(
        one(request, crisis_id),
        {name: getattr(body, name) for name in PLAIN},
        [{"text": each.text, "proof": each.proof} for each in body.pillars],
        by=reader_of(request),
        expected_version=version_of(request, body),
        truth_as_of=body.truth_as_of,
    )
    return house_out(done)


def house_out(house: House) -> dict[str, Any]:
    names = (*PLAIN, "pillars", "truth_as_of", "version")
    return {name: getattr(house, name) for name in names}


class StatementFromHouse(Body):
    """For which case of the crisis, in which language."""

    case: Number
    language: Literal["id", "en"] = "id"


@router.post(
    "crises/{int:crisis_id}/statements",
    response={201: StatementOut},
    **asks("crises:write", example={"case": "2026-0001"}),
    summary="Fill a first statement from the message house",
)
def draft_statement(request: HttpRequest, crisis_id: int, body: StatementFromHouse) -> Any:
    """Of the newest approved template; an approver who did not fill it publishes it."""
    crisis, by = one(request, crisis_id), reader_of(request)
    rules.check_may_work(by, crisis)
    case = shown(crisis.cases.all(), number=body.case)
    return statement_out(commands.draft_statement(crisis, case, by=by, language=body.language))


class AddresseeOut(Schema):
    """One regional office that was alerted."""

    organisation: str
    acknowledged_by: str | None
    acknowledged_at: Moment | None
    note: str


class RegionalAlertOut(Schema):
    """What regions were told, and who confirmed it."""

    id: int
    crisis: int
    text: str
    by: str
    at: Moment
    confirm_by: Moment
    addressees: list[AddresseeOut]


@router.get(
    "crises/{int:crisis_id}/alerts",
    response=Page[RegionalAlertOut],
    **asks("crises:read"),
    summary="Alerts to the regions",
)
def list_alerts(request: HttpRequest, crisis_id: int, wanted: Query[Paged]) -> Any:
    """The newest first, with the offices that have not confirmed."""
    return page(request, with_offices(one(request, crisis_id).alerts), wanted, alert_out)


class RegionalAlerting(Body):
    """Which regions are told, and what."""

    regions: list[Annotated[str, Field(max_length=13)]] = Field(
        min_length=1, max_length=100, description="codes; with a province, all below it"
    )
    text: Annotated[str, Field(min_length=1, max_length=WORDS)]


@router.post(
    "crises/{int:crisis_id}/alerts",
    response={201: RegionalAlertOut},
    **asks("crises:write", example={"regions": ["32"], "text": "Pantau antrean SPBU."}),
    summary="Alert the regions",
)
def alert_regions(request: HttpRequest, crisis_id: int, body: RegionalAlerting) -> Any:
    """The regional officers confirm it within an hour."""
    made = commands.alert_regions(
        one(request, crisis_id), body.regions, body.text, by=reader_of(request)
    )
    return alert_out(shown(with_offices(RegionalAlert.objects), pk=made.pk))


@router.get(
    "crisis-alerts",
    response=Page[RegionalAlertOut],
    **asks("crises:read"),
    summary="Alerts to the own office",
)
def list_received(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """For whoever is its regional officer."""
    rows = with_offices(queries.alerts_for(reader_of(request)))
    return page(request, rows, wanted, alert_out)


class AlertReceipt(Body):
    """A question, or why it does not fit here."""

    note: Annotated[str, Field(max_length=300)] = ""


@router.post(
    "crisis-alerts/{int:alert_id}/acknowledge",
    response=RegionalAlertOut,
    **asks("crises:write", example={"note": ""}),
    summary="Confirm an alert for the own office",
)
def acknowledge(request: HttpRequest, alert_id: int, body: AlertReceipt) -> Any:
    """Confirming twice does nothing more."""
    by = reader_of(request)
    rows = with_offices(queries.alerts_for(by))
    commands.acknowledge(shown(rows, pk=alert_id), by=by, note=body.note)
    return alert_out(shown(rows.all(), pk=alert_id))


def with_offices(rows: Any) -> Any:
    found = rows.select_related("by")
    return found.prefetch_related("addressees__organisation", "addressees__acknowledged_by")


def alert_out(alert: RegionalAlert) -> dict[str, Any]:
    names = ("id", "text", "at", "confirm_by")
    return {name: getattr(alert, name) for name in names} | {
        "crisis": alert.crisis_id,
        "by": str(alert.by),
        "addressees": [
            {
                "organisation": str(each.organisation),
                "acknowledged_by": named(each.acknowledged_by),
                "acknowledged_at": each.acknowledged_at,
                "note": each.note,
            }
            for each in alert.addressees.all()
        ],
    }


@router.get(
    "crises/{int:crisis_id}/reports",
    response=Page[EditionBrief],
    **asks("crises:read"),
    summary="Situation reports of a crisis",
)
def list_reports(request: HttpRequest, crisis_id: int, wanted: Query[Paged]) -> Any:
    """A series of their own; read, edited and signed like every other report."""
    rows = editions_of(request, one(request, crisis_id))
    return page(request, reports.rows_of(rows), wanted, edition_brief)


@router.post(
    "crises/{int:crisis_id}/reports",
    response={201: EditionBrief},
    **asks("crises:write", begins_itself=True),
    summary="Draft the next situation report of a crisis",
)
def draft_report(request: HttpRequest, crisis_id: int) -> Any:
    """Measured up to this minute; by an analyst of the lead agency, while a level holds."""
    crisis, by = one(request, crisis_id), reader_of(request)
    rules.check_may_work(by, crisis)
    made = commands.draft_report(crisis, lake(), by=by)
    return edition_brief(made)


def editions_of(request: HttpRequest, crisis: Crisis) -> QuerySet[Edition]:
    """Its own series' reports, as far as the owner reads reports of that office."""
    return reports.editions_of(reader_of(request)).filter(series=series_of(crisis))
