"""A network of groups: a bubble each, no account drawn or named, one label a group."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tangkal.desk.ui.charts.frames import FRAMES, Frame, number, picture

HEIGHTS = {"wide": 380, "middle": 340, "narrow": 260}
LEAST = 11  # radius of the smallest bubble: its letter must fit
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Place = tuple[float, float, float]  # x, y, radius


@dataclass(frozen=True, slots=True)
class Bubble:
    """One group: how many accounts, how many items, and what its texts say."""

    accounts: int
    items: int
    label: str


def bubbles(
    groups: Sequence[Bubble],
    links: Mapping[tuple[int, int], int],
    *,
    title: str,
    so_what: str = "",
) -> SafeString:
    """Bubbles with a letter each; the table says what the letter stands for.

    Args:
        groups: largest first, 26 at most.
        links: (place of one group, place of another) → accounts that link them.
        title: what the chart shows.
        so_what: the sentence a reader should take away.
    """
    shown = groups[: len(LETTERS)]
    inside = {pair: count for pair, count in links.items() if max(pair) < len(shown)}
    return render_to_string(
        "ui/components/bubble_chart.html",
        {
            "title": title,
            "so_what": so_what,
            "drawings": [draw_bubbles(frame, shown, inside) for frame in FRAMES] if shown else [],
            "rows": [
                (LETTERS[place], each.label, number(each.accounts), number(each.items))
                for place, each in enumerate(shown)
            ],
            "links": [
                (LETTERS[one], LETTERS[other], number(count))
                for (one, other), count in sorted(inside.items())
            ],
        },
    )


def draw_bubbles(
    frame: Frame, groups: Sequence[Bubble], links: Mapping[tuple[int, int], int]
) -> SafeString:
    """One drawing of the groups, at one width."""
    frame = replace(frame, height=HEIGHTS[frame.name])
    places = place_bubbles(frame, groups)
    top = max(links.values(), default=1)
    says = _("%(groups)s groups of accounts and %(links)s links between them.") % {
        "groups": len(groups),
        "links": len(links),
    }
    return picture(
        frame,
        says,
        lines(places, links, top),
        format_html_join(
            "",
            '<circle class="chart-dot" cx="{0}" cy="{1}" r="{2}"/>'
            '<text class="dot-text" x="{0}" y="{3}" text-anchor="middle">{4}</text>',
            (
                (f"{x:.1f}", f"{y:.1f}", f"{radius:.1f}", f"{y + 4.5:.1f}", LETTERS[place])
                for place, (x, y, radius) in enumerate(places)
            ),
        ),
    )


def place_bubbles(frame: Frame, groups: Sequence[Bubble]) -> list[Place]:
    """The largest in the middle, the others in a ring around it, none touching another."""
    middle = frame.width / 2, frame.height / 2
    largest = max(each.accounts for each in groups)
    around = len(groups) - 1
    room = min(middle) - 4
    # In the ring, neighbours may be as large as the way between them allows.
    chord = 2 * math.sin(math.pi / around) if around > 1 else 2.0
    ring = room * (0.72 if around else 0)
    most = min(room * 0.38, ring * chord * 0.45 if around > 1 else room * 0.38, room - ring or room)
    most = max(most, LEAST)
    radii = [max(LEAST, most * math.sqrt(each.accounts / largest)) for each in groups]
    stretch = min((frame.width / 2 - most - 4) / max(ring, 1), 1.8)  # a wide drawing, a wide ring
    places = [(*middle, radii[0])]
    for place in range(around):
        turn = 2 * math.pi * place / around - math.pi / 2
        x = middle[0] + ring * stretch * math.cos(turn)
        places.append((x, middle[1] + ring * math.sin(turn), radii[place + 1]))
    return places


def lines(places: Sequence[Place], links: Mapping[tuple[int, int], int], top: int) -> SafeString:
    return format_html_join(
        "",
        '<path class="chart-link" d="M{} {}L{} {}" stroke-width="{}"/>',
        (
            (
                *(f"{value:.1f}" for place in pair for value in places[place][:2]),
                f"{1.5 + 4.5 * count / top:.1f}",
            )
            for pair, count in sorted(links.items())
        ),
    )
