"""A bar a period, with the usual range, bursts, and the moments that we acted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tangkal.desk.ui.charts.frames import (
    FRAMES,
    Frame,
    grid,
    nice_top,
    number,
    picture,
    time_labels,
)
from tangkal.desk.ui.moments import in_words

OURS = "ours"  # kind of a mark that stands for something we did
BADGE = 16  # side of a mark's badge, in viewBox units
ROWS = 3  # badges stand in so many rows at most where moments lie close


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment worth a line in a chart: a burst began, a clarification appeared."""

    at: datetime
    label: str
    kind: str = ""  # OURS for a publication, decision or correction of ours


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time worth shading: a burst."""

    start: datetime
    end: datetime  # not included
    label: str = ""


Points = Sequence[tuple[datetime, int]]
AnyMark = Mark | tuple[datetime, str] | tuple[datetime, str, str]


def timeline(
    points: Points,
    *,
    title: str,
    so_what: str = "",
    usual: tuple[float, float] | None = None,
    marks: Sequence[AnyMark] = (),
    spans: Sequence[Span] = (),
    what: str = "",
) -> SafeString:
    """A bar a period, with the usual range behind it, bursts, marked moments, and its table.

    Args:
        points: (start of period, count), oldest first, equal periods without holes.
        title: what the chart shows.
        so_what: the sentence a reader should take away; a chart without one says less.
        usual: lowest and highest count that would be ordinary, in the points' unit.
        marks: moments to draw as numbered lines; those of kind OURS look unlike the others.
            Those outside the points get no line, and the legend still names them.
        spans: bursts, shaded.
        what: the counted thing, heading of the table's second column.
    """
    drawn = as_marks(marks)
    drawings = [draw(frame, points, usual, drawn, spans) for frame in FRAMES] if points else []
    return render_to_string(
        "ui/components/timeline_chart.html",
        {
            "title": title,
            "so_what": so_what,
            "drawings": drawings,
            "rows": [(in_words(at), number(count)) for at, count in reversed(points)],
            "marks": [(in_words(m.at), m.label, m.kind) for m in drawn],
            "spans": [(in_words(s.start), in_words(s.end), s.label) for s in spans],
            "usual": usual and (number(round(usual[0])), number(round(usual[1]))),
            "what": what or _("Items"),
        },
    )


def as_marks(marks: Sequence[AnyMark]) -> list[Mark]:
    """The marks, oldest first: their numbers then run with time."""
    made = [mark if isinstance(mark, Mark) else Mark(*mark) for mark in marks]
    return sorted(made, key=lambda mark: mark.at)


def draw(
    frame: Frame,
    points: Points,
    usual: tuple[float, float] | None,
    marks: Sequence[Mark],
    spans: Sequence[Span] = (),
) -> SafeString:
    """One drawing of the timeline, at one width."""
    counts = [count for _at, count in points]
    moments = [at for at, _count in points]
    top = nice_top(max([*counts, round(usual[1]) if usual else 0, 1]))
    placed = place_marks(frame, moments, marks)
    extra = BADGE * max((row for _order, _mark, _x, row in placed), default=0)
    frame = replace(frame, top=frame.top + extra, height=frame.height + extra)
    return picture(
        frame,
        summary(points, len(placed)),
        shaded(frame, moments, spans),
        usual_band(frame, usual, top),
        grid(frame, top),
        bars(frame, counts, top, usual),
        time_labels(frame, moments),
        mark_lines(frame, placed),
    )


def summary(points: Points, marks: int) -> str:
    says = _("%(n)s periods from %(first)s to %(last)s; highest %(top)s.") % {
        "n": len(points),
        "first": in_words(points[0][0]),
        "last": in_words(points[-1][0]),
        "top": number(max(count for _at, count in points)),
    }
    return f"{says} {_('Marked moments: %(n)s.') % {'n': marks}}" if marks else says


def usual_band(frame: Frame, usual: tuple[float, float] | None, top: int) -> SafeString:
    if usual is None:
        return mark_safe("")
    low, high = frame.y(usual[0], top), frame.y(usual[1], top)
    return format_html(
        '<rect class="chart-band" x="{}" y="{}" width="{}" height="{}"/>',
        frame.left,
        f"{high:.1f}",
        frame.end - frame.left,
        f"{max(low - high, 2):.1f}",
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


def period_of(moments: Sequence[datetime]) -> timedelta:
    """Length of a period; a single one is an hour."""
    return moments[1] - moments[0] if len(moments) > 1 else timedelta(hours=1)


def shaded(frame: Frame, moments: Sequence[datetime], spans: Sequence[Span]) -> SafeString:
    """Bursts as a shade with a line on top; what lies outside the time shown is cut."""
    n, period = len(moments), period_of(moments)
    cut = [
        (max((span.start - moments[0]) / period, 0.0), min((span.end - moments[0]) / period, n))
        for span in spans
    ]
    return format_html_join(
        "",
        '<rect class="chart-span" x="{0}" y="{1}" width="{2}" height="{3}"/>'
        '<path class="chart-span-line" d="M{0} {1}h{2}"/>',
        (
            (
                f"{frame.x(first, n):.1f}",
                frame.top - 2,
                f"{frame.x(last, n) - frame.x(first, n):.1f}",
                frame.base - frame.top + 2,
            )
            for first, last in cut
            if last > first
        ),
    )


def place_marks(
    frame: Frame, moments: Sequence[datetime], marks: Sequence[Mark]
) -> list[tuple[int, Mark, float, int]]:
    """(number, mark, x, row of its badge) of those within the time shown."""
    n, period = len(moments), period_of(moments)
    placed: list[tuple[int, Mark, float, int]] = []
    ends = [-99.0] * ROWS  # where each row of badges is free again
    for order, mark in enumerate(marks, start=1):
        place = (mark.at - moments[0]) / period
        if not 0 <= place < n:
            continue
        x = frame.x(place, n)
        row = next((row for row, end in enumerate(ends) if x >= end), ROWS - 1)
        ends[row] = x + BADGE + 2
        placed.append((order, mark, x, row))
    return placed


def mark_lines(frame: Frame, placed: Sequence[tuple[int, Mark, float, int]]) -> SafeString:
    """Numbered lines; their words stand in the legend, where none can overlap."""
    return format_html_join("", "{}", ((mark_line(frame, *each),) for each in placed))


def mark_line(frame: Frame, order: int, mark: Mark, x: float, row: int) -> SafeString:
    """What we did has a solid line and a filled badge, anything else a broken line."""
    y = frame.top - 8 - row * BADGE
    ours = mark.kind == OURS
    line = format_html(
        '<path class="{}" d="M{} {}V{}"/>',
        "chart-ours" if ours else "chart-mark",
        f"{x:.1f}",
        y + 4,
        frame.base,
    )
    badge = format_html(
        '<rect class="chart-badge" x="{}" y="{}" width="{}" height="{}" rx="3"/>',
        f"{x - BADGE / 2:.1f}",
        y - BADGE + 4,
        BADGE,
        BADGE,
    )
    text = format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        "badge-text" if ours else "mark-text",
        f"{x:.1f}",
        y,
        order,
    )
    return format_html("{}{}{}", line, badge if ours else mark_safe(""), text)
