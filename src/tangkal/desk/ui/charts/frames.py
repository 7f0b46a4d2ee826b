"""Measures that all charts share: widths, axes, numbers on them.

Text in a chart shrinks with its viewBox, so every chart is drawn for three widths; the style
sheet shows the one whose text stays at 12 px or more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tangkal.desk.ui.moments import clock
from tangkal.desk.ui.timezones import local


def number(value: float | int | str | None) -> str:
    """A figure with the language's thousands mark; "–" where nothing is known."""
    if value is None or value == "":  # an absent template variable arrives as ""
        return "–"
    return number_format(value, use_l10n=True, force_grouping=True)


def short_number(value: int) -> str:
    """A round figure for an axis: 500, 20k, 4m."""
    if value >= 1_000_000:
        return _("%(n)sm") % {"n": number(in_units(value, 1_000_000))}
    if value >= 10_000:
        return _("%(n)sk") % {"n": number(in_units(value, 1_000))}
    return number(value)


def in_units(value: int, unit: int) -> float | int:
    whole, rest = divmod(value, unit)
    return round(value / unit, 1) if rest else whole


@dataclass(frozen=True, slots=True)
class Frame:
    """Measures of one drawing in viewBox units; font sizes hold at 1 unit a pixel."""

    name: str
    width: int
    height: int
    font: int
    labels: int  # how many labels the time axis bears
    left: int = 44
    right: int = 12
    top: int = 22
    bottom: int = 26

    def x(self, place: float, n: float) -> float:
        return self.left + (self.width - self.left - self.right) * place / max(n, 1)

    def y(self, count: float, top: float) -> float:
        return self.height - self.bottom - (self.height - self.top - self.bottom) * count / top

    @property
    def base(self) -> int:
        """Where the time axis lies."""
        return self.height - self.bottom

    @property
    def end(self) -> int:
        """Where the drawing area ends on the right."""
        return self.width - self.right


# The style sheet shows each where its text is between 12 and about 20 px high.
FRAMES = (
    Frame("wide", 720, 220, 13, 8),
    Frame("middle", 420, 210, 13, 5),
    Frame("narrow", 240, 190, 13, 3),
)
LETTER = 8.0  # width of a letter at 13 units in the widest of our fonts, about


def picture(frame: Frame, says: object, *parts: object) -> SafeString:
    """One drawing: its parts in an SVG that says in words what it shows."""
    return format_html(
        '<svg class="{}" role="img" aria-label="{}" viewBox="0 0 {} {}" font-size="{}">{}</svg>',
        frame.name,
        says,
        frame.width,
        frame.height,
        frame.font,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def fitting(label: str, width: float) -> str:
    """As much of a label as fits a width.

    >>> fitting("x" * 100, 240)[-3:], len(fitting("x" * 100, 240))
    ('xx…', 30)
    """
    most = max(1, int(width / LETTER))
    return label if len(label) <= most else label[: most - 1] + "…"


def nice_top(highest: int) -> int:
    """The axis' top: the first of 1, 2, 4, 5 or 10 times a power of ten that is enough."""
    power = int(f"1{'0' * (len(str(highest)) - 1)}")
    return next(step * power for step in (1, 2, 4, 5, 10) if step * power >= highest)


def grid(frame: Frame, top: int) -> SafeString:
    """Lines and figures of the count axis."""
    values = sorted({0, top // 2, top})
    return format_html_join(
        "",
        '<path class="{}" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (
                "chart-grid" if value else "chart-axis",
                frame.left,
                f"{frame.y(value, top):.1f}",
                frame.end,
                frame.left - 6,
                f"{frame.y(value, top) + 4:.1f}",
                short_number(value),
            )
            for value in values
        ),
    )


def time_labels(frame: Frame, moments: Sequence[datetime]) -> SafeString:
    """Hours under the axis; the day instead where the label opens a new one."""
    n = len(moments)
    stride = max(1, -(-n // frame.labels))
    shown = range(0, n, stride)
    return labels_at(frame, [(frame.x(place, n), moments[place]) for place in shown])


def labels_at(frame: Frame, placed: Sequence[tuple[float, datetime]]) -> SafeString:
    """Hours, or days where one begins, at some places under the axis."""
    days = [local(moment).date() for _x, moment in placed]
    is_new_day = [True, *(a != b for a, b in pairwise(days))]
    return format_html_join(
        "",
        '<text x="{}" y="{}">{}</text>',
        (
            (
                f"{x:.1f}",
                frame.height - 8,
                f"{day.day}/{day.month}" if new else clock(moment),
            )
            for (x, moment), day, new in zip(placed, days, is_new_day, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Moments on the drawing's time axis; a span of no length is drawn as one hour."""

    frame: Frame
    start: datetime
    end: datetime

    def x(self, moment: datetime) -> float:
        """Where a moment stands; those outside the span stand at its edge."""
        share = (moment - self.start).total_seconds() / self.seconds
        return self.frame.x(min(max(share, 0.0), 1.0), 1)

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds() or 3600.0

    def labels(self) -> SafeString:
        """Evenly spaced times under the axis."""
        n = self.frame.labels
        span = self.end - self.start
        moments = [self.start + span * place / n for place in range(n)] if span else [self.start]
        return labels_at(self.frame, [(self.x(moment), moment) for moment in moments])
