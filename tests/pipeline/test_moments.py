"""Dates are read as Indonesians and platforms write them; nonsense is refused by name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.pipeline.moments import parse_day, parse_moment, zone_named
from tangkal.pipeline.refusal import RowRefused

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
WIB = zone_named("WIB")
MARCH_2 = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)  # 08:15 in Jakarta


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02 08:15:00",
        "2026-03-02T08:15",
        "2026-03-02T01:15:00Z",
        "2026-03-02T10:15:00+09:00",
        "2026/03/02 08:15",
        "02/03/2026 08:15",
        "2/3/2026 08.15",
        "2-3-2026 08:15:00",
        "02.03.2026 pukul 08.15 WIB",
        "2 Maret 2026 09.15 WITA",
        "Senin, 2 Maret 2026 10:15 WIT",
        "Senin, 2 Mar 2026, 08:15 WIB",
        "2 March 2026 at 8:15 AM",
        "March 2, 2026 08:15",
        "Mon, 02 Mar 2026 08:15:00 +0700",
        "Mon Mar 02 01:15:00 +0000 2026",
        "20260302081500",
        "1772414100",
        "1772414100.0",
        "1772414100000",
        1772414100,
        1772414100000,
        1772414100.0,
        MARCH_2,
        datetime(2026, 3, 2, 8, 15),
    ],
)
def test_one_moment_in_many_writings(written):
    assert parse_moment(written, WIB, NOW) == MARCH_2


@pytest.mark.parametrize("written", [None, "", "  ", float("nan")])
def test_nothing_written_is_unknown(written):
    assert parse_moment(written, WIB, NOW) is None


@pytest.mark.parametrize(
    ("written", "about"),
    [
        ("besok", "date not understood"),
        ("31/02/2026", "date not understood"),
        ("9/24/2024", "date not understood"),
        ("0", "date not understood"),
        (59, "date not understood"),
        (True, "date not understood"),
        ("0001-01-01", "date not understood"),
        ("1970-01-02", "date too old"),
        ("2026-11-23 12:01", "date in the future"),
        (datetime(9999, 12, 31), "date in the future"),
    ],
)
def test_what_is_no_past_date_is_refused_by_name(written, about):
    with pytest.raises(RowRefused) as refused:
        parse_moment(written, WIB, NOW)
    assert refused.value.about == about
    assert str(written)[:10] in str(refused.value)


def test_a_clock_a_little_ahead_is_no_reason_to_refuse():
    ahead = NOW + timedelta(hours=23)
    assert parse_moment(ahead.isoformat(), WIB, NOW) == ahead


@given(st.datetimes(datetime(1995, 1, 1), datetime(2026, 11, 1)))
def test_a_local_time_is_read_in_the_zone_that_was_said(naive):
    naive = naive.replace(microsecond=0)
    for zone in (WIB, zone_named("WIT")):
        expected = naive.replace(tzinfo=zone).astimezone(UTC)
        assert parse_moment(naive.strftime("%d/%m/%Y %H:%M:%S"), zone, NOW) == expected


@given(st.text(max_size=30) | st.floats() | st.integers())
def test_any_value_is_read_or_refused(value):
    try:
        moment = parse_moment(value, WIB, NOW)
    except RowRefused:
        return
    assert moment is None or moment <= NOW + timedelta(days=1)


def test_a_day_stays_the_day_that_was_written():
    assert parse_day("2018-09-06", WIB, NOW) == date(2018, 9, 6)


def test_an_unknown_zone_is_named():
    with pytest.raises(InvalidInput, match="WIBB"):
        zone_named("WIBB")
