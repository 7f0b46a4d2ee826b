"""Crowds, hyperactive accounts and cut-off windows: bounded, symmetric, and said aloud."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.early_warning.coordination import Settings, Shares, detect, detection
from tangkal.early_warning.coordination.windows import order_shares, reach, window_units
from tangkal.kernel import InvalidInput
from tests.early_warning.coordination.tables import as_shares, tables


def numbered(objects, accounts, seconds):
    n = len(objects)
    return Shares(
        object=np.asarray(objects, np.int32),
        account=np.asarray(accounts, np.int32),
        content=np.arange(n, dtype=np.int32),
        micros=np.asarray(seconds, np.int64) * 1_000_000,
        objects=pa.array(np.arange(max(objects) + 1)),
        accounts=pa.array(np.arange(max(accounts) + 1)),
        contents=pa.array(np.arange(n)),
        behaviour=np.zeros(max(objects) + 1, np.int8),
    )


@given(table=tables(), window=st.integers(0, 20), cap=st.integers(1, 5))
def test_a_cap_is_symmetric_and_what_it_skips_is_counted(table, window, cap):
    ordered = order_shares(as_shares(table))
    units = window_units(window, ordered.unit)
    whole, capped = reach(ordered, units, None), reach(ordered, units, cap)
    reached = {(i, j) for i in range(len(ordered)) for j in range(capped.low[i], capped.high[i])}
    assert all((j, i) in reached for i, j in reached)
    assert capped.total == whole.total == whole.listed
    assert capped.listed == sum(i < j for i, j in reached)
    assert capped.skipped == capped.total - capped.listed


def test_a_hundred_thousand_accounts_within_a_minute_are_bounded_and_reported():
    chance = np.random.default_rng(1)
    crowd = 100_000
    what = np.repeat([0, 1], crowd)  # two objects, or all of them would be pruned
    who = np.tile(np.arange(crowd), 2)
    when = np.concatenate([chance.integers(0, 60, crowd), 86_400 + chance.integers(0, 60, crowd)])
    network = detect(numbered(what, who, when), Settings(cap=20, evidence=1))
    counts = network.provenance["counts"]
    assert counts["pairs_in_window"] == crowd * (crowd - 1)
    assert counts["pairs_listed"] <= 2 * 20 * crowd
    assert counts["pairs_skipped"] == counts["pairs_in_window"] - counts["pairs_listed"]
    assert counts["edges"] == 0  # everybody is near everybody: nobody is remarkable


def test_an_exact_definition_refuses_what_would_take_hours(monkeypatch):
    monkeypatch.setattr(detection, "MOST_PAIRS", 1_000)
    crowd = numbered([0] * 60, range(60), [0] * 60)
    settings = Settings(definition="toolkit", min_weight=1)
    with pytest.raises(InvalidInput, match="1,770 pairs"):
        detect(crowd, settings)
    capped = Settings(definition="toolkit", min_weight=1, cap=5)
    assert detect(crowd, capped).provenance["counts"]["pairs_skipped"] > 0


def test_an_account_with_very_many_posts_is_not_coordinated_with_everybody():
    chance = np.random.default_rng(2)
    robot, posts = 0, 20_000
    what = np.concatenate([chance.integers(0, 200, posts), chance.integers(0, 200, 2_000)])
    who = np.concatenate([np.full(posts, robot), 1 + chance.integers(0, 300, 2_000)])
    when = chance.integers(0, 86_400, posts + 2_000)
    network = detect(numbered(what, who, when), Settings())
    assert network.edges.num_rows == 0
    assert network.provenance["counts"]["candidates"] > 0


def test_repeated_shares_count_once():
    shares = numbered([0, 0, 1, 1], [0, 1, 0, 1], [0, 5, 100, 105])
    doubled = shares.take(np.array([0, 0, 1, 2, 3, 3, 3]))
    settings = Settings(definition="toolkit", min_weight=2)
    one, other = detect(shares, settings), detect(doubled, settings)
    assert one.edges.to_pylist() == other.edges.to_pylist()
    assert other.provenance["counts"]["shares_repeated"] == 3


def test_an_empty_table_gives_an_empty_network():
    shares = numbered([0, 1], [0, 1], [0, 0]).take(np.empty(0, np.int64))
    for definition in ("tangkal", "cootweet", "toolkit"):
        network = detect(shares, Settings(definition=definition))
        assert network.edges.num_rows == network.nodes.num_rows == 0
