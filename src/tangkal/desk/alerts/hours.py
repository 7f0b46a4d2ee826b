"""Quiet hours and digests on the clocks of WIB, WITA and WIT: when an alert may go out.

Indonesia keeps no summer time, so a local hour is always an hour.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IMMEDIATE, HOURLY, DAILY = "immediate", "hourly", "daily"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """When one rule speaks."""

    zone: str = "Asia/Jakarta"
    mode: str = IMMEDIATE
    digest_at: time = time(7, 0)  # of the daily digest
    quiet_from: time | None = None
    quiet_until: time | None = None  # not a minute of quiet where both are the same

    def is_quiet(self, moment: datetime) -> bool:
        """Whether a moment falls into the quiet hours, the first minute in, the last one out.

        >>> from datetime import UTC
        >>> night = Timetable(quiet_from=time(22), quiet_until=time(6))
        >>> night.is_quiet(datetime(2026, 3, 1, 15, 0, tzinfo=UTC))  # 22.00 WIB
        True
        """
        start, end = self.quiet_from, self.quiet_until
        if start is None or end is None:
            return False
        now = moment.astimezone(ZoneInfo(self.zone)).time()
        return start <= now < end if start <= end else now >= start or now < end

    def after_quiet(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours it falls into."""
        if self.quiet_until is None or not self.is_quiet(moment):
            return moment
        return next_at(self.quiet_until, moment, self.zone)

    def window_end(self, moment: datetime) -> datetime:
        """When the digest goes out that takes up what happens now; at once for no digest."""
        if self.mode == HOURLY:
            here = moment.astimezone(ZoneInfo(self.zone))
            return here.replace(minute=0, second=0, microsecond=0) + HOUR
        if self.mode == DAILY:
            return next_at(self.digest_at, moment, self.zone)
        return moment

    def due(self, moment: datetime, *, breaks_quiet: bool = False) -> datetime:
        """When an alert of this moment may go out.

        Args:
            moment: aware.
            breaks_quiet: neither digest nor quiet hours hold this one back.
        """
        return moment if breaks_quiet else self.after_quiet(self.window_end(moment))


def next_at(clock: time, after: datetime, zone: str) -> datetime:
    """The first moment after another at which a zone's clocks show this time."""
    here = after.astimezone(ZoneInfo(zone))
    found = here.replace(
        hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=clock.microsecond
    )
    return found if found > here else found + DAY
