"""What was measured for one report: counts of one period, beside the days before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tangkal.kernel import InvalidRecord
from tangkal.situational_insight.report.usual import Range
from tangkal.situational_insight.silence import Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyShare:
    """How many different texts a narrative has in the period, and how many items the largest."""

    texts: int
    largest: int  # items that copy one text

    def __post_init__(self) -> None:
        if self.texts < 1 or self.largest < 1:
            raise InvalidRecord(f"{self.texts} texts, the largest of {self.largest} items")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One narrative in the period."""

    narrative_id: str
    items: int
    platforms: Mapping[str, int]  # items of the period by platform, most first
    regions: int  # different regions among items that carry one
    usual: Range | None  # the same stretch of earlier days; None: too few are known
    hours: tuple[int, ...]  # items an hour of the period, oldest first
    families: FamilyShare
    lead_item: str  # id of the period's earliest item

    def __post_init__(self) -> None:
        if self.items < 1:
            raise InvalidRecord(f"narrative {self.narrative_id} has {self.items} items")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The lake's part of a report: one period, one reality, one region or the whole country."""

    since: datetime
    until: datetime  # not included
    as_of: datetime  # when it was asked
    items: int = 0
    narratives: int = 0  # that several items carry
    usual: Range | None = None
    platforms: Mapping[str, int] = field(default_factory=dict)
    hours: tuple[int, ...] = ()
    leading: tuple[Carried, ...] = ()  # the largest, most items first
    counts: Mapping[str, int] = field(default_factory=dict)  # narrative → items: see `compare`
    known: frozenset[str] = frozenset()  # of those, which had items before the last report
    beginning: datetime | None = None  # of the lake: before it nothing is known
    newest_hour: datetime | None = None  # the last hour of the period with items
    earlier: tuple[tuple[datetime, int], ...] = ()  # stretches the usual range rests on, old first
    items_of_other_reality: int = 0  # left out, and said
    silent: tuple[Silence, ...] = ()  # sources quiet for longer than their own past explains
    unjudged_sources: int = 0  # heard too seldom for anything to be said about their silence
    fault: str = ""  # why the lake could not be read; then nothing above is known

    def __post_init__(self) -> None:
        if self.until <= self.since:
            raise InvalidRecord(f"a report from {self.since} to {self.until} has no time in it")

    @property
    def is_known(self) -> bool:
        return not self.fault

    @property
    def is_empty(self) -> bool:
        """The lake was read and has nothing for the period: no sign of calm."""
        return self.is_known and self.items == 0


def silent_hours(facts: Facts) -> int:
    """Whole hours at the end of the period in which nothing was received; 0 where all is heard.

    Of a period without any item nothing is answered: that is another thing to say.
    """
    if facts.newest_hour is None:
        return 0
    return max(0, round((facts.until - facts.newest_hour).total_seconds() / 3600) - 1)
