"""Quiet hours, zones and digests keep their promises on any clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.desk.alerts.hours import DAILY, HOURLY, IMMEDIATE, Timetable

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
clocks = st.times().map(lambda t: t.replace(second=0, microsecond=0))
timetables = st.builds(
    Timetable,
    zone=st.sampled_from(sorted(ZONES.values())),
    mode=st.sampled_from([IMMEDIATE, HOURLY, DAILY]),
    digest_at=clocks,
    quiet_from=clocks,
    quiet_until=clocks,
)


def local(moment, zone):
    return moment.astimezone(ZoneInfo(zone))


@given(table=timetables, moment=moments)
def test_nothing_goes_out_in_quiet_hours_and_nothing_waits_longer_than_two_days(table, moment):
    due = table.due(moment)
    assert not table.is_quiet(due)
    assert moment <= due < moment + timedelta(days=2)


@given(table=timetables, moment=moments)
def test_what_breaks_quiet_hours_goes_out_at_once(table, moment):
    assert table.due(moment, breaks_quiet=True) == moment


@given(table=timetables, moment=moments)
def test_a_moment_is_quiet_exactly_when_its_minute_lies_between_the_two_clocks(table, moment):
    here = local(moment, table.zone)
    start, end = table.quiet_from, table.quiet_until
    minutes = {t: t.hour * 60 + t.minute for t in (start, end)}
    length = (minutes[end] - minutes[start]) % 1440
    since = (here.hour * 60 + here.minute - minutes[start]) % 1440
    assert table.is_quiet(moment) == (since < length)


@given(moment=moments, other=moments, zone=st.sampled_from(sorted(ZONES.values())))
def test_an_hourly_digest_takes_up_exactly_one_clock_hour(moment, other, zone):
    table = Timetable(zone=zone, mode=HOURLY)
    due = table.due(moment)
    assert timedelta(0) < due - moment <= timedelta(hours=1)
    assert (local(due, zone).minute, local(due, zone).second) == (0, 0)
    same_hour = local(moment, zone).replace(minute=0, second=0, microsecond=0) == local(
        other, zone
    ).replace(minute=0, second=0, microsecond=0)
    assert (table.due(other) == due) == same_hour


@given(moment=moments, at=clocks, zone=st.sampled_from(sorted(ZONES.values())))
def test_a_daily_digest_comes_at_its_clock_within_a_day(moment, at, zone):
    due = Timetable(zone=zone, mode=DAILY, digest_at=at).due(moment)
    assert timedelta(0) < due - moment <= timedelta(days=1)
    assert local(due, zone).time() == at


@given(moment=moments, table=timetables)
def test_one_clock_time_is_an_hour_apart_from_zone_to_zone(moment, table):
    """Quiet at 22.00 WITA begins an hour before quiet at 22.00 WIB."""
    west = Timetable(zone=ZONES["WIB"], quiet_from=table.quiet_from, quiet_until=table.quiet_until)
    middle = Timetable(
        zone=ZONES["WITA"], quiet_from=table.quiet_from, quiet_until=table.quiet_until
    )
    assert west.is_quiet(moment) == middle.is_quiet(moment - timedelta(hours=1))


@pytest.mark.parametrize(
    ("zone", "utc", "quiet", "due"),
    [
        ("WIB", "2026-03-01T14:59", False, "2026-03-01T14:59"),  # 21.59
        ("WIB", "2026-03-01T15:00", True, "2026-03-01T22:30"),  # 22.00 → 05.30
        ("WITA", "2026-03-01T14:00", True, "2026-03-01T21:30"),
        ("WIT", "2026-03-01T13:00", True, "2026-03-01T20:30"),
        ("WIT", "2026-03-01T20:30", False, "2026-03-01T20:30"),  # 05.30, the first minute after
        ("WIB", "2026-12-31T17:30", True, "2026-12-31T22:30"),  # 00.30 of the new year
    ],
)
def test_a_night_from_22_to_half_past_five(zone, utc, quiet, due):
    table = Timetable(zone=ZONES[zone], quiet_from=time(22), quiet_until=time(5, 30))
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert table.is_quiet(moment) is quiet
    assert table.due(moment) == datetime.fromisoformat(due).replace(tzinfo=UTC)
