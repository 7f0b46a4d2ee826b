"""Measured blocks as they are stored: sentences whose figures can be asked after, tables, charts.

A block is plain JSON, so that an edition reads the same however the program changes later.
Text is a list of runs: [words, key of a figure or None].
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tangkal.desk.ui.charts import number
from tangkal.desk.ui.papers.document import END, OPEN, SHUT, plain, runs
from tangkal.situational_insight.report import Range

Block = dict[str, Any]


@dataclass(slots=True)
class Ledger:
    """The figures of one draft, each with its question; a figure is written down once."""

    as_of: datetime
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)

    def cite(self, key: str, value: float, what: object, address: str, *, sign: str = "") -> str:
        """The figure as text for a sentence, bound to its question.

        Args:
            key: the same question has the same key in every draft of one period.
            what: the question in words.
            address: where a reader can ask it again.
            sign: put behind the number, such as "%".
        """
        self.figures.setdefault(
            key,
            {
                "key": key,
                "value": value,
                "what": str(what),
                "address": address,
                "as_of": self.as_of.isoformat(),
                "sign": sign,
            },
        )
        return f"{OPEN}{key}{SHUT}{number(value)}{sign}{END}"


def say(text: object) -> Block:
    """One measured sentence."""
    return {"kind": "say", "runs": runs(text)}


def warn(text: object) -> Block:
    """A sentence that must not be overlooked."""
    return {"kind": "warn", "runs": runs(text)}


def table(caption: object, head: Iterable[object], rows: Iterable[Iterable[object]]) -> Block:
    """A table; a cell is a text with or without a cited figure."""
    return {
        "kind": "table",
        "caption": str(caption),
        "head": [str(each) for each in head],
        "rows": [[runs(cell) for cell in row] for row in rows],
    }


def chart(
    key: str,
    title: object,
    points: Iterable[tuple[datetime, int]],
    *,
    usual: Range | None,
    suggestion: object,
    address: str,
) -> Block:
    """A chart of counts; its sentence is a suggestion until a person has confirmed one."""
    return {
        "kind": "chart",
        "key": key,
        "title": str(title),
        "points": [[at.isoformat(), count] for at, count in points],
        "usual": [usual.low, usual.high] if usual else None,
        "suggestion": plain(runs(suggestion)),
        "address": address,
    }


def charts_of(measured: Mapping[str, Any]) -> list[Block]:
    """Every chart of a draft, in reading order."""
    return [
        block
        for blocks in measured.get("sections", {}).values()
        for block in blocks
        if block["kind"] == "chart"
    ]
