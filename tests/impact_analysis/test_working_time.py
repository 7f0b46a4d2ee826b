"""Working time is plain arithmetic: it adds up, never runs backwards, and knows its holidays."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.impact_analysis import deadlines, holidays
from tangkal.impact_analysis.working_time import (
    ZONES,
    WorkingCalendar,
    after,
    due,
    elapsed,
    joined,
    worked,
)
from tangkal.kernel import InvalidInput

NOTHING = timedelta(0)
START = datetime(2026, 1, 1, tzinfo=UTC)
OFFICE = (((time(8), time(12)), (time(13), time(16))),) * 4 + (((time(8), time(11)),),) + ((),) * 2

moments = st.integers(0, 60 * 24 * 200).map(lambda n: START + timedelta(minutes=n))
lengths = st.integers(0, 60 * 24 * 20).map(lambda n: timedelta(minutes=n))


@st.composite
def calendars(draw):
    week = []
    for _day in range(7):
        edges = sorted(draw(st.sets(st.integers(0, 23 * 60 + 59), max_size=6)))
        edges = edges[: len(edges) // 2 * 2]
        clocks = [time(n // 60, n % 60) for n in edges]
        week.append(tuple(zip(clocks[::2], clocks[1::2], strict=True)))
    if not any(week):
        week[0] = ((time(8), time(16)),)
    off = draw(st.sets(st.integers(0, 200), max_size=10))
    return WorkingCalendar(
        week=tuple(week),
        days_off=frozenset(date(2026, 1, 1) + timedelta(days=n) for n in off),
        zone=draw(st.sampled_from(ZONES)),
    )


any_calendar = st.one_of(st.none(), calendars())
pauses = st.lists(st.tuples(moments, lengths).map(lambda p: (p[0], p[0] + p[1])), max_size=4)


@given(calendar=any_calendar, a=moments, b=moments, c=moments)
def test_working_time_adds_up_over_any_point_between(calendar, a, b, c):
    a, b, c = sorted((a, b, c))
    assert worked(calendar, a, b) + worked(calendar, b, c) == worked(calendar, a, c)


@given(calendar=any_calendar, start=moments, length=lengths)
def test_a_length_that_was_added_is_the_length_that_is_counted(calendar, start, length):
    assert worked(calendar, start, after(calendar, start, length)) == length


@given(calendar=any_calendar, start=moments, a=lengths, b=lengths)
def test_adding_twice_is_adding_the_sum(calendar, start, a, b):
    assert worked(calendar, start, after(calendar, after(calendar, start, a), b)) == a + b
    assert after(calendar, start, a + b) <= after(calendar, after(calendar, start, a), b)


@given(calendar=any_calendar, start=moments, later=lengths, length=lengths)
def test_a_clock_that_starts_later_is_never_due_earlier(calendar, start, later, length):
    assert after(calendar, start, length) <= after(calendar, start + later, length)


@given(calendar=any_calendar, start=moments, length=lengths, held=pauses)
def test_a_due_clock_has_counted_its_length_and_not_before(calendar, start, length, held):
    moment = due(start, length, pauses=held, calendar=calendar)
    assert elapsed(start, moment, pauses=held, calendar=calendar) == length
    if length:
        before = moment - timedelta(seconds=1)
        assert elapsed(start, before, pauses=held, calendar=calendar) < length


@given(start=moments, length=lengths, held=pauses, more=pauses)
def test_one_more_pause_never_makes_anything_due_earlier(start, length, held, more):
    assert due(start, length, pauses=held) <= due(start, length, pauses=[*held, *more])


@given(start=moments, length=lengths.filter(bool), held=pauses)
def test_a_pause_after_the_deadline_moves_nothing(start, length, held):
    moment = due(start, length, pauses=held)
    late = (moment, moment + timedelta(days=3))
    assert due(start, length, pauses=[*held, late]) == moment


@given(start=moments, length=lengths, held=pauses, order=st.randoms(use_true_random=False))
def test_the_order_in_which_pauses_are_read_means_nothing(start, length, held, order):
    shuffled = list(held)
    order.shuffle(shuffled)
    assert due(start, length, pauses=shuffled) == due(start, length, pauses=held)


@given(held=pauses)
def test_joined_pauses_stand_apart_and_in_order(held):
    found = joined(held)
    assert all(a < b for a, b in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("zone", "start", "hours", "expected"),
    [
        # Friday 10.00 on the office's own clock, 2 hours: one on Friday, one on Monday.
        ("Asia/Jakarta", "2026-03-06T03:00", 2, "2026-03-09T02:00"),
        ("Asia/Makassar", "2026-03-06T02:00", 2, "2026-03-09T01:00"),
        ("Asia/Jayapura", "2026-03-06T01:00", 2, "2026-03-09T00:00"),
        # Over lunch, and three weeks of 31 hours and one hour more.
        ("Asia/Jakarta", "2026-03-02T04:00", 2, "2026-03-02T07:00"),
        ("Asia/Jakarta", "2026-03-02T01:00", 3 * 31 + 1, "2026-03-23T02:00"),
    ],
)
def test_an_office_counts_on_its_own_clock(zone, start, hours, expected):
    calendar = WorkingCalendar(week=OFFICE, zone=zone)
    begins = datetime.fromisoformat(start).replace(tzinfo=UTC)
    ends = datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert after(calendar, begins, timedelta(hours=hours)) == ends


def test_public_holidays_are_free_and_joint_leave_where_the_office_keeps_it():
    independence = date(2026, 8, 17)
    assert independence in holidays.public_holidays()
    everything = holidays.public_holidays()
    without = holidays.public_holidays(with_joint_leave=False)
    assert without < everything
    calendar = WorkingCalendar(week=OFFICE, days_off=everything)
    start = datetime(2026, 8, 17, 1, tzinfo=UTC)  # 08.00 WIB on the holiday, a Monday
    assert after(calendar, start, timedelta(hours=1)) == datetime(2026, 8, 18, 2, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=20)
@given(day=st.integers(0, 3650))
def test_no_zone_ever_changes_its_clock(zone, day):
    """A day of working hours is as long in March as in October: there is no summer time."""
    calendar = WorkingCalendar(week=(((time(0), time(23, 59)),),) * 7, zone=zone)
    here = date(2026, 1, 1) + timedelta(days=day)
    ((begins, ends),) = calendar.spans(here)
    assert ends - begins == timedelta(hours=23, minutes=59)


@pytest.mark.parametrize(
    "spoiled",
    [
        {"week": ((),) * 7},
        {"week": OFFICE[:6]},
        {"week": OFFICE, "zone": "Europe/London"},
        {"week": (((time(12), time(8)),), *OFFICE[1:])},
        {"week": (((time(8), time(12)), (time(11), time(16))), *OFFICE[1:])},
    ],
)
def test_nonsense_is_refused_at_birth(spoiled):
    with pytest.raises(InvalidInput):
        WorkingCalendar(**spoiled)


def test_naive_moments_and_negative_lengths_are_refused():
    with pytest.raises(InvalidInput):
        worked(None, datetime(2026, 1, 1), START)
    with pytest.raises(InvalidInput):
        after(None, START, timedelta(hours=-1))
    with pytest.raises(InvalidInput):
        due(START, timedelta(hours=-1))


def test_a_calendar_without_an_end_of_holidays_is_a_mistake_and_says_so():
    off = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(4_000))
    calendar = WorkingCalendar(week=OFFICE, days_off=off)
    with pytest.raises(InvalidInput, match="no more working hours"):
        after(calendar, START, timedelta(hours=1))


# The table


@pytest.mark.parametrize("step", deadlines.LAW)
@pytest.mark.parametrize("priority", ["HIGH", "MEDIUM", "LOW"])
def test_the_usual_table_keeps_to_the_law_and_no_office_goes_beyond(step, priority):
    longest, _source = deadlines.LAW[step]
    assert deadlines.DEADLINES[step][priority] <= longest
    deadlines.check_limit(step, priority, longest)
    for limit in (longest + timedelta(minutes=1), None):
        with pytest.raises(InvalidInput, match="longer than the law"):
            deadlines.check_limit(step, priority, limit)
    with pytest.raises(InvalidInput, match="every hour"):
        deadlines.check_limit(step, priority, longest, in_working_time=True)


def test_high_priority_the_public_and_the_law_never_wait_for_monday():
    for step in deadlines.DEADLINES:
        assert not deadlines.may_count_working_time(step, "HIGH")
    for step in ("first_line", "crisis_update", "fast_lane_check", *deadlines.LAW):
        assert not deadlines.may_count_working_time(step, "LOW")
        assert step not in deadlines.MAY_PAUSE


def test_every_step_has_a_limit_for_every_priority_or_says_that_it_has_none():
    for limits in deadlines.DEADLINES.values():
        assert set(limits) == {"HIGH", "MEDIUM", "LOW"}
        for limit in limits.values():
            assert limit is None or limit > NOTHING
