"""What other apps measured of many cases at once, for whoever reports on them.

Cases know nothing of narratives or second ratings; who does registers here when the desk starts,
and answers with a number of queries that does not grow with the cases.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tangkal.desk.cases.models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class TwiceJudged:
    """The priority that two people gave one case, neither knowing the other's."""

    case_id: int
    at: datetime
    first: str
    second: str


# Breakout levels that were reached, with the moment, by narrative.
levels: list[Callable[[Collection[str]], Mapping[str, Sequence[tuple[int, datetime]]]]] = []
# Cases that were judged twice, of those asked about.
twice_judged: list[Callable[[QuerySet[Case]], Sequence[TwiceJudged]]] = []


def levels_of(narratives: Collection[str]) -> dict[str, list[tuple[int, datetime]]]:
    """What is kept of each of some narratives; one nobody measured has no entry."""
    found: dict[str, list[tuple[int, datetime]]] = {}
    for tell in levels:
        for narrative, reached in tell(narratives).items():
            found.setdefault(narrative, []).extend(reached)
    return found


def judged_twice(cases: QuerySet[Case]) -> list[TwiceJudged]:
    return [each for tell in twice_judged for each in tell(cases)]
