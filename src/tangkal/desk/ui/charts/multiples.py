"""Small multiples: a few series under one another on one time axis, to be compared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tangkal.desk.ui.charts.frames import (
    FRAMES,
    Frame,
    fitting,
    grid,
    nice_top,
    number,
    picture,
    time_labels,
)
from tangkal.desk.ui.charts.timeline import Points
from tangkal.desk.ui.moments import in_words

PANEL, HEAD = 96, 24  # height of a panel's drawing and of the name above it


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name and a count a period."""

    name: str
    points: Points


def multiples(
    series: Sequence[Series], *, title: str, so_what: str = "", one_scale: bool = True
) -> SafeString:
    """One panel a series, all on one time axis, with one table behind them.

    Args:
        series: of the same periods each; the first one's moments are everybody's.
        title: what the chart shows.
        so_what: the sentence a reader should take away.
        one_scale: the same count axis for all, so that heights may be compared; with False
            each has its own, so that shapes may be.
    """
    drawn = [each for each in series if each.points]
    if len({tuple(at for at, _count in each.points) for each in drawn}) > 1:
        raise ValueError("series to be compared need the same periods")
    rows = zip(*(each.points for each in drawn), strict=True) if drawn else ()
    return render_to_string(
        "ui/components/multiples_chart.html",
        {
            "title": title,
            "so_what": so_what,
            "one_scale": one_scale,
            "names": [each.name for each in drawn],
            "drawings": [draw_multiples(frame, drawn, one_scale=one_scale) for frame in FRAMES]
            if drawn
            else [],
            "rows": [(in_words(row[0][0]), [number(count) for _at, count in row]) for row in rows][
                ::-1
            ],
        },
    )


def draw_multiples(frame: Frame, series: Sequence[Series], *, one_scale: bool = True) -> SafeString:
    """One drawing of all panels, at one width."""
    whole = replace(frame, height=(PANEL + HEAD) * len(series) + frame.bottom)
    tops = [max([1, *(count for _at, count in each.points)]) for each in series]
    if one_scale:
        tops = [max(tops)] * len(series)
    says = _("%(n)s series on one time axis: %(names)s.") % {
        "n": len(series),
        "names": ", ".join(each.name for each in series),
    }
    return picture(
        whole,
        says,
        format_html_join(
            "",
            "{}",
            (
                (panel(frame, place, each, nice_top(top)),)
                for place, (each, top) in enumerate(zip(series, tops, strict=True))
            ),
        ),
        time_labels(whole, [at for at, _count in series[0].points]),
    )


def panel(frame: Frame, place: int, series: Series, top: int) -> SafeString:
    """One series: its name, its axis and its bars; every second one in the other colour."""
    own = replace(
        frame,
        top=(PANEL + HEAD) * place + HEAD + 6,
        height=(PANEL + HEAD) * (place + 1) + frame.bottom,
    )
    n = len(series.points)
    width = max((own.x(1, n) - own.x(0, n)) * 0.82, 0.8)
    name = format_html(
        '<text class="mark-text" x="{}" y="{}">{}</text>',
        own.left,
        own.top - 12,
        fitting(series.name, own.end - own.left),
    )
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (
                "chart-bar chart-bar--other" if place % 2 else "chart-bar",
                f"{own.x(spot, n):.1f}",
                f"{own.y(count, top):.1f}",
                f"{width:.1f}",
                f"{own.base - own.y(count, top):.1f}",
            )
            for spot, (_at, count) in enumerate(series.points)
            if count
        ),
    )
    return format_html("{}{}{}", name, grid(own, top), bars)
