"""A community as a graph: SVG drawn on the server, one label, no account named in it.

Text in a chart shrinks with its viewBox, so it is drawn for three widths like every chart.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tangkal.desk.ui.charts import FRAMES, Frame, number

MOST_NODES = 300  # accounts drawn: more is a cloud that nobody can read
LETTER = 8.5  # width of a bold letter at 13 units, about
HEIGHTS = {"wide": 420, "middle": 360, "narrow": 260}
MARGIN, FOOT = 14, 30


def graph(drawing: dict[str, Any], label: str, accounts: int) -> list[SafeString]:
    """The drawings of one community, one a width."""
    nodes = drawing.get("nodes", [])
    return [draw(frame, drawing, label, accounts) for frame in FRAMES] if nodes else []


def draw(frame: Frame, drawing: dict[str, Any], label: str, accounts: int) -> SafeString:
    height = HEIGHTS[frame.name]
    places = fitted(drawing["nodes"], frame.width, height - FOOT)
    top = max((weight for _a, _b, weight in drawing["edges"]), default=1)
    says = _("%(accounts)s accounts and %(lines)s lines between them; the table tells each pair.")
    return format_html(
        '<svg class="{}" role="img" aria-label="{}" viewBox="0 0 {} {}" font-size="{}">'
        '{}{}<text class="mark-text" x="{}" y="{}" text-anchor="middle">{}</text></svg>',
        frame.name,
        says % {"accounts": number(accounts), "lines": number(len(drawing["edges"]))},
        frame.width,
        height,
        frame.font,
        lines(drawing["edges"], places, top),
        dots(places, 6 if len(places) <= 60 else 3.5),
        frame.width // 2,
        height - 8,
        fitting(label, frame.width),
    )


def fitted(nodes: Sequence[Sequence[Any]], width: int, height: int) -> list[tuple[float, float]]:
    """Positions from -1…1 in the drawing's units."""
    return [
        (
            MARGIN + (x + 1) / 2 * (width - 2 * MARGIN),
            MARGIN + (y + 1) / 2 * (height - 2 * MARGIN),
        )
        for _name, x, y in nodes
    ]


def lines(
    edges: Sequence[Sequence[int]], places: Sequence[tuple[float, float]], top: int
) -> SafeString:
    return format_html_join(
        "",
        '<path class="network-line" d="M{} {}L{} {}" stroke-width="{}"/>',
        (
            (
                *(f"{value:.1f}" for value in (*places[a], *places[b])),
                f"{0.5 + weight / max(top, 1):.1f}",
            )
            for a, b, weight in edges
        ),
    )


def dots(places: Sequence[tuple[float, float]], radius: float) -> SafeString:
    return format_html_join(
        "",
        '<circle class="network-dot" cx="{}" cy="{}" r="{}"/>',
        ((f"{x:.1f}", f"{y:.1f}", radius) for x, y in places),
    )


def fitting(label: str, width: int) -> str:
    """As much of a label as the drawing is wide.

    >>> fitting("x" * 100, 240)[-3:], len(fitting("x" * 100, 240))
    ('xx…', 28)
    """
    most = int(width / LETTER)
    return label if len(label) <= most else label[: most - 1] + "…"
