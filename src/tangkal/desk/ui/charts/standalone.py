"""Charts for where no style sheet reaches, such as a PDF: every colour written out."""

from collections.abc import Sequence
from xml.etree import ElementTree

from tangkal.desk.ui.charts.frames import FRAMES, Frame
from tangkal.desk.ui.charts.palette import paint_of
from tangkal.desk.ui.charts.timeline import AnyMark, Points, Span, as_marks, draw

SVG = "http://www.w3.org/2000/svg"
FONT = "DejaVu Sans"


def standalone(drawing: str, *, theme: str = "light", font: str = FONT) -> str:
    """One drawing of ours as an SVG file's text, with concrete colours and no classes.

    Args:
        drawing: an SVG as a chart's draw function gives it.
        theme: whose colours, "light" or "dark".
        font: family of all text; the one who makes the PDF knows which he ships.
    """
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing
    _x, _y, width, height = root.get("viewBox", "0 0 0 0").split()
    root.set("xmlns", SVG)
    root.set("width", width)
    root.set("height", height)
    root.set("font-family", font)
    for element in root.iter():
        classes = element.attrib.pop("class", "")
        painted = paint_of(classes, is_text=element.tag == "text", theme=theme)
        for name, value in painted.items():
            element.set(name, value)
    return ElementTree.tostring(root, encoding="unicode")


def frame_of(width: str) -> Frame:
    """The frame of a name: "wide", "middle" or "narrow"."""
    return next(frame for frame in FRAMES if frame.name == width)


def timeline_svg(
    points: Points,
    *,
    usual: tuple[float, float] | None = None,
    marks: Sequence[AnyMark] = (),
    spans: Sequence[Span] = (),
    width: str = "wide",
    theme: str = "light",
    font: str = FONT,
) -> str:
    """The timeline as a file of its own; arguments as in :func:`timeline`.

    The numbers of the marks are explained by whoever sets the page: they run with time.
    Empty points give an empty string: there is nothing to draw.
    """
    if not points:
        return ""
    drawing = draw(frame_of(width), points, usual, as_marks(marks), spans)
    return standalone(drawing, theme=theme, font=font)
