"""Charts drawn on the server as SVG, each with its table: no script, nothing to download."""

from tangkal.desk.ui.charts.frames import (
    FRAMES,
    Frame,
    fitting,
    nice_top,
    number,
    picture,
    short_number,
)
from tangkal.desk.ui.charts.spark import bar_table, sparkline
from tangkal.desk.ui.charts.standalone import standalone, timeline_svg
from tangkal.desk.ui.charts.timeline import OURS, Mark, Span, draw, timeline

__all__ = [
    "FRAMES",
    "OURS",
    "Frame",
    "Mark",
    "Span",
    "bar_table",
    "draw",
    "fitting",
    "nice_top",
    "number",
    "picture",
    "short_number",
    "sparkline",
    "standalone",
    "timeline",
    "timeline_svg",
]
