"""Two drawings of evaluations, each with its table: what was counted against what was to be
expected, and all responses by how certain their estimates are.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tangkal.desk.tracking_effectiveness.evaluating import saying
from tangkal.desk.tracking_effectiveness.evaluation_models import Measurement
from tangkal.desk.ui.charts import FRAMES, OURS, Frame, Mark, Span, nice_top, number, picture
from tangkal.desk.ui.charts.frames import grid, labels_at, time_labels
from tangkal.desk.ui.charts.timeline import BADGE, bars, mark_lines, place_marks, shaded
from tangkal.desk.ui.moments import in_words

SHOWN_BEFORE = 168  # periods: what lies further back is in the measurement, not in the picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The part of a measurement that is drawn."""

    moments: list[datetime]
    counts: list[int]
    expected: list[float | None]
    low: list[float | None]
    high: list[float | None]
    action: int  # index of the first period after the response


def part_of(measurement: Measurement) -> Drawn:
    """The last periods before the response, and all after it."""
    question, answer = measurement.question, measurement.answer
    bucket = timedelta(seconds=question["bucket_seconds"])
    n, action = len(question["counts"]), question["acted_at"]
    first = max(0, action - SHOWN_BEFORE)

    def cut(name: str) -> list[float | None]:
        values = list(answer.get(name) or ())
        return (values if len(values) == n else [None] * n)[first:]

    return Drawn(
        moments=[measurement.first_at + place * bucket for place in range(first, n)],
        counts=list(question["counts"])[first:],
        expected=cut("expected"),
        low=cut("expected_low"),
        high=cut("expected_high"),
        action=action - first,
    )


def effect_chart(measurement: Measurement) -> SafeString:
    """Counts as bars, what was to be expected as a broken line with its range behind it."""
    drawn = part_of(measurement)
    marks = marks_of(measurement, drawn)
    gaps = [
        Span(
            datetime.fromisoformat(each["since"]),
            datetime.fromisoformat(each["until"]),
            saying.gap_words(each),
        )
        for each in measurement.question.get("silences", ())
    ]
    return render_to_string(
        "tracking_effectiveness/evaluating/effect_chart.html",
        {
            "drawings": [draw(frame, drawn, marks, gaps) for frame in FRAMES]
            if drawn.counts
            else [],
            "marks": [(in_words(mark.at), mark.label, mark.kind) for mark in marks],
            "gaps": [(in_words(gap.start), in_words(gap.end), gap.label) for gap in gaps],
            "rows": rows_of(drawn),
            "has_line": any(value is not None for value in drawn.expected),
            "has_band": any(value is not None for value in drawn.low[drawn.action :]),
        },
    )


def marks_of(measurement: Measurement, drawn: Drawn) -> list[Mark]:
    bucket = timedelta(seconds=measurement.question["bucket_seconds"])
    others = [
        Mark(measurement.first_at + index * bucket, name)
        for name, index in measurement.question["other_actions"].items()
    ]
    ours = Mark(measurement.acted_at, _("our answer"), OURS)
    shown = [each for each in others if drawn.moments and each.at >= drawn.moments[0]]
    return sorted([ours, *shown], key=lambda mark: mark.at)


def draw(frame: Frame, drawn: Drawn, marks: Sequence[Mark], gaps: Sequence[Span]) -> SafeString:
    after = [value for value in drawn.high[drawn.action :] if value is not None]
    known = [value for value in drawn.expected if value is not None]
    highest = max([*drawn.counts, *known, 1])
    # A range that goes through the roof is cut there: it must not press the counts flat.
    top = nice_top(math.ceil(min(max([highest, *after]), highest * 2)))
    placed = place_marks(frame, drawn.moments, marks)
    extra = BADGE * max((row for _order, _mark, _x, row in placed), default=0)
    frame = replace(frame, top=frame.top + extra, height=frame.height + extra)
    says = _("%(n)s periods, %(after)s of them after the answer; highest %(top)s.") % {
        "n": number(len(drawn.counts)),
        "after": number(len(drawn.counts) - drawn.action),
        "top": number(max(drawn.counts)),
    }
    return picture(
        frame,
        says,
        shaded(frame, drawn.moments, gaps),
        band(frame, drawn, top),
        grid(frame, top),
        bars(frame, drawn.counts, top, None),
        line(frame, drawn, top),
        axis(frame, drawn.moments),
        mark_lines(frame, placed),
    )


def axis(frame: Frame, moments: Sequence[datetime]) -> SafeString:
    """Days at their midnights, where the drawing spans several; else hours.

    A label under the first period of so many would name a day at its evening.
    """
    if len(moments) < 2 or moments[-1] - moments[0] < timedelta(days=3):
        return time_labels(frame, moments)
    width, n = moments[1] - moments[0], len(moments)
    first = timezone.localtime(moments[0])
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    days = [midnight + timedelta(days=k) for k in range((moments[-1] - midnight).days + 1)]
    days = [day for day in days if day >= moments[0]]
    stride = max(1, -(-len(days) // frame.labels))
    return labels_at(frame, [(frame.x((d - moments[0]) / width, n), d) for d in days[::stride]])


def band(frame: Frame, drawn: Drawn, top: int) -> SafeString:
    """The range of what was to be expected, after the response only."""
    n = len(drawn.counts)
    known = [
        (place, low, high)
        for place, (low, high) in enumerate(zip(drawn.low, drawn.high, strict=True))
        if place >= drawn.action and low is not None and high is not None
    ]
    if not known:
        return mark_safe("")
    upper = [(place + 0.5, min(high, top)) for place, _low, high in known]
    lower = [(place + 0.5, min(max(low, 0), top)) for place, low, _high in reversed(known)]
    corners = " ".join(
        f"{frame.x(place, n):.1f},{frame.y(value, top):.1f}" for place, value in [*upper, *lower]
    )
    return format_html('<polygon class="chart-uncertain" points="{}"/>', corners)


def line(frame: Frame, drawn: Drawn, top: int) -> SafeString:
    n = len(drawn.counts)
    places = [
        f"{frame.x(place + 0.5, n):.1f} {frame.y(min(value, top), top):.1f}"
        for place, value in enumerate(drawn.expected)
        if value is not None
    ]
    if not places:
        return mark_safe("")
    return format_html('<path class="chart-expected" d="M{}"/>', "L".join(places))


def rows_of(drawn: Drawn) -> list[dict[str, object]]:
    """The table behind it, newest first."""
    rows = []
    for place, at in enumerate(drawn.moments):
        low, high = drawn.low[place], drawn.high[place]
        is_after = place >= drawn.action
        rows.append(
            {
                "at": in_words(at),
                "count": number(drawn.counts[place]),
                "expected": rounded(drawn.expected[place]),
                "range": f"{rounded(low)}–{rounded(high)}"
                if is_after and low is not None and high is not None
                else "–",
                "is_after": is_after,
            }
        )
    return rows[::-1]


def rounded(value: float | None) -> str:
    return "–" if value is None else number(round(value, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One response in the funnel."""

    name: str
    url: str
    change: float  # log
    error: float  # of the log change
    where: str  # its message type, in words


def funnel(estimates: Sequence[Estimate], pooled: Mapping[str, Any]) -> SafeString:
    """Every response by its change and how certain it is, with the pooled mean as a line.

    Where only the uncertain ones at the bottom lie far to the left, the failures are missing.
    """
    return render_to_string(
        "tracking_effectiveness/evaluating/funnel_chart.html",
        {
            "drawings": [draw_funnel(frame, estimates, pooled) for frame in FRAMES],
            "rows": [
                {
                    "number": order,
                    "name": each.name,
                    "url": each.url,
                    "where": each.where,
                    "change": saying.signed(math.expm1(each.change)),
                    "low": saying.signed(math.expm1(each.change - 1.96 * each.error)),
                    "high": saying.signed(math.expm1(each.change + 1.96 * each.error)),
                }
                for order, each in enumerate(estimates, start=1)
            ],
        },
    )


def draw_funnel(
    frame: Frame, estimates: Sequence[Estimate], pooled: Mapping[str, Any]
) -> SafeString:
    worst = max(each.error for each in estimates) * 1.15
    reach = max([0.2, *(abs(each.change) + each.error * 0.3 for each in estimates)]) * 1.1
    mean = pooled["mean"]
    reach = max(reach, abs(mean) * 1.1)

    def x(change: float) -> float:
        return frame.x((change + reach) / (2 * reach), 1)

    def y(error: float) -> float:
        return frame.top + (frame.base - frame.top) * error / worst

    left, right = (max(min(mean + sign * 1.96 * worst, reach), -reach) for sign in (-1, 1))
    side = format_html(
        '<path class="chart-line chart-line--thin" d="M{0} {1}L{2} {3}M{0} {1}L{4} {5}"/>',
        *(f"{value:.1f}" for value in (x(mean), y(0.0))),
        f"{x(left):.1f}",
        f"{y(abs(left - mean) / 1.96):.1f}",
        f"{x(right):.1f}",
        f"{y(abs(right - mean) / 1.96):.1f}",
    )
    dots = format_html_join(
        "",
        '<circle class="chart-dot" cx="{0}" cy="{1}" r="9"/>'
        '<text class="dot-text" x="{0}" y="{2}" text-anchor="middle">{3}</text>',
        (
            (f"{x(each.change):.1f}", f"{y(each.error):.1f}", f"{y(each.error) + 4.5:.1f}", order)
            for order, each in enumerate(estimates, start=1)
        ),
    )
    labels = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (f"{x(-reach):.1f}", frame.height - 8, "start", saying.signed(math.expm1(-reach))),
            (f"{x(0):.1f}", frame.height - 8, "middle", saying.signed(0.0)),
            (f"{x(reach):.1f}", frame.height - 8, "end", saying.signed(math.expm1(reach))),
        ),
    )
    return picture(
        frame,
        _("%(n)s responses by their change and how certain it is.") % {"n": number(len(estimates))},
        format_html('<path class="chart-axis" d="M{} {}H{}"/>', frame.left, frame.base, frame.end),
        upright("chart-grid", x(0), frame),
        upright("chart-mark", x(mean), frame),
        side,
        dots,
        labels,
    )


def upright(kind: str, x: float, frame: Frame) -> SafeString:
    return format_html('<path class="{}" d="M{} {}V{}"/>', kind, f"{x:.1f}", frame.top, frame.base)
