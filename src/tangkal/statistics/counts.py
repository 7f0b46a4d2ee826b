"""From moments to counts an hour."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput

HOURS_A_DAY = 24
HOURS_A_WEEK = 168
_HOUR = timedelta(hours=1)


def floor_hour(moment: datetime) -> datetime:
    """The start of the hour that *moment* lies in, in its own zone."""
    return moment.replace(minute=0, second=0, microsecond=0)


def utc_hour(moment: datetime) -> datetime:
    """The start of the UTC hour that an aware *moment* lies in: the hours the lake counts by."""
    return floor_hour(moment.astimezone(UTC))


def hourly_counts(
    moments: Iterable[datetime], first_hour: datetime, hours: int
) -> npt.NDArray[np.int64]:
    """Moments counted by hour.

    Args:
        moments: aware moments in any order; those outside the span are not counted.
        first_hour: aware start of the first hour.
        hours: how many hours, at least 0.

    Returns:
        int64[hours], 0 where quiet.

    Raises:
        InvalidInput: hours is negative, or first_hour or a moment has no zone.
    """
    if hours < 0 or first_hour.tzinfo is None:
        raise InvalidInput(f"{hours=} must be 0 or more and {first_hour=} needs a time zone")
    counts = np.zeros(hours, np.int64)
    for moment in moments:
        if moment.tzinfo is None:
            raise InvalidInput(f"moment {moment.isoformat()} has no time zone; give one")
        hour = (moment - first_hour) // _HOUR
        if 0 <= hour < hours:
            counts[hour] += 1
    return counts
