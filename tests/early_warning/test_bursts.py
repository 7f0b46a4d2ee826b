"""Promises of the burst test: planted rises are found, ordinary days are left alone."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.early_warning.bursts import find_bursts
from tangkal.kernel import InvalidInput

START = datetime(2031, 3, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)


def names(n):
    return [f"N{at:011x}" for at in range(n)]


def ordinary(rows, hours, seed=7, mean=2.0, size=2.0):
    """Over-dispersed counts with a daily rhythm."""
    rng = np.random.default_rng(seed)
    rhythm = 1 + 0.7 * np.sin(2 * np.pi * np.arange(hours) / 24)
    means = np.broadcast_to(mean * rhythm, (rows, hours))
    return rng.poisson(rng.gamma(size, means / size))


def test_a_planted_rise_is_found_and_named():
    counts = ordinary(100, 24 * 14)
    counts[42, -1] = 60
    [burst] = find_bursts(names(100), counts, START)
    assert burst.series == names(100)[42]
    assert burst.hour == START + (24 * 14 - 1) * HOUR
    assert burst.observed == 60 > burst.usual_high >= burst.usual_low
    assert burst.p_value <= burst.q_value <= 0.05


def test_a_new_story_that_explodes_is_found_in_its_first_hour():
    counts = np.vstack([ordinary(50, 24 * 14), np.zeros((1, 24 * 14), np.int64)])
    counts[50, -1] = 12
    [burst] = find_bursts(names(51), counts, START)
    assert burst.series == names(51)[50]
    assert burst.started_at == burst.hour


def test_ordinary_weeks_hardly_ever_alarm():
    """The target is under 0.1 false alarms a week a series; planted with none at all."""
    counts = ordinary(100, 24 * 21)
    weeks = 3 * 100 / 3
    alarms = sum(
        len(find_bursts(names(100), counts[:, : hour + 1], START))
        for hour in range(24 * 14, 24 * 21)
    )
    assert alarms / weeks < 0.1


def test_a_rise_over_some_hours_is_found_that_its_last_hour_does_not_betray():
    rng = np.random.default_rng(2)
    counts = rng.poisson(4.0, (100, 24 * 14))
    counts[7, -1] = 12
    counts[8, -12:] = 12
    found = [burst.series for burst in find_bursts(names(100), counts, START)]
    assert found == [names(100)[8]]


def test_the_daily_peak_is_no_burst():
    hours = 24 * 21
    rhythm = np.where(np.arange(hours) % 24 == 19, 40, 2)
    counts = np.random.default_rng(3).poisson(np.broadcast_to(rhythm, (30, hours)))
    evening = counts[:, : 24 * 20 + 20]
    assert find_bursts(names(30), evening, START) == []


def test_the_start_is_the_first_hour_of_the_present_run():
    counts = ordinary(30, 24 * 14)
    counts[3, -20:-5] = 0
    counts[3, -4:] = [30, 45, 60, 90]
    counts[3, -10] = 80  # an earlier peak, over and done with
    [burst] = find_bursts(names(30), counts, START)
    assert burst.started_at == START + (24 * 14 - 4) * HOUR


def test_a_rise_too_small_to_matter_is_left_alone():
    counts = np.zeros((10, 24 * 14), np.int64)
    counts[0, -1] = 4
    assert find_bursts(names(10), counts, START) == []
    assert len(find_bursts(names(10), counts, START, min_items=4)) == 1


def test_hours_nobody_watched_are_unknown_and_not_quiet():
    counts = np.zeros((3, 24 * 14), np.int64)
    counts[:, -6:] = 20
    last = START + (24 * 14 - 1) * HOUR
    assert find_bursts(names(3), counts, START, watched_from=last - 5 * HOUR) == []


def test_a_table_shorter_than_a_day_claims_nothing():
    assert find_bursts(names(1), np.array([[0, 0, 0, 500]]), START) == []
    assert find_bursts([], np.zeros((0, 400), np.int64), START) == []


@settings(deadline=None, max_examples=30)
@given(
    seed=st.integers(0, 1000),
    future=st.lists(st.integers(0, 500), min_size=3, max_size=30),
    hour=st.integers(30, 24 * 10),
)
def test_a_burst_never_depends_on_what_came_later(seed, future, hour):
    """The answer at an hour is the same whatever is later appended and cut away again."""
    past = ordinary(8, hour, seed=seed)
    past[0, -1] += 40
    later = np.hstack([past, np.tile(np.array(future), (8, 1))])
    then = find_bursts(names(8), past, START)
    assert find_bursts(names(8), later[:, :hour], START) == then
    for extra in range(1, len(future) + 1):
        for burst in find_bursts(names(8), later[:, : hour + extra], START):
            assert burst.hour == START + (hour + extra - 1) * HOUR
            assert burst.started_at <= burst.hour


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 1000), order=st.permutations(range(8)))
def test_the_order_of_the_series_does_not_matter(seed, order):
    counts = ordinary(8, 24 * 10, seed=seed)
    counts[2, -1] += 50
    mixed = find_bursts([names(8)[at] for at in order], counts[list(order)], START)
    straight = find_bursts(names(8), counts, START)
    assert [b.series for b in mixed] == [b.series for b in straight]


def test_more_items_never_make_a_burst_vanish():
    counts = ordinary(20, 24 * 14)
    found = []
    for items in range(0, 80, 5):
        counts[0, -1] = items
        found.append(bool(find_bursts(names(20), counts, START)))
    assert found == sorted(found)
    assert (found[0], found[-1]) == (False, True)


def test_the_input_is_left_as_it_was():
    counts = ordinary(5, 24 * 10)
    copy = counts.copy()
    find_bursts(names(5), counts, START)
    assert np.array_equal(counts, copy)


@pytest.mark.parametrize(
    ("counts", "first", "limit", "said"),
    [
        (np.zeros((2, 50), np.int64), START, 0.01, "shape"),
        (np.full((1, 50), -3), START, 0.01, "-3"),
        (np.zeros((1, 50), np.int64), START.replace(tzinfo=None), 0.01, "time zone"),
        (np.zeros((1, 50), np.int64), START, 0.0, "q_limit"),
    ],
)
def test_bad_input_is_refused_by_name(counts, first, limit, said):
    with pytest.raises(InvalidInput, match=said):
        find_bursts(["N1"], counts, first, q_limit=limit)
