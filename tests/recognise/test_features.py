"""The numbers by which a text and a title are compared say what their names promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.recognise.associations import Associations
from tangkal.recognise.candidates import Texts
from tangkal.recognise.features import N_FEATURES, NAMES, compare
from tangkal.recognise.habits import Habits
from tangkal.recognise.titles import Titles
from tangkal.text.stem_table import StemTable

WORDS = ["sumur", "jembatan", "kerbau", "lumbung", "perahu", "gamelan", "rotan", "cengkih"]
STEMS = StemTable()
TITLE = " ".join(WORDS)
TITLES = Titles.build([TITLE, "tenun songket di pasar malam", "harga cabai naik lagi"], STEMS)


def features(text: str, number: int = 0) -> dict[str, float]:
    read = Texts.read([text], STEMS)
    rows = np.array([[number]], dtype=np.int32)
    told = compare(TITLES, read.stems, read.grams, rows, Associations.none(), Habits.none())
    assert told.shape == (1, 1, N_FEATURES)
    return dict(zip(NAMES, told[0, 0].tolist(), strict=True))


def test_the_opening_of_a_title_counts_for_the_opening_and_its_end_for_the_end():
    opening, ending = features("sumur jembatan"), features("rotan cengkih")
    assert opening["opening_covered"] > 2 * opening["ending_covered"] > 0
    assert ending["ending_covered"] > 2 * ending["opening_covered"] > 0
    assert opening["opening_covered"] == pytest.approx(ending["ending_covered"])


def test_a_text_that_is_the_title_covers_all_of_it_and_a_stranger_nothing():
    whole, stranger = features(TITLE), features("kereta senja")
    for name in ("title_covered", "opening_covered", "ending_covered", "expected_covered"):
        assert whole[name] == pytest.approx(1.0)
        assert stranger[name] == 0.0


@given(st.lists(st.sampled_from([*WORDS, "tenun", "pasar", "cabai", "kereta"]), max_size=12))
def test_bent_features_are_the_squares_of_straight_ones_and_shares_stay_shares(words):
    told = features(" ".join(words))
    bent = [name for name in NAMES if name.endswith("_squared")]
    assert bent
    for name in bent:
        straight = told[name.removesuffix("_squared")]
        assert told[name] == pytest.approx(straight**2, rel=1e-5)
    for name in ("opening_covered", "ending_covered", "expected_covered"):
        assert 0.0 <= told[name] <= 1.0 + 1e-6
