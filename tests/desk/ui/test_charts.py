"""Charts draw what they are given, keep their text readable, and carry their table."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.desk.ui import charts
from tests.desk.markup import inline_code

START = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
counts_of_days = st.lists(st.integers(0, 10_000_000), min_size=1, max_size=200)


def hours(counts):
    return [(START + timedelta(hours=n), count) for n, count in enumerate(counts)]


def drawings(html):
    return [
        ElementTree.fromstring(svg)
        for svg in re.findall(r"<svg class=\"(?:wide|middle|narrow).*?</svg>", html, re.S)
    ]


@given(counts_of_days)
def test_a_spark_line_is_well_formed_and_never_leaves_its_box(counts):
    svg = ElementTree.fromstring(charts.sparkline(counts))

    bars = re.findall(r"M([\d.]+) 24v-([\d.]+)h([\d.]+)v\2z", "".join(p.get("d") for p in svg))
    assert len(bars) == len(counts)
    assert len({x for x, _height, _width in bars}) == len(counts)
    assert all(0 < float(height) <= 24 for _x, height, _width in bars)
    assert all(float(x) + float(width) <= 100.01 for x, _height, width in bars)


def test_a_spark_line_says_its_figures_to_those_who_do_not_see_it():
    svg = charts.sparkline([1, 9, 1234], what="Unggahan")

    assert 'aria-label="Unggahan selama 3 periode: tertinggi 1.234, terakhir 1.234"' in svg
    assert charts.sparkline([]) == ""


@given(counts_of_days, st.none() | st.tuples(st.integers(0, 50), st.integers(50, 900)))
def test_a_timeline_draws_a_bar_for_every_period_with_items(counts, usual):
    html = charts.timeline(hours(counts), title="Unggahan per jam", usual=usual)
    found = drawings(html)

    assert [d.get("class") for d in found] == ["wide", "middle", "narrow"]
    for drawing in found:
        height = float(drawing.get("viewBox").split()[3])
        bars = [r for r in drawing.iter("rect") if "chart-bar" in r.get("class")]
        assert len(bars) == sum(1 for count in counts if count)
        assert all(-0.1 <= float(bar.get("y")) <= height for bar in bars)


@given(counts_of_days)
def test_the_table_behind_a_timeline_holds_every_figure(counts):
    html = charts.timeline(hours(counts), title="t")
    figures = re.findall(r'<td class="number">([^<]+)</td>', html)

    assert figures == [charts.number(count) for count in reversed(counts)]


def test_only_what_exceeds_the_usual_range_is_drawn_as_high():
    html = charts.timeline(hours([5, 6, 7]), title="t", usual=(0, 6))

    assert [
        len(re.findall("chart-bar--high", ElementTree.tostring(d, "unicode")))
        for d in drawings(html)
    ] == [1, 1, 1]
    assert "kisaran biasa: 0 sampai 6" in html


def test_marks_outside_the_time_shown_get_no_line():
    marks = [(START + timedelta(hours=1), "dalam"), (START - timedelta(days=1), "luar")]
    html = charts.timeline(hours([1, 2, 3]), title="t", marks=marks)

    assert html.count('class="chart-mark"') == 3  # one a drawing


def test_a_chart_without_counts_says_so_instead_of_drawing_nothing():
    assert "Belum ada hitungan" in charts.timeline([], title="t")


def test_charts_need_nothing_that_the_policy_forbids():
    html = charts.timeline(hours([1, 2]), title="t", marks=[(START, "m")])
    html += charts.bar_table([("a", 1)], title="t", what="w") + charts.sparkline([1])

    assert inline_code(html) == []


@pytest.mark.parametrize(
    ("highest", "top"), [(1, 1), (3, 4), (5, 5), (7, 10), (61, 100), (199, 200), (4001, 5000)]
)
def test_the_axis_ends_at_the_next_round_figure(highest, top):
    assert charts.nice_top(highest) == top


@pytest.mark.parametrize(
    ("value", "label"),
    [(500, "500"), (5000, "5.000"), (10_000, "10 rb"), (25_000, "25 rb"), (2_500_000, "2,5 jt")],
)
def test_the_axis_writes_large_figures_short(value, label):
    assert charts.short_number(value) == label
