"""Promises of day peaks and of the rhythm that series share."""

import math

import numpy as np
import pytest

from tangkal.statistics.peaks import PooledPeaks, learn_peak, peak_upper
from tangkal.statistics.rhythm import Rhythm


def test_the_tail_of_peaks_is_that_of_drawn_maxima():
    """Maxima of 500 exponential values, in their own deviations: 10% and 1% of days."""
    drawn = np.random.default_rng(1).exponential(size=(20_000, 500)).max(axis=1)
    deviations = (drawn - drawn.mean()) / drawn.std()
    for share in (0.1, 0.01):
        assert peak_upper(np.quantile(deviations, 1 - share)) == pytest.approx(share, rel=0.15)


def test_higher_peaks_are_never_less_rare():
    shares = peak_upper(np.linspace(-5, 40, 200))
    assert (np.diff(shares) <= 0).all()
    assert shares[0] <= 1.0
    assert shares[-1] > 0.0


def learned(peaks, keep=0.5 ** (1 / 10)):
    mean, variance, days, doubt = 0.0, 0.25, 0.0, 6.0
    for peak in peaks:
        mean, variance, days, doubt = learn_peak(peak, mean, variance, days, doubt, keep, 1.5, 0.15)
    return mean, math.sqrt(variance)


def test_mean_and_spread_of_peaks_are_learned():
    mean, deviation = learned(np.random.default_rng(2).normal(3.0, 0.3, 400))
    assert mean == pytest.approx(3.0, abs=0.2)
    assert 0.1 < deviation < 0.4


def test_one_storm_does_not_teach_that_storms_are_usual():
    calm = np.full(20, 2.0)
    with_storm = learned([*calm, 9.0])[0]
    assert 2.0 < with_storm < 2.1


def test_a_new_level_is_believed_in_the_end():
    assert learned([*np.full(20, 2.0), *np.full(60, 4.0)])[0] == pytest.approx(4.0, abs=0.2)


def test_many_series_teach_the_hours_of_the_day_and_the_days_of_the_week():
    rhythm = Rhythm(24, 0.5 ** (1 / 10))
    rng = np.random.default_rng(3)
    true = [(1 + 0.8 * np.sin(2 * np.pi * (h % 24) / 24)) * (0.6 if h // 24 % 7 >= 5 else 1.1)
            for h in range(24 * 70)]  # fmt: skip
    for hour in range(24 * 63):
        rhythm.learn(hour, float(rng.poisson(1000 * true[hour])))
    week = range(24 * 63, 24 * 70)
    shown = np.array([rhythm.at(hour, 100_000) for hour in week])
    expected = np.array([true[hour] for hour in week])
    assert np.corrcoef(shown, expected)[0, 1] > 0.98


def test_the_rhythm_of_one_series_alone_is_hardly_trusted():
    rhythm = Rhythm(24, 0.93)
    for hour in range(24 * 20):
        rhythm.learn(hour, 100.0 if hour % 24 == 19 else 1.0)
    tick = 24 * 20 + 19
    assert rhythm.at(tick, 1) < 1.2 < 3 < rhythm.at(tick, 10_000)


def test_pooled_peaks_show_their_law_whatever_the_tail_holds():
    rng, pooled = np.random.default_rng(4), PooledPeaks()
    for _ in range(30):
        peaks = rng.gumbel(-0.3, 0.6, 1000)
        peaks[:30] = 50.0  # bursts
        pooled.learn(peaks, 0.93)
    mean, deviation = pooled.law()
    assert mean == pytest.approx(-0.3 + 0.5772 * 0.6, abs=0.1)
    assert deviation == pytest.approx(0.6 * math.pi / math.sqrt(6), rel=0.2)


def test_a_few_peaks_move_the_pooled_law_little():
    pooled = PooledPeaks()
    pooled.learn(np.array([9.0, 10.0]), 0.93)
    pooled.learn(np.array([]), 0.93)
    assert pooled.law()[0] < 0.2
