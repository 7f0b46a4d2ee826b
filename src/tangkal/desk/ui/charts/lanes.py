"""Lanes: when each platform, region or language was first and last seen, in order of arrival."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tangkal.desk.ui.charts.frames import FRAMES, Clockwork, Frame, fitting, number, picture
from tangkal.desk.ui.moments import in_words, length

ROW = 40  # height of a lane: its name above it, so that a phone needs no margin for names


@dataclass(frozen=True, slots=True)
class Lane:
    """One of the things that were reached."""

    name: str
    first: datetime
    last: datetime
    items: int


def lanes(rows: Sequence[Lane], *, title: str, what: str, so_what: str = "") -> SafeString:
    """A line from first to last for each, the earliest on top.

    Args:
        rows: in order of arrival.
        title: what the chart shows.
        what: heading of the names' column, e.g. "Platform".
        so_what: the sentence a reader should take away.
    """
    first = rows[0].first if rows else None
    return render_to_string(
        "ui/components/lanes_chart.html",
        {
            "title": title,
            "so_what": so_what,
            "what": what,
            "drawings": [draw_lanes(frame, rows) for frame in FRAMES] if rows else [],
            "rows": [
                (
                    row.name,
                    in_words(row.first),
                    length(row.first - first) if first and row.first > first else "",
                    number(row.items),
                )
                for row in rows
            ],
        },
    )


def draw_lanes(frame: Frame, rows: Sequence[Lane]) -> SafeString:
    """One drawing of the lanes, at one width."""
    frame = replace(frame, top=4, left=8, height=4 + ROW * len(rows) + frame.bottom)
    time = Clockwork(frame, min(row.first for row in rows), max(row.last for row in rows))
    says = _("%(n)s in order of arrival: %(names)s.") % {
        "n": len(rows),
        "names": ", ".join(row.name for row in rows),
    }
    return picture(
        frame,
        says,
        format_html_join("", "{}", ((lane(frame, time, n, row),) for n, row in enumerate(rows))),
        time.labels(),
    )


def lane(frame: Frame, time: Clockwork, place: int, row: Lane) -> SafeString:
    """One line with a dot where it begins, and its name above."""
    y = frame.top + ROW * place + 26
    start, end = time.x(row.first), time.x(row.last)
    # A name stands over the beginning of its line, or ends with the drawing.
    at_end = start > (frame.left + frame.end) / 2
    return format_html(
        '<path class="chart-grid" d="M{0} {1}H{2}"/><path class="chart-lane" d="M{3} {1}H{4}"/>'
        '<circle class="chart-dot" cx="{3}" cy="{1}" r="5"/>'
        '<text class="mark-text" x="{5}" y="{6}" text-anchor="{7}">{8}</text>',
        frame.left,
        y,
        frame.end,
        f"{start:.1f}",
        f"{max(end, start + 0.1):.1f}",
        frame.end if at_end else f"{max(start - 5, frame.left):.1f}",
        y - 10,
        "end" if at_end else "start",
        fitting(f"{row.name} · {number(row.items)}", (frame.end - frame.left) * 0.55),
    )
