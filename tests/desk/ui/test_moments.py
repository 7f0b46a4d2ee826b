"""Moments and deadlines are said in words, on the reader's clock, in the reader's language."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from tangkal.desk.ui import moments
from tangkal.desk.ui.timezones import zone_or_default

SEEN = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("id", "Asia/Jakarta", "21 Nov 2026 14.05 WIB"),
        ("id", "Asia/Makassar", "21 Nov 2026 15.05 WITA"),
        ("id", "Asia/Jayapura", "21 Nov 2026 16.05 WIT"),
        ("en", "Asia/Jakarta", "21 Nov 2026 14:05 WIB"),
        ("en", "Europe/London", "21 Nov 2026 14:05 WIB"),
    ],
)
def test_a_moment_stands_on_the_reader_s_clock(language, zone, words):
    with translation.override(language), timezone.override(zone_or_default(zone)):
        assert moments.in_words(SEEN) == words


@pytest.mark.parametrize(
    ("left", "indonesian", "tone", "is_overdue"),
    [
        (timedelta(hours=2), "sisa 2 jam", "", False),
        (timedelta(hours=2, minutes=5), "sisa 2 jam 5 menit", "", False),
        (timedelta(minutes=30), "sisa 30 menit", "warn", False),
        (timedelta(seconds=20), "sisa 0 menit", "warn", False),
        (timedelta(minutes=-35), "lewat 35 menit", "danger", True),
        (timedelta(hours=-20, minutes=-7), "lewat 20 jam", "danger", True),
        (timedelta(days=1, hours=3), "sisa 1 hari 3 jam", "", False),
        (timedelta(days=9, hours=3), "sisa 9 hari", "", False),
    ],
)
def test_a_deadline_says_what_is_left_or_how_late_it_is(left, indonesian, tone, is_overdue):
    with translation.override("id"):
        words = moments.deadline_words(SEEN + left, SEEN)

    assert (words.text, words.tone, words.is_overdue) == (indonesian, tone, is_overdue)


def test_english_counts_one_and_many():
    with translation.override("en"):
        assert moments.length(timedelta(hours=1, minutes=2)) == "1 hour 2 minutes"
        assert moments.length(timedelta(days=2, hours=1)) == "2 days 1 hour"


def test_the_moment_tag_carries_the_exact_time_for_machines():
    html = Template('{% moment at %} {% moment at "ago" %}').render(Context({"at": SEEN}))

    assert html.count('datetime="2026-11-21T07:05:00+00:00"') == 2
    assert "WIB" in html


def test_a_date_is_never_moved_to_another_day():
    html = Template('{% moment at "day" %}').render(Context({"at": date(2026, 11, 21)}))

    assert html == '<time datetime="2026-11-21">21 November 2026</time>'


def test_an_unknown_moment_says_so():
    assert Template("{% moment at %}").render(Context({"at": None})) == "tidak diketahui"


def test_a_deadline_that_was_met_says_on_time_and_one_that_was_not_says_how_late():
    context = Context(
        {"due": SEEN, "met": SEEN - timedelta(minutes=1), "late": SEEN + timedelta(hours=1)}
    )
    html = Template("{% deadline due met %}|{% deadline due late %}|{% deadline none %}").render(
        context
    )
    met, late, none = html.split("|")

    assert "tepat waktu" in met
    assert "lewat 1 jam" in late
    assert none == ""
