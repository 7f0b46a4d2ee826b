"""Promises of the drawn worlds of effects and of the figures made from them."""

import math

import numpy as np
import pytest

from benchmarks.effect_coverage import Row, figures
from benchmarks.effect_peers import Said, naive
from benchmarks.effect_real import REAL, make_real_case
from benchmarks.effect_worlds import EFFECTS, WORLDS, make_case
from tangkal.tracking_effectiveness.effects import EffectState


@pytest.mark.parametrize("world", WORLDS)
def test_a_case_is_drawn_again_alike_and_its_truth_is_the_planted_one(world):
    none, halved = make_case(world, "none", 3), make_case(world, "steady", 3, size=-0.5)
    again = make_case(world, "steady", 3, size=-0.5)
    at = none.question.acted_at
    assert again.question == halved.question
    assert none.truth == 0.0
    assert halved.truth == pytest.approx(-0.5)
    assert none.question.counts[:at] == halved.question.counts[:at]


@pytest.mark.parametrize("effect", EFFECTS[1:])
def test_falls_of_every_shape_lie_between_nothing_and_their_depth(effect):
    truths = [make_case("plain", effect, seed, size=-0.6).truth for seed in range(5)]
    assert all(-0.6 - 1e-9 <= truth < 0 for truth in truths)


def test_planting_in_real_counts_only_removes_and_leaves_the_others_alone():
    rng = np.random.default_rng(2)
    tables = [rng.poisson(30, 900) for _ in range(3)]
    bare = make_real_case(tables, "real_compared", "none", 5)
    fallen = make_real_case(tables, "real_compared", "none", 5, size=-0.5)
    assert bare.question == fallen.question
    case = make_real_case(tables, "real_compared", "steady", 5, size=-0.5)
    after = case.question.counts[case.question.acted_at :]
    assert case.truth == pytest.approx(-0.5)
    assert np.mean(after) == pytest.approx(15, rel=0.2)
    assert len(case.question.comparisons) == 2


def test_no_kind_of_cases_bears_the_name_of_all_real_ones():
    assert "real" not in (*REAL, *WORLDS)  # its figures would stand in place of theirs


def test_figures_count_what_they_say():
    null, fall = make_case("plain", "none", 1), make_case("peak", "steady", 1, size=-0.5)
    rows = [
        Row(null, Said(-0.2, -0.3, -0.1), EffectState.FELL, 10.0),
        Row(null, Said(0.1, -0.1, 0.3), EffectState.NO_CHANGE_SEEN, 20.0),
        Row(fall, Said(-0.5, -0.7, -0.1), EffectState.FELL, 30.0),
        Row(fall, None, EffectState.CANNOT_TELL, 40.0),
    ]
    found = figures(rows)
    assert found["coverage95"] == pytest.approx(2 / 3)
    assert found["false_effect_rate"] == 0.5
    assert found["answered_share"] == 0.75
    assert found["interval_share"] == 0.75
    assert found["rel_width"] == pytest.approx(0.4)
    assert found["ms_per_fit"] == 25.0
    assert math.isnan(found["false_effect_rate_peak_triggered"])


def test_the_naive_peer_is_the_ratio_of_means():
    case = make_case("alone", "none", 1)
    at, counts = case.question.acted_at, case.question.counts
    after = counts[at:]
    said = naive(case.question)
    assert said.change == pytest.approx(np.mean(after) / np.mean(counts[at - len(after) : at]) - 1)
    assert said.low < said.change < said.high
