"""Planted groups are found, organic company is not, and the arithmetic is exact."""

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.coordination_truth import scored
from benchmarks.coordination_worlds import GROUP_SIZES, make_world
from tangkal.early_warning.coordination import Allowed, Settings, detect
from tangkal.early_warning.coordination.significance import pooled
from tangkal.kernel import InvalidInput, InvalidRecord
from tangkal.statistics import benjamini_hochberg
from tangkal.statistics.poisson_binomial import poisson_binomial_upper
from tests.early_warning.coordination.tables import edges_of
from tests.early_warning.coordination.test_limits import numbered


@given(chances=st.lists(st.floats(0, 1), max_size=7), observed=st.integers(0, 8))
def test_the_tail_is_the_sum_over_all_outcomes(chances, observed):
    expected = sum(
        prod(q if hit else 1 - q for q, hit in zip(chances, outcome, strict=True))
        for outcome in product((False, True), repeat=len(chances))
        if sum(outcome) >= observed
    )
    assert poisson_binomial_upper(observed, chances) == pytest.approx(expected, abs=1e-12)


def test_a_tail_far_below_rounding_keeps_its_digits():
    assert poisson_binomial_upper(10, [1e-4] * 10) == pytest.approx(1e-40)


def test_a_chance_outside_its_range_is_refused():
    with pytest.raises(InvalidInput):
        poisson_binomial_upper(1, [1.1])


def test_tests_not_listed_count_as_made():
    assert benjamini_hochberg([0.001, 0.5], tests=100).tolist() == [0.1, 1.0]
    with pytest.raises(InvalidInput):
        benjamini_hochberg([0.1, 0.2], tests=1)


def test_an_object_that_only_a_group_posted_does_not_explain_itself_away():
    accounts, near, pairs = np.array([8, 8, 8]), np.array([28, 0, 0]), np.array([28, 28, 28])
    assert pooled(accounts, near, pairs) == pytest.approx([(0.25 / 3 * 84 + 1) / (84 + 2)] * 3)


def test_planted_groups_are_found_and_nobody_else():
    counts = scored(make_world(3, accounts=4_000, groups=GROUP_SIZES))
    assert counts["true_edges"] == counts["edges"]
    assert counts["accounts_found"] / counts["accounts"] > 0.9


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_organic_accounts_alone_give_no_edge(seed):
    assert detect(make_world(seed, accounts=4_000).shares, Settings()).edges.num_rows == 0


def test_shuffled_times_leave_nothing_of_a_group():
    world = make_world(3, accounts=2_000, groups=(12, 12))
    assert detect(world.shares, Settings()).edges.num_rows > 0
    shuffled = world.shares.take(np.arange(len(world.shares)))
    np.random.default_rng(1).shuffle(shuffled.micros)
    assert detect(shuffled, Settings()).edges.num_rows == 0


def group_on(objects, members=6, noise=400):
    """Members post each object within seconds; others post other objects at any time."""
    chance = np.random.default_rng(5)
    what = list(np.repeat(objects, members)) + list(50 + chance.integers(0, 80, noise))
    who = list(np.tile(np.arange(members), len(objects))) + list(
        100 + chance.integers(0, 90, noise)
    )
    starts = np.repeat(chance.integers(0, 9_000_000, len(objects)), members)
    when = list(starts + np.tile(np.arange(members), len(objects))) + list(
        chance.integers(0, 9_000_000, noise)
    )
    return numbered([int(x) for x in what], [int(x) for x in who], when)


def test_an_allow_list_takes_out_what_it_names_and_says_so():
    shares = group_on(range(6))
    whole = detect(shares, Settings())
    assert whole.nodes.num_rows == 6
    entries = [
        Allowed(
            kind="object",
            value=str(n),
            reason="warning siren",
            added_by="desk",
            added_on="2026-03-02",
        )
        for n in range(6)
    ]
    without = detect(shares, Settings(), allowed=entries)
    assert without.edges.num_rows == 0
    assert [each["shares_left_out"] for each in without.provenance["allowed"]] == [6] * 6
    assert without.provenance["allowed"][0]["reason"] == "warning siren"


def test_an_allow_list_entry_needs_a_reason_and_a_name():
    with pytest.raises(InvalidRecord):
        Allowed(kind="domain", value="example.org", reason=" ", added_by="desk", added_on="2026")


def test_every_edge_shows_what_it_rests_on():
    network = detect(group_on(range(6)), Settings(evidence=4))
    lines = network.evidence.to_pylist()
    for number, edge in enumerate(network.edges.to_pylist()):
        own = [line for line in lines if line["edge"] == number]
        assert len(own) == edge["evidence_lines"] == 4
        assert {line["source"] for line in own} == {edge["source"]}
        assert len({line["object"] for line in own}) == 4
        assert all(abs(line["gap_seconds"]) <= 60 for line in own)
    assert edges_of(network, "q_value")
    assert network.communities.to_pylist()[0]["accounts"] == 6
    assert network.communities.to_pylist()[0]["label"]


def test_behaviours_are_tested_each_by_itself_and_named():
    from tangkal.early_warning.coordination import shares_of

    base = group_on(range(6))
    twice = shares_of(
        np.concatenate([base.object, base.object]).astype(str),
        np.concatenate([base.account, base.account]).astype(str),
        np.concatenate([base.content, base.content]).astype(str),
        np.concatenate([base.micros, base.micros]),
        behaviour=["text"] * len(base) + ["url"] * len(base),
    )
    one, both = detect(base, Settings()), detect(twice, Settings())
    assert both.edges.num_rows == one.edges.num_rows
    assert set(both.edges["behaviours"].to_pylist()) == {"text url"}
    # The same posts seen twice are no further events: the evidence does not multiply.
    assert min(both.edges["p_value"].to_pylist()) >= min(one.edges["p_value"].to_pylist())
