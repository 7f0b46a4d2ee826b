"""What grew is found, and chance among many series is not taken for growth."""

import numpy as np
import pytest

from tangkal.kernel import InvalidInput
from tangkal.situational_insight.trends import began, expected_false, grown

DAYS = 15


def ordinary(n, seed, *, rate=1.0, wild=0.3):
    """Counts an hour of n living series: a daily rhythm, and days that differ by chance."""
    rng = np.random.default_rng(seed)
    rhythm = 1.0 + 0.6 * np.sin(np.arange(DAYS * 24) / 24 * 2 * np.pi)
    level = rng.gamma(1.0, rate, n)[:, None]
    days = np.repeat(rng.gamma(1 / wild, wild, (n, DAYS)), 24, axis=1)
    return rng.poisson(level * days * rhythm)


def test_planted_growth_is_found_and_little_else():
    found = false = planted = 0
    for seed in range(20):
        counts = ordinary(200, seed)
        rows = np.arange(10)
        counts[rows, -9:] += np.random.default_rng(seed).poisson(12, (10, 9))
        shown = {each.row for each in grown(counts).grown}
        found += len(shown & set(rows.tolist()))
        false += len(shown - set(rows.tolist()))
        planted += len(rows)
    assert found / planted >= 0.75
    assert false / (found + false) <= 0.08  # 5% is promised where series are tame


def test_where_nothing_grew_hardly_ever_is_anything_shown():
    shown = [len(grown(ordinary(300, seed)).grown) for seed in range(40)]
    assert sum(each > 0 for each in shown) <= 6


def test_growth_says_when_it_began_and_what_was_usual():
    counts = np.full((3, DAYS * 24), 2)
    counts[2, -5:] = 40
    (only,) = grown(counts).grown
    assert (only.row, only.since, only.observed) == (2, 5, 19 * 2 + 5 * 40)
    assert only.usual_low <= 48 <= only.usual_high < only.observed
    assert only.times == pytest.approx(238 / 48, rel=0.05)


def test_a_new_story_can_grow_from_nothing():
    counts = ordinary(50, 3)
    counts[7] = 0
    counts[7, -3:] = [10, 40, 60]
    first = next(each for each in grown(counts).grown if each.row == 7)
    assert first.times is None
    assert first.since == 3


def test_too_little_past_is_said_instead_of_nothing_grew():
    short = grown(np.full((4, 72), 3))
    assert (short.grown, short.enough_past, short.stretches) == ((), False, 2)
    assert grown(np.full((4, 96), 3)).enough_past


def test_what_was_silent_all_along_is_no_test():
    counts = ordinary(5, 1, rate=5)
    counts = np.vstack([counts, np.zeros((20, counts.shape[1]), int)])
    assert grown(counts).tests == 5


def test_a_week_is_held_against_weeks():
    counts = np.full((2, 6 * 168), 3)
    counts[1, -100:] = 30
    trends = grown(counts, span=168)
    assert trends.stretches == 5
    assert [each.row for each in trends.grown] == [1]
    assert trends.grown[0].since == 100
    assert expected_false([each.q_value for each in trends.grown]) <= 0.05


def test_bad_input_is_refused_with_the_value():
    with pytest.raises(InvalidInput, match="span=0"):
        grown(np.zeros((1, 100), int), span=0)
    with pytest.raises(InvalidInput):
        grown(np.array([[1, -2]]))
    assert grown(np.zeros((0, 240), np.int64)).grown == ()


def test_a_rise_begins_where_the_counts_begin_to_differ():
    assert began(np.array([0, 0, 0, 0, 7]), 0.1) == 1
    assert began(np.array([9, 9, 9]), 1.0) == 3
