"""How long a step may take in an office, and when its clock stood still, as the tables say.

Of an office's own rows and those of the offices above it, the nearest holds; of its versions
the newest that was in force when the clock started. Without any, the doctrine's table.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tangkal.desk.accounts.models import Organisation, TimeZone
from tangkal.desk.deadlines.models import Counts, Limit, Pause, WorkingWeek
from tangkal.impact_analysis import deadlines, holidays, working_time
from tangkal.impact_analysis.working_time import Span, WorkingCalendar

FEW = 500
USUAL_DAY = [["08:00", "16:00"]]
USUAL_WEEK = [USUAL_DAY] * 5 + [[], []]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """How long a step may take, in which time, and on whose word."""

    length: timedelta | None  # None: no deadline
    in_working_time: bool = False
    row: Limit | None = None  # None: the doctrine's own


def as_week(stored: Iterable[Iterable[Sequence[str]]]) -> tuple[working_time.Hours, ...]:
    """A stored week as hours.

    >>> as_week([[["08:00", "16:00"]]])
    (((datetime.time(8, 0), datetime.time(16, 0)),),)
    """
    return tuple(
        tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in day) for day in stored
    )


def offices(organisation: Organisation | None) -> list[int | None]:
    """The office, those above it from the nearest on, and what holds for everybody."""
    keys = organisation.path.strip(".").split(".") if organisation else []
    return [*(int(key) for key in reversed(keys) if key), None]


class Table:
    """The rows as they were read; made anew for each question or each batch of them."""

    def __init__(self) -> None:
        self.limits: dict[tuple[int | None, str, str], list[Limit]] = {}
        for row in Limit.objects.all():  # newest first
            self.limits.setdefault((row.organisation_id, row.step, row.priority), []).append(row)
        self._pauses: dict[str, list[Span]] = {}
        self._weeks: dict[int, list[WorkingWeek]] | None = None
        self._calendars: dict[tuple[int | None, int | None], WorkingCalendar] = {}

    def allowed(
        self, step: str, priority: str, organisation: Organisation | None, at: datetime
    ) -> Allowed:
        """What held in an office at a moment."""
        deadlines.check_step(step, priority)
        for office in offices(organisation):
            rows = self.limits.get((office, step, priority), ())
            row = next((each for each in rows if each.valid_from <= at), None)
            if row is None or row.inherits:
                continue
            length = None if row.minutes is None else timedelta(minutes=row.minutes)
            return Allowed(length=length, in_working_time=row.counts == Counts.WORKING, row=row)
        return Allowed(length=deadlines.DEADLINES[step][priority])

    def calendar(self, organisation: Organisation | None, at: datetime) -> WorkingCalendar:
        """When an office worked, as its tables said at a moment."""
        row = self.week_row(organisation, at)
        key = (organisation.pk if organisation else None, row.pk if row else None)
        if key not in self._calendars:
            self._calendars[key] = calendar_of(row, organisation)
        return self._calendars[key]

    def week_row(self, organisation: Organisation | None, at: datetime) -> WorkingWeek | None:
        if self._weeks is None:
            self._weeks = {}
            for row in WorkingWeek.objects.all():  # newest first
                self._weeks.setdefault(row.organisation_id, []).append(row)
        for office in offices(organisation):
            for row in self._weeks.get(office, ()) if office else ():
                if row.valid_from <= at:
                    return row
        return None

    def due(
        self,
        step: str,
        priority: str,
        start: datetime,
        *,
        organisation: Organisation | None = None,
        subject: str = "",
    ) -> datetime | None:
        """When a step is due by the rows that held when its clock started."""
        allowed = self.allowed(step, priority, organisation, start)
        if allowed.length is None:
            return None
        return working_time.due(
            start,
            allowed.length,
            pauses=self.pauses(subject) if step in deadlines.MAY_PAUSE else (),
            calendar=self.calendar(organisation, start) if allowed.in_working_time else None,
        )

    def pauses(self, subject: str) -> Sequence[Span]:
        if not subject:
            return ()
        if subject not in self._pauses:
            self.read_pauses([subject])
        return self._pauses[subject]

    def read_pauses(self, subjects: Collection[str]) -> None:
        """Read the pauses of many at once."""
        found: dict[str, list[Span]] = defaultdict(list)
        rows = Pause.objects.all()
        if len(subjects) <= FEW:  # a database takes only so many values in one question
            rows = rows.filter(subject__in=subjects)
        for pause in rows:
            found[pause.subject].append(as_span(pause))
        self._pauses |= {subject: found[subject] for subject in subjects}


def current() -> Table:
    """The tables as they are now: one query, a second one where working hours count."""
    return Table()


def calendar_of(row: WorkingWeek | None, organisation: Organisation | None) -> WorkingCalendar:
    own = frozenset(date.fromisoformat(day) for day in row.days_off) if row else frozenset()
    leave = row.observes_joint_leave if row else True
    return WorkingCalendar(
        week=as_week(row.week if row else USUAL_WEEK),
        days_off=own | holidays.public_holidays(with_joint_leave=leave),
        zone=(row.time_zone if row else "") or zone_of(organisation),
    )


def zone_of(organisation: Organisation | None) -> str:
    """The zone of an office: its region's, else that of the office above, else WIB."""
    here = organisation
    while here is not None:
        if here.region is not None:
            return here.region.time_zone
        here = here.parent
    return TimeZone.WIB.value


def as_span(pause: Pause) -> Span:
    ended = pause.ended_at or pause.until
    return pause.started_at, min(ended, pause.until)
