"""A paper that leaves the desk, the same for every output: sections of sentences, tables, charts.

Who has something to tell fills a :class:`Report`; `pdf` and `word` set it. Text is a list of
runs: [words, key of a figure or None].
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tangkal.desk.ui.charts import (
    Interval,
    Scale,
    draw_intervals,
    frame_of,
    intervals,
    number,
    standalone,
    timeline,
    timeline_svg,
)
from tangkal.desk.ui.charts.intervals import range_said, said
from tangkal.desk.ui.moments import in_words

EXERCISE = "LATIHAN · EXERCISE"  # the same in every language: nobody may take it for the world
FONT = "Libertinus Serif"  # comes with the maker of the PDF, so that no machine lacks it

Runs = list[list[str | None]]
# Characters that no text holds: they keep a figure's place through a translation.
OPEN, SHUT, END = "\ue000", "\ue001", "\ue002"


@contextmanager
def spoken(language: str, zone: str) -> Iterator[None]:
    """Sentences and clocks of one report, whoever asked for it."""
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        yield


def runs(text: object) -> Runs:
    """A sentence with cited figures as runs.

    >>> runs("Ada \\ue000items\\ue0011.234\\ue002 kiriman.")
    [['Ada ', None], ['1.234', 'items'], [' kiriman.', None]]
    """
    found: Runs = []
    first, *cited = str(text).split(OPEN)
    if first:
        found.append([first, None])
    for part in cited:
        key, rest = part.split(SHUT, 1)
        figure, words = rest.split(END, 1)
        found.append([figure, key])
        if words:
            found.append([words, None])
    return found


def plain(written: Sequence[Sequence[str | None]]) -> str:
    return "".join(str(words) for words, _key in written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a part: a sentence, a warning, a person's note, a table or a chart."""

    kind: str  # "say", "warn", "note", "lead", "table", "chart"
    runs: Runs = field(default_factory=list)
    caption: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Runs, ...], ...] = ()
    points: tuple[tuple[datetime, int], ...] = ()
    usual: tuple[float, float] | None = None
    intervals: tuple[Interval, ...] = ()  # a chart of estimates has these in place of points
    scale: Scale | None = None
    says: str = ""  # the chart's sentence
    is_confirmed: bool = True
    key: str = ""

    @property
    def text(self) -> str:
        return plain(self.runs)

    @property
    def plain_rows(self) -> list[list[str]]:
        return [[plain(cell) for cell in row] for row in self.rows]

    @property
    def labelled_rows(self) -> list[list[tuple[str, Runs]]]:
        """Cells with their column's heading, which a phone shows beside each."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]

    @property
    def chart(self) -> str:
        """The chart as a page shows it, with its sentence and its table."""
        if self.intervals:
            return intervals(
                self.intervals, title=self.caption, so_what=self.says, scale=self.scale
            )
        return timeline(self.points, title=self.caption, so_what=self.says, usual=self.usual)

    @property
    def bare_chart(self) -> str:
        """The chart without a sentence: the reader is about to write it."""
        if self.intervals:
            return intervals(self.intervals, title=self.caption, scale=self.scale)
        return timeline(self.points, title=self.caption, usual=self.usual)

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.points or self.intervals)

    @property
    def alt(self) -> str:
        """What a chart shows, for who cannot see it; the figures are in the report's JSON."""
        if self.intervals:
            return intervals_said(self)
        counts = [count for _at, count in self.points]
        if not counts:
            return self.caption
        return _(
            "Bar chart: %(title)s. %(n)s bars from %(first)s to %(last)s; the highest %(top)s, the "
            "latest %(latest)s. %(says)s"
        ) % {
            "title": self.caption,
            "n": len(counts),
            "first": in_words(self.points[0][0]),
            "last": in_words(self.points[-1][0]),
            "top": number(max(counts)),
            "latest": number(counts[-1]),
            "says": self.says,
        }


def intervals_said(block: Block) -> str:
    scale = block.scale or Scale.around(block.intervals)
    lines = [
        f"{row.label}: {said(row.value, scale)} ({range_said(row, scale)}; {row.note or '–'})"
        for row in block.intervals
    ]
    return _("Estimates with their ranges: %(title)s. %(lines)s. %(says)s") % {
        "title": block.caption,
        "lines": "; ".join(lines),
        "says": block.says,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    number: int  # 0 where a paper counts nothing
    heading: str
    blocks: tuple[Block, ...]

    @property
    def numbered(self) -> str:
        return f"{self.number}. {self.heading}" if self.number else self.heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report in one language."""

    title: str
    reference: str
    language: str
    zone: str
    series: str
    office: str
    marks: tuple[str, ...]  # DRAFT, LATIHAN, withdrawn …: shown on every page of every output
    facts: tuple[tuple[str, str], ...]  # period, as of, signed by, classification …
    classification: str
    period: str
    as_of: str
    address: str
    is_secret: bool
    top_line: str
    sections: tuple[Section, ...]
    read: str = ""  # what leads to the address; the desk's own papers lead to their figures

    @property
    def way_on(self) -> str:
        """The words before the address, in the language that is spoken now."""
        return self.read or _("Read at the desk, with every figure’s source:")


def drawing(block: Block, report: Report) -> str:
    """A chart as an SVG file with its own colours; "" where there is nothing to draw."""
    with spoken(report.language, report.zone):
        if block.intervals:
            scale = block.scale or Scale.around(block.intervals)
            frame = frame_of("wide")
            return standalone(draw_intervals(frame, block.intervals, scale), font=FONT)
        return timeline_svg(block.points, usual=block.usual, width="wide", font=FONT)
