"""Effects taken together: a mean, how much they differ, and what the next may bring."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness.pooling import Caution, pool
from tangkal.tracking_effectiveness.student import student_quantile, student_upper

ESTIMATES = st.lists(st.tuples(st.floats(-2, 2), st.floats(0.05, 1.0)), min_size=1, max_size=15)


def test_equal_errors_pool_to_the_plain_mean_and_the_known_spread():
    """With equal errors Paule and Mandel's tau² is the sample variance less the error's."""
    changes, error = [-0.6, -0.2, 0.1, -0.5, -0.3], 0.1
    found = pool([(change, error) for change in changes])
    assert found.mean == pytest.approx(np.mean(changes))
    assert found.tau == pytest.approx(math.sqrt(np.var(changes, ddof=1) - error**2))
    reach = student_quantile(0.975, 4) * math.sqrt(np.var(changes, ddof=1) / 5)
    assert found.high - found.mean == pytest.approx(reach)


@given(ESTIMATES, st.floats(-3, 3))
def test_a_shift_shifts_and_order_does_not_matter(estimates, shift):
    found = pool(estimates)
    shifted = pool([(change + shift, error) for change, error in reversed(estimates)])
    assert shifted.mean == pytest.approx(found.mean + shift, abs=1e-6)
    assert shifted.tau == pytest.approx(found.tau, abs=1e-6)
    assert shifted.high - shifted.low == pytest.approx(found.high - found.low, abs=1e-6)


@given(ESTIMATES)
def test_the_mean_lies_among_them_and_the_next_is_less_sure_than_the_mean(estimates):
    found = pool(estimates)
    changes = [change for change, _ in estimates]
    assert min(changes) - 1e-9 <= found.mean <= max(changes) + 1e-9
    assert found.low <= found.mean <= found.high
    assert sum(found.weights) == pytest.approx(1.0)
    assert 0.0 <= found.i2 <= 1.0
    assert (found.prediction_low is None) == (len(estimates) < 3)


def test_the_interval_of_few_different_responses_holds_their_mean():
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(400):
        errors = rng.uniform(0.1, 0.4, 6)
        found = pool(list(zip(rng.normal(-0.3, np.hypot(0.2, errors)), errors, strict=True)))
        inside += found.low <= -0.3 <= found.high
    assert 0.93 <= inside / 400 <= 0.99


def test_cautions():
    assert pool([(-0.3, 0.1)]).cautions == (Caution.ONE_ONLY,)
    assert Caution.FEW_RESPONSES in pool([(-0.3, 0.1), (-0.2, 0.1)]).cautions
    assert Caution.VERY_DIFFERENT in pool([(-1.0, 0.05), (1.0, 0.05), (0.0, 0.05)]).cautions
    funnel = [(-2.0 * error, error) for error in np.linspace(0.05, 0.5, 12)]
    assert Caution.SMALL_ONES_SHOW_MORE in pool(funnel).cautions
    even = [((-1) ** i * 0.1 * error, error) for i, error in enumerate(np.linspace(0.05, 0.5, 12))]
    assert Caution.SMALL_ONES_SHOW_MORE not in pool(even).cautions


@pytest.mark.parametrize("bad", [[], [(0.1, 0.0)], [(math.nan, 0.1)], [(0.1, math.inf)]])
def test_what_cannot_be_pooled_is_refused(bad):
    with pytest.raises(InvalidInput):
        pool(bad)


@pytest.mark.parametrize(
    ("share", "freedom", "expected"),
    [(0.975, 1, 12.7062), (0.975, 4, 2.7764), (0.8, 10, 0.8791), (0.025, 4, -2.7764), (0.5, 3, 0)],
)
def test_students_quantiles_are_those_of_the_tables(share, freedom, expected):
    assert student_quantile(share, freedom) == pytest.approx(expected, abs=1e-4)
    assert student_upper(student_quantile(share, freedom), freedom) == pytest.approx(1 - share)
