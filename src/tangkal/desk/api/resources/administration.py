"""Accounts, roles, offices, tokens, the audit trail: for those who keep and check the house."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from tangkal.desk.accounts import commands, ending, people
from tangkal.desk.accounts.models import Organisation, RoleAssignment, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.api import tokens
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Key, Moment
from tangkal.desk.api.models import ApiToken
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import checked, person_of, shown
from tangkal.desk.audit.filters import EventFilter, visible_events
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.audit.queries import verify_chain
from tangkal.desk.audit.rules import check_can_read_trail
from tangkal.desk.tracking_effectiveness import figures
from tangkal.desk.tracking_effectiveness.views import PERIODS
from tangkal.desk.workflow import ActionDenied

router = Router(tags=["administration"])


class WantedEvents(Paged):
    """Which events: the trail's own filters."""

    actor: str = Field("", max_length=120)
    action: str = Field("", max_length=60)
    q: str = Field("", max_length=200)
    since: date | None = None
    until: date | None = Field(None, description="this day included")


class EventOut(Schema):
    """One link of the chain."""

    sequence: int
    at: Moment
    actor: str
    action: str
    object_type: str
    object_id: str
    object_label: str
    detail: dict[str, Any]
    hash: str
    previous_hash: str


@router.get(
    "audit/events", response=Page[EventOut], **asks("audit:read"), summary="The audit trail"
)
def list_events(request: HttpRequest, wanted: Query[WantedEvents]) -> Any:
    """What people of the auditor's organisations did, the newest first."""
    auditor = person_of(request)
    check_can_read_trail(auditor)
    chosen = EventFilter(
        actor=wanted.actor,
        action=wanted.action,
        words=wanted.q,
        since=wanted.since,
        until=wanted.until,
    )
    return page(request, chosen.apply(visible_events(auditor)), wanted, event_out)


class Chain(Schema):
    """Whether every event follows from the last."""

    holds: bool
    events: int
    broken_at: int | None
    reason: str


@router.post("audit/verify", response=Chain, **asks("audit:read"), summary="Prove the audit trail")
def verify(request: HttpRequest) -> Any:
    """Walks the whole chain; may take seconds."""
    check_can_read_trail(person_of(request))
    found = verify_chain()
    return Chain(
        holds=found.holds, events=found.events, broken_at=found.broken_at, reason=found.reason
    )


class OfficeOut(Schema):
    """One organisation of the tree."""

    id: int
    name: str
    type: str
    parent: int | None
    region: str | None


class WantedOffices(Paged):
    """Which organisations."""

    q: str = Field("", max_length=200)


@router.get(
    "organisations",
    response=Page[OfficeOut],
    **asks("tokens:write"),
    summary="Organisations",
)
def list_organisations(request: HttpRequest, wanted: Query[WantedOffices]) -> Any:
    """The whole tree, by number: names of offices are public."""
    rows = Organisation.objects.filter(name__icontains=wanted.q)
    return page(request, rows, wanted, office_out, is_oldest_first=True)


class RoleOut(Schema):
    """One role over one organisation and all below it."""

    id: int
    role: str
    scope: str
    scope_id: int
    expires_at: Moment | None


class PersonOut(Schema):
    """One account; nothing of what its owner reads or writes."""

    id: int
    username: str
    display_name: str
    email: str
    organisation: str
    organisation_id: int
    is_active: bool
    trained_on: date | None
    roles: list[RoleOut]


class WantedPeople(Paged):
    """Which accounts."""

    q: str = Field("", max_length=200, description="in name or user name")


@router.get("people", response=Page[PersonOut], **asks("people:read"), summary="Accounts")
def list_people(request: HttpRequest, wanted: Query[WantedPeople]) -> Any:
    """Of the owner's organisations and those below, the newest first."""
    rows = people_seen(request)
    if wanted.q.strip():
        words = wanted.q.strip()
        rows = rows.filter(Q(display_name__icontains=words) | Q(username__icontains=words))
    return page(request, rows, wanted, person_out)


def people_seen(request: HttpRequest) -> QuerySet[User]:
    reader = people.reader_of(request)
    scope = Q(pk__in=[])
    for assignment in reader.active_assignments:
        if assignment.role in {Role.SYSTEM_ADMIN, Role.AUDITOR}:
            scope |= Q(organisation__path__startswith=assignment.scope.path)
    rows = User.objects.filter(scope).select_related("organisation")
    return rows.prefetch_related("assignments__scope")


@router.get(
    "people/{int:person_id}", response=PersonOut, **asks("people:read"), summary="One account"
)
def get_person(request: HttpRequest, person_id: int) -> Any:
    """With its roles."""
    return person_out(people.find(request, person_id)[1])


class Giving(Body):
    """One more role over one organisation, until a moment or for good."""

    role: Annotated[str, Among(Role.values)]
    scope: Key
    expires_at: Moment | None = None


@router.post(
    "people/{int:person_id}/roles",
    response=PersonOut,
    **asks("people:admin", example={"role": "mitra", "scope": 1}),
    summary="Give a role",
)
def give_role(request: HttpRequest, person_id: int, body: Giving) -> Any:
    """Never to oneself."""
    reader, found = people.find(request, person_id)
    people.check_not_self(reader, found)
    people.administrator_of(request, found.organisation)
    given = {"role": body.role, "scope": body.scope}
    if body.expires_at:
        given["expires_at"] = timezone.localtime(body.expires_at).strftime("%Y-%m-%dT%H:%M:%S")
    values = checked(people.RoleForm(people.administered(reader), given))
    administrator = people.administrator_of(request, values["scope"])
    commands.assign_role(
        found,
        Role(values["role"]),
        values["scope"],
        by=administrator,
        expires_at=values["expires_at"],
    )
    return person_out(found)


@router.post(
    "people/{int:person_id}/roles/{int:assignment_id}/end",
    response=PersonOut,
    **asks("people:admin"),
    summary="End a role",
)
def end_role(request: HttpRequest, person_id: int, assignment_id: int) -> Any:
    """Never one's own: the last one must not lock everybody out."""
    _reader, found = people.find(request, person_id)
    assignment = shown(RoleAssignment.objects.filter(user=found), pk=assignment_id)
    administrator = people.administrator_of(request, assignment.scope)
    people.check_not_self(administrator, found)
    commands.end_role(assignment, by=administrator)
    return person_out(found)


class Access(Body):
    """What happens to the account."""

    action: Literal["close", "open", "end_sessions"]


@router.post(
    "people/{int:person_id}/access",
    response=PersonOut,
    **asks("people:admin", example={"action": "close"}),
    summary="Close or re-open an account, or end its sessions",
)
def change_access(request: HttpRequest, person_id: int, body: Access) -> Any:
    """A closed one has no sessions and no tokens in force."""
    _reader, found = people.find(request, person_id)
    administrator = people.administrator_of(request, found.organisation)
    people.check_not_self(administrator, found)
    for assignment in found.active_assignments:
        people.administrator_of(request, assignment.scope)
    if body.action == "end_sessions":
        ending.end_all(found, by=administrator)
    else:
        commands.set_active(found, is_active=body.action == "open", by=administrator)
    return person_out(found)


class NewPerson(Body):
    """A new account without a password, with its first role over its own organisation."""

    username: Annotated[str, Field(min_length=1, max_length=60)]
    display_name: Annotated[str, Field(min_length=1, max_length=120)]
    email: Annotated[str, Field(max_length=254)] = ""
    organisation: Key
    role: Annotated[str, Among(Role.values)]


@router.post(
    "people",
    response={201: PersonOut},
    **asks(
        "people:admin",
        example={
            "username": "siti",
            "display_name": "Siti",
            "organisation": 1,
            "role": "pemantau",
        },
    ),
    summary="Make an account",
)
def make_person(request: HttpRequest, body: NewPerson) -> Any:
    """It opens by the office's sign-in service; a password is given in a browser alone."""
    by = people.reader_of(request)
    if not by.has_role(Role.SYSTEM_ADMIN):
        raise ActionDenied(_("Only an administrator of this organisation can change accounts."))
    values = checked(people.PersonForm(people.administered(by), body.model_dump()))
    made = commands.make_person(
        values["username"],
        values["display_name"],
        values["organisation"],
        [Role(values["role"])],
        by=people.administrator_of(request, values["organisation"]),
        email=values["email"],
    )
    return person_out(made)


class Training(Body):
    """The day of the last training; null where none is known."""

    trained_on: date | None


@router.post(
    "people/{int:person_id}/training",
    response=PersonOut,
    **asks("people:admin", example={"trained_on": "2026-03-02"}),
    summary="Write down the day of somebody’s last training",
)
def note_training(request: HttpRequest, person_id: int, body: Training) -> Any:
    """It opens and closes nothing."""
    _reader, found = people.find(request, person_id)
    administrator = people.administrator_of(request, found.organisation)
    commands.note_training(found, body.trained_on, by=administrator)
    return person_out(found)


class TokenOut(Schema):
    """A token; its text is shown once, when it is made, and kept nowhere."""

    id: int
    name: str
    start: str
    owner: str
    scopes: list[str]
    state: str
    created_at: Moment
    expires_at: Moment
    last_used_at: Moment | None


@router.get("tokens", response=Page[TokenOut], **asks("tokens:write"), summary="Tokens")
def list_tokens(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """One's own; an administrator sees those of the organisations below too."""
    return page(request, tokens.tokens_for(person_of(request)), wanted, token_out)


@router.post(
    "tokens/{int:token_id}/revoke",
    response=TokenOut,
    **asks("tokens:write"),
    summary="End a token at once",
)
def revoke_token(request: HttpRequest, token_id: int) -> Any:
    """Also the very one that asks."""
    by = person_of(request)
    tokens.revoke(shown(tokens.tokens_for(by), pk=token_id), by=by)
    return token_out(shown(tokens.tokens_for(by), pk=token_id))


class WantedFigures(Schema):
    """Of which days."""

    model_config = ConfigDict(extra="forbid")
    period: Annotated[str, Among(PERIODS)] = "90"
    reality: Literal["", "real", "exercise"] = ""


class DurationOut(Schema):
    """How long one step took; seconds."""

    step: Literal["screening", "verdict", "first_statement"]
    cases: int
    median_seconds: float | None
    p90_seconds: float | None
    missing_percent: int | None
    kept_percent: int | None


class Figures(Schema):
    """Durations, decisions and corrections of the cases that the owner may see."""

    cases: int
    durations: list[DurationOut]
    decisions: dict[str, int]
    corrections: int


@router.get(
    "tracking", response=Figures, **asks("tracking:read"), summary="Figures of effectiveness"
)
def tracking(request: HttpRequest, wanted: Query[WantedFigures]) -> Any:
    """What is missing is part of each figure."""
    reader, now = reader_of(request), timezone.now()
    days = PERIODS[wanted.period]
    since = now - timedelta(days=days) if days else None
    usual = "exercise" if settings.TANGKAL.is_demo else "real"
    is_exercise = (wanted.reality or usual) == "exercise"
    cases = list(figures.cases_since(reader, since, exercise=is_exercise))
    timed = {
        "screening": figures.screenings(since, exercise=is_exercise),
        "verdict": figures.verdicts(cases),
        "first_statement": figures.answers(cases),
    }
    return {
        "cases": len(cases),
        "durations": [
            duration_out(step, figures.duration(each, now)) for step, each in timed.items()
        ],
        "decisions": {str(label): count for label, count in figures.decisions(cases)},
        "corrections": figures.corrections([case.number for case in cases], since).total,
    }


def duration_out(step: str, found: figures.Duration) -> dict[str, Any]:
    return {
        "step": step,
        "cases": found.cases,
        "median_seconds": found.summary.median_seconds,
        "p90_seconds": found.summary.p90_seconds,
        "missing_percent": found.missing_percent,
        "kept_percent": found.kept_percent,
    }


def event_out(event: AuditEvent) -> dict[str, Any]:
    names = ("sequence", "at", "action", "object_type", "object_id", "object_label", "hash")
    return {name: getattr(event, name) for name in (*names, "previous_hash")} | {
        "actor": event.actor_name,
        "detail": event.details,
    }


def office_out(office: Organisation) -> dict[str, Any]:
    return {
        "id": office.pk,
        "name": office.name,
        "type": office.type,
        "parent": office.parent_id,
        "region": office.region_id,
    }


def person_out(person: User) -> dict[str, Any]:
    names = ("id", "username", "display_name", "email", "is_active", "organisation_id")
    return {name: getattr(person, name) for name in (*names, "trained_on")} | {
        "organisation": str(person.organisation),
        "roles": [
            {
                "id": each.pk,
                "role": each.role,
                "scope": str(each.scope),
                "scope_id": each.scope_id,
                "expires_at": each.expires_at,
            }
            for each in person.assignments.all()
        ],
    }


def token_out(token: ApiToken) -> dict[str, Any]:
    names = ("id", "name", "start", "scopes", "state", "created_at", "expires_at", "last_used_at")
    return {name: getattr(token, name) for name in names} | {"owner": str(token.owner)}
