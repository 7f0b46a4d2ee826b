"""Scales refuse what they do not hold: likelihood's gaps, breakout without evidence."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.impact_analysis.breakout import FLAG_LEVELS, spread_level
from tangkal.impact_analysis.categories import Category
from tangkal.impact_analysis.deadlines import DEADLINES, due_at
from tangkal.impact_analysis.disorder import DisorderType
from tangkal.impact_analysis.phia import RANGES, Term, check_likelihood, term_for
from tangkal.impact_analysis.severity import ITEMS
from tangkal.impact_analysis.techniques import Technique, check_techniques
from tangkal.kernel import InvalidInput

START = datetime(2031, 3, 3, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("percent", "term"),
    [
        (0, "remote_chance"),
        (5, "remote_chance"),
        (10, "highly_unlikely"),
        (20, "highly_unlikely"),
        (25, "unlikely"),
        (35, "unlikely"),
        (40, "realistic_possibility"),
        (49.9, "realistic_possibility"),
        (55, "likely"),
        (75, "likely"),
        (80, "highly_likely"),
        (90, "highly_likely"),
        (95, "almost_certain"),
        (100, "almost_certain"),
    ],
)
def test_each_bound_belongs_to_its_term(percent, term):
    assert term_for(percent) == term


@pytest.mark.parametrize(
    ("percent", "below", "above"),
    [
        (7, "remote_chance", "highly_unlikely"),
        (22, "highly_unlikely", "unlikely"),
        (37.5, "unlikely", "realistic_possibility"),
        (50, "realistic_possibility", "likely"),
        (54, "realistic_possibility", "likely"),
        (78, "likely", "highly_likely"),
        (94, "highly_likely", "almost_certain"),
    ],
)
def test_a_number_in_a_gap_is_refused_and_both_neighbours_named(percent, below, above):
    with pytest.raises(InvalidInput, match=f"{below}.*{above}"):
        term_for(percent)


@given(st.floats(0, 100))
def test_every_percentage_has_one_term_or_none(percent):
    holding = [range_.term for range_ in RANGES if range_.holds(percent)]
    assert len(holding) <= 1
    if holding:
        assert term_for(percent) is holding[0]
    else:
        with pytest.raises(InvalidInput, match="choose one"):
            term_for(percent)


@pytest.mark.parametrize("bad", [-1, 101, float("nan")])
def test_a_number_that_is_no_percentage_is_refused(bad):
    with pytest.raises(InvalidInput, match="outside"):
        term_for(bad)


def test_term_and_number_must_agree():
    assert check_likelihood("likely") is Term.LIKELY
    assert check_likelihood("likely", 60) is Term.LIKELY
    with pytest.raises(InvalidInput, match="85 % is highly_likely"):
        check_likelihood("likely", 85)


@pytest.mark.parametrize(
    ("platforms", "communities", "level", "is_lower_bound"),
    [
        ({"x": 5}, {"a": 5}, 1, False),
        ({"x": 5, "tiktok": 1}, {"a": 6}, 2, False),
        ({"x": 5}, {"a": 3, "b": 2}, 2, False),
        ({"x": 5, "tiktok": 1}, {"a": 3, "b": 3}, 3, False),
        ({"x": 5, "tiktok": 0}, {"a": 3, "b": 0}, 1, False),
        ({"x": 5, "unknown": 9}, None, 1, True),
        ({"x": 5, "tiktok": 1}, None, 2, True),
        ({}, None, 1, True),
    ],
)
def test_counts_show_levels_one_to_three(platforms, communities, level, is_lower_bound):
    found = spread_level(platforms, communities)
    assert (found.level, found.is_lower_bound) == (level, is_lower_bound)


def test_a_platform_counts_as_reached_from_the_number_asked_for():
    assert spread_level({"x": 50, "tiktok": 1}, {"a": 51}, min_items=3).level == 1


def test_levels_four_to_six_are_flags_of_the_doctrine():
    assert FLAG_LEVELS == {
        "mainstream_media": 4,
        "public_figure": 5,
        "concrete_action": 6,
        "call_for_violence": 6,
    }


def test_a_negative_count_is_refused():
    with pytest.raises(InvalidInput, match="-2"):
        spread_level({"x": -2})


@pytest.mark.parametrize(
    ("step", "priority", "limit"),
    [
        ("screen", "HIGH", timedelta(minutes=15)),
        ("screen", "MEDIUM", HOUR),
        ("screen", "LOW", 8 * HOUR),
        ("triage", "HIGH", timedelta(minutes=30)),
        ("triage", "MEDIUM", 2 * HOUR),
        ("triage", "LOW", 24 * HOUR),
        ("verify", "HIGH", 3 * HOUR),
        ("verify", "MEDIUM", 6 * HOUR),
        ("verify", "LOW", 48 * HOUR),
        ("first_line", "HIGH", HOUR),
        ("first_line", "MEDIUM", 4 * HOUR),
        ("first_line", "LOW", None),
        ("clarification", "HIGH", 6 * HOUR),
        ("clarification", "MEDIUM", 24 * HOUR),
        ("clarification", "LOW", None),
        ("regional_ack", "HIGH", HOUR),
        ("regional_ack", "MEDIUM", 4 * HOUR),
        ("regional_ack", "LOW", 24 * HOUR),
        ("regional_publish", "HIGH", 3 * HOUR),
        ("regional_publish", "MEDIUM", 12 * HOUR),
        ("regional_publish", "LOW", None),
        ("appeal_reply", "HIGH", 24 * HOUR),
        ("appeal_reply", "MEDIUM", 72 * HOUR),
        ("appeal_reply", "LOW", 72 * HOUR),
        ("appeal_decision", "HIGH", 72 * HOUR),
        ("appeal_decision", "MEDIUM", 7 * 24 * HOUR),
        ("appeal_decision", "LOW", 14 * 24 * HOUR),
    ],
)
def test_each_step_is_due_when_the_doctrine_says(step, priority, limit):
    assert due_at(step, priority, START) == (None if limit is None else START + limit)


def test_a_paused_clock_moves_the_deadline_by_the_pause():
    assert due_at("verify", "HIGH", START, paused=2 * HOUR) == START + 5 * HOUR


def test_more_urgent_is_never_due_later():
    for step, limits in DEADLINES.items():
        times = [limits[p] or timedelta.max for p in ("HIGH", "MEDIUM", "LOW")]
        assert times == sorted(times), step


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("dance", "HIGH", START), "dance"),
        (("screen", "URGENT", START), "URGENT"),
        (("screen", "HIGH", START.replace(tzinfo=None)), "time zone"),
    ],
)
def test_a_deadline_of_nonsense_is_refused_by_name(arguments, said):
    with pytest.raises(InvalidInput, match=said):
        due_at(*arguments)


def test_a_high_case_needs_one_structured_technique():
    check_techniques("HIGH", [Technique.RED_TEAM])
    check_techniques("MEDIUM", [])
    with pytest.raises(InvalidInput, match="at least one"):
        check_techniques("HIGH", [])
    with pytest.raises(InvalidInput, match="guessing"):
        check_techniques("LOW", ["guessing"])


def test_the_lists_have_the_lengths_the_field_knows():
    assert (len(Category), len(DisorderType), len(ITEMS), len(Technique)) == (13, 7, 14, 8)


def test_no_code_is_longer_than_the_desk_can_store():
    for codes in (Category, DisorderType, Technique, Term, DEADLINES):
        assert all(len(str(code)) <= 30 for code in codes)
