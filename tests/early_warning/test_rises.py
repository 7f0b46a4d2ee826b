"""Promises of the watch for rises: early, rarely wrong, and never wiser for what came later."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.early_warning.rises import FIVE_MINUTES, RiseSettings, RiseWatch
from tangkal.kernel import InvalidInput

HOURLY = RiseSettings()


def ordinary(rows, hours, seed=7, mean=2.0, size=2.0):
    """Over-dispersed counts with a daily rhythm."""
    rng = np.random.default_rng(seed)
    rhythm = 1 + 0.7 * np.sin(2 * np.pi * np.arange(hours) / 24)
    means = np.broadcast_to(mean * rhythm, (rows, hours))
    return rng.poisson(rng.gamma(size, means / size))


def watch(counts, chosen=HOURLY):
    """Scores and alarms of every tick."""
    running = RiseWatch(len(counts), chosen)
    ticks = [running.update(counts[:, hour]) for hour in range(counts.shape[1])]
    return np.array([t.score for t in ticks]).T, np.array([t.alarm for t in ticks]).T


def test_a_planted_rise_speaks_in_its_first_hours_and_once():
    counts = ordinary(60, 24 * 21)
    counts[42, 24 * 20 : 24 * 20 + 10] += 40
    _, alarms = watch(counts)
    assert 24 * 20 <= np.flatnonzero(alarms[42])[-1] <= 24 * 20 + 2
    assert alarms[42, 24 * 20 :].sum() == 1


def test_a_slow_rise_that_no_single_hour_betrays_is_found_by_its_sum():
    counts = np.random.default_rng(2).poisson(4.0, (40, 24 * 21))
    counts[5, 24 * 20 : 24 * 20 + 14] = 11  # the busiest ordinary hours are about as high
    _, alarms = watch(counts)
    assert counts[:, : 24 * 20].max() >= 11
    assert alarms[5, 24 * 20 : 24 * 20 + 14].any()


def test_ordinary_weeks_hardly_ever_alarm():
    _, alarms = watch(ordinary(200, 24 * 28))
    assert alarms[:, 24 * 14 :].sum() / (200 * 2) < 0.1


def test_what_happens_every_day_is_no_news():
    hours = 24 * 21
    rhythm = np.where(np.arange(hours) % 24 == 19, 60, 1)
    counts = np.random.default_rng(3).poisson(np.broadcast_to(rhythm, (10, hours)))
    _, alarms = watch(counts)
    assert alarms[:, 24 * 7 :].sum() <= 1


def test_a_rise_of_too_few_items_is_left_alone():
    counts = np.zeros((3, 24 * 10), np.int64)
    counts[0, -1] = 4
    counts[1, -1] = 30
    _, alarms = watch(counts)
    assert alarms[:, -1].tolist() == [False, True, False]


def test_evidence_is_a_share_of_false_alarms_among_all_series():
    counts = ordinary(100, 24 * 15)
    counts[3, -1] = 400
    running = RiseWatch(100)
    for hour in range(counts.shape[1]):
        rises = running.update(counts[:, hour])
    assert rises.p_value[3] <= rises.q_value[3] < 0.01
    assert (np.delete(rises.q_value, 3) > 0.05).all()


def test_the_first_day_says_nothing():
    counts = ordinary(5, 24)
    counts[:, -1] = 500
    running = RiseWatch(5)
    for hour in range(24):
        rises = running.update(counts[:, hour])
    assert not rises.known
    assert not rises.alarm.any()
    assert (rises.q_value == 1).all()


@settings(deadline=None, max_examples=30)
@given(
    seed=st.integers(0, 1000),
    future=st.lists(st.integers(0, 500), min_size=1, max_size=30),
    hour=st.integers(30, 24 * 6),
    chosen=st.sampled_from([HOURLY, replace(FIVE_MINUTES, tick_minutes=60)]),
)
def test_a_score_never_depends_on_what_came_later(seed, future, hour, chosen):
    past = ordinary(6, hour, seed=seed)
    later = np.hstack([past, np.tile(np.array(future), (6, 1))])
    scores, alarms = watch(past, chosen)
    then_scores, then_alarms = watch(later, chosen)
    assert np.array_equal(then_scores[:, :hour], scores)
    assert np.array_equal(then_alarms[:, :hour], alarms)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 1000), order=st.permutations(range(6)))
def test_the_order_of_the_series_does_not_matter(seed, order):
    counts = ordinary(6, 24 * 5, seed=seed)
    mixed, _ = watch(counts[list(order)])
    straight, _ = watch(counts)
    assert np.allclose(mixed, straight[list(order)])


@settings(deadline=None, max_examples=30)
@given(ago=st.integers(1, 12), items=st.integers(1, 50), seed=st.integers(0, 100))
def test_late_items_count_as_if_they_had_come_in_time(ago, items, seed):
    """The sums at the next tick are those of a watch that saw them at once."""
    counts = ordinary(3, 60, seed=seed)
    prompt = counts.copy()
    prompt[1, 59 - ago] += items
    late, straight = RiseWatch(3), RiseWatch(3)
    for hour in range(59):
        late.update(counts[:, hour])
        straight.update(prompt[:, hour])
    late.add_late([1], ago, [items])
    late.update(counts[:, 59])
    straight.update(prompt[:, 59])
    assert np.array_equal(late._sums, straight._sums)
    assert late.too_late == 0


def test_items_older_than_every_sum_are_counted_as_too_late():
    running = RiseWatch(2)
    for _ in range(48):
        running.update([1, 1])
    before = running._sums.copy()
    running.add_late([0, 1], 13, [7, 2])
    assert running.too_late == 9
    assert np.array_equal(running._sums, before)


def test_an_outage_teaches_nothing_and_says_nothing():
    counts = ordinary(20, 24 * 14)
    running = RiseWatch(20)
    for hour in range(24 * 10):
        running.update(counts[:, hour])
    level, top = running.level.copy(), running._top.copy()
    rises = running.update(np.zeros(20, np.int64), watched=False)
    assert not rises.known
    assert np.array_equal(running.level, level)
    assert np.array_equal(running._top[running._top > -np.inf], top[top > -np.inf])


def test_thousands_of_series_of_nothing_are_quiet():
    _, alarms = watch(np.zeros((2000, 24 * 4), np.int64))
    assert not alarms.any()
    assert RiseWatch(0).update([]).score.shape == (0,)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"tick_minutes": 7}, "tick_minutes"),
        ({"scales": ()}, "scales"),
        ({"scales": (4, 1)}, "scales"),
        ({"limit": 0.0}, "limit"),
        ({"half_life_days": float("nan")}, "half_life"),
        ({"min_items": -1}, "min_items"),
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong, said):
    with pytest.raises(InvalidInput, match=said):
        RiseSettings(**wrong)


def test_bad_counts_are_refused_by_name():
    with pytest.raises(InvalidInput, match="-3"):
        RiseWatch(2).update([1, -3])
    with pytest.raises(InvalidInput, match="shape"):
        RiseWatch(2).update([1, 2, 3])
    with pytest.raises(InvalidInput, match="ticks_ago"):
        RiseWatch(2).add_late([0], 0, [1])
