import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.recognise.postings import search
from tangkal.recognise.quick_search import search_quickly
from tangkal.recognise.titles import Titles
from tangkal.text.stem_table import StemTable

TABLE = StemTable()


def zipfian(random, count):
    return " ".join(f"k{rank}q" for rank in np.minimum(random.zipf(1.3, count), 60).tolist())


def planted(seed, dead):
    random = np.random.default_rng(seed)
    titles = Titles.none()
    for size in random.integers(1, 120, 3).tolist():
        part = [zipfian(random, random.integers(1, 12)) for _ in range(size)]
        titles = titles.with_segment(part, TABLE)
    titles = titles.weighed()
    alive = random.random(len(titles)) >= dead
    queries = TABLE.stems([zipfian(random, random.integers(1, 60)) for _ in range(20)])
    return titles.stem_postings, alive, queries


seeds, shares = st.integers(0, 10**6), st.floats(0, 0.6)


@settings(max_examples=25, deadline=None)
@given(seed=seeds, dead=shares, k=st.integers(1, 9))
def test_within_the_budget_nothing_is_missed(seed, dead, k):
    index, alive, queries = planted(seed, dead)
    docs, scores = search_quickly(index, queries, k, alive)
    read = search(index, queries, k, alive, skipping=False)
    assert docs.tolist() == read[0].tolist()
    assert scores.tolist() == read[1].tolist()


@settings(max_examples=25, deadline=None)
@given(seed=seeds, dead=shares, budget=st.integers(0, 300))
def test_beyond_the_budget_what_is_found_is_alive_and_weighed_by_all_words(seed, dead, budget):
    index, alive, queries = planted(seed, dead)
    docs, scores = search_quickly(index, queries, 5, alive, budget=budget, weighed=7)
    everything = search(index, queries, len(alive), alive, skipping=False)
    for row in range(len(queries)):
        true = dict(zip(everything[0][row].tolist(), everything[1][row].tolist(), strict=True))
        found = [doc for doc in docs[row].tolist() if doc >= 0]
        assert len(set(found)) == len(found)
        assert scores[row][: len(found)].tolist() == [true[doc] for doc in found]
        assert (np.diff(scores[row]) <= 0).all()


def test_a_rare_word_is_found_whatever_the_budget():
    titles = Titles.build(
        [f"umum k{n}q lagi" for n in range(400)] + ["umum tersembunyi lagi"], TABLE
    )
    query = TABLE.stems(["umum lagi umum tersembunyi"])
    alive = np.ones(401, dtype=bool)
    docs, _ = search_quickly(titles.stem_postings, query, 1, alive, budget=1)
    assert docs.tolist() == [[400]]
