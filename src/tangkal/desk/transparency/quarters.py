"""Quarters of a year on the office's own clock, and when their report is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tangkal.kernel import InvalidInput

ZONE = ZoneInfo("Asia/Jakarta")
DUE_DAYS = 30  # after the quarter's end; our own promise, shown in public with every report


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter.

    >>> str(Quarter(2026, 4).next)
    '2027-Q1'
    """

    year: int
    number: int  # 1 … 4

    def __post_init__(self) -> None:
        if not (2000 <= self.year <= 2200 and 1 <= self.number <= 4):
            raise InvalidInput(f"{self.year}-{self.number} is no quarter")

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def starts_at(self) -> datetime:
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=ZONE)

    @property
    def ends_at(self) -> datetime:
        return self.next.starts_at

    @property
    def due_at(self) -> datetime:
        return self.ends_at + timedelta(days=DUE_DAYS)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @classmethod
    def of(cls, moment: datetime) -> "Quarter":
        here = moment.astimezone(ZONE)
        return cls(here.year, (here.month - 1) // 3 + 1)


def ended(first: Quarter, now: datetime) -> Iterator[Quarter]:
    """The quarters from the first on that are over, oldest first."""
    each = first
    while each.ends_at <= now:
        yield each
        each = each.next
