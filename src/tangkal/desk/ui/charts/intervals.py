"""Estimates side by side: a dot, the line of its plausible range, and the mark of its target."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tangkal.desk.ui.charts.frames import FRAMES, Frame, fitting, number, picture

ROW = 30  # height of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One estimate with its range; None where nothing, or too little, was measured."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    note: str = ""  # "18 of 20", "too few: 3", shown in the table and where no dot can be


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The value axis: from where to where, and what stands behind a figure."""

    low: float
    high: float
    unit: str = ""  # "%", " h"
    zero: bool = False  # draw a line at 0: left of it is less, right of it more

    @classmethod
    def around(cls, rows: Sequence[Interval], *, unit: str = "", zero: bool = False) -> "Scale":
        """An axis that holds every figure of the rows, and 0."""
        known = [
            value
            for row in rows
            for value in (row.value, row.low, row.high, row.target)
            if value is not None
        ]
        low, high = min([0.0, *known]), max([0.0, *known])
        return cls(low=low, high=high if high > low else low + 1.0, unit=unit, zero=zero)


def intervals(
    rows: Sequence[Interval], *, title: str, so_what: str = "", scale: Scale | None = None
) -> SafeString:
    """One line a row, in the order given, with the table behind it.

    Args:
        rows: what is compared; rows without a value keep their line and say why.
        title: what the chart shows.
        so_what: the sentence a reader should take away.
        scale: the axis; one around all figures where not given.
    """
    axis = scale or Scale.around(rows)
    return render_to_string(
        "ui/components/interval_chart.html",
        {
            "title": title,
            "so_what": so_what,
            "drawings": [draw_intervals(frame, rows, axis) for frame in FRAMES] if rows else [],
            "has_targets": any(row.target is not None for row in rows),
            "rows": [
                (row, said(row.value, axis), range_said(row, axis), said(row.target, axis))
                for row in rows
            ],
        },
    )


def said(value: float | None, scale: Scale) -> str:
    return "–" if value is None else f"{number(rounded(value))}{scale.unit}"


def range_said(row: Interval, scale: Scale) -> str:
    if row.low is None or row.high is None:
        return "–"
    return _("%(low)s to %(high)s") % {"low": said(row.low, scale), "high": said(row.high, scale)}


def rounded(value: float) -> float | int:
    """Whole from 10 on, else one place: more would claim a precision that is not there."""
    short = round(value, 1)
    return round(value) if abs(value) >= 10 or short == int(short) else short


def draw_intervals(frame: Frame, rows: Sequence[Interval], scale: Scale) -> SafeString:
    """One drawing, at one width; where there is little room, the label stands above its line."""
    is_wide = frame.name != "narrow"
    row = ROW if is_wide else ROW + 18
    left = {"wide": 240, "middle": 150}.get(frame.name, 8)
    whole = replace(frame, left=left, top=8, height=8 + row * len(rows) + frame.bottom)
    says = _("%(n)s estimates with their ranges: %(all)s.") % {
        "n": len(rows),
        "all": "; ".join(f"{each.label} {said(each.value, scale)}" for each in rows),
    }
    return picture(
        whole,
        says,
        axis(whole, scale),
        *(line(whole, each, scale, place * row, is_wide) for place, each in enumerate(rows)),
    )


def x_of(frame: Frame, value: float, scale: Scale) -> float:
    share = (value - scale.low) / (scale.high - scale.low)
    return frame.x(min(max(share, 0.0), 1.0), 1)


def axis(frame: Frame, scale: Scale) -> SafeString:
    """Lines at the ends and in the middle, and at 0 where that is the question."""
    values = [scale.low, (scale.low + scale.high) / 2, scale.high]
    if scale.zero and scale.low < 0 < scale.high:
        values = [scale.low, 0.0, scale.high]
    ends = ("start", "middle", "end")
    return format_html_join(
        "",
        '<path class="{}" d="M{} {}V{}"/><text x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (
                "chart-axis" if value == 0 else "chart-grid",
                f"{x_of(frame, value, scale):.1f}",
                frame.top,
                frame.base,
                f"{x_of(frame, value, scale):.1f}",
                frame.height - 8,
                anchor,
                said(value, scale),
            )
            for value, anchor in zip(values, ends, strict=True)
        ),
    )


def line(frame: Frame, row: Interval, scale: Scale, above: float, is_wide: bool) -> SafeString:
    """A row: label, range, target and dot; words in place of a dot that cannot be."""
    label_y = frame.top + above + (ROW / 2 + 4 if is_wide else 14)
    y = frame.top + above + (ROW / 2 if is_wide else 32)
    room = frame.left - 12 if is_wide else frame.end - 8
    parts = [
        format_html(
            '<text x="{}" y="{}" class="mark-text">{}</text>',
            2,
            f"{label_y:.1f}",
            fitting(row.label, room),
        )
    ]
    if row.low is not None and row.high is not None:
        start, end = x_of(frame, row.low, scale), x_of(frame, row.high, scale)
        parts.append(
            format_html(
                '<path class="chart-lane" d="M{} {}H{}"/>', f"{start:.1f}", f"{y:.1f}", f"{end:.1f}"
            )
        )
    if row.target is not None:
        at = x_of(frame, row.target, scale)
        parts.append(
            format_html(
                '<path class="chart-mark" d="M{} {}v{}"/>', f"{at:.1f}", f"{y - 11:.1f}", 22
            )
        )
    if row.value is None:
        parts.append(
            format_html(
                '<text x="{}" y="{}">{}</text>',
                frame.left + 4,
                f"{y + 4:.1f}",
                fitting(row.note or "–", frame.end - frame.left),
            )
        )
    else:
        at = x_of(frame, row.value, scale)
        parts.append(
            format_html(
                '<circle class="chart-dot" cx="{}" cy="{}" r="6"/>', f"{at:.1f}", f"{y:.1f}"
            )
        )
    return format_html_join("", "{}", ((part,) for part in parts))
