"""Charts for a PDF carry their colours with them, and say what the style sheet says."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from tangkal.desk.ui import charts
from tangkal.desk.ui.charts.palette import PAINT, TEXTS, colours, paint_of
from tangkal.desk.ui.messages import UI
from tests.desk.ui.test_colours import contrast

START = datetime(2026, 11, 20, tzinfo=UTC)
POINTS = [(START + timedelta(hours=n), n % 7) for n in range(40)]
CSS = (UI / "static" / "ui" / "base.css").read_text(encoding="utf-8")


def rules_of_the_style_sheet():
    """Class → properties, of the rules that name a class of a chart."""
    found = {}
    for selectors, body in re.findall(r"^([^{}@/]+)\{([^{}]*)\}", CSS, re.M):
        for selector in selectors.split(","):
            name = re.fullmatch(r"(?:\.chart )?\.([\w-]+)", selector.strip())
            if name:
                pairs = re.findall(r"([\w-]+):\s*([^;]+?)\s*;", body)
                found.setdefault(name.group(1), {}).update(
                    {key: re.sub(r"var\((--[\w-]+)\)", r"\1", value) for key, value in pairs}
                )
    return found


@pytest.mark.parametrize("name", [*PAINT, *TEXTS])
def test_the_table_of_paints_says_what_the_style_sheet_says(name):
    assert rules_of_the_style_sheet().get(name) == dict({**PAINT, **TEXTS}[name])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chart_alone_has_concrete_colours_and_needs_no_style_sheet(theme):
    svg = charts.timeline_svg(
        POINTS,
        usual=(1, 4),
        marks=[charts.Mark(START + timedelta(hours=9), "Klarifikasi", charts.OURS)],
        spans=[charts.Span(START + timedelta(hours=3), START + timedelta(hours=6))],
        theme=theme,
    )
    root = ElementTree.fromstring(svg)

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "class=" not in svg
    assert "var(" not in svg
    shapes = [e for e in root.iter() if e.tag.rpartition("}")[2] in {"rect", "path", "text"}]
    assert all(e.get("fill") or e.get("stroke") for e in shapes)
    assert set(re.findall(r'"(#[0-9a-f]{6})"', svg)) <= set(colours(theme).values())


def test_no_points_give_no_drawing():
    assert charts.timeline_svg([]) == ""


def test_a_label_that_looks_like_markup_stays_text():
    marks = [charts.Mark(START, "<script>&", charts.OURS)]
    html = charts.timeline(POINTS, title="t<i>", marks=marks)

    assert "<script>" not in html
    ElementTree.fromstring(charts.timeline_svg(POINTS, marks=marks))


def test_typst_sets_a_chart_as_a_picture():
    import typst

    source = b'#image(bytes(sys.inputs.svg), alt: "chart")'
    made = typst.compile(source, sys_inputs={"svg": charts.timeline_svg(POINTS)})

    assert made.startswith(b"%PDF")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("badge-text", "chart-badge"),
        ("dot-text", "chart-dot"),
        ("tile-text", "tile-0"),
        ("tile-text", "tile-1"),
        ("tile-text", "tile-2"),
        ("tile-text--strong", "tile-3"),
        ("tile-text--strong", "tile-4"),
    ],
)
def test_text_within_a_mark_can_be_read(theme, text, shape):
    ink = paint_of(text, is_text=True, theme=theme)["fill"]
    ground = paint_of(shape, is_text=False, theme=theme)["fill"]

    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["--surface", "--paper"])
@pytest.mark.parametrize(
    ("shape", "part"),
    [
        ("chart-bar", "fill"),
        ("chart-bar--high", "fill"),
        ("chart-bar--other", "fill"),
        ("chart-line", "stroke"),
        ("chart-mark", "stroke"),
        ("chart-ours", "stroke"),
        ("chart-badge", "fill"),
        ("chart-span-line", "stroke"),
        ("chart-dot", "fill"),
        ("chart-dot--flag", "fill"),
        ("chart-lane", "stroke"),
        ("chart-link", "stroke"),
        *((f"tile-{step}", "stroke") for step in ("none", 0, 1, 2, 3, 4)),
    ],
)
def test_every_mark_that_carries_meaning_stands_out_from_its_ground(theme, ground, shape, part):
    paint = paint_of(shape, is_text=False, theme=theme)[part]

    assert contrast(paint, colours(theme)[ground]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_bar_stands_out_from_the_shade_of_a_burst(theme):
    shade = colours(theme)["--accent-soft"]

    assert contrast(colours(theme)["--chart"], shade) >= 3
    assert contrast(colours(theme)["--accent"], shade) >= 3
