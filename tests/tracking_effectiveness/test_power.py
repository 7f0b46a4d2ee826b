"""What could be seen is said before anybody responds, and never from what came after."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from tangkal.tracking_effectiveness.effects import EffectQuestion, LimitCode
from tangkal.tracking_effectiveness.power import smallest_effect, smallest_fall


def before(level, *, seed=1, hours=240):
    rng = np.random.default_rng(seed)
    return EffectQuestion(
        counts=rng.poisson(level, hours).tolist(),
        bucket=timedelta(hours=1),
        acted_at=None,
        comparisons={"other": rng.poisson(level * 2, hours).tolist()},
    )


def test_more_items_show_smaller_falls():
    falls = [
        smallest_effect(before(level), hours_after=[48]).windows[0].smallest_fall
        for level in (0.5, 5.0, 50.0)
    ]
    assert falls == sorted(falls, reverse=True)
    assert falls[-1] < 0.25


def test_the_items_expected_are_those_of_the_window():
    short, long = smallest_effect(before(10.0), hours_after=[24, 72]).windows
    assert short.expected_items == pytest.approx(240, rel=0.15)
    assert long.expected_items == pytest.approx(720, rel=0.15)


def test_what_came_after_is_not_looked_at():
    question = before(10.0)
    longer = replace(
        question,
        counts=[*question.counts, *[0] * 48],
        comparisons={"other": [*question.comparisons["other"], *[500] * 48]},
        acted_at=240,
    )
    assert smallest_effect(longer, hours_after=[24]) == smallest_effect(question, hours_after=[24])


def test_without_a_past_nothing_is_promised():
    found = smallest_effect(before(10.0, hours=4))
    assert [window.smallest_fall for window in found.windows] == [None, None, None]
    assert found.limits[0].code is LimitCode.NO_BASELINE


def test_a_forecast_that_may_miss_by_anything_promises_no_fall():
    assert smallest_fall(3.0, 0.0, 10.0) is None
    assert smallest_fall(0.1, 0.005, 50.0) > smallest_fall(0.1, 0.0, 50.0)
