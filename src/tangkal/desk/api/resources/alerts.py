"""Alerts: what was told to whom, one's own rules, and the places alerts are sent to."""

from datetime import time
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field, Strict

from tangkal.desk.accounts.models import TimeZone, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.alerts import commands, queries, rules
from tangkal.desk.alerts.forms import DestinationForm, RuleForm
from tangkal.desk.alerts.models import Alert, Destination, ExerciseLeave, Kind, Rule
from tangkal.desk.alerts.views.destinations import administrator_of, keeper_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Key, Moment, Versioned, Whole, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import checked, person_of, shown
from tangkal.desk.early_warning.words import REASON_LABELS

router = Router(tags=["alerts"])
Name = Annotated[str, Field(min_length=1, max_length=80)]


class WantedAlerts(Paged):
    """Which alerts: the history's own filters."""

    state: Annotated[str, Among(("", *queries.STATES))] = ""
    severity: Annotated[int, Field(ge=0, le=4)] = 0
    days: Literal[1, 7, 30, 90] = 30
    mine: bool = False


class AlertOut(Schema):
    """One signal, worth telling one place; never the text that was sent."""

    id: int
    signal: int
    rule: str
    destination: str
    severity: int
    created_at: Moment
    due_at: Moment
    message_state: str | None
    withdrawn: str
    is_exercise: bool


@router.get("alerts", response=Page[AlertOut], **asks("alerts:read"), summary="Alerts")
def list_alerts(request: HttpRequest, wanted: Query[WantedAlerts]) -> Any:
    """Of the owner's office and rules, the newest first."""
    reader = reader_of(request)
    chosen = queries.AlertFilter(
        state=wanted.state, severity=wanted.severity, days=wanted.days, mine=wanted.mine
    )
    return page(request, queries.history(reader, chosen, timezone.now()), wanted, alert_out)


class Call(Body):
    """Whom to tell next where nobody has taken the signal."""

    after_minutes: Annotated[Whole, Field(ge=5, le=1_440)]
    destination: Key


class RuleFacts(Versioned):
    """What one person wants one place to be told, and when."""

    name: Name
    destination: Key
    severity: Annotated[Whole, Field(ge=1, le=4)] = 3
    kinds: list[Annotated[str, Among(REASON_LABELS)]] = Field([], max_length=20)
    regions: list[Annotated[str, Field(max_length=13)]] = Field([], max_length=60)
    indicators: list[Key] = Field([], max_length=60)
    words: Annotated[str, Field(max_length=300)] = ""
    growth: Annotated[float, Field(ge=1, le=1_000)] | None = None
    mode: Annotated[str, Among(Rule.Mode.values)] = "immediate"
    digest_at: time = time(7)
    group: Annotated[str, Field(max_length=40)] = ""
    time_zone: Annotated[str, Among(TimeZone.values)] = TimeZone.WIB.value
    quiet_from: time | None = None
    quiet_until: time | None = None
    breaks_quiet: YesNo = True
    further_calls: list[Call] = Field([], max_length=3)


class RuleOut(Schema):
    """One of the owner's own rules."""

    id: int
    version: int
    name: str
    destination: int
    severity: int
    kinds: list[str]
    regions: list[str]
    indicators: list[int]
    words: str
    growth: float | None
    mode: str
    digest_at: str
    group: str
    time_zone: str
    quiet_from: str | None
    quiet_until: str | None
    breaks_quiet: bool


RULE = {"name": "BBM", "destination": 1}


@router.get("alert-rules", response=Page[RuleOut], **asks("alerts:read"), summary="Own alert rules")
def list_rules(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Those in force, the newest first; colleagues' are not there."""
    return page(request, own_rules(reader_of(request)), wanted, rule_out)


@router.get(
    "alert-rules/{int:rule_id}", response=RuleOut, **asks("alerts:read"), summary="One own rule"
)
def get_rule(request: HttpRequest, rule_id: int) -> Any:
    """As it stands."""
    return rule_out(shown(own_rules(reader_of(request)), pk=rule_id))


@router.post(
    "alert-rules",
    response={201: RuleOut},
    **asks("alerts:write", example=RULE),
    summary="Make a rule of one's own",
)
def make_rule(request: HttpRequest, body: RuleFacts) -> Any:
    """It may tell places of one's own offices only."""
    by = reader_of(request)
    return saved(by, Rule(owner=by, time_zone=by.time_zone), body)


@router.post(
    "alert-rules/{int:rule_id}/change",
    response=RuleOut,
    **asks("alerts:write", example=RULE | {"version": 1}),
    summary="Change an own rule",
)
def change_rule(request: HttpRequest, rule_id: int, body: RuleFacts) -> Any:
    """It holds from now on."""
    by = reader_of(request)
    found = shown(own_rules(by), pk=rule_id)
    found.version = version_of(request, body)
    return saved(by, found, body)


def saved(by: User, rule: Rule, body: RuleFacts) -> dict[str, Any]:
    given = body.model_dump(mode="json", exclude={"version", "further_calls"})
    for number, call in enumerate(body.further_calls, start=1):
        given |= {f"after_{number}": call.after_minutes, f"then_{number}": call.destination}
    form = RuleForm(by, given, instance=rule)
    checked(form)
    return rule_out(commands.save_rule(form.save(commit=False), form.further_calls(), by=by))


class Ended(Schema):
    """It alerts nobody any more; its history stays."""

    id: int


@router.post(
    "alert-rules/{int:rule_id}/end",
    response=Ended,
    **asks("alerts:write"),
    summary="End an own rule",
)
def end_rule(request: HttpRequest, rule_id: int) -> Any:
    """Its history stays."""
    by = reader_of(request)
    commands.end_rule(shown(own_rules(by), pk=rule_id), by=by)
    return Ended(id=rule_id)


class DestinationOut(Schema):
    """One place that alerts go to; a secret goes in and never comes out."""

    id: int
    version: int
    organisation: str
    name: str
    kind: str
    address: str
    server: str
    most_an_hour: int
    health: str = Field(description="untried, well, shaky or broken")
    is_active: bool


@router.get(
    "alert-destinations",
    response=Page[DestinationOut],
    **asks("destinations:read"),
    summary="Places alerts are sent to",
)
def list_destinations(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Of the offices below, closed ones too."""
    return page(request, destinations(request), wanted, destination_out)


class DestinationFacts(Versioned):
    """What a place needs follows from its kind."""

    name: Name
    address: Annotated[str, Field(max_length=500)] = ""
    server: Annotated[str, Field(max_length=200)] = ""
    security: Annotated[str, Among(Destination.Security.values)] = "starttls"
    username: Annotated[str, Field(max_length=120)] = ""
    sender: Annotated[str, Field(max_length=254)] = ""
    secret: Annotated[str, Field(max_length=500)] = Field("", description="kept in the home")
    most_an_hour: Annotated[Whole, Field(ge=1, le=120)] = 12


class NewDestination(DestinationFacts):
    """A new place, and whose it is."""

    kind: Annotated[str, Among(Kind.values)]
    organisation: Key


PLACE = {"name": "Piket", "address": "piket@contoh.go.id", "server": "surel.contoh.go.id:587"}
PLACE |= {"sender": "tangkal@contoh.go.id"}


@router.post(
    "alert-destinations",
    response={201: DestinationOut},
    **asks("destinations:write", example=PLACE | {"kind": "email", "organisation": 1}),
    summary="Enter a place",
)
def make_destination(request: HttpRequest, body: NewDestination) -> Any:
    """Send a test before anybody relies on it."""
    by = administrator_of(request)
    offices = rules.organisations_administered(by)
    given = body.model_dump(mode="json", exclude={"version", "kind"})
    form = DestinationForm(Kind(body.kind), offices, given)
    values = checked(form)
    made = commands.make_destination(
        values["organisation"],
        by=by,
        kind=Kind(body.kind),
        secret=values["secret"],
        **form.stored(),
    )
    return destination_out(made)


@router.post(
    "alert-destinations/{int:destination_id}/change",
    response=DestinationOut,
    **asks("destinations:write", example=PLACE | {"version": 1}),
    summary="Change a place",
)
def change_destination(request: HttpRequest, destination_id: int, body: DestinationFacts) -> Any:
    """A password is entered again where it would go to another server."""
    by, found = keeper_of(request), destination_of(request, destination_id)
    rules.check_can_change_destination(by, found.organisation)
    version = version_of(request, body)
    none = rules.organisations_administered(by).none()
    given = body.model_dump(mode="json", exclude={"version"})
    form = DestinationForm(Kind(found.kind), none, given, instance=found)
    values = checked(form)
    done = commands.change_destination(
        Destination(pk=destination_id),
        by=by,
        version=version,
        secret=values["secret"],
        **form.stored(),
    )
    return destination_out(done)


class DestinationAccess(Versioned):
    """Open, or closed."""

    is_open: YesNo


@router.post(
    "alert-destinations/{int:destination_id}/access",
    response=DestinationOut,
    **asks("destinations:write", example={"version": 1, "is_open": False}),
    summary="Close a place, or open it again",
)
def set_access(request: HttpRequest, destination_id: int, body: DestinationAccess) -> Any:
    """Nothing goes to a closed one."""
    found, by = destination_of(request, destination_id), administrator_of(request)
    version = version_of(request, body)
    done = commands.set_open(found, is_open=body.is_open, by=by, version=version)
    return destination_out(done)


class Tested(Schema):
    """A test is on its way; the place's log says what became of it."""

    message: int


@router.post(
    "alert-destinations/{int:destination_id}/test",
    response=Tested,
    **asks("destinations:write"),
    summary="Send a test message",
)
def send_test(request: HttpRequest, destination_id: int) -> Any:
    """By the worker, the same way as any alert."""
    found = destination_of(request, destination_id)
    return Tested(message=commands.send_test(found, by=keeper_of(request)).pk)


class LeaveOut(Schema):
    """An exercise's word that its signals may alert outside, until a moment."""

    id: int
    why: str
    by: str
    created_at: Moment
    until: Moment
    ended_at: Moment | None


@router.get(
    "alert-leaves",
    response=Page[LeaveOut],
    **asks("exercises:write"),
    summary="When exercises were allowed to alert outside",
)
def list_leaves(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """The newest first."""
    rules.check_can_give_leave(person_of(request))
    return page(request, ExerciseLeave.objects.select_related("by"), wanted, leave_out)


class NewLeave(Body):
    """Which exercise it is, whom it alerts, and for how long."""

    why: Annotated[str, Field(min_length=1, max_length=200)]
    hours: Annotated[int, Strict(), Field(ge=1, le=168)]


@router.post(
    "alert-leaves",
    response={201: LeaveOut},
    **asks("exercises:write", example={"why": "Latihan Maret", "hours": 4}),
    summary="Let exercises alert outside for some hours",
)
def give_leave(request: HttpRequest, body: NewLeave) -> Any:
    """Marked LATIHAN."""
    made = commands.give_leave(by=person_of(request), why=body.why, hours=body.hours)
    return leave_out(made)


class LeavesEnded(Schema):
    """How many ended."""

    ended: int


@router.post(
    "alert-leaves/end",
    response=LeavesEnded,
    **asks("exercises:write"),
    summary="Keep exercises inside the desk again",
)
def end_leaves(request: HttpRequest) -> Any:
    """At once."""
    return LeavesEnded(ended=commands.end_leaves(by=person_of(request)))


def leave_out(row: ExerciseLeave) -> dict[str, Any]:
    names = ("id", "why", "created_at", "until", "ended_at")
    return {name: getattr(row, name) for name in names} | {"by": str(row.by)}


def own_rules(reader: User) -> QuerySet[Rule]:
    return Rule.objects.filter(owner=reader, is_active=True)


def destinations(request: HttpRequest) -> QuerySet[Destination]:
    return rules.destinations_seen(keeper_of(request)).select_related("organisation")


def destination_of(request: HttpRequest, destination_id: int) -> Destination:
    return shown(destinations(request), pk=destination_id)


def alert_out(alert: Alert) -> dict[str, Any]:
    names = ("id", "severity", "created_at", "due_at", "withdrawn", "is_exercise")
    return {name: getattr(alert, name) for name in names} | {
        "signal": alert.signal_id,
        "rule": alert.rule.name,
        "destination": alert.destination.name,
        "message_state": alert.message.state if alert.message else None,
    }


def rule_out(rule: Rule) -> dict[str, Any]:
    names = ("id", "version", "name", "severity", "kinds", "regions", "indicators", "words")
    more = ("growth", "mode", "group", "time_zone", "breaks_quiet")
    clocks = ("digest_at", "quiet_from", "quiet_until")
    return (
        {name: getattr(rule, name) for name in (*names, *more)}
        | {name: at.strftime("%H:%M") if (at := getattr(rule, name)) else None for name in clocks}
        | {"destination": rule.destination_id}
    )


def destination_out(found: Destination) -> dict[str, Any]:
    names = ("id", "version", "name", "kind", "server", "most_an_hour", "health", "is_active")
    return {name: getattr(found, name) for name in names} | {
        "organisation": str(found.organisation),
        "address": found.address or found.shown,
    }
