"""Each definition gives exactly what its plain wording gives, on any table and setting."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.coordination_cootweet import run as run_cootweet
from benchmarks.coordination_toolkit import run as run_toolkit
from benchmarks.registry import Options
from tangkal.early_warning.coordination import Settings, detect
from tangkal.early_warning.coordination.cootweet import post_pairs
from tangkal.early_warning.coordination.edges import directed_weights, object_weights
from tangkal.early_warning.coordination.windows import order_shares, prune, reach, window_units
from tangkal.kernel import InvalidInput
from tests.early_warning.coordination import slow
from tests.early_warning.coordination.tables import as_shares, edges_of, owned, tables

windows = st.sampled_from([0, 0.5, 1, 3, 10, 60])
chunks = st.sampled_from([1, 7, 1_000])


def named(shares, weights):
    names = shares.accounts.to_pylist()
    pairs = zip(weights.first, weights.second, weights.weight, strict=True)
    return {(names[a], names[b]): int(weight) for a, b, weight in pairs}


def unordered(edges):
    return {tuple(sorted(pair)): weight for pair, weight in edges.items()}


@given(table=tables(), window=windows, least=st.integers(1, 3), chunk=chunks)
def test_distinct_objects_are_counted_as_said_pruned_or_not_in_any_chunks(
    table, window, least, chunk
):
    shares = as_shares(table)
    ordered = order_shares(shares)
    units = window_units(window, ordered.unit)
    expected = slow.objects_together(table, window, least)
    for rows in (ordered, prune(ordered, units, least)):
        found = object_weights(rows, reach(rows, units, None), least, chunk_keys=chunk)
        assert unordered(named(shares, found)) == expected
        assert (np.diff(found.keys) > 0).all()


@given(table=tables(), window=windows, least=st.integers(1, 3), loops=st.booleans(), chunk=chunks)
def test_directed_posts_are_counted_as_said(table, window, least, loops, chunk):
    table = list({(s.content, s.object): s for s in reversed(owned(table))}.values())
    shares = as_shares(table)
    ordered = order_shares(shares)
    near = reach(ordered, window_units(window, ordered.unit), None)
    found = directed_weights(ordered, near, shares.content, least, loops=loops, chunk_keys=chunk)
    assert named(shares, found) == slow.posts_towards(table, window, least, loops)


@settings(max_examples=200)
@given(table=tables(), window=windows, least=st.integers(1, 4), loops=st.booleans(), chunk=chunks)
def test_cootweet_is_counted_as_said(table, window, least, loops, chunk):
    shares = as_shares(table)
    found = post_pairs(shares, window, least, loops=loops, chunk_keys=chunk)
    names = shares.accounts.to_pylist()
    columns = zip(
        found.first, found.second, found.weight, found.mean_gap_seconds,
        found.older_contents, found.newer_contents, strict=True,
    )  # fmt: skip
    ours = {
        (names[a], names[b]): (weight, pytest.approx(gap), older, newer)
        for a, b, weight, gap, older, newer in columns
    }
    assert ours == slow.cootweet(table, window, least, loops)


def test_a_mark_above_a_quantile_is_strict():
    table = [slow.Share("o", a, f"{a}{n}", n) for n in range(3) for a in "AB"]
    table += [slow.Share("p", a, f"{a}p{n}", 100) for n in range(2) for a in "CD"]
    found = post_pairs(as_shares(table), 1, 2)
    assert found.above(0.0).tolist() == [weight > found.weight.min() for weight in found.weight]
    assert not found.above(1.0).any()


def test_a_tie_and_a_gap_of_exactly_the_window_count():
    table = [
        slow.Share("o", "A", "1", 0),
        slow.Share("o", "B", "2", 0),
        slow.Share("o", "C", "3", 60),
        slow.Share("o", "D", "4", 60.5),
    ]
    network = detect(as_shares(table), Settings(definition="toolkit", min_weight=1))
    pairs = {tuple(sorted(pair)) for pair in edges_of(network)}
    assert pairs == {("A", "B"), ("A", "C"), ("B", "C"), ("C", "D")}


@pytest.mark.parametrize(
    "wrong",
    [
        {"definition": "vibes"},
        {"window_seconds": -1},
        {"window_seconds": float("nan")},
        {"min_weight": 0},
        {"level": 0.0},
        {"edge_weight": 1.1},
        {"cap": 0},
        {"loops": True},
        {"evidence": -1},
    ],
)
def test_settings_refuse_nonsense(wrong):
    with pytest.raises(InvalidInput):
        Settings(**wrong)


def test_cootweets_own_edges_come_out_whole(shared_data):
    figures = run_cootweet(Options(data=shared_data / "coortweet"))
    assert figures.pop("settings") >= 1
    assert figures.pop("edges_expected") > 0
    assert not any(figures.values()), figures


def test_the_toolkits_own_networks_come_out_whole(shared_data):
    figures = run_toolkit(Options(data=shared_data / "cnt"))
    assert figures["cases"] >= 6
    assert figures["cases_wrong"] == 0


def test_oracle_names_with_any_setting_are_read():
    from benchmarks.coordination_cootweet import _oracle

    assert _oracle.fullmatch("oracle_x_y_tw3600_mp5_edges.csv").groups() == ("3600", "5")
    assert re.fullmatch(_oracle, "russian_coord_tweets.csv") is None
