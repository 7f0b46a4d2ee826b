"""What an office said of a case, and from when to when: kept where messages are at home.

Whoever looks back on a case sees what was the word at that time without knowing those records.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tangkal.desk.cases.models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One version of what everybody was to say."""

    number: int
    words: tuple[str, ...]  # the umbrella first, then the pillars
    since: datetime
    until: datetime | None  # None: it still holds
    url: str
    locked: tuple[str, ...] = ()  # what nobody may change on the way
    language: str = "id"


# (case, since, until) → what was in force at any moment between, oldest first.
between: list[Callable[[Case, datetime, datetime], list[Spoken]]] = []


def said(case: Case, since: datetime, until: datetime) -> list[Spoken]:
    """What was in force between two moments."""
    return [each for find in between for each in find(case, since, until)]
