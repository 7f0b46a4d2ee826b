"""Charts drawn on the server as SVG, each with its table: no script, nothing to download.

Text in a chart shrinks with its viewBox, so every chart is drawn for three widths; the style
sheet shows the one whose text stays at 12 px or more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tangkal.desk.ui.moments import clock, in_words
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


def sparkline(counts: Sequence[int], *, what: str = "") -> SafeString:
    """Bars of recent counts, oldest first, the latest in the accent colour.

    Args:
        counts: items per period, n equal periods; an empty sequence draws nothing.
        what: what is counted, for screen readers; "items" where empty.
    """
    if not counts:
        return mark_safe("")
    top = max(*counts, 1)
    step = 100 / len(counts)
    # Our own figures and names only, so nothing needs escaping; a queue draws 1,200 of these.
    bars = mark_safe(  # noqa: S308
        "".join(
            f'<rect class="{bar_class(count, is_last=place == len(counts) - 1)}" '
            f'x="{place * step:.1f}" y="{24 - bar_height(count, top):.1f}" '
            f'width="{max(step - 0.8, 0.6):.1f}" height="{bar_height(count, top):.1f}"/>'
            for place, count in enumerate(counts)
        )
    )
    label = _("%(what)s over %(n)s periods: highest %(top)s, latest %(last)s") % {
        "what": what or _("Items"),
        "n": len(counts),
        "top": number(max(counts)),
        "last": number(counts[-1]),
    }
    return format_html(
        '<svg class="spark" role="img" aria-label="{}" viewBox="0 0 100 24" '
        'preserveAspectRatio="none">{}</svg>',
        label,
        bars,
    )


def bar_class(count: int, *, is_last: bool) -> str:
    if not count:
        return "nothing"
    return "last" if is_last else "bar"


def bar_height(count: int, top: int) -> float:
    """At least a hair line, so that a quiet period differs from a missing one."""
    return max(1.0, 23 * count / top)


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment worth a line in a chart: a burst began, a clarification appeared."""

    at: datetime
    label: str


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

    def x(self, place: float, n: int) -> float:
        return self.left + (self.width - self.left - self.right) * place / max(n, 1)

    def y(self, count: float, top: int) -> float:
        return self.height - self.bottom - (self.height - self.top - self.bottom) * count / top


# The style sheet shows each where its text is between 12 and about 20 px high.
FRAMES = (
    Frame("wide", 720, 220, 13, 8),
    Frame("middle", 420, 210, 13, 5),
    Frame("narrow", 240, 190, 13, 3),
)


def timeline(
    points: Sequence[tuple[datetime, int]],
    *,
    title: str,
    so_what: str = "",
    usual: tuple[float, float] | None = None,
    marks: Sequence[Mark | tuple[datetime, str]] = (),
    what: str = "",
) -> SafeString:
    """A bar a period, with the usual range behind it, marked moments, and its table.

    Args:
        points: (start of period, count), oldest first, equal periods without holes.
        title: what the chart shows.
        so_what: the sentence a reader should take away; a chart without one says less.
        usual: lowest and highest count that would be ordinary, in the points' unit.
        marks: moments to draw as labelled lines; those outside the points are left out.
        what: the counted thing, heading of the table's second column.
    """
    drawn = [m if isinstance(m, Mark) else Mark(*m) for m in marks]
    drawings = [draw(frame, points, usual, drawn) for frame in FRAMES] if points else []
    return render_to_string(
        "ui/components/timeline_chart.html",
        {
            "title": title,
            "so_what": so_what,
            "drawings": drawings,
            "rows": [(in_words(at), number(count)) for at, count in reversed(points)],
            "marks": [(in_words(m.at), m.label) for m in drawn],
            "usual": usual and (number(round(usual[0])), number(round(usual[1]))),
            "what": what or _("Items"),
        },
    )


def draw(
    frame: Frame,
    points: Sequence[tuple[datetime, int]],
    usual: tuple[float, float] | None,
    marks: Sequence[Mark],
) -> SafeString:
    """One drawing of the timeline, at one width."""
    counts = [count for _at, count in points]
    top = nice_top(max([*counts, round(usual[1]) if usual else 0, 1]))
    parts = [
        usual_band(frame, usual, top),
        grid(frame, top),
        bars(frame, counts, top, usual),
        time_labels(frame, [at for at, _count in points]),
        mark_lines(frame, [at for at, _count in points], marks),
    ]
    summary = _("%(n)s periods from %(first)s to %(last)s; highest %(top)s.") % {
        "n": len(points),
        "first": in_words(points[0][0]),
        "last": in_words(points[-1][0]),
        "top": number(max(counts)),
    }
    return format_html(
        '<svg class="{}" role="img" aria-label="{}" viewBox="0 0 {} {}" font-size="{}">{}</svg>',
        frame.name,
        summary,
        frame.width,
        frame.height,
        frame.font,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def nice_top(highest: int) -> int:
    """The axis' top: the first of 1, 2, 4, 5 or 10 times a power of ten that is enough."""
    power = int(f"1{'0' * (len(str(highest)) - 1)}")
    return next(step * power for step in (1, 2, 4, 5, 10) if step * power >= highest)


def usual_band(frame: Frame, usual: tuple[float, float] | None, top: int) -> SafeString:
    if usual is None:
        return mark_safe("")
    low, high = frame.y(usual[0], top), frame.y(usual[1], top)
    return format_html(
        '<rect class="chart-band" x="{}" y="{}" width="{}" height="{}"/>',
        frame.left,
        f"{high:.1f}",
        frame.width - frame.left - frame.right,
        f"{max(low - high, 2):.1f}",
    )


def grid(frame: Frame, top: int) -> SafeString:
    values = sorted({0, top // 2, top})
    return format_html_join(
        "",
        '<path class="{}" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (
                "chart-grid" if value else "chart-axis",
                frame.left,
                f"{frame.y(value, top):.1f}",
                frame.width - frame.right,
                frame.left - 6,
                f"{frame.y(value, top) + 4:.1f}",
                short_number(value),
            )
            for value in values
        ),
    )


def bars(
    frame: Frame, counts: Sequence[int], top: int, usual: tuple[float, float] | None
) -> SafeString:
    n = len(counts)
    width = max((frame.x(1, n) - frame.x(0, n)) * 0.82, 0.8)
    return format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (
                "chart-bar chart-bar--high" if usual and count > usual[1] else "chart-bar",
                f"{frame.x(place, n):.1f}",
                f"{frame.y(count, top):.1f}",
                f"{width:.1f}",
                f"{frame.y(0, top) - frame.y(count, top):.1f}",
            )
            for place, count in enumerate(counts)
            if count
        ),
    )


def time_labels(frame: Frame, moments: Sequence[datetime]) -> SafeString:
    """Hours under the axis; the day instead where the label opens a new one."""
    n = len(moments)
    stride = max(1, -(-n // frame.labels))
    shown = range(0, n, stride)
    days = [local(moments[place]).date() for place in shown]
    is_new_day = [True, *(a != b for a, b in pairwise(days))]
    return format_html_join(
        "",
        '<text x="{}" y="{}">{}</text>',
        (
            (
                f"{frame.x(place, n):.1f}",
                frame.height - 8,
                f"{day.day}/{day.month}" if new else clock(moments[place]),
            )
            for place, day, new in zip(shown, days, is_new_day, strict=True)
        ),
    )


def mark_lines(frame: Frame, moments: Sequence[datetime], marks: Sequence[Mark]) -> SafeString:
    """Numbered lines; their words stand in the legend, where none can overlap."""
    n = len(moments)
    if n < 2:
        return mark_safe("")
    period = moments[1] - moments[0]
    placed = [
        (order, (mark.at - moments[0]) / period)
        for order, mark in enumerate(marks, start=1)
        if moments[0] <= mark.at < moments[-1] + period
    ]
    return format_html_join(
        "",
        '<path class="chart-mark" d="M{0} {1}V{2}"/>'
        '<text class="mark-text" x="{0}" y="{3}" text-anchor="middle">{4}</text>',
        (
            (
                f"{frame.x(place, n):.1f}",
                frame.top - 4,
                frame.height - frame.bottom,
                frame.top - 8,
                order,
            )
            for order, place in placed
        ),
    )


def bar_table(
    rows: Sequence[tuple[object, int]], *, title: str, what: str, so_what: str = ""
) -> SafeString:
    """A table whose second column draws each count: chart and table in one.

    Args:
        rows: (label, count), in the order to show them.
        title: the table's caption.
        what: heading of the label column.
        so_what: the sentence a reader should take away.
    """
    top = max((count for _label, count in rows), default=1) or 1
    return render_to_string(
        "ui/components/bar_table.html",
        {
            "title": title,
            "what": what,
            "so_what": so_what,
            "rows": [(label, number(n), f"{100 * n / top:.1f}") for label, n in rows],
        },
    )
