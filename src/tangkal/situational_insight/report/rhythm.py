"""When a report is due: every day at one hour, or as often as the level of a crisis asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tangkal.kernel import InvalidInput, InvalidRecord

DAY = timedelta(days=1)
LONGEST = timedelta(days=62)  # that anybody asks for at once: a worker that stood for two months
# The levels' hours on the local clock; between two of them lies what the later one is about.
LEVELS: dict[int, tuple[time, ...]] = {
    1: (time(8),),
    2: (time(8), time(13), time(18)),
    3: tuple(time(hour) for hour in range(0, 24, 2)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Times of the day on one local clock."""

    times: tuple[time, ...]
    zone: str  # of the tz database

    def __post_init__(self) -> None:
        if not self.times or list(self.times) != sorted(set(self.times)):
            raise InvalidRecord(f"times {self.times} must be in order, each once")

    @classmethod
    def daily(cls, at: time, zone: str) -> "Rhythm":
        return cls(times=(at,), zone=zone)

    @classmethod
    def crisis(cls, level: int, zone: str) -> "Rhythm":
        """The rhythm of a crisis level.

        Raises:
            InvalidInput: a level that is not 1, 2 or 3.

        >>> Rhythm.crisis(2, "Asia/Jakarta").times[1].hour
        13
        """
        if level not in LEVELS:
            raise InvalidInput(f"crisis level {level!r} is not 1, 2 or 3")
        return cls(times=LEVELS[level], zone=zone)

    def between(self, after: datetime, until: datetime) -> list[datetime]:
        """Moments due after one and not after the other, oldest first, in the local zone.

        Of a span longer than LONGEST only its end is answered.

        Raises:
            InvalidInput: a moment without a time zone.
        """
        if after.tzinfo is None or until.tzinfo is None:
            raise InvalidInput("a moment without time zone has no place in a rhythm")
        begin = max(after, until - LONGEST)
        return [moment for moment in self._from(begin) if begin < moment <= until]

    def next(self, after: datetime) -> datetime:
        """The first moment after one."""
        return min(moment for moment in self._from(after, days=3) if moment > after)

    def previous(self, before: datetime) -> datetime:
        """The last moment before one."""
        return max(moment for moment in self._from(before - 2 * DAY, days=4) if moment < before)

    def _from(self, begin: datetime, days: int | None = None) -> Iterator[datetime]:
        zone = ZoneInfo(self.zone)
        first = begin.astimezone(zone).date()
        for ahead in range(-1, days if days is not None else LONGEST.days + 2):
            for at in self.times:
                yield datetime.combine(first + ahead * DAY, at, tzinfo=zone)
