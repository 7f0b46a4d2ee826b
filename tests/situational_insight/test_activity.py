"""The state of a narrative follows its counts, and one late copy changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.situational_insight.activity import HOURS_READ, measured_state
from tangkal.situational_insight.likeness import likeness, nearest_the_centre, shared_words

YOUNG, OLD = 10.0, 120.0


def week(*days: int) -> list[int]:
    """Seven days' counts, each day's items in its last hour; days before them are empty."""
    hours = [0] * HOURS_READ
    for place, items in enumerate(reversed(days)):
        hours[HOURS_READ - 1 - 24 * place] = items
    return hours


@pytest.mark.parametrize(
    ("present", "days", "age", "state"),
    [
        ("MUNCUL", (19,), YOUNG, "MUNCUL"),
        ("MUNCUL", (20,), YOUNG, "AKTIF"),
        ("MUNCUL", (3, 3), OLD, "AKTIF"),  # small, yet no longer new
        ("MUNCUL", (40, 3), OLD, "MEREDA"),
        ("AKTIF", (10, 5), OLD, "AKTIF"),  # exactly half is not below half
        ("AKTIF", (11, 5), OLD, "MEREDA"),
        ("AKTIF", (9, 0, 0, 0), OLD, "DORMAN"),
        ("MEREDA", (9, 0, 0), OLD, "MEREDA"),
        ("MEREDA", (5, 10), OLD, "AKTIF"),
        ("MEREDA", (4, 9), OLD, "MEREDA"),  # twice as many of very few
        ("MEREDA", (8, 12), OLD, "MEREDA"),  # more, and not twice
        ("DORMAN", (0, 4), OLD, "DORMAN"),
        ("DORMAN", (0, 5), OLD, "AKTIF"),
    ],
)
def test_each_state_begins_where_the_rule_says(present, days, age, state):
    assert measured_state(week(*days), present=present, age_hours=age) == state


@given(
    hours=st.lists(st.integers(0, 50), min_size=HOURS_READ, max_size=HOURS_READ),
    present=st.sampled_from(["MUNCUL", "AKTIF", "MEREDA", "DORMAN"]),
    age=st.floats(0, 10_000),
)
def test_a_state_is_always_one_of_four_and_settles(hours, present, age):
    once = measured_state(hours, present=present, age_hours=age)
    assert once in {"MUNCUL", "AKTIF", "MEREDA", "DORMAN"}
    if present != "MUNCUL":
        assert once != "MUNCUL"  # nobody is born twice
    if once == "DORMAN":
        assert measured_state(hours, present=once, age_hours=age) == once


def test_counts_of_another_length_are_refused():
    with pytest.raises(InvalidInput, match="168"):
        measured_state([1, 2, 3], present="AKTIF", age_hours=1.0)


def test_words_in_common_are_the_storys_and_not_the_languages():
    one = ["Harga BBM akan naik malam ini https://a.example/bbm", "BBM naik di semua SPBU"]
    other = ["Katanya BBM naik lagi yang ini", "dan BBM langka di mana-mana"]
    assert shared_words(one, other)[:2] == ["bbm", "naik"]
    assert likeness(one, other) > likeness(one, ["Banjir merendam jalan desa"]) == 0.0
    assert likeness(one, []) == 0.0


def test_texts_that_say_the_same_are_not_typical_twice():
    texts = ["harga beras naik", "harga beras naik!", "beras naik di pasar", "sapi terbang"]
    assert nearest_the_centre(texts, most=3) == [0, 2, 3]
