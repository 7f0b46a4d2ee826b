"""Who holds which seat of a crisis, and the change of shift."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Moment, Reason, YesNo
from tangkal.desk.api.people import shown
from tangkal.desk.api.resources.crises import one
from tangkal.desk.crisis import commands, rules
from tangkal.desk.crisis.commands.seating import check_may_name
from tangkal.desk.crisis.forms import people_for
from tangkal.desk.crisis.models import Seat
from tangkal.desk.crisis.team import SeatRole
from tangkal.kernel import InvalidInput

router = Router(tags=["crises"])
Username = Annotated[str, Field(min_length=1, max_length=60, description="a user name")]
Contact = Annotated[str, Field(max_length=120, description="seen inside the room alone")]
Note = Annotated[str, Field(min_length=1, max_length=2_000)]


class SeatOut(Schema):
    """One person in one seat for one stretch of time."""

    id: int
    role: str
    is_alternate: bool
    holder: str
    username: str
    availability: str
    contact: str
    since: Moment
    until: Moment | None
    note: str = Field(description="of the hand-over, once the seat was left")


@router.get(
    "crises/{int:crisis_id}/team",
    response=list[SeatOut],
    **asks("crises:read"),
    summary="The team of a crisis",
)
def list_seats(request: HttpRequest, crisis_id: int) -> Any:
    """Who sits now, who stands by, and who did before."""
    rows = one(request, crisis_id).seats.select_related("holder__organisation")
    return [seat_out(each) for each in rows]


class Seating(Body):
    """Who takes which seat."""

    role: Annotated[str, Among(SeatRole.values)]
    person: Username
    is_alternate: YesNo = False
    contact: Contact = ""


@router.post(
    "crises/{int:crisis_id}/team",
    response={201: SeatOut},
    **asks("crises:write", example={"role": "pencatat", "person": "pemantau"}),
    summary="Give a seat of the team",
)
def give_seat(request: HttpRequest, crisis_id: int, body: Seating) -> Any:
    """By the coordinator or an approver; a seat gives no right, it asks for one."""
    crisis, by = one(request, crisis_id), reader_of(request)
    check_may_name(by, crisis)
    made = commands.give_seat(
        crisis,
        body.role,
        among(people_for(crisis), body.person),
        by=by,
        is_alternate=body.is_alternate,
        contact=body.contact,
    )
    return seat_out(made)


class SeatHandOver(Body):
    """To whom, and what the next person has to know."""

    to: Username
    note: Note
    contact: Contact = ""


@router.post(
    "crises/{int:crisis_id}/team/{int:seat_id}/hand-over",
    response=SeatOut,
    **asks("crises:write", example={"to": "pemantau", "note": "Menunggu data dinas."}),
    summary="Hand a seat over",
)
def hand_over(request: HttpRequest, crisis_id: int, seat_id: int, body: SeatHandOver) -> Any:
    """By its holder, or by whoever names the team."""
    seat, by = seat_of(request, crisis_id, seat_id), reader_of(request)
    if seat.holder_id != by.pk:
        check_may_name(by, seat.crisis)
    fitting = User.objects.filter(rules.fitting(seat.role, seat.crisis))
    to = among(fitting.exclude(pk=seat.holder_id), body.to)
    return seat_out(commands.hand_over(seat, to, by=by, note=body.note, contact=body.contact))


class SeatLeaving(Body):
    """Why the seat is left, for those who stay."""

    note: Reason


@router.post(
    "crises/{int:crisis_id}/team/{int:seat_id}/leave",
    response=SeatOut,
    **asks("crises:write", example={"note": "Selesai bertugas"}),
    summary="Leave a seat empty",
)
def leave_seat(request: HttpRequest, crisis_id: int, seat_id: int, body: SeatLeaving) -> Any:
    """The room says that nobody holds it."""
    seat = seat_of(request, crisis_id, seat_id)
    commands.leave_seat(seat, by=reader_of(request), note=body.note)
    return seat_out(seat_of(request, crisis_id, seat_id))


class Availability(Body):
    """Whether somebody is on duty, on call or away; what is left out stays."""

    availability: Annotated[str, Among(Seat.Availability.values)]
    contact: Contact | None = None


@router.post(
    "crises/{int:crisis_id}/team/{int:seat_id}/availability",
    response=SeatOut,
    **asks("crises:write", example={"availability": "call"}),
    summary="Say whether one is available",
)
def set_availability(request: HttpRequest, crisis_id: int, seat_id: int, body: Availability) -> Any:
    """By its holder, or by whoever names the team."""
    seat = seat_of(request, crisis_id, seat_id)
    contact = seat.contact if body.contact is None else body.contact
    done = commands.set_availability(
        seat, body.availability, by=reader_of(request), contact=contact
    )
    return seat_out(done)


def seat_of(request: HttpRequest, crisis_id: int, seat_id: int) -> Seat:
    crisis = one(request, crisis_id)
    rows = Seat.objects.filter(crisis=crisis).select_related("holder__organisation")
    found = shown(rows, pk=seat_id)
    found.crisis = crisis
    return found


def among(rows: QuerySet[User], username: str) -> User:
    """Somebody whom the screens would offer too.

    Raises:
        InvalidInput: nobody of this name is among them.
    """
    found = rows.filter(username=username).first()
    if found is None:
        raise InvalidInput(_("“%(name)s” cannot be chosen here.") % {"name": username})
    return found


def seat_out(seat: Seat) -> dict[str, Any]:
    names = ("id", "role", "is_alternate", "availability", "contact", "since", "until", "note")
    return {name: getattr(seat, name) for name in names} | {
        "holder": str(seat.holder),
        "username": seat.holder.username,
    }
