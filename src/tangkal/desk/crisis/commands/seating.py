"""Give, hand over and leave the seats of a team; who held what when stays on record."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.crisis import rules
from tangkal.desk.crisis.commands.base import at_most, lock, log, required, tell_about, touch
from tangkal.desk.crisis.models import Crisis, LogEntry, Seat, Topic
from tangkal.desk.crisis.team import SeatRole
from tangkal.desk.workflow import ActionDenied


@transaction.atomic
def give_seat(
    crisis: Crisis,
    role: str,
    person: User,
    *,
    by: User,
    is_alternate: bool = False,
    contact: str = "",
) -> Seat:
    """Seat somebody; a seat that is held is handed over, not given twice.

    Raises:
        ActionDenied: no right to name people, or the person lacks the desk role.
        ValidationError: no such seat, or it is held.
    """
    crisis = lock(crisis)
    check_may_name(by, crisis)
    if role not in SeatRole:
        raise ValidationError(_("There is no seat “%(role)s”.") % {"role": role})
    rules.check_may_sit(person, role, crisis)
    held = crisis.seats.filter(role=role, until=None)
    if held.filter(holder=person).exists():
        raise ValidationError(_("%(name)s holds this seat already.") % {"name": person})
    if not is_alternate and (holder := held.filter(is_alternate=False).first()):
        raise ValidationError(
            _("%(name)s holds this seat: hand it over, or name an alternate.")
            % {"name": holder.holder}
        )
    return sit_down(crisis, role, person, by=by, is_alternate=is_alternate, contact=contact)


def check_may_name(by: User, crisis: Crisis) -> None:
    """The coordinator, and whoever may confirm levels here, names the team."""
    rules.check_open(crisis)
    leads = any(
        seat.role == SeatRole.COORDINATOR and seat.holder_id == by.pk
        for seat in rules.current_seats(crisis)
    )
    if not leads and not rules.may_lead(by, crisis):
        raise ActionDenied(_("The coordinator names the team, or an approver of the lead agency."))


def sit_down(
    crisis: Crisis, role: str, person: User, *, by: User, is_alternate: bool, contact: str
) -> Seat:
    seat = Seat.objects.create(
        crisis=crisis,
        role=role,
        is_alternate=is_alternate,
        holder=person,
        contact=at_most(contact.strip(), 120),
        given_by=by,
    )
    record(
        "crisis.seat_given", seat, by=by, crisis=crisis.pk, role=role, person=person.pk,
        name=str(person), is_alternate=is_alternate,
    )  # fmt: skip
    log(crisis, LogEntry.Kind.ACTION, _("%(seat)s: %(name)s")
        % {"seat": seat.get_role_display(), "name": person}, by=by)  # fmt: skip
    touch(crisis, Topic.TEAM)
    tell_about(
        crisis,
        [person],
        lambda: (
            _("You are %(seat)s in “%(title)s”")
            % {"seat": SeatRole(role).label, "title": crisis.title}
        ),
        by=by,
    )
    return seat


def seat_coordinator(crisis: Crisis, person: User) -> None:
    """Whoever confirmed the first level coordinates, unless somebody does already."""
    held = crisis.seats.filter(role=SeatRole.COORDINATOR, until=None, is_alternate=False)
    if not held.exists():
        sit_down(crisis, SeatRole.COORDINATOR, person, by=person, is_alternate=False, contact="")


def lock_seat(seat: Seat) -> tuple[Crisis, Seat]:
    crisis = lock(Crisis(pk=seat.crisis_id))
    found = Seat.objects.select_for_update(of=("self",)).select_related("holder").get(pk=seat.pk)
    found.crisis = crisis
    if found.until is not None:
        raise ValidationError(_("%(name)s left this seat already.") % {"name": found.holder})
    return crisis, found


@transaction.atomic
def hand_over(seat: Seat, to: User, *, by: User, note: str, contact: str = "") -> Seat:
    """Change of shift: the old holder's note says what the new one has to know.

    Raises:
        ActionDenied: neither the holder nor somebody who names the team, or the next person
            lacks the desk role.
        ValidationError: no note, or the seat was left meanwhile.
    """
    crisis, seat = lock_seat(seat)
    if by.pk != seat.holder_id:
        check_may_name(by, crisis)
    rules.check_open(crisis)
    rules.check_may_sit(to, seat.role, crisis)
    if to.pk == seat.holder_id:
        raise ValidationError(_("%(name)s holds this seat already.") % {"name": to})
    note = at_most(
        required(note, _("Write what the next person has to know: the hand-over is part of it.")),
        2000,
    )
    end(seat, note)
    # An alternate who takes over leaves the alternate's seat with it.
    for other in crisis.seats.filter(role=seat.role, holder=to, until=None):
        end(other, note)
    record("crisis.seat_left", seat, by=by, crisis=crisis.pk, role=seat.role, note=note)
    return sit_down(crisis, seat.role, to, by=by, is_alternate=seat.is_alternate, contact=contact)


@transaction.atomic
def leave_seat(seat: Seat, *, by: User, note: str) -> None:
    """Leave a seat empty, with a note; the page says that nobody holds it."""
    crisis, seat = lock_seat(seat)
    if by.pk != seat.holder_id:
        check_may_name(by, crisis)
    note = at_most(required(note, _("Write why the seat is left, for those who stay.")), 2000)
    end(seat, note)
    record("crisis.seat_left", seat, by=by, crisis=crisis.pk, role=seat.role, note=note)
    log(crisis, LogEntry.Kind.ACTION, _("%(seat)s: %(name)s has left. %(note)s")
        % {"seat": seat.get_role_display(), "name": seat.holder, "note": note},
        by=by)  # fmt: skip
    touch(crisis, Topic.TEAM)


def end(seat: Seat, note: str) -> None:
    seat.until, seat.note = timezone.now(), note
    seat.save(update_fields=["until", "note"])


@transaction.atomic
def set_availability(seat: Seat, availability: str, *, by: User, contact: str = "") -> Seat:
    """Say whether one is on duty, on call or away, and how one is reached."""
    crisis, seat = lock_seat(seat)
    if by.pk != seat.holder_id:
        check_may_name(by, crisis)
    if availability not in Seat.Availability:
        raise ValidationError(_("“%(word)s” is no availability.") % {"word": availability})
    seat.availability = availability
    seat.contact = at_most(contact.strip(), 120)
    seat.save(update_fields=["availability", "contact"])
    record(
        "crisis.availability", seat, by=by, crisis=crisis.pk, role=seat.role,
        availability=availability,
    )  # fmt: skip
    touch(crisis, Topic.TEAM)
    return seat
