"""The words that set two stories apart are those that only one of them says."""

import numpy as np
import pytest

from tangkal.kernel import InvalidInput
from tangkal.situational_insight.contrast import words_apart

COMMON = ["warga", "pemerintah", "kabupaten", "kemarin", "beritanya", "ramai"]


def story(own, n, seed):
    rng = np.random.default_rng(seed)
    return [
        " ".join([*rng.choice(own, 3, replace=False), *rng.choice(COMMON, 3, replace=False)])
        for _each in range(n)
    ]


def test_planted_words_are_found_and_shared_ones_are_not():
    fuel = ["bensin", "pertalite", "antrean", "subsidi", "liter"]
    flood = ["banjir", "tanggul", "perahu", "pengungsi", "hujan"]
    left, right = words_apart(story(fuel, 80, 1), story(flood, 60, 2))
    assert {each.word for each in left} == set(fuel)
    assert {each.word for each in right} == set(flood)
    assert all(each.other_texts == 0 for each in left)


def test_two_halves_of_one_story_are_hardly_apart():
    texts = story(["bensin", "pertalite", "antrean", "subsidi"], 120, 3)
    left, right = words_apart(texts[::2], texts[1::2])
    assert len(left) + len(right) <= 2


def test_the_sides_can_be_changed_over():
    a, b = story(["satu", "semangka", "pepaya"], 30, 4), story(["mangga", "jeruk", "duku"], 30, 5)
    left, right = words_apart(a, b)
    again = words_apart(b, a)
    assert ([w.word for w in left], [w.word for w in right]) == (
        [w.word for w in again[1]],
        [w.word for w in again[0]],
    )


def test_an_empty_story_is_answered():
    assert words_apart([], []) == ([], [])
    with pytest.raises(InvalidInput, match="most=0"):
        words_apart(["a"], ["b"], most=0)
