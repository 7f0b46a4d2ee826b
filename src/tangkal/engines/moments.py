"""Moments as numbers, exactly: a float would be off by some microseconds."""

from datetime import UTC, datetime, timedelta
from typing import overload

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR_US = 3_600_000_000


@overload
def microseconds(moment: datetime) -> int: ...
@overload
def microseconds(moment: None) -> None: ...
def microseconds(moment: datetime | None) -> int | None:
    """Since 1970."""
    return None if moment is None else (moment - EPOCH) // timedelta(microseconds=1)


def moment_at(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)
