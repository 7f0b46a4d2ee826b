"""Charts drawn on the server as SVG, each with its table: no script, nothing to download."""

from tangkal.desk.ui.charts.bubbles import Bubble, bubbles, draw_bubbles
from tangkal.desk.ui.charts.frames import (
    FRAMES,
    Frame,
    fitting,
    nice_top,
    number,
    picture,
    short_number,
)
from tangkal.desk.ui.charts.intervals import Interval, Scale, draw_intervals, intervals
from tangkal.desk.ui.charts.ladder import Rung, draw_ladder, ladder
from tangkal.desk.ui.charts.lanes import Lane, draw_lanes, lanes
from tangkal.desk.ui.charts.multiples import Series, draw_multiples, multiples
from tangkal.desk.ui.charts.provinces import TILES, province_of
from tangkal.desk.ui.charts.spark import bar_table, sparkline
from tangkal.desk.ui.charts.standalone import frame_of, standalone, timeline_svg
from tangkal.desk.ui.charts.tiles import draw_map, tile_map
from tangkal.desk.ui.charts.timeline import OURS, Mark, Span, draw, timeline

__all__ = [
    "FRAMES",
    "OURS",
    "TILES",
    "Bubble",
    "Frame",
    "Interval",
    "Lane",
    "Mark",
    "Rung",
    "Scale",
    "Series",
    "Span",
    "bar_table",
    "bubbles",
    "draw",
    "draw_bubbles",
    "draw_intervals",
    "draw_ladder",
    "draw_lanes",
    "draw_map",
    "draw_multiples",
    "fitting",
    "frame_of",
    "intervals",
    "ladder",
    "lanes",
    "multiples",
    "nice_top",
    "number",
    "picture",
    "province_of",
    "short_number",
    "sparkline",
    "standalone",
    "tile_map",
    "timeline",
    "timeline_svg",
]
