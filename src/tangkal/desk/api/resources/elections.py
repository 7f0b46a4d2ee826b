"""Election periods, and the word that a case touches one."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Body, Key, Moment, Reason, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.cases import Number, colleague, organisation
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.api.resources.crisis_team import Username
from tangkal.desk.strategic_communication import elections
from tangkal.desk.strategic_communication.election_models import ElectionFlag, ElectionPeriod

router = Router(tags=["elections"])


class PeriodOut(Schema):
    """Days in which a label on politics needs two signatures, one of a person named here."""

    id: int
    organisation: str
    organisation_id: int
    name: str
    starts_on: date
    ends_on: date
    lead: str
    delegates: list[str]
    ended_by: str | None
    ended_at: Moment | None
    end_reason: str


@router.get(
    "election-periods",
    response=Page[PeriodOut],
    **asks("elections:read"),
    summary="Election periods",
)
def list_periods(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Of the owner's offices, of those above and of those below."""
    return page(request, elections.visible(reader_of(request)), wanted, period_out)


class NewPeriod(Body):
    """Days, and who speaks for the agreement with KPU and Bawaslu."""

    organisation: Key
    name: Annotated[str, Field(min_length=1, max_length=200)]
    starts_on: date
    ends_on: date
    lead: Username
    delegates: list[Username] = Field([], max_length=20)


@router.post(
    "election-periods",
    response={201: PeriodOut},
    **asks(
        "elections:write",
        example={
            "organisation": 1,
            "name": "Pilkada",
            "starts_on": "2029-01-01",
            "ends_on": "2029-03-01",
            "lead": "penyetuju",
        },
    ),
    summary="Put an election period on record",
)
def begin_period(request: HttpRequest, body: NewPeriod) -> Any:
    """By an approver; it holds for the organisation and all below it."""
    office, by = organisation(body.organisation), reader_of(request)
    assert office is not None
    elections.check_approver(by, office)
    made = elections.begin_period(
        office,
        name=body.name,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        lead=person(body.lead),
        delegates=[person(each) for each in body.delegates],
        by=by,
    )
    return period_out(shown(elections.visible(by), pk=made.pk))


def person(username: str) -> User:
    found = colleague(username)
    assert found is not None
    return found


class PeriodEnding(Body):
    """Why it ends before its last day."""

    why: Reason


@router.post(
    "election-periods/{int:period_id}/end",
    response=PeriodOut,
    **asks("elections:write", example={"why": "Ditunda"}),
    summary="End an election period early",
)
def end_period(request: HttpRequest, period_id: int, body: PeriodEnding) -> Any:
    """By an approver of its organisation."""
    by = reader_of(request)
    rows = elections.visible(by)
    elections.end_period(shown(rows, pk=period_id), by=by, reason=body.why)
    return period_out(shown(rows.all(), pk=period_id))


def period_out(row: ElectionPeriod) -> dict[str, Any]:
    names = ("id", "organisation_id", "name", "starts_on", "ends_on", "ended_at", "end_reason")
    return {name: getattr(row, name) for name in names} | {
        "organisation": str(row.organisation),
        "lead": str(row.lead),
        "delegates": [str(each) for each in row.delegates.all()],
        "ended_by": named(row.ended_by),
    }


class ElectionFlagging(Body):
    """Whether a case touches an election, and why."""

    on: YesNo
    why: Reason


class ElectionFlagOut(Schema):
    """What stands now."""

    on: bool
    why: str
    by: str | None


@router.post(
    "cases/{number}/election-flag",
    response=ElectionFlagOut,
    **asks("cases:write", example={"on": True, "why": "Menyebut calon"}),
    summary="Say that a case touches an election, or take that back",
)
def set_flag(request: HttpRequest, number: Number, body: ElectionFlagging) -> Any:
    """Taken back by an approver who did not write the case's texts."""
    case, by = case_of(request, number), reader_of(request)
    if body.on:
        elections.flag(case, by=by, reason=body.why)
    else:
        elections.unflag(case, by=by, reason=body.why)
    row = ElectionFlag.objects.filter(case=case).select_related("by").first()
    by_whom = named(row.by) if row else None
    return ElectionFlagOut(on=row is not None, why=row.reason if row else "", by=by_whom)
