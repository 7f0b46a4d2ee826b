"""The spread ladder: which level was reached when, as steps that climb through time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tangkal.desk.ui.charts.frames import FRAMES, Clockwork, Frame, fitting, picture
from tangkal.desk.ui.moments import in_words

ROW = 34  # height of a level


@dataclass(frozen=True, slots=True)
class Rung:
    """A level that was reached."""

    level: int
    at: datetime
    why: str  # the reason, as a sentence
    is_flag: bool = False  # a person set it, with evidence
    address: str = ""  # where the evidence is


def ladder(
    rungs: Sequence[Rung],
    names: Sequence[str],
    *,
    until: datetime,
    title: str,
    so_what: str = "",
) -> SafeString:
    """Steps from level to level, with the reason of each in the table below.

    Args:
        rungs: levels reached, oldest first.
        names: what each level is called, lowest first, without its number.
        until: where the time axis ends.
        title: what the chart shows.
        so_what: the sentence a reader should take away.
    """
    drawings = [draw_ladder(frame, rungs, names, until) for frame in FRAMES] if rungs else []
    return render_to_string(
        "ui/components/ladder_chart.html",
        {
            "title": title,
            "so_what": so_what,
            "drawings": drawings,
            "rows": [(rung, in_words(rung.at), names[rung.level - 1]) for rung in reversed(rungs)],
            "has_flags": any(rung.is_flag for rung in rungs),
        },
    )


def draw_ladder(
    frame: Frame, rungs: Sequence[Rung], names: Sequence[str], until: datetime
) -> SafeString:
    """One drawing of the ladder, at one width."""
    height = frame.top + ROW * len(names) + frame.bottom
    left = {"wide": 230, "middle": 130}.get(frame.name, 26)
    frame = replace(frame, height=height, left=left, top=10)
    time = Clockwork(frame, rungs[0].at, max(until, rungs[-1].at))
    says = _("Level %(level)s of %(levels)s, reached %(at)s.") % {
        "level": max(rung.level for rung in rungs),
        "levels": len(names),
        "at": in_words(max(rungs, key=lambda rung: rung.level).at),
    }
    return picture(
        frame,
        says,
        level_lines(frame, names),
        steps(frame, time, rungs),
        dots(frame, time, rungs),
        time.labels(),
    )


def row_of(frame: Frame, level: int) -> float:
    """The height of a level; the lowest is at the bottom."""
    return frame.base - ROW * (level - 0.5)


def level_lines(frame: Frame, names: Sequence[str]) -> SafeString:
    """A line and a label a level; where there is room, its name beside its number."""
    return format_html_join(
        "",
        '<path class="chart-grid" d="M{} {}H{}"/><text x="{}" y="{}">{}</text>',
        (
            (
                frame.left,
                f"{row_of(frame, level):.1f}",
                frame.end,
                2,
                f"{row_of(frame, level) + 4:.1f}",
                f"{level} {fitting(name, frame.left - 28)}" if frame.left > 60 else level,
            )
            for level, name in enumerate(names, start=1)
        ),
    )


def steps(frame: Frame, time: Clockwork, rungs: Sequence[Rung]) -> SafeString:
    """The line that climbs: along a level, then up to the next."""
    path = [f"M{time.x(rungs[0].at):.1f} {row_of(frame, rungs[0].level):.1f}"]
    for _before, rung in pairwise(rungs):
        path.append(f"H{time.x(rung.at):.1f}V{row_of(frame, rung.level):.1f}")
    path.append(f"H{frame.end}")
    return format_html('<path class="chart-line" d="{}"/>', "".join(path))


def dots(frame: Frame, time: Clockwork, rungs: Sequence[Rung]) -> SafeString:
    """A circle where counts show it, a square on its tip where a person flagged it."""
    return format_html_join(
        "",
        "{}",
        (
            (diamond(x, y) if rung.is_flag else circle(x, y),)
            for rung in rungs
            for x, y in [(time.x(rung.at), row_of(frame, rung.level))]
        ),
    )


def circle(x: float, y: float) -> SafeString:
    return format_html('<circle class="chart-dot" cx="{}" cy="{}" r="6"/>', f"{x:.1f}", f"{y:.1f}")


def diamond(x: float, y: float) -> SafeString:
    return format_html(
        '<path class="chart-dot chart-dot--flag" d="M{} {}l8 8l-8 8l-8 -8z"/>',
        f"{x:.1f}",
        f"{y - 8:.1f}",
    )
