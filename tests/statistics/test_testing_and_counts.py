"""Promises of the small statistics: adjusted p-values, EARS C2, counts by hour."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.statistics import (
    aberration_scores,
    benjamini_hochberg,
    floor_hour,
    hourly_counts,
)

counts = st.lists(st.integers(0, 50), max_size=30)
p_values = st.lists(st.floats(0, 1), max_size=30)


def test_the_paper_example_rejects_its_four_hypotheses():
    """Benjamini & Hochberg 1995, section 4: 15 p-values, 4 rejected at 0.05."""
    paper = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    paper += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (benjamini_hochberg(paper) <= 0.05).sum() == 4


@given(p_values)
def test_q_is_never_below_p_and_keeps_the_order(values):
    q = benjamini_hochberg(values)
    assert np.all(q >= np.array(values))
    assert np.all(q <= 1)
    order = np.argsort(values, kind="stable")
    assert np.all(np.diff(q[order]) >= 0)


@given(p_values, st.randoms())
def test_the_order_of_the_tests_does_not_matter(values, random):
    places = list(range(len(values)))
    random.shuffle(places)
    shuffled = benjamini_hochberg([values[at] for at in places])
    assert shuffled.tolist() == [benjamini_hochberg(values)[at] for at in places]


@pytest.mark.parametrize("bad", [[0.5, 1.5], [float("nan")], [[0.1], [0.2]]])
def test_what_is_no_row_of_probabilities_is_refused(bad):
    with pytest.raises(InvalidInput):
        benjamini_hochberg(bad)


@given(past=counts, future=counts)
def test_a_warning_never_depends_on_what_came_later(past, future):
    assert aberration_scores(past + future)[: len(past)] == aberration_scores(past)


def test_without_a_full_window_there_is_no_score():
    assert aberration_scores([1] * 9) == [None] * 9
    assert aberration_scores([1] * 10)[-1] == 0.0


@pytest.mark.parametrize("bad", [{"window": 1}, {"gap": -1}, {"min_sigma": 0}])
def test_mad_settings_are_refused_by_name(bad):
    with pytest.raises(InvalidInput, match=next(iter(bad))):
        aberration_scores([1, 2, 3], **bad)


def test_moments_are_counted_in_their_hour_and_outsiders_left_out():
    start = datetime(2031, 1, 1, 5, tzinfo=UTC)
    minutes = [-1, 0, 59, 60, 179, 180]
    found = hourly_counts([start + timedelta(minutes=m) for m in minutes], start, 3)
    assert found.tolist() == [2, 1, 1]
    assert floor_hour(start + timedelta(minutes=59)) == start


def test_a_moment_without_a_zone_is_refused():
    start = datetime(2031, 1, 1, tzinfo=UTC)
    with pytest.raises(InvalidInput, match="time zone"):
        hourly_counts([start.replace(tzinfo=None)], start, 3)
