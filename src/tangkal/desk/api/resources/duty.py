"""The duty of an office, how long its steps may take, and when it works."""

from datetime import date, time
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from tangkal.desk.accounts.models import Organisation, TimeZone, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Key, Moment, Reason, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import shown
from tangkal.desk.api.resources.crisis_team import Username, among
from tangkal.desk.cases.models import Priority
from tangkal.desk.deadlines import commands, duty, rules, timing
from tangkal.desk.deadlines.models import (
    LONGEST_MINUTES,
    DutyOverride,
    DutyShift,
    HandOver,
    Limit,
    WorkingWeek,
)
from tangkal.desk.deadlines.views.offices import offices_read
from tangkal.desk.deadlines.views.roster import people_of
from tangkal.impact_analysis import deadlines

router = Router(tags=["deadlines"])
NOTES = 10
Why = Annotated[Reason, Field(max_length=300)]


class WantedOffice(Schema):
    """Of which office."""

    model_config = ConfigDict(extra="forbid")
    organisation: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = Field(
        None, description="one's own where left out"
    )


class WantedLimitChanges(Paged):
    """Those that reach which office."""

    organisation: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None


class OfOffice(Body):
    """For which office; one's own where left out."""

    organisation: Key | None = None


def office_of(request: HttpRequest, key: int | None) -> Organisation:
    """An office whose cases the owner reads, or the own; another's is as if there were none."""
    reader = reader_of(request)
    return shown(offices_read(reader), pk=key or reader.organisation_id)


# Duty


class ShiftOut(Schema):
    """Somebody's duty at one weekday's hours, week after week."""

    id: int
    person: str
    weekday: int = Field(description="0 is Monday")
    starts: str = Field(description="on the office's own clock: 08:00")
    ends: str = Field(description="not later than it starts: on the next day")


class OverrideOut(Schema):
    """Somebody else for a stretch."""

    id: int
    person: str
    starts_at: Moment
    ends_at: Moment
    why: str
    by: str


class DutyNoteOut(Schema):
    """What one duty officer leaves the next to know."""

    id: int
    text: str
    by: str
    at: Moment


class Roster(Schema):
    """The duty of one office."""

    organisation: str
    organisation_id: int
    on_duty: list[str] = Field(description="now")
    is_planned: bool
    shifts: list[ShiftOut]
    overrides: list[OverrideOut] = Field(description="those that have not ended")
    notes: list[DutyNoteOut] = Field(description="the newest ten")


@router.get("duty", response=Roster, **asks("deadlines:read"), summary="The duty of an office")
def get_duty(request: HttpRequest, wanted: Query[WantedOffice]) -> Any:
    """Who is on duty now, the weekly plan, and what was handed over."""
    return roster_of(office_of(request, wanted.organisation))


class PlanningShift(OfOffice):
    """Who, on which weekday, from when to when."""

    person: Username
    weekday: Annotated[int, Field(ge=0, le=6, description="0 is Monday")]
    starts: time
    ends: time


@router.post(
    "duty/shifts",
    response={201: Roster},
    **asks(
        "deadlines:write",
        example={"person": "analis", "weekday": 2, "starts": "08:00:00", "ends": "16:00:00"},
    ),
    summary="Plan somebody’s duty",
)
def add_shift(request: HttpRequest, body: PlanningShift) -> Any:
    """Week after week; by an approver or analyst of the office."""
    office, by = office_of(request, body.organisation), reader_of(request)
    rules.check_can_plan_duty(by, office)
    commands.add_shift(
        office,
        among(people_of(office), body.person),
        weekday=body.weekday,
        starts=body.starts.replace(tzinfo=None),
        ends=body.ends.replace(tzinfo=None),
        by=by,
    )
    return roster_of(office)


@router.post(
    "duty/shifts/{int:shift_id}/end",
    response=Roster,
    **asks("deadlines:write"),
    summary="Take a line out of the weekly plan",
)
def end_shift(request: HttpRequest, shift_id: int) -> Any:
    """It stays in the audit trail."""
    by = reader_of(request)
    rows = DutyShift.objects.filter(organisation__in=offices_read(by))
    found = shown(rows.select_related("organisation"), pk=shift_id)
    commands.end_shift(found, by=by)
    return roster_of(found.organisation)


class Overriding(OfOffice):
    """Who, from when to when, and why."""

    person: Username
    starts_at: Moment
    ends_at: Moment
    why: Annotated[str, Field(min_length=1, max_length=200)]


@router.post(
    "duty/overrides",
    response={201: Roster},
    **asks(
        "deadlines:write",
        example={
            "person": "analis",
            "starts_at": "2027-01-04T01:00:00Z",
            "ends_at": "2027-01-05T01:00:00Z",
            "why": "Cuti",
        },
    ),
    summary="Put somebody else on duty for a stretch",
)
def override_duty(request: HttpRequest, body: Overriding) -> Any:
    """Whatever the weekly plan says."""
    office, by = office_of(request, body.organisation), reader_of(request)
    rules.check_can_plan_duty(by, office)
    commands.override_duty(
        office,
        among(people_of(office), body.person),
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        why=body.why,
        by=by,
    )
    return roster_of(office)


class DutyHandOver(OfOffice):
    """What the next one must know."""

    text: Annotated[str, Field(min_length=1, max_length=4_000)]


@router.post(
    "duty/notes",
    response={201: Roster},
    **asks("deadlines:write", example={"text": "Kasus BBM menunggu data dinas."}),
    summary="Leave a note to the next one on duty",
)
def hand_over(request: HttpRequest, body: DutyHandOver) -> Any:
    """By whoever reads the office's cases."""
    office = office_of(request, body.organisation)
    commands.hand_over(office, text=body.text, by=reader_of(request))
    return roster_of(office)


def roster_of(office: Organisation) -> dict[str, Any]:
    now = timezone.now()
    present = duty.on_duty(office, now)
    shifts = DutyShift.objects.filter(organisation=office).select_related("user")
    overrides = DutyOverride.objects.filter(organisation=office, ends_at__gt=now)
    notes = HandOver.objects.filter(organisation=office).select_related("by")[:NOTES]
    people = User.objects.filter(pk__in=present.people).order_by("display_name")
    return {
        "organisation": str(office),
        "organisation_id": office.pk,
        "on_duty": [str(each) for each in people],
        "is_planned": present.is_planned,
        "shifts": [
            {
                "id": each.pk,
                "person": str(each.user),
                "weekday": each.weekday,
                "starts": f"{each.starts:%H:%M}",
                "ends": f"{each.ends:%H:%M}",
            }
            for each in shifts
        ],
        "overrides": [
            {name: getattr(each, name) for name in ("id", "starts_at", "ends_at", "why")}
            | {"person": str(each.user), "by": str(each.by)}
            for each in overrides.select_related("user", "by")
        ],
        "notes": [
            {"id": each.pk, "text": each.text, "by": str(each.by), "at": each.at} for each in notes
        ],
    }


# Limits


class LimitNow(Schema):
    """How long one step may take for a clock that starts now."""

    step: str
    priority: str
    minutes: int | None = Field(description="null: no deadline")
    in_working_time: bool
    is_changed: bool = Field(description="by an office; else the doctrine's own")
    may_pause: bool


class LimitTable(Schema):
    """The table of an office, as it holds now."""

    organisation: str
    limits: list[LimitNow]


@router.get(
    "deadline-limits",
    response=LimitTable,
    **asks("deadlines:read"),
    summary="How long the steps of an office may take",
)
def get_limits(request: HttpRequest, wanted: Query[WantedOffice]) -> Any:
    """Its own rows, those of the offices above, or the doctrine's."""
    office = office_of(request, wanted.organisation)
    table, now = timing.current(), timezone.now()
    return {
        "organisation": str(office),
        "limits": [
            limit_now(step, priority, table.allowed(step, priority, office, now))
            for step in deadlines.DEADLINES
            for priority in Priority.values
        ],
    }


def limit_now(step: str, priority: str, allowed: timing.Allowed) -> dict[str, Any]:
    length = allowed.length
    return {
        "step": step,
        "priority": priority,
        "minutes": None if length is None else int(length.total_seconds() // 60),
        "in_working_time": allowed.in_working_time,
        "is_changed": allowed.row is not None,
        "may_pause": step in deadlines.MAY_PAUSE,
    }


class LimitOut(Schema):
    """One change of the table; never changed, only followed by a newer one."""

    id: int
    organisation: str | None = Field(description="null: every office without rows of its own")
    step: str
    priority: str
    minutes: int | None
    counts: str
    inherits: bool
    valid_from: Moment
    why: str
    by: str


@router.get(
    "deadline-limits/changes",
    response=Page[LimitOut],
    **asks("deadlines:read"),
    summary="Who changed limits, and why",
)
def list_limit_changes(request: HttpRequest, wanted: Query[WantedLimitChanges]) -> Any:
    """Every change that reaches an office, the newest first."""
    office = office_of(request, wanted.organisation)
    above = [key for key in timing.offices(office) if key]
    rows = Limit.objects.filter(Q(organisation=None) | Q(organisation__in=above))
    return page(request, rows.select_related("organisation", "by"), wanted, limit_out)


class NewLimit(OfOffice):
    """From a moment on, one step may take so long; clocks that run keep theirs."""

    everywhere: YesNo = Field(False, description="for every office without rows of its own")
    step: Annotated[str, Among(deadlines.DEADLINES)]
    priority: Annotated[str, Among(Priority.values)]
    minutes: Annotated[int, Field(ge=1, le=LONGEST_MINUTES)] | None = Field(
        None, description="null: no deadline"
    )
    in_working_time: YesNo = False
    inherits: YesNo = Field(False, description="back to what the office above has")
    valid_from: Moment | None = None
    why: Why


@router.post(
    "deadline-limits",
    response={201: LimitOut},
    **asks(
        "deadlines:write",
        example={"step": "triage", "priority": "LOW", "minutes": 600, "why": "Kurang orang"},
    ),
    summary="Set how long a step may take",
)
def set_limit(request: HttpRequest, body: NewLimit) -> Any:
    """By an approver of the office; never longer than the law allows."""
    office = None if body.everywhere else office_of(request, body.organisation)
    made = commands.set_limit(
        office,
        body.step,
        body.priority,
        body.minutes,
        why=body.why,
        by=reader_of(request),
        in_working_time=body.in_working_time,
        inherits=body.inherits,
        valid_from=body.valid_from,
    )
    return limit_out(made)


def limit_out(row: Limit) -> dict[str, Any]:
    names = ("id", "step", "priority", "minutes", "counts", "inherits", "valid_from", "why")
    return {name: getattr(row, name) for name in names} | {
        "organisation": str(row.organisation) if row.organisation else None,
        "by": str(row.by),
    }


# Working weeks

Span = Annotated[list[time], Field(min_length=2, max_length=2)]
Day = Annotated[list[Span], Field(max_length=6)]
Week = Annotated[list[Day], Field(min_length=7, max_length=7)]


class WeekOut(Schema):
    """When an office works, as it holds now."""

    organisation: str
    week: list[list[list[str]]] = Field(description="seven days from Monday, each its hours")
    days_off: list[str]
    observes_joint_leave: bool
    time_zone: str
    valid_from: Moment | None = Field(description="null: the usual week, nobody has set it")
    why: str


@router.get(
    "working-week",
    response=WeekOut,
    **asks("deadlines:read"),
    summary="When an office works",
)
def get_week(request: HttpRequest, wanted: Query[WantedOffice]) -> Any:
    """Its own hours, those of the office above, or the usual week."""
    return week_out(office_of(request, wanted.organisation))


class NewWeek(OfOffice):
    """From a moment on, an office and those below work at these hours."""

    week: Week = Field(description="seven days from Monday; each a list of [start, end]")
    days_off: list[date] = Field([], max_length=commands.MOST_DAYS_OFF)
    observes_joint_leave: YesNo = True
    time_zone: Annotated[str, Among(("", *TimeZone.values))] = ""
    valid_from: Moment | None = None
    why: Why


USUAL = [[["08:00:00", "16:00:00"]]] * 5 + [[], []]


@router.post(
    "working-week",
    response={201: WeekOut},
    **asks("deadlines:write", example={"week": USUAL, "why": "Jam kerja baru"}),
    summary="Set when an office works",
)
def set_week(request: HttpRequest, body: NewWeek) -> Any:
    """By an approver of the office; clocks that run keep their hours."""
    office = office_of(request, body.organisation)
    commands.set_week(
        office,
        [[[f"{each:%H:%M}" for each in span] for span in day] for day in body.week],
        why=body.why,
        by=reader_of(request),
        days_off=body.days_off,
        observes_joint_leave=body.observes_joint_leave,
        time_zone=body.time_zone,
        valid_from=body.valid_from,
    )
    return week_out(office)


def week_out(office: Organisation) -> dict[str, Any]:
    row: WorkingWeek | None = timing.current().week_row(office, timezone.now())
    return {
        "organisation": str(office),
        "week": row.week if row else timing.USUAL_WEEK,
        "days_off": row.days_off if row else [],
        "observes_joint_leave": row.observes_joint_leave if row else True,
        "time_zone": (row.time_zone if row else "") or timing.zone_of(office),
        "valid_from": row.valid_from if row else None,
        "why": row.why if row else "",
    }
