"""Crossings: who came first, how far behind the others are, and how the media came in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput, InvalidRecord
from tangkal.situational_insight.crossings import Counted, arrivals, bridge, reached

START = datetime(2026, 11, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
counted = st.lists(
    st.builds(
        Counted,
        st.sampled_from(["x", "facebook", "tiktok", "unknown"]),
        st.integers(0, 200).map(lambda hours: START + hours * HOUR),
        st.integers(0, 50),
    ),
    max_size=40,
)


def seen(*rows):
    return [Counted(value, START + hours * HOUR, items) for value, hours, items in rows]


def test_platforms_come_in_the_order_in_which_they_were_reached():
    found = arrivals(
        seen(("tiktok", 5, 9), ("x", 0, 1), ("facebook", 2, 1), ("facebook", 7, 4)), least=3
    )

    assert [(each.value, each.behind / HOUR, each.items) for each in found] == [
        ("x", 0, 1),
        ("facebook", 2, 5),
        ("tiktok", 5, 9),
    ]
    assert reached(found) == {"facebook": START + 7 * HOUR, "tiktok": START + 5 * HOUR}


@given(counted, st.randoms(), st.integers(1, 20))
def test_the_order_of_items_changes_nothing(rows, random, least):
    mixed = list(rows)
    random.shuffle(mixed)

    assert arrivals(mixed, least=least) == arrivals(rows, least=least)


@given(counted, counted, st.integers(1, 20))
def test_what_came_later_never_makes_an_arrival_later(rows, more, least):
    before = reached(arrivals(rows, least=least))
    after = reached(arrivals([*rows, *more], least=least))

    assert all(after[value] <= before[value] for value in before)


def test_media_that_follow_the_posts_are_a_bridge_with_its_lag():
    found = bridge(
        seen(("x", 0, 50), ("facebook", 3, 10)),
        seen(("Antara", 9, 1), ("Kompas", 8, 2), ("Kompas", 20, 7)),
    )

    assert found.lag == 8 * HOUR
    assert found.outlets == ("Kompas", "Antara")
    assert (found.media_items, found.items) == (10, 70)
    assert found.media_share == pytest.approx(1 / 7)


def test_media_that_came_first_have_a_negative_lag():
    assert bridge(seen(("x", 5, 1)), seen(("Antara", 0, 1))).lag == -5 * HOUR


def test_a_narrative_on_one_side_only_has_no_lag():
    assert bridge(seen(("x", 5, 1)), []).lag is None
    assert bridge([], seen(("Antara", 5, 1))).media_share == 1
    assert bridge([], []).media_share is None


def test_bad_counts_are_named():
    with pytest.raises(InvalidInput, match="-4 of 'x'"):
        arrivals(seen(("x", 0, -4)))
    with pytest.raises(InvalidRecord, match="no time zone"):
        arrivals([Counted("x", datetime(2026, 1, 1), 1)])
    with pytest.raises(InvalidInput, match="least=0"):
        arrivals([], least=0)
