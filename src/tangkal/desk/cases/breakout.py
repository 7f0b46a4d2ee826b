"""A computed breakout level as help for a judgement; who measures it registers here.

Cases know nothing of narratives; the one who judges the impact should still see what counts
say. A suggestion decides nothing and fills in nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from tangkal.desk.cases.models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A level that counts or evidenced flags show, and why."""

    level: int
    why: str
    reached_at: datetime
    narrative_id: str
    narrative: str  # its title


suggesters: list[Callable[[Case], Suggestion | None]] = []


def suggested_level(case: Case) -> Suggestion | None:
    """The highest level that anybody who measures suggests; None where nobody knows."""
    found = [suggestion for suggest in suggesters if (suggestion := suggest(case))]
    return max(found, key=lambda each: each.level, default=None)


# Every level that counts or evidenced flags ever showed of a case's narratives, and since when.
historians: list[Callable[[Case], Iterable[tuple[int, datetime]]]] = []


def levels_reached(case: Case) -> list[tuple[int, datetime]]:
    """Levels with the moment they were reached; empty where nothing was measured."""
    return [each for tell in historians for each in tell(case)]
