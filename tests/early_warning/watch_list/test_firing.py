"""When an entry fires: by thresholds, once a stretch, and never by what came later."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.early_warning.watch_list.commonness import too_common
from tangkal.early_warning.watch_list.firing import (
    QUIET_HOURS,
    HourCount,
    Thresholds,
    firings,
    reached,
)
from tangkal.early_warning.watch_list.suggestions import Answered, suggest_threshold
from tangkal.kernel import InvalidRecord

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hours(counts, **fields):
    return {NOON + n * HOUR: HourCount(items=c, **fields) for n, c in enumerate(counts)}


def met(seen, thresholds, at):
    return [(each.what, each.observed) for each in reached(seen, thresholds, at)]


def test_an_hour_and_a_day_are_counted_up_to_the_hour_asked_for():
    seen = hours([5, 6, 7])
    both = Thresholds(items_hour=7, items_day=18)
    assert met(seen, both, NOON + HOUR) == []
    assert met(seen, both, NOON + 2 * HOUR) == [("items_hour", 7), ("items_day", 18)]


def test_a_day_forgets_what_is_older_than_24_hours():
    seen = {NOON: HourCount(items=9), NOON + 24 * HOUR: HourCount(items=1)}
    assert met(seen, Thresholds(items_day=10), NOON + 24 * HOUR) == []


def test_a_region_is_new_where_the_week_before_had_no_hit():
    seen = {
        NOON - 48 * HOUR: HourCount(items=1, regions=Counter({"32": 1})),
        NOON: HourCount(items=3, regions=Counter({"32": 1, "33": 1, "34": 1})),
    }
    assert met(seen, Thresholds(new_regions=2), NOON) == [("new_regions", 2)]
    assert met(seen, Thresholds(new_regions=3), NOON) == []


def test_the_citizens_share_needs_a_few_items_to_mean_anything():
    few = {NOON: HourCount(items=4, reports=4)}
    more = {NOON: HourCount(items=8, reports=4)}
    assert met(few, Thresholds(reports_share=0.5), NOON) == []
    assert met(more, Thresholds(reports_share=0.5), NOON) == [("reports_share", 0.5)]


def test_one_stretch_fires_once_and_a_later_one_again():
    gap = [0] * (QUIET_HOURS + 1)
    found = firings(hours([10, 10, 0, 12, *gap, 10]), Thresholds(items_hour=10))
    assert [each.items for each in found] == [32, 10]


@given(st.lists(st.integers(0, 12), max_size=60), st.lists(st.integers(0, 12), max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_firing_never_depends_on_what_came_later(past, future):
    limits = Thresholds(items_hour=8, items_day=40)
    now, later = hours(past), hours(past + future)
    for at in now:
        assert reached(now, limits, at) == reached(later, limits, at)
    begun = [each.started_at for each in firings(now, limits)]
    assert [each.started_at for each in firings(later, limits)][: len(begun)] == begun


@pytest.mark.parametrize(
    "fields", [{}, {"items_hour": 0}, {"reports_share": 0.0}, {"reports_share": 1.5}]
)
def test_thresholds_that_mean_nothing_are_refused(fields):
    with pytest.raises(InvalidRecord):
        Thresholds(**fields)


def test_what_stands_in_one_of_twenty_items_is_too_common_in_a_past_that_can_tell():
    assert too_common(51, 1000)
    assert not too_common(50, 1000)
    assert not too_common(100, 100)


def said(answer, *observed):
    return [Answered(observed=each, answer=answer) for each in observed]


@pytest.mark.parametrize(
    ("answers", "threshold"),
    [
        (said("not_useful", 20, 25, 30), 31),
        (said("not_useful", 20, 25, 30) + said("useful", 28), None),
        (said("not_useful", 20, 25, 27, 90) + said("useful", 60), 28),
        (said("not_useful", 20, 25), None),
        (said("useful", 20, 25, 30), None),
        (said("too_late", 50, 60), 13),
        (said("too_late", 50, 60) + said("not_useful", 20, 21, 22), 23),
        ([], None),
    ],
)
def test_a_suggestion_spares_what_nobody_needed_and_loses_nothing_that_was(answers, threshold):
    found = suggest_threshold(20, answers)
    assert (found.threshold if found else None) == threshold
