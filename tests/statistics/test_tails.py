"""Tail probabilities agree with exact sums and never leave 0..1."""

from fractions import Fraction
from math import comb, exp, factorial, lgamma, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.statistics.special import beta_regularised, gamma_lower, gamma_upper
from tangkal.statistics.tails import (
    negative_binomial_quantile,
    negative_binomial_upper,
    poisson_upper,
)


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 99))
def test_beta_equals_the_binomial_sum(a, b, percent):
    """I_x(a, b) is P(Binomial(a+b-1, x) ≥ a), summed here in exact fractions."""
    x, n = Fraction(percent, 100), a + b - 1
    exact = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert beta_regularised(float(a), float(b), float(x)) == pytest.approx(float(exact), rel=1e-9)


@settings(deadline=None)
@given(st.integers(1, 40), st.floats(0.01, 60))
def test_gamma_equals_the_poisson_sum(k, mean):
    below = sum(exp(-mean) * mean**i / factorial(i) for i in range(k))
    assert gamma_upper(float(k), mean) == pytest.approx(below, rel=1e-9, abs=1e-14)
    assert gamma_lower(float(k), mean) + gamma_upper(float(k), mean) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("observed", "mean", "size", "probability"),
    [
        (0, 3.0, 2.0, 1.0),
        (1, 0.0, 2.0, 0.0),
        (2, 1.0, 1.0, 0.25),  # geometric
        (10, 1.0, 1.0, 2.0**-10),
        (3, 4.0, 2.0, float(1 - sum(Fraction(k + 1, 9) * Fraction(2, 3) ** k for k in range(3)))),
    ],
)
def test_negative_binomial_tail_has_its_known_values(observed, mean, size, probability):
    assert negative_binomial_upper(observed, mean, size).item() == pytest.approx(probability)


def test_a_far_tail_keeps_its_digits():
    """P(X ≥ 200) for a mean of 20 is about 1e-125: no rounding to 0, no noise of 1e-16."""
    leading = exp(200 * log(20.0) - 20 - lgamma(201))
    assert leading < poisson_upper(200, 20.0).item() < 1.2 * leading


def test_a_huge_size_is_poisson():
    assert negative_binomial_upper(30, 20.0, 1e6).item() == pytest.approx(
        poisson_upper(30, 20.0).item(), rel=1e-4
    )


@settings(deadline=None)
@given(st.integers(0, 500), st.floats(0, 300), st.floats(0.05, 1e4))
def test_a_tail_is_a_probability_and_falls_with_the_count(observed, mean, size):
    here = negative_binomial_upper(observed, mean, size).item()
    further = negative_binomial_upper(observed + 1, mean, size).item()
    assert 0.0 <= further <= here <= 1.0


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.floats(0, 500), st.floats(0.1, 1e3))
def test_a_quantile_is_the_least_count_that_holds_its_share(share, mean, size):
    count = negative_binomial_quantile(share, mean, size).item()
    assert 1 - negative_binomial_upper(count + 1, mean, size).item() >= share - 1e-9
    if count:
        assert 1 - negative_binomial_upper(count, mean, size).item() < share + 1e-9


def test_arrays_broadcast():
    assert negative_binomial_upper(np.arange(4)[:, None], np.ones(3), 2.0).shape == (4, 3)
    assert negative_binomial_quantile(0.5, np.ones((2, 3)), 1.0).shape == (2, 3)


@pytest.mark.parametrize(
    "bad", [(-1, 1.0, 1.0), (1, -1.0, 1.0), (1, 1.0, 0.0), (1, float("nan"), 1.0)]
)
def test_what_counts_cannot_have_is_refused(bad):
    with pytest.raises(InvalidInput, match="outside"):
        negative_binomial_upper(*bad)
