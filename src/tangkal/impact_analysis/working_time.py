"""Working time: how much of it lies between two moments, and when a length of it is used up.

Pure arithmetic on fixed clocks. Indonesia's three zones keep no summer time, so an hour is
always an hour; a zone that changes its offset is refused. A calendar of None is the whole
clock: every hour of every day counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tangkal.kernel import InvalidInput

Hours = tuple[tuple[time, time], ...]  # of one day, in order; empty is a free day
Span = tuple[datetime, datetime]

DAY = timedelta(days=1)
NOTHING = timedelta(0)
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
FURTHEST = 3_660  # days looked ahead: a calendar that is free for ten years is a mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """When an office works.

    Args:
        week: seven days from Monday, each with its hours.
        days_off: public holidays and the office's own.
        zone: WIB, WITA or WIT.
    """

    week: tuple[Hours, ...]
    days_off: frozenset[date] = field(default_factory=frozenset)
    zone: str = ZONES[0]

    def __post_init__(self) -> None:
        if self.zone not in ZONES:
            raise InvalidInput(f"zone {self.zone!r} is not one of {', '.join(ZONES)}")
        if len(self.week) != 7 or not any(self.week):
            raise InvalidInput("a working week has seven days, and hours on at least one of them")
        for hours in self.week:
            edges = [edge for span in hours for edge in span]
            if edges != sorted(set(edges)):
                raise InvalidInput(f"hours {hours} overlap, end before they begin, or are empty")

    def spans(self, day: date) -> list[Span]:
        """The working hours of one local day, as moments."""
        if day in self.days_off:
            return []
        zone = ZoneInfo(self.zone)
        return [
            (
                datetime.combine(day, a, zone).astimezone(UTC),
                datetime.combine(day, b, zone).astimezone(UTC),
            )
            for a, b in self.week[day.weekday()]
        ]

    def spans_from(self, start: datetime) -> Iterator[Span]:
        """Working hours from a moment on, without end."""
        day = start.astimezone(ZoneInfo(self.zone)).date()
        for offset in range(FURTHEST):
            for begins, ends in self.spans(day + offset * DAY):
                if ends > start:
                    yield max(begins, start), ends
        raise InvalidInput(
            f"no more working hours within {FURTHEST} days after {start.isoformat()}"
        )


def aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise InvalidInput(f"moment {moment.isoformat()} has no time zone; give one")
    return moment.astimezone(UTC)


def worked(calendar: WorkingCalendar | None, start: datetime, end: datetime) -> timedelta:
    """How much of the calendar's time lies between two moments; nothing where end is earlier.

    >>> office = WorkingCalendar(week=(((time(8), time(16)),),) * 5 + ((),) * 2)
    >>> friday = datetime(2031, 3, 7, 8, tzinfo=UTC)  # 15.00 WIB
    >>> worked(office, friday, friday + 3 * DAY).total_seconds() / 3600  # Monday 15.00
    8.0
    """
    start, end = aware(start), aware(end)
    if end <= start:
        return NOTHING
    if calendar is None:
        return end - start
    total = NOTHING
    for begins, ends in calendar.spans_from(start):
        if begins >= end:
            break
        total += min(ends, end) - begins
    return total


def after(calendar: WorkingCalendar | None, start: datetime, length: timedelta) -> datetime:
    """The earliest moment by which a length of the calendar's time has passed.

    Raises:
        InvalidInput: a negative length, or a calendar without working time ahead.

    >>> office = WorkingCalendar(week=(((time(8), time(16)),),) * 5 + ((),) * 2)
    >>> friday = datetime(2031, 3, 7, 8, tzinfo=UTC)  # 15.00 WIB
    >>> after(office, friday, timedelta(hours=2)).isoformat()  # Monday 09.00 WIB
    '2031-03-10T02:00:00+00:00'
    """
    start = aware(start)
    if length < NOTHING:
        raise InvalidInput(f"length {length} is negative")
    if calendar is None or not length:
        return start + length
    left = length
    for begins, ends in calendar.spans_from(start):
        if left <= ends - begins:
            return begins + left
        left -= ends - begins
    raise AssertionError("spans_from never ends without raising")


def joined(pauses: Iterable[Span]) -> list[Span]:
    """Pauses in order, those that overlap or touch as one; empty ones left out.

    >>> at = [datetime(2031, 3, 3, hour, tzinfo=UTC) for hour in range(4)]
    >>> len(joined([(at[2], at[3]), (at[0], at[2])]))
    1
    """
    found: list[Span] = []
    for start, end in sorted((aware(a), aware(b)) for a, b in pauses):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def running(start: datetime, pauses: Sequence[Span]) -> Iterator[tuple[datetime, datetime | None]]:
    """The stretches in which a clock that started then runs; the last one has no end."""
    here = aware(start)
    for begins, ends in joined(pauses):
        if begins > here:
            yield here, begins
        here = max(here, ends)
    yield here, None


def elapsed(
    start: datetime,
    now: datetime,
    *,
    pauses: Sequence[Span] = (),
    calendar: WorkingCalendar | None = None,
) -> timedelta:
    """How much time a clock has counted by a moment."""
    now = aware(now)
    return sum(
        (worked(calendar, a, min(b, now) if b else now) for a, b in running(start, pauses)),
        start=NOTHING,
    )


def due(
    start: datetime,
    length: timedelta,
    *,
    pauses: Sequence[Span] = (),
    calendar: WorkingCalendar | None = None,
) -> datetime:
    """When a clock has counted a length: the earliest such moment.

    What happens later moves nothing: a pause after the deadline leaves it where it was.

    Args:
        start: aware moment the clock started.
        pauses: stretches in which it stood still; in any order, they may overlap.
        calendar: whose hours count; None for every hour.
    """
    if length < NOTHING:
        raise InvalidInput(f"length {length} is negative")
    left = length
    for begins, ends in running(start, pauses):
        counted = worked(calendar, begins, ends) if ends else None
        if counted is None or left <= counted:
            return after(calendar, begins, left)
        left -= counted
    raise AssertionError("the last stretch has no end")
