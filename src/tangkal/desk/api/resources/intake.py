"""Intake: give a source, agree to how it is read, watch it, settle what was set aside."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from tangkal.desk.accounts.models import TimeZone
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Moment, Reason, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import shown
from tangkal.desk.intake import background, commands, rules
from tangkal.desk.intake.models import IntakeRun
from tangkal.desk.intake.views.quarantine import find, opened, values_of
from tangkal.desk.intake.views.runs import giver_of
from tangkal.kernel import SOURCE_KINDS

router = Router(tags=["intake"])
UPLOAD_BYTES = 512 * 1024 * 1024


class IntakeRunOut(Schema):
    """A source somebody gave, from the preview to the report."""

    id: int
    state: str
    name: str
    url: str
    sha256: str
    size_bytes: int
    options: dict[str, Any]
    records: int
    accepted: int
    quarantined: int
    percent: int
    error: str
    by: str
    at: Moment
    started_at: Moment | None
    finished_at: Moment | None


@router.get(
    "intake/runs", response=Page[IntakeRunOut], **asks("intake:read"), summary="Sources given"
)
def list_runs(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """By people of the owner's organisations, the newest first."""
    giver = giver_of(request)
    background.note_interrupted()
    return page(request, rules.visible_runs(giver), wanted, run_out)


@router.get(
    "intake/runs/{int:run_id}",
    response=IntakeRunOut,
    **asks("intake:read"),
    summary="One source given",
)
def get_run(request: HttpRequest, run_id: int) -> Any:
    """How far its reading is."""
    background.note_interrupted()
    return run_out(run_of(request, run_id))


@router.post(
    "intake/files",
    response={201: IntakeRunOut},
    **asks("intake:write", most_bytes=UPLOAD_BYTES, begins_itself=True),
    summary="Give a file",
)
def give_file(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Sent as multipart/form-data; nothing is read before somebody agrees to how."""
    return run_out(commands.give_file(file, by=giver_of(request)))


class Address(Body):
    """A feed, a web page or a fact-check on the internet."""

    address: Annotated[str, Field(min_length=8, max_length=1_000, pattern=r"^https?://")]


@router.post(
    "intake/addresses",
    response={201: IntakeRunOut},
    **asks("intake:write", example={"address": "https://contoh.id/rss.xml"}, begins_itself=True),
    summary="Give an address",
)
def give_address(request: HttpRequest, body: Address) -> Any:
    """It is fetched now, and never from a private network."""
    return run_out(commands.give_address(body.address, by=giver_of(request)))


class Agreement(Body):
    """How a source is read; `by_hand` names the column of each of our fields."""

    kind: Literal["", "items", "claims"] = ""
    platform: Annotated[str, Field(max_length=40)] = ""
    source_kind: Annotated[str, Among(("", *SOURCE_KINDS))] = ""
    timezone: Annotated[str, Among(TimeZone.values)] = TimeZone.WIB.value
    is_exercise: YesNo = False
    by_hand: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=200)]] = (
        Field({}, max_length=40)
    )


@router.post(
    "intake/runs/{int:run_id}/start",
    response=IntakeRunOut,
    **asks("intake:write", example={"kind": "items", "platform": "x"}, begins_itself=True),
    summary="Agree to how a source is read, and start",
)
def start(request: HttpRequest, run_id: int, body: Agreement) -> Any:
    """It is read beside; ask for it again to see how far it is."""
    run, by = run_of(request, run_id), giver_of(request)
    commands.agree(run, body.model_dump(), by=by)
    background.start(run.pk)
    return run_out(shown(IntakeRun.objects.select_related("by"), pk=run_id))


class WantedRows(Schema):
    """Which rows; the store beside the database is read by offset."""

    model_config = ConfigDict(extra="forbid")
    status: Literal["waiting", "retried", "discarded"] = "waiting"
    limit: Annotated[int, Field(ge=1, le=100)] = 25
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class RowOut(Schema):
    """A row that could not be read, and why."""

    id: str
    kind: str
    source: str
    about: str
    status: str


class Rows(Schema):
    """Rows set aside."""

    total: int
    rows: list[RowOut]


@router.get(
    "intake/quarantine", response=Rows, **asks("intake:read"), summary="Rows that were set aside"
)
def list_rows(request: HttpRequest, wanted: Query[WantedRows]) -> Any:
    """The oldest first."""
    giver_of(request)
    with opened() as store:
        found = store.list(status=wanted.status, limit=wanted.limit, offset=wanted.offset)
        total = store.count(status=wanted.status)
    return {"total": total, "rows": [row_out(each) for each in found]}


RowId = Annotated[str, Field(max_length=80)]
Values = dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=20_000)]]


class RowWhole(RowOut):
    """One row under our field names."""

    values: dict[str, str]


@router.get(
    "intake/quarantine/{row_id}", response=RowWhole, **asks("intake:read"), summary="One row"
)
def get_row(request: HttpRequest, row_id: RowId) -> Any:
    """As it was given."""
    giver_of(request)
    held = find(row_id)
    return row_out(held.row) | {"values": values_of(held)}


class Retrying(Body):
    """Corrected values; what is not named is read as it was."""

    corrections: Annotated[Values, Field(max_length=40)] = {}


class Retried(Schema):
    """Whether it was taken in, and if not, why."""

    taken: bool
    reason: str


@router.post(
    "intake/quarantine/{row_id}/retry",
    response=Retried,
    **asks("intake:write", example={"corrections": {"text": "Harga naik"}}, begins_itself=True),
    summary="Read a row again with corrected values",
)
def retry(request: HttpRequest, row_id: RowId, body: Retrying) -> Any:
    """It stays set aside where it is still refused."""
    by = giver_of(request)
    find(row_id)
    outcome = commands.retry_row(row_id, body.corrections, by=by)
    return Retried(taken=outcome.taken, reason=outcome.reason or "")


class Discarding(Body):
    """Which rows, and why."""

    rows: list[RowId] = Field(min_length=1, max_length=100)
    why: Reason


class Discarded(Schema):
    """How many; they stay on record."""

    discarded: int


@router.post(
    "intake/discards",
    response=Discarded,
    **asks("intake:write", example={"rows": ["r1"], "why": "Bukan data"}, begins_itself=True),
    summary="Set rows aside for good",
)
def discard(request: HttpRequest, body: Discarding) -> Any:
    """With the reason."""
    count = commands.discard_rows(body.rows, why=body.why, by=giver_of(request))
    return Discarded(discarded=count)


def run_of(request: HttpRequest, run_id: int) -> IntakeRun:
    return shown(rules.visible_runs(giver_of(request)), pk=run_id)


def run_out(run: IntakeRun) -> dict[str, Any]:
    names = ("id", "state", "name", "url", "sha256", "size_bytes", "options", "records")
    more = ("accepted", "quarantined", "percent", "error", "at", "started_at", "finished_at")
    return {name: getattr(run, name) for name in (*names, *more)} | {"by": str(run.by)}


def row_out(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.row_id),
        "kind": str(row.kind),
        "source": str(row.source),
        "about": str(row.about),
        "status": str(row.status),
    }
