"""Read crises within a person's reach, and one whole crisis for its pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.crisis import rules
from tangkal.desk.crisis.first_hour import STEPS, Step
from tangkal.desk.crisis.models import (
    Action,
    AnswerVersion,
    Crisis,
    LogEntry,
    Presence,
    Pulse,
    Question,
    RegionalAlert,
    Seat,
    StepMark,
)
from tangkal.desk.crisis.states import OPEN, AnswerState
from tangkal.desk.crisis.team import SeatRole

PRESENT_WITHIN = timedelta(seconds=150)
LOG_SHOWN = 40


def crises_of(user: User) -> QuerySet[Crisis]:
    found = Crisis.objects.filter(rules.readable(user)).distinct()
    return found.select_related("organisation", "opened_by", "changed_by")


def running() -> list[int]:
    """Numbers of the crises that are on: nearly always none, which one short question tells.

    Every page asks, so the question is in SQL: to build it anew took longer than its answer.
    """
    places = ", ".join(["%s"] * len(OPEN))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM crisis_crisis WHERE state IN ({places})",  # noqa: S608 - places alone
            [str(state) for state in OPEN],
        )
        return [pk for (pk,) in cursor.fetchall()]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRow:
    """One step of the first hour as it stands."""

    step: Step
    due_at: datetime | None
    mark: StepMark | None


def checklist(crisis: Crisis) -> list[ChecklistRow]:
    marks = {mark.step: mark for mark in crisis.marks.select_related("by")}
    start = crisis.activated_at
    return [
        ChecklistRow(
            step=step,
            due_at=start + timedelta(minutes=step.minutes) if start else None,
            mark=marks.get(step.key),
        )
        for step in STEPS
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """One role of the team: who holds it, who stands by, who did before."""

    role: SeatRole
    holder: Seat | None
    alternates: tuple[Seat, ...]
    history: tuple[Seat, ...]


def team(crisis: Crisis) -> list[SeatRow]:
    seats = list(crisis.seats.select_related("holder__organisation", "given_by"))
    return [seat_row(role, [seat for seat in seats if seat.role == role]) for role in SeatRole]


def seat_row(role: SeatRole, seats: list[Seat]) -> SeatRow:
    now = [seat for seat in seats if seat.until is None]
    return SeatRow(
        role=role,
        holder=next((seat for seat in now if not seat.is_alternate), None),
        alternates=tuple(seat for seat in now if seat.is_alternate),
        history=tuple(seat for seat in seats if seat.until is not None),
    )


def log_of(crisis: Crisis, *, kind: str = "", newest: int | None = None) -> list[LogEntry]:
    """Entries, the newest first, each with what corrects it."""
    found = crisis.log.select_related("entered_by", "corrects").prefetch_related("corrections")
    if kind:
        found = found.filter(kind=kind)
    return list(found[:newest] if newest else found)


def questions_of(crisis: Crisis) -> list[Question]:
    versions = Prefetch("versions", AnswerVersion.objects.select_related("author"))
    found = crisis.questions.select_related("approved_by", "checked_by", "asked_by")
    return list(found.prefetch_related(versions))


def answered(crisis: Crisis) -> list[Question]:
    """What a spokesperson may say: approved answers, the pinned ones first."""
    return [each for each in questions_of(crisis) if each.state == AnswerState.APPROVED]


def alerts_of(crisis: Crisis) -> list[RegionalAlert]:
    counted = crisis.alerts.annotate(
        addressed=Count("addressees"),
        confirmed=Count("addressees", filter=~Q(addressees__acknowledged_at=None)),
    )
    return list(counted.select_related("by"))


def alerts_for(user: User) -> QuerySet[RegionalAlert]:
    """Alerts to offices for which this person is the regional officer."""
    held = [a.scope_id for a in user.active_assignments if a.role == Role.REGIONAL_ADMIN]
    return RegionalAlert.objects.filter(addressees__organisation__in=held).distinct()


def in_the_room(crisis: Crisis) -> list[User]:
    since = timezone.now() - PRESENT_WITHIN
    found = crisis.presences.filter(seen_at__gte=since).select_related("user__organisation")
    return [each.user for each in found.order_by("user__display_name")]


def note_presence(crisis_id: int, user_id: int) -> None:
    """Remember that somebody looks at the room; the record fades after some minutes."""
    Presence.objects.update_or_create(
        crisis_id=crisis_id, user_id=user_id, defaults={"seen_at": timezone.now()}
    )


def pulses(crisis_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """How often each topic of each crisis has changed, in one query."""
    found: dict[int, dict[str, int]] = {}
    rows = Pulse.objects.filter(crisis__in=list(crisis_ids))
    for crisis, topic, number in rows.values_list("crisis_id", "topic", "number"):
        found.setdefault(crisis, {})[topic] = number
    return found


def open_actions(user: User) -> QuerySet[Action]:
    """Improvements that wait, over all crises this person reads, the nearest deadline first."""
    seen = crises_of(user).values("pk")
    found = Action.objects.filter(closed_at=None).filter(Q(crisis__in=seen) | Q(owner=user))
    return found.select_related("crisis", "owner")
