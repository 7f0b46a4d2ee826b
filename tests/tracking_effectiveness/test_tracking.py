"""What was measured is said with what is missing; a description is never sold as an effect."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness import before_after, evaluation_state, summarise
from tangkal.tracking_effectiveness.evaluation import EvaluationPlan

FULL = {
    "baseline": "12 a day",
    "target": "6 a day",
    "method": "hourly counts",
    "comparison": "the neighbouring province",
    "limits": "one platform only",
}


@given(st.lists(st.none() | st.floats(0, 1e7), max_size=40))
def test_median_and_p90_agree_with_numpy_and_nothing_missing_is_hidden(values):
    found = summarise(values)
    known = [value for value in values if value is not None]
    assert found.n == len(known)
    if known:
        assert found.median_seconds == pytest.approx(np.quantile(known, 0.5))
        assert found.p90_seconds == pytest.approx(np.quantile(known, 0.9))
    else:
        assert found.median_seconds is found.p90_seconds is None
    if values:
        assert found.missing_share == pytest.approx(values.count(None) / len(values))


def test_no_cases_is_unknown_and_not_zero():
    found = summarise([])
    assert (found.median_seconds, found.n, found.missing_share) == (None, 0, None)


@pytest.mark.parametrize("bad", [-1, float("nan"), float("inf")])
def test_a_length_of_time_that_cannot_be_is_refused(bad):
    with pytest.raises(InvalidInput, match="record None"):
        summarise([60, bad])


def test_without_any_one_of_its_parts_an_evaluation_is_unmeasured():
    for name in FULL:
        for gone in (None, "  "):
            plan = EvaluationPlan(**FULL | {name: gone})
            assert plan.missing() == (name,)
            assert evaluation_state(plan, value=3.0) == "unmeasured"
    assert evaluation_state(None, value=3.0) == "unmeasured"


def test_a_full_plan_is_measured_once_it_has_a_value():
    assert evaluation_state(EvaluationPlan(**FULL)) == "planned"
    assert evaluation_state(EvaluationPlan(**FULL), value=0.0) == "measured"


def test_before_and_after_is_marked_as_a_description():
    found = before_after([10, 20], [6, 6, 6])
    assert found.kind == "description"
    assert (found.before_per_hour, found.after_per_hour) == (15, 6)
    assert found.change_share == pytest.approx(-0.6)


def test_a_change_from_nothing_has_no_percentage_and_no_hours_no_comparison():
    assert before_after([0, 0], [5]).change_share is None
    assert before_after([], [5]) is None
    assert before_after([5], []) is None


def test_a_negative_count_is_refused():
    with pytest.raises(InvalidInput, match="-1"):
        before_after([1], [-1])
