"""The quarterly transparency report: what is owed, figures as they stand, and the decision."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Body, Done, Moment, Reason, Text, Versioned
from tangkal.desk.api.people import shown
from tangkal.desk.transparency import commands, figures, queries
from tangkal.desk.transparency.models import TransparencyReport
from tangkal.desk.transparency.quarters import Quarter

router = Router(tags=["transparency"])
Year = Annotated[int, Field(ge=2000, le=2200)]
Number = Annotated[int, Field(ge=1, le=4)]


class QuarterOut(Schema):
    """One quarter an office accounts for."""

    organisation_id: int
    organisation: str
    quarter: str
    due_at: Moment
    published_at: Moment | None = Field(description="of the first edition: lateness is its")
    days_late: int = Field(description="until it came, or until now")
    is_on_time: bool | None = Field(description="None while it still has time")


class QuarterWhole(Schema):
    """One quarter's figures as they stand now."""

    organisation_id: int
    quarter: str
    draft: int | None = Field(description="the draft that waits for its decision")
    figures: dict[str, Any]
    sha256: str = Field(description="of these figures; send it as `seen` when publishing")


@router.get(
    "transparency",
    response=list[QuarterOut],
    **asks("transparency:read"),
    summary="Quarters that are owed",
)
def list_quarters(request: HttpRequest) -> Any:
    """Of the owner's offices; also those of which nothing was published."""
    now = timezone.now()
    return [
        QuarterOut(
            organisation_id=office.pk,
            organisation=str(office),
            quarter=str(each.quarter),
            due_at=each.quarter.due_at,
            published_at=each.first.published_at if each.first else None,
            days_late=each.days_late,
            is_on_time=each.is_on_time,
        )
        for office in queries.offices_of(reader_of(request))
        for each in queries.standings(office, now)
    ]


@router.get(
    "transparency/{int:organisation_id}/{int:year}/{int:quarter}",
    response=QuarterWhole,
    **asks("transparency:read"),
    summary="A quarter's figures as they stand",
)
def get_quarter(request: HttpRequest, organisation_id: int, year: Year, quarter: Number) -> Any:
    """Counted from events; nobody types them in."""
    office, asked = office_of(request, organisation_id), Quarter(year, quarter)
    rows = list(TransparencyReport.objects.filter(organisation=office, year=year, quarter=quarter))
    draft = queries.standing(office, asked, rows[::-1], timezone.now()).draft
    content = figures.compute(office, asked)
    return QuarterWhole(
        organisation_id=office.pk,
        quarter=str(asked),
        draft=draft.pk if draft else None,
        figures=content,
        sha256=figures.sha256_of(content),
    )


class QuarterDrafting(Body):
    """The words before the figures; an edition after a published one says why."""

    foreword: Text = ""
    correction: Text = ""


@router.post(
    "transparency/{int:organisation_id}/{int:year}/{int:quarter}/drafts",
    response={201: Done},
    **asks("transparency:write", example={"foreword": "Triwulan pertama."}),
    summary="Draft a quarter's report",
)
def draft(
    request: HttpRequest, organisation_id: int, year: Year, quarter: Number, body: QuarterDrafting
) -> Any:
    """After the quarter's last day."""
    made = commands.begin(
        office_of(request, organisation_id),
        Quarter(year, quarter),
        by=reader_of(request),
        foreword=body.foreword,
        correction=body.correction,
    )
    return Done(id=made.pk, state=made.state, version=made.version)


class Foreword(Versioned):
    """What the figures leave out."""

    foreword: Text


@router.post(
    "transparency-reports/{int:report_id}/words",
    response=Done,
    **asks("transparency:write", example={"version": 1, "foreword": "Triwulan pertama."}),
    summary="Change a draft's foreword",
)
def edit(request: HttpRequest, report_id: int, body: Foreword) -> Any:
    """The figures are nobody's to change."""
    found = commands.edit(
        one(request, report_id),
        foreword=body.foreword,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return Done(id=found.pk, state=found.state, version=found.version)


class Publishing(Versioned):
    """The decision, on figures that were read."""

    decision: Reason
    seen: Annotated[str, Field(max_length=64, description="`sha256` of the quarter, as read")]


@router.post(
    "transparency-reports/{int:report_id}/publish",
    response=Done,
    **asks("transparency:act", example={"version": 1, "decision": "Sudah dibaca.", "seen": "0"}),
    summary="Publish a report",
)
def publish(request: HttpRequest, report_id: int, body: Publishing) -> Any:
    """By an approver who did not draft it; its figures are kept for good."""
    found = commands.publish(
        one(request, report_id),
        decision=body.decision,
        by=reader_of(request),
        sha256_seen=body.seen,
        expected_version=version_of(request, body),
    )
    return Done(id=found.pk, state=found.state, version=found.version)


def office_of(request: HttpRequest, organisation_id: int) -> Organisation:
    for office in queries.offices_of(reader_of(request)):
        if office.pk == organisation_id:
            return office
    raise Http404(_("There is no such office."))


def one(request: HttpRequest, report_id: int) -> TransparencyReport:
    return shown(queries.drafts_visible(reader_of(request)), pk=report_id)
