"""Who is on duty where and when: a weekly plan, and overrides that go before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.deadlines.models import DutyOverride, DutyShift
from tangkal.desk.deadlines.timing import zone_of

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is on duty in an office at a moment, and whether anybody ever plans it there."""

    people: frozenset[int]
    is_planned: bool


def on_duty(organisation: Organisation, moment: datetime) -> OnDuty:
    """Who is on duty: by an override where one lasts, else by the weekly plan."""
    overrides = DutyOverride.objects.filter(
        organisation=organisation, starts_at__lte=moment, ends_at__gt=moment, user__is_active=True
    )
    if people := frozenset(overrides.values_list("user_id", flat=True)):
        return OnDuty(people, True)
    shifts = list(DutyShift.objects.filter(organisation=organisation, user__is_active=True))
    here = moment.astimezone(ZoneInfo(zone_of(organisation)))
    return OnDuty(frozenset(s.user_id for s in shifts if is_in(s, here)), bool(shifts))


def is_in(shift: DutyShift, here: datetime) -> bool:
    """Whether a moment on the office's own clock falls into a shift, its last minute out."""
    now = here.time()
    if shift.starts < shift.ends:
        return here.weekday() == shift.weekday and shift.starts <= now < shift.ends
    # Over midnight: the evening of its day, or the morning after.
    if here.weekday() == shift.weekday and now >= shift.starts:
        return True
    return (here - DAY).weekday() == shift.weekday and now < shift.ends


def first_asked(people: Iterable[User], duty: OnDuty) -> list[User]:
    """Of these, those on duty; all of them where none of them is."""
    found = list(people)
    return [person for person in found if person.pk in duty.people] or found
