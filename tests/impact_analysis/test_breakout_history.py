"""The history of a breakout: planted arrivals give the level and its hour; nothing lowers it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.impact_analysis.breakout import FLAG_LEVELS
from tangkal.impact_analysis.breakout_history import (
    FlagSeen,
    Thresholds,
    levels_reached,
    suggests_mainstream,
    with_flags,
)
from tangkal.kernel import InvalidInput, InvalidRecord

START = datetime(2026, 11, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
moments = st.integers(0, 100).map(lambda hours: START + hours * HOUR)
arrived = st.dictionaries(st.sampled_from(["x", "tiktok", "facebook", "unknown"]), moments)
bases = st.dictionaries(
    st.sampled_from(["groups", "provinces", "languages"]),
    st.dictionaries(st.sampled_from("abcd"), moments),
)


def after(hours):
    return START + hours * HOUR


def hours_of(history):
    return [(each.level, (each.at - START) / HOUR) for each in history]


@pytest.mark.parametrize(
    ("platforms", "communities", "expected"),
    [
        ({}, {}, [(1, 0)]),
        ({"x": after(1)}, {}, [(1, 0)]),
        ({"x": after(1), "unknown": after(2)}, {}, [(1, 0)]),
        ({"x": after(1), "tiktok": after(4)}, {}, [(1, 0), (2, 4)]),
        ({"x": after(1)}, {"groups": {"1": after(2), "2": after(6)}}, [(1, 0), (2, 6)]),
        (
            {"x": after(1), "tiktok": after(9), "facebook": after(12)},
            {"groups": {"1": after(2), "2": after(6)}},
            [(1, 0), (2, 6), (3, 9)],
        ),
        (  # one group, but two provinces: what shows more communities counts
            {"x": after(1), "tiktok": after(3)},
            {"groups": {"1": after(2)}, "provinces": {"32": after(3), "35": after(5)}},
            [(1, 0), (2, 3), (3, 5)],
        ),
    ],
)
def test_planted_arrivals_give_their_levels_in_their_hours(platforms, communities, expected):
    assert hours_of(levels_reached(START, platforms, communities)) == expected


def test_no_items_reach_no_level():
    assert levels_reached(None, {}, {}) == ()


@given(arrived, bases, arrived, bases)
def test_more_items_never_lower_a_level_nor_make_it_later(platforms, communities, more, bases_more):
    """More items bring new arrivals or earlier ones; never fewer."""
    richer = {
        name: min(at for found in (platforms, more) if (at := found.get(name)))
        for name in {*platforms, *more}
    }
    wider = {
        basis: {
            name: min(
                at for found in (communities, bases_more) if (at := found.get(basis, {}).get(name))
            )
            for name in {*communities.get(basis, {}), *bases_more.get(basis, {})}
        }
        for basis in {*communities, *bases_more}
    }
    before = {each.level: each.at for each in levels_reached(START, platforms, communities)}
    now = {each.level: each.at for each in levels_reached(START, richer, wider)}

    assert set(before) <= set(now)
    assert all(now[level] <= at for level, at in before.items())


@pytest.mark.parametrize("flag", FLAG_LEVELS)
def test_a_flag_sets_its_level_at_its_moment(flag):
    reached = levels_reached(START, {"x": START}, {})
    history = with_flags(reached, [FlagSeen(flag, after(5), "https://contoh.id/bukti")])

    assert hours_of(history) == [(1, 0), (FLAG_LEVELS[flag], 5)]
    assert history[-1].flag == flag


def test_what_is_reached_later_but_lower_adds_nothing():
    reached = levels_reached(START, {"x": START, "tiktok": after(9)}, {})
    history = with_flags(reached, [FlagSeen("public_figure", after(3), "rekaman")])

    assert hours_of(history) == [(1, 0), (5, 3)]


@pytest.mark.parametrize(
    ("flag", "evidence", "refusal"),
    [("rumour", "x", "'rumour' is not one of"), ("public_figure", " ", "has no evidence")],
)
def test_a_flag_without_name_or_evidence_is_refused(flag, evidence, refusal):
    with pytest.raises(InvalidInput, match=refusal):
        with_flags((), [FlagSeen(flag, START, evidence)])


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(InvalidRecord):
        levels_reached(START, {"x": datetime(2026, 1, 1)}, {})


def test_thresholds_are_whole_numbers_from_one_on():
    with pytest.raises(InvalidInput, match="platform_items=0"):
        Thresholds(platform_items=0)
    assert suggests_mainstream(3)
    assert not suggests_mainstream(2)
    assert suggests_mainstream(1, Thresholds(media_outlets=1))
