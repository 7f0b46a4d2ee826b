"""Measure and word one draft, in the language of its series; nothing is stored here."""

from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

from tangkal.desk.situation_reports import gathering, wording
from tangkal.desk.situation_reports.document import Block, Ledger
from tangkal.desk.situation_reports.models import Series
from tangkal.desk.situation_reports.words import empty_words
from tangkal.desk.ui.papers.document import spoken
from tangkal.engines import Lake


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the machine has to say for one period."""

    since: datetime
    until: datetime
    as_of: datetime
    measured: dict[str, Any]
    figures: list[dict[str, Any]]
    words: dict[str, Any]
    counts: dict[str, int]
    seconds: float


def make(series: Series, lake: Lake, *, until: datetime, hours: int, as_of: datetime) -> Draft:
    """Draft one report."""
    began = perf_counter()
    ledger = Ledger(as_of=as_of)
    with spoken(series.language, series.time_zone):
        found = gathering.gather(series, lake, until=until, hours=hours, as_of=as_of)
        sections: dict[str, list[Block]] = wording.sections(found, ledger)
        words = beginning(found, wording.top_line(found))
    return Draft(
        since=found.period.since,
        until=until,
        as_of=as_of,
        measured={"sections": sections, "is_known": found.facts.is_known},
        figures=list(ledger.figures.values()),
        words=words,
        counts=dict(found.facts.counts),
        seconds=perf_counter() - began,
    )


def beginning(found: gathering.Gathered, top_line: str) -> dict[str, Any]:
    """What a person continues from: a top line with open places, the last distribution."""
    words = {**empty_words(), "top_line": top_line}
    if found.last is not None:
        for name in ("distribution", "classification"):
            words[name] = found.last.words.get(name, "")
    return words
