"""Growth: what was planted in hourly counts is found again, and chance is not called growth."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.situational_insight.growth import Phase, growth

counts = st.lists(st.integers(0, 10**12), max_size=120)


def noisy(rng: np.random.Generator, expected: np.ndarray, size: float | None) -> np.ndarray:
    """Counts about an expectation: Poisson, or scattering more (negative binomial)."""
    if size is not None:
        expected = rng.gamma(size, expected / size)
    return rng.poisson(expected)


@pytest.mark.parametrize("doubling", [2.0, 5.0, 12.0])
@pytest.mark.parametrize("size", [None, 8.0])
def test_a_planted_doubling_time_lies_in_its_interval_nine_times_in_ten(doubling, size):
    rng = np.random.default_rng(11)
    hours = np.arange(30)
    expected = 400 * 2.0 ** ((hours - 29) / doubling)
    held, told = 0, 0
    for _ in range(200):
        found = growth(noisy(rng, expected, size))
        if found.doubling_range:
            told += 1
            low, high = found.doubling_range
            held += low <= doubling <= high
    assert told >= 190
    assert held >= 0.9 * told


def test_a_steady_murmur_is_seldom_called_growth_or_decline():
    rng = np.random.default_rng(5)
    phases = [growth(noisy(rng, np.full(72, 6.0), 8.0)).phase for _ in range(300)]
    assert sum(phase is not Phase.LEVEL for phase in phases) <= 30


@pytest.mark.parametrize("half_life", [3.0, 8.0, 20.0])
def test_a_planted_half_life_is_found(half_life):
    rng = np.random.default_rng(3)
    hours = np.arange(100)
    rise = 300 * 2.0 ** ((hours - 30) / 3.0)
    fall = 300 * 2.0 ** (-(hours - 30) / half_life)
    expected = np.where(hours <= 30, rise, fall)
    found = [growth(noisy(rng, expected, None)).half_life_hours for _ in range(100)]
    assert all(value is not None for value in found)
    assert abs(np.median(found) - half_life) <= max(1.0, 0.15 * half_life)


def test_peak_phase_and_rise_of_a_narrative_that_came_and_goes():
    found = growth([0, 1, 2, 5, 11, 20, 41, 80, 60, 44, 30, 22, 15, 11, 8, 6])
    assert (found.peak_hour, found.peak_items, found.phase) == (7, 80, Phase.FALLING)
    assert found.doubling_hours is None
    assert found.rise is not None
    assert found.rise.doubling_hours == pytest.approx(1, abs=0.25)
    assert found.half_life_hours == pytest.approx(2.4, abs=0.8)


@pytest.mark.parametrize(
    ("series", "phase"),
    [
        ([], Phase.TOO_FEW),
        ([1], Phase.TOO_FEW),
        ([100_000], Phase.TOO_FEW),  # all in one hour: no trend
        ([0] * 48, Phase.QUIET),
        ([5, 9, 3] + [0] * 24, Phase.QUIET),
        ([2, 3] * 20, Phase.LEVEL),
        ([10**15, 2 * 10**15, 4 * 10**15, 8 * 10**15], Phase.RISING),
    ],
)
def test_the_phase_says_what_can_be_said(series, phase):
    assert growth(series).phase is phase


def test_a_peak_in_the_last_hour_has_no_half_life_yet():
    assert growth([1, 3, 9, 27, 81]).half_life_hours is None


@pytest.mark.parametrize("series", [[3, -1, 4], [1, float("nan")], [[1, 2]], ["many"], [10**400]])
def test_counts_that_are_none_are_refused_by_name(series):
    with pytest.raises(InvalidInput, match="hourly count"):
        growth(series)


@given(counts)
def test_any_counts_give_figures_that_make_sense(series):
    found = growth(series)
    assert found.items == pytest.approx(sum(series))
    if found.peak_hour is not None:
        assert series[found.peak_hour] == found.peak_items
    for value in (found.doubling_hours, found.half_life_hours):
        assert value is None or (math.isfinite(value) and value > 0)
    if found.doubling_range:
        low, high = found.doubling_range
        assert low <= found.doubling_hours <= high
    assert (found.doubling_hours is not None) == (found.phase is Phase.RISING)
