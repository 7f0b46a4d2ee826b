"""Ladder, lanes, tile map, bubbles, small multiples: true to their figures, and readable."""

import re
from datetime import UTC, datetime, timedelta
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.desk.ui import charts
from tangkal.desk.ui.charts.bubbles import place_bubbles
from tangkal.desk.ui.charts.frames import FRAMES, LETTER
from tangkal.desk.ui.charts.provinces import COLUMNS, ROWS, TILES
from tangkal.desk.ui.charts.tiles import SIZE, STRONG, shade_of
from tests.desk.markup import inline_code

START = datetime(2026, 11, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = ["satu", "beberapa", "luas", "media", "tokoh", "tindakan"]
RUNGS = [
    charts.Rung(1, START, "awal"),
    charts.Rung(3, START + 5 * HOUR, "luas"),
    charts.Rung(4, START + 9 * HOUR, "dimuat", is_flag=True, address="https://contoh.id/a"),
]
LANES = [charts.Lane(f"Platform {n}", START + n * HOUR, START + 30 * HOUR, n) for n in range(5)]
GROUPS = [charts.Bubble(90 - 20 * n, 5, f"teks <b>{n}</b>") for n in range(4)]
SERIES = [
    charts.Series(name, [(START + n * HOUR, n * factor) for n in range(24)])
    for name, factor in (("A", 1), ("B", 7))
]


def all_charts():
    return {
        "ladder": charts.ladder(RUNGS, NAMES, until=START + 20 * HOUR, title="t"),
        "lanes": charts.lanes(LANES, title="t", what="Platform"),
        "tiles": charts.tile_map({"32": 5, "91": 0, "11": None}, {"32": "Jawa Barat"}, title="t"),
        "bubbles": charts.bubbles(GROUPS, {(0, 1): 7}, title="t"),
        "multiples": charts.multiples(SERIES, title="t"),
    }


def drawings(html):
    return [
        ElementTree.fromstring(svg)
        for svg in re.findall(r"<svg class=\"(?:wide|middle|narrow|map)\".*?</svg>", html, re.S)
    ]


def path_ends(drawing):
    """x of every text, with how it is anchored and how wide it may be."""
    for text in drawing.iter("text"):
        width = LETTER * len("".join(text.itertext()))
        x = float(text.get("x"))
        shift = {"middle": width / 2, "end": width}.get(text.get("text-anchor"), 0)
        yield x - shift, x - shift + width


@pytest.mark.parametrize("name", ["ladder", "lanes", "tiles", "bubbles", "multiples"])
def test_every_chart_says_itself_in_words_carries_a_table_and_no_inline_code(name):
    html = all_charts()[name]

    assert inline_code(html) == []
    assert "<table" in html
    assert "<b>" not in html
    for drawing in drawings(html):
        assert drawing.get("role") == "img"
        assert len(drawing.get("aria-label")) > 10


@pytest.mark.parametrize("name", ["ladder", "lanes", "tiles", "bubbles", "multiples"])
def test_no_text_of_a_drawing_leaves_it(name):
    for drawing in drawings(all_charts()[name]):
        width = float(drawing.get("viewBox").split()[2])
        for left, right in path_ends(drawing):
            assert left >= -1
            assert right <= width + 12  # the last time label may hang over by half


@pytest.mark.parametrize("name", ["ladder", "lanes", "tiles", "bubbles", "multiples"])
def test_every_chart_can_stand_alone(name):
    for drawing in drawings(all_charts()[name]):
        svg = charts.standalone(ElementTree.tostring(drawing, "unicode"), theme="dark")
        assert "class=" not in svg
        ElementTree.fromstring(svg)


def test_the_ladder_climbs_and_tells_every_reason():
    html = all_charts()["ladder"]
    for drawing in drawings(html):
        heights = [float(c.get("cy")) for c in drawing.iter("circle")]
        assert heights == sorted(heights, reverse=True)
        assert len(heights) == 2  # the third is flagged: no circle
        assert sum("flag" in (p.get("class") or "") for p in drawing.iter("path")) == 1
    assert all(rung.why in html for rung in RUNGS)
    assert 'href="https://contoh.id/a"' in html
    assert "Belum ada hitungan" in charts.ladder([], NAMES, until=START, title="t")


def test_a_ladder_of_one_moment_is_drawn():
    html = charts.ladder(RUNGS[:1], NAMES, until=START, title="t")

    assert len(drawings(html)) == 3
    assert "nan" not in html


def test_lanes_begin_where_the_platform_was_first_seen():
    for drawing in drawings(all_charts()["lanes"]):
        begins = [float(circle.get("cx")) for circle in drawing.iter("circle")]
        assert begins == sorted(begins)
    assert (
        charts.lanes([charts.Lane("X", START, START, 1)], title="t", what="Platform").count(
            "<circle"
        )
        == 3
    )


def test_all_thirty_eight_provinces_have_a_tile_of_their_own():
    assert len(TILES) == 38
    assert len({(tile.column, tile.row) for tile in TILES.values()}) == 38
    assert all(tile.column < COLUMNS and tile.row < ROWS for tile in TILES.values())
    assert all(len(tile.short) * LETTER <= SIZE for tile in TILES.values())


def test_the_tiles_are_the_provinces_of_the_register(db):
    from tangkal.desk.accounts.models import Region

    known = set(Region.objects.filter(parent=None).values_list("code", flat=True))

    assert not known or known == set(TILES)


def test_a_province_without_a_figure_is_a_dash_and_never_a_zero():
    (drawing,) = drawings(all_charts()["tiles"])
    texts = ["".join(text.itertext()) for text in drawing.iter("text")]

    assert texts.count("0") == 1
    assert texts.count("–") == 36
    assert "Jawa Barat" in all_charts()["tiles"]
    assert "Tidak ada unggahan" in charts.tile_map({}, {}, title="t")


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_higher_count_is_never_lighter(one, other):
    top = max(one, other)
    assert (shade_of(one, top) <= shade_of(other, top)) == (
        one <= other or shade_of(one, top) == shade_of(other, top)
    )
    assert 0 <= shade_of(one, top) <= STRONG + 1


@given(st.lists(st.integers(5, 10**6), min_size=1, max_size=12))
def test_bubbles_never_touch_and_stay_inside(sizes):
    groups = [charts.Bubble(accounts, accounts, "t") for accounts in sorted(sizes, reverse=True)]
    for frame in FRAMES:
        places = place_bubbles(frame, groups)
        for x, y, radius in places:
            assert radius <= x <= frame.width - radius
            assert radius <= y <= frame.height - radius
        for (ax, ay, ar), (bx, by, br) in combinations(places, 2):
            assert (ax - bx) ** 2 + (ay - by) ** 2 >= (ar + br) ** 2 - 0.5


def test_series_share_one_scale_unless_shapes_are_compared():
    def tops(html):
        return [float(r.get("height")) for r in drawings(html)[0].iter("rect")]

    one, own = (
        tops(charts.multiples(SERIES, title="t")),
        tops(charts.multiples(SERIES, title="t", one_scale=False)),
    )
    assert max(one[:23]) < max(one[23:]) / 5
    assert max(own[:23]) > max(own[23:]) / 2


def test_series_of_different_periods_are_refused():
    late = charts.Series("C", [(START + 3 * HOUR, 1)])
    with pytest.raises(ValueError, match="same periods"):
        charts.multiples([SERIES[0], late], title="t")


def test_marks_close_to_one_another_do_not_hide_each_other():
    points = [(START + n * HOUR, 5) for n in range(48)]
    marks = [charts.Mark(START + n * HOUR, f"m{n}", charts.OURS) for n in (5, 6, 7)]
    for drawing in drawings(charts.timeline(points, title="t", marks=marks)):
        places = [
            (float(r.get("x")), float(r.get("y")))
            for r in drawing.iter("rect")
            if r.get("class") == "chart-badge"
        ]
        assert len(places) == 3
        for (ax, ay), (bx, by) in combinations(places, 2):
            assert abs(ax - bx) >= 16 or abs(ay - by) >= 16


def test_a_share_is_drawn_of_the_whole_not_of_the_highest():
    half = charts.tile_map({"32": 50}, {"32": "Jawa Barat"}, title="t", top=100)
    assert 'width="50.0"' in half
    assert 'class="tile-2"' in half  # the second of four shades
    highest = charts.tile_map({"32": 50}, {"32": "Jawa Barat"}, title="t")
    assert 'width="100.0"' in highest
    assert 'class="tile-4"' in highest
