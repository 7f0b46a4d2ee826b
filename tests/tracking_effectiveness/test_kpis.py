"""Indicators: formulas on known answers, ranges that hold, nothing that rewards removals."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness import kpis_formulas as formulas
from tangkal.tracking_effectiveness.kpis import (
    FORBIDDEN,
    KPIS,
    check_target,
    kpi_of,
    meets,
)
from tangkal.tracking_effectiveness.kpis_figures import Figure, Kind, mean, middle, share, share_of

AT = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)
lengths = st.lists(st.none() | st.floats(0, 1e7), max_size=60)


@given(values=lengths)
def test_what_is_missing_is_always_part_of_a_figure(values):
    found = middle(values)
    known = [value for value in values if value is not None]
    assert (found.n, found.of, found.missing) == (
        len(known),
        len(values),
        len(values) - len(known),
    )
    assert (found.value is None) == (len(known) < 6)
    assert (found.p90 is None) == (len(known) < 10)
    if found.value is not None:
        assert found.low <= found.value <= found.high <= max(known)


def test_the_range_of_a_median_holds_it_in_95_of_100():
    random = Random(7)
    held = 0
    for _ in range(2000):
        found = middle([random.expovariate(1.0) for _ in range(25)])
        held += found.low <= 0.6931471805599453 <= found.high
    assert 0.94 <= held / 2000 <= 0.98


@given(hits=st.integers(0, 500), more=st.integers(0, 500))
def test_the_range_of_a_share_holds_the_share(hits, more):
    found = share_of(hits, hits + more)
    if hits + more < 5:
        assert found.value is None
    else:
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_few_answers_give_counts_and_no_value():
    found = share([True, True, False, None])
    assert (found.value, found.hits, found.n, found.missing, found.is_few) == (None, 2, 3, 1, True)
    assert mean([0.1] * 5).value is None


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_no_length_is_negative_or_endless(value):
    with pytest.raises(InvalidInput):
        middle([value])


def test_more_measured_than_there_are_cannot_be():
    with pytest.raises(InvalidInput):
        Figure(kind=Kind.SHARE, value=None, n=2, of=1)
    with pytest.raises(InvalidInput):
        share_of(3, 2)


@pytest.mark.parametrize(
    ("correction", "falsehood", "ratio"),
    [
        ({("x", "views"): 50}, {("x", "views"): 200}, 0.25),
        ({("x", "views"): 50}, {("tiktok", "views"): 200}, None),
        ({("x", "views"): 50}, {("x", "shares"): 200}, None),
        ({("x", "views"): 5, ("fb", "views"): 5}, {("x", "views"): 10, ("fb", "views"): 30}, 0.25),
        # Two platforms in views, one in shares: only the views are the same measure of both.
        (
            {("x", "views"): 5, ("fb", "views"): 5, ("x", "shares"): 9},
            {("x", "views"): 10, ("fb", "views"): 10, ("x", "shares"): 1},
            0.5,
        ),
        ({("x", "views"): 50}, {("x", "views"): 0}, None),
        ({}, {}, None),
    ],
)
def test_reach_is_compared_in_the_same_measure_alone(correction, falsehood, ratio):
    assert formulas.correction_reach_ratio(correction, falsehood) == ratio


def test_contradictions_cost_and_are_told():
    found = formulas.message_alignment_index(
        {"a": 1, "b": 1, "c": 2},
        {"k1": 3, "k2": 1},
        {("a", "k1"): 1, ("a", "k2"): 1, ("b", "k1"): -1, ("c", "k1"): 0.5},
    )
    # 100·(¼·1 + ¼·0 + ½·(3·0.5/4)) − 100·0.5·⅓
    assert found.index == pytest.approx(43.75 - 50 / 3)
    assert (found.contradicting, found.units) == (1, 3)
    worst = formulas.message_alignment_index({"a": 1}, {"k": 1}, {("a", "k"): -1})
    assert worst.index == 0.0
    with pytest.raises(InvalidInput):
        formulas.message_alignment_index({"a": 1}, {"k": 1}, {("a", "k"): 0.7})
    with pytest.raises(InvalidInput):
        formulas.message_alignment_index({}, {"k": 1}, {})


@pytest.mark.parametrize(
    ("counts", "hours"),
    [([], None), ([0, 0], None), ([8, 5, 5], None), ([8, 4], 1), ([1, 8, 8, 7, 3], 3), ([1], None)],
)
def test_half_life_runs_from_the_first_peak_to_half_of_it(counts, hours):
    assert formulas.half_life_hours(counts) == hours


@pytest.mark.parametrize(
    ("reopened", "days", "answer"),
    [([], 10, None), ([], 90, False), ([30], 31, True), ([91], 100, False), ([91], 91, False)],
)
def test_what_came_back_after_90_days_is_another_story(reopened, days, answer):
    again = [AT + day * DAY for day in reopened]
    assert formulas.came_back(AT, again, now=AT + days * DAY) is answer


@pytest.mark.parametrize(
    ("levels", "days", "answer"),
    [
        ([], 30, None),
        ([(3, 1)], 5, None),
        ([(3, 1)], 14, True),
        ([(4, 1)], 2, False),
        ([(4, 15)], 20, True),
        ([(5, 14)], 20, False),
    ],
)
def test_a_quiet_decision_is_judged_after_14_days_or_when_it_failed(levels, days, answer):
    reached = [(level, AT + day * DAY) for level, day in levels]
    assert formulas.stayed_quiet(AT, reached, now=AT + days * DAY) is answer


def test_a_certain_and_wrong_probability_costs_most():
    assert formulas.squared_error(1.0, came_true=False) == 1.0
    assert formulas.squared_error(1.0, came_true=True) == 0.0
    with pytest.raises(InvalidInput):
        formulas.squared_error(60, came_true=True)


def test_an_overlap_is_never_more_than_the_whole():
    assert formulas.audience_overlap(0, 0) is None
    with pytest.raises(InvalidInput):
        formulas.audience_overlap(2, 1)


@pytest.mark.parametrize("key", sorted(FORBIDDEN))
def test_removals_are_no_indicator(key):
    with pytest.raises(InvalidInput):
        kpi_of(key)
    assert key not in {kpi.key for kpi in KPIS}


def test_only_what_is_better_one_way_can_have_a_target():
    for kpi in KPIS:
        if kpi.may_have_target:
            assert check_target(kpi.key, 0.5) is kpi
        else:
            assert kpi.default_target is None
            with pytest.raises(InvalidInput):
                check_target(kpi.key, 0.5)


def test_a_target_is_met_in_the_indicators_own_direction():
    speed, kept = kpi_of("ttfr"), kpi_of("sla_triage")
    assert (meets(speed, 1.0, 2.0), meets(speed, 3.0, 2.0)) == (True, False)
    assert (meets(kept, 0.8, 0.9), meets(kept, 0.95, 0.9)) == (False, True)
    assert meets(kept, None, 0.9) is None
