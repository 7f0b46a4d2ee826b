"""Another hour for a demonstration: commands that ran "last quarter" leave last quarter's dates.

The commands take no clock, and rightly so: nobody at a real desk chooses when something happened.
A demonstration invents a past. Dates written over the rows afterwards would disagree with the
audit trail; commands run under another hour agree with it and with one another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo

from django.conf import settings
from django.utils import timezone

from tangkal.kernel import TangkalError


class Clock:
    """The hour that stands; it only moves on."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def move_on(self, **span: float) -> None:
        self.moment += timedelta(**span)


@contextmanager
def standing_at(moment: datetime) -> Iterator[Clock]:
    """Let Django's clock stand at a moment, in a demonstration's own process alone.

    Raises:
        TangkalError: this is no demonstration.
    """
    if not settings.TANGKAL.is_demo:
        raise TangkalError("another hour is for demonstrations; this home is real")
    clock = Clock(moment)

    class Standing(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return clock.moment.astimezone(tz)

    # Not timezone.now itself: fields hold that very function as their default.
    vars(timezone)["datetime"] = Standing
    try:
        yield clock
    finally:
        vars(timezone)["datetime"] = datetime
