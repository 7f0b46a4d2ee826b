"""The baseline learns level, rhythm and spread that were planted."""

import numpy as np
import pytest

from tangkal.kernel import InvalidInput
from tangkal.statistics.baseline import expect_next

RNG = np.random.default_rng(20310303)
HOURS = 24 * 28


def planted(mean, size=None, rows=200, hours=HOURS):
    means = np.broadcast_to(mean, (rows, hours))
    if size is None:
        return RNG.poisson(means)
    return RNG.poisson(RNG.gamma(size, means / size))


def test_a_planted_level_and_spread_are_recovered():
    found = expect_next(planted(10.0, size=3.0))
    assert np.median(found.mean) == pytest.approx(10.0, rel=0.35)  # the calmer window may win
    assert np.median(found.size) == pytest.approx(3.0, rel=0.2)


def test_night_and_day_are_told_apart():
    hour = np.arange(HOURS + 12) % 24
    mean = np.where(hour < 6, 1.0, 9.0)
    night = expect_next(planted(mean[: HOURS + 1], hours=HOURS + 1)).mean  # scores hour 0
    day = expect_next(planted(mean, hours=HOURS + 12)).mean  # scores hour 11
    assert np.median(day) > 5 * np.median(night)


def test_a_past_storm_does_not_teach_that_storms_are_usual():
    calm = planted(3.0, rows=50)
    stormy = calm.copy()
    stormy[:, 300:310] = 500
    assert np.allclose(expect_next(stormy).mean, expect_next(calm).mean, rtol=0.15)


def test_the_scored_hour_and_the_gap_teach_nothing():
    table = planted(4.0, rows=5)
    changed = table.copy()
    changed[:, -3:] += 1000
    before, after = expect_next(table), expect_next(changed)
    assert np.array_equal(before.mean, after.mean)
    assert np.array_equal(before.size, after.size)


def test_a_silent_series_is_expected_to_bring_little_and_surely_not_nothing():
    found = expect_next(np.zeros((1, HOURS), np.int64))
    assert 0 < found.mean[0] < 0.1


def test_short_or_impossible_tables_are_refused():
    with pytest.raises(InvalidInput, match="at least"):
        expect_next(np.zeros((1, 3), np.int64))
    with pytest.raises(InvalidInput, match="-1"):
        expect_next(np.full((1, 30), -1))
