"""The stream's way to compare says what the readable one says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.recognise.associations import Associations
from tangkal.recognise.candidates import Texts
from tangkal.recognise.features import NAMES, compare
from tangkal.recognise.habits import Habits
from tangkal.recognise.quick_compare import quick_compare, quick_stand
from tangkal.recognise.standing import RIVALS, gather, stand
from tangkal.recognise.titles import Titles
from tangkal.recognise.word_tables import WordTables
from tangkal.text.stem_table import StemTable

STEMS = StemTable()
ODD = ["b4ntu4n", "g r a t i s", "cepaaaat", "ﬁtnah", "дом", "😀", "600rb", "5", "12", "café"]
WORDS = [
    "sumur", "jembatan", "kerbau", "lumbung", "perahu", "gamelan", "rotan", "cengkih",
    "dibagikan", "pembagian", "air", "garam",
    "sakit", "jantung", "vaksin", "gratis", "bantuan", "di", "ke", *ODD,
]  # fmt: skip
STRANGE = ["zumba", "kuintal", "xylofon", "perahunya"]


def sentences(random, count, words, longest):
    return [
        " ".join(random.choice(words, random.integers(0, longest)).tolist()) for _ in range(count)
    ]


def planted(seed):
    """Titles in several segments, posts beside them, and what pairs of both teach."""
    random = np.random.default_rng(seed)
    titles = Titles.none()
    for size in random.integers(1, 12, 3).tolist():
        titles = titles.with_segment(sentences(random, size, WORDS, 20), STEMS)
    titles = titles.weighed()
    texts = sentences(random, 8, [*WORDS, *STRANGE], 60)
    texts += [*titles.texts(np.arange(3, dtype=np.int32)).to_pylist(), "", "kata " * 500]
    read = Texts.read(texts, STEMS)
    pairs = sentences(random, 30, [*WORDS, *STRANGE], 25)
    posts, heads = STEMS.stems(pairs), STEMS.stems([p[: len(p) // 2] for p in pairs[::-1]])
    rows = random.integers(-1, len(titles), (len(texts), 6)).astype(np.int32)
    return titles, read, rows, Associations.learn(posts, heads), (posts, heads)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), learned=st.booleans())
def test_quick_features_are_the_readable_ones_up_to_rounding(seed, learned):
    titles, read, rows, associations, pairs = planted(seed)
    habits = Habits.learn(*pairs, titles.stem_postings) if learned else Habits.none()
    known = (associations if learned else Associations.none(), habits)
    shown = titles.words(rows)
    quick = quick_compare(
        titles, WordTables.of(titles, *known), read.stems, read.grams, rows, shown
    )
    slow = compare(titles, read.stems, read.grams, rows, *known)
    for column, name in enumerate(NAMES):
        one, other = quick.features[:, :, column], slow[:, :, column]
        np.testing.assert_allclose(one, other, rtol=2e-3, atol=2e-3, err_msg=name)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_candidate_stands_as_far_above_its_rivals_as_the_readable_way_says(seed):
    titles, read, rows, associations, _ = planted(seed)
    tables = WordTables.of(titles, associations, Habits.none())
    quick = quick_compare(titles, tables, read.stems, read.grams, rows, titles.words(rows))
    random = np.random.default_rng(seed)
    totals = np.where(rows >= 0, random.normal(size=rows.shape), -np.inf)
    best = np.argsort(-totals, axis=1, kind="stable")
    totals = np.take_along_axis(totals, best, axis=1)
    places = best + np.arange(len(rows))[:, None] * rows.shape[1]
    picked = np.where(np.isfinite(totals), places, -1)
    grams = gather([titles.shown(rows).grams], np.zeros(rows.size, dtype=np.int64), picked)
    expected = stand(totals, grams, -1.0)
    told = quick_stand(quick, totals, best, -1.0)
    assert told.lead == pytest.approx(expected.lead)
    assert told.crowd == pytest.approx(expected.crowd)
    assert rows.shape[1] <= RIVALS


def test_near_copies_are_no_rivals_of_each_other():
    several = ["air garam menyembuhkan sakit jantung warga desa"] * 2
    titles = Titles.build([*several, "harga cabai naik lagi di pasar malam"], STEMS)
    rows = np.array([[0, 1, 2]], dtype=np.int32)
    read = Texts.read(["air garam"], STEMS)
    tables = WordTables.of(titles, Associations.none(), Habits.none())
    quick = quick_compare(titles, tables, read.stems, read.grams, rows, titles.words(rows))
    totals = np.array([[5.0, 4.9, 1.0]])
    told = quick_stand(quick, totals, np.array([[0, 1, 2]]), -np.inf)
    assert told.lead[0, 0] == pytest.approx(2.0)
    assert told.lead[0, 1] == pytest.approx(3.9**0.5)
