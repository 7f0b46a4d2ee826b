"""Habits of words: what comes back in the headline, and what a missing word says."""

import numpy as np
import pytest

from tangkal.recognise.associations import Associations
from tangkal.recognise.habits import Habits
from tangkal.recognise.odds import ODDS, compare_odds
from tangkal.recognise.titles import Titles
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import hash_word

N = 300


@pytest.fixture(scope="module")
def learned():
    """Every post says "sebarkan", every title "klarifikasi"; only the place stands in both."""
    stem_table = StemTable()
    posts = [f"desa{i} banjir sebarkan kawan" for i in range(N)]
    pool = Titles.build([f"klarifikasi desa{i} bupati" for i in range(N)], stem_table)
    habits = Habits.learn(stem_table.stems(posts), pool.stems, pool.stem_postings)
    return stem_table, pool, habits


def counted(words, held, hit, stem_table, word):
    (stem,) = stem_table.stems([word]).hashes.tolist()
    (place,) = np.flatnonzero(words == np.uint64(stem)).tolist()
    return float(held[place]), float(hit[place])


def test_words_that_never_come_back_are_known_as_such(learned):
    stem_table, _, habits = learned
    post = (habits.post_words, habits.post_held, habits.post_kept)
    title = (habits.title_words, habits.title_held, habits.title_found)
    assert counted(*post, stem_table, "sebarkan") == (N, 0)
    assert counted(*title, stem_table, "klarifikasi") == (N, 0)
    assert hash_word("desa7") not in habits.post_words.tolist()  # in one pair only: by its kind


def odds(learned, text, title_numbers):
    stem_table, pool, habits = learned
    candidates = np.array([title_numbers], dtype=np.int32)
    out = np.zeros((*candidates.shape, len(ODDS)), dtype=np.float32)
    compare_odds(
        stem_table.stems([text]), candidates, pool.stems, pool.stem_postings,
        Associations.none(), habits, out,
    )  # fmt: skip
    return {name: out[0, :, i] for i, name in enumerate(ODDS)}


def test_a_missing_name_speaks_against_a_claim_and_an_editor_s_word_does_not(learned):
    right, wrong, none = 5, 9, -1
    told = odds(learned, "desa5 banjir sebarkan kawan", [right, wrong, none])
    assert told["title_odds"][0] > 2 > -1 > told["title_odds"][1]
    assert told["post_odds"][0] > told["post_odds"][1]
    assert told["telling_cosine"][0] > 0.5 > told["telling_cosine"][1]
    assert all(values[2] == 0 for values in told.values())
    assert np.isfinite(list(told.values())).all()


@pytest.mark.parametrize("text", ["", "😀😀", "a " * 5_000, "desa5 " * 500])
def test_any_text_is_weighed_to_finite_numbers(learned, text):
    assert np.isfinite(list(odds(learned, text, [5, 9]).values())).all()
