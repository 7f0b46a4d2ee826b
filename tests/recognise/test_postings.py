from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.recognise import postings
from tangkal.recognise.everyday import everyday_stems
from tangkal.recognise.postings import K1, B, search
from tangkal.recognise.titles import Titles
from tangkal.text.grams import character_grams
from tangkal.text.stem_table import StemTable

TABLE = StemTable()


def zipfian(random, count, words=60):
    """Words of which a few are in nearly every title and most in hardly any."""
    ranks = np.minimum(random.zipf(1.3, count), words)
    return " ".join(f"k{rank}q" for rank in ranks.tolist())


@pytest.fixture(autouse=True)
def _skip_even_in_small_segments(monkeypatch):
    monkeypatch.setattr(postings, "_SKIPS_FROM", 1)


def built(parts):
    titles = Titles.none()
    for part in parts:
        titles = titles.with_segment(part, TABLE)
    return titles.weighed()


def by_hand(texts, query, alive):
    """Score of each living text: idf squared of the shared stems, BM25's saturation."""
    docs = [TABLE.stems([text]).hashes.tolist() for text in texts]
    wanted = set(TABLE.stems([query]).hashes.tolist())
    everyday = everyday_stems()
    mean = max(sum(map(len, docs)) / len(docs), 1e-9)
    total = len(docs) + everyday.n_docs
    scores = {}
    for number, doc in enumerate(docs):
        score = 0.0
        for term in wanted & set(doc):
            held = sum(term in other for other in docs)
            held += int(everyday.count(np.array([term], dtype=np.uint64))[0])
            score += np.log1p((total - held + 0.5) / (held + 0.5)) ** 2
        if score and alive[number]:
            scores[number] = score * (K1 + 1) / (1 + K1 * (1 - B + B * len(doc) / mean))
    return scores


text = st.lists(st.sampled_from([f"k{i}q" for i in range(15)]), max_size=8).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(text, min_size=1, max_size=12),
    query=text,
    dead=st.sets(st.integers(0, 11)),
    cut=st.integers(0, 12),
)
def test_search_gives_the_scores_of_the_formula_for_the_living_texts(texts, query, dead, cut):
    alive = np.array([i not in dead for i in range(len(texts))])
    titles = built([texts[:cut], texts[cut:]])
    docs, scores = search(titles.stem_postings, TABLE.stems([query]), len(texts), alive)
    found = {int(d): float(s) for d, s in zip(docs[0], scores[0], strict=True) if d >= 0}
    assert found == pytest.approx(by_hand(texts, query, alive), rel=1e-2, abs=1e-2)
    assert (np.diff(scores[0]) <= 0).all()


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    sizes=st.lists(st.integers(1, 120), min_size=1, max_size=4),
    k=st.integers(1, 9),
    dead=st.floats(0, 0.6),
)
def test_skipping_finds_exactly_what_reading_everything_finds(seed, sizes, k, dead):
    random = np.random.default_rng(seed)
    parts = [[zipfian(random, random.integers(1, 12)) for _ in range(size)] for size in sizes]
    titles, alive = built(parts), random.random(sum(sizes)) >= dead
    queries = TABLE.stems([zipfian(random, random.integers(1, 60)) for _ in range(30)])
    skipped = search(titles.stem_postings, queries, k, alive)
    read = search(titles.stem_postings, queries, k, alive, skipping=False)
    assert skipped[0].tolist() == read[0].tolist()
    assert skipped[1].tolist() == read[1].tolist()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), sizes=st.lists(st.integers(1, 80), min_size=2, max_size=4))
def test_bounds_stay_true_while_titles_come(seed, sizes):
    """Weights of terms change with every addition; old segments must still skip nothing."""
    random = np.random.default_rng(seed)
    titles = Titles.none()
    for size in sizes:
        words = int(random.integers(5, 60))
        part = [zipfian(random, random.integers(1, 12), words) for _ in range(size)]
        titles = titles.with_segment(part, TABLE).weighed()
    alive = np.ones(len(titles), dtype=bool)
    queries = TABLE.stems([zipfian(random, random.integers(1, 60)) for _ in range(30)])
    skipped = search(titles.stem_postings, queries, 4, alive)
    read = search(titles.stem_postings, queries, 4, alive, skipping=False)
    assert skipped[0].tolist() == read[0].tolist()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), dead=st.floats(0, 0.9))
def test_joined_segments_answer_as_if_built_at_once_from_the_living(seed, dead):
    random = np.random.default_rng(seed)
    parts = [[zipfian(random, random.integers(1, 12)) for _ in range(40)] for _ in range(3)]
    kept = [random.random(40) >= dead for _ in parts]
    living = [
        t for part, k in zip(parts, kept, strict=True) for t, f in zip(part, k, strict=True) if f
    ]
    joined, fresh = built(parts).joined(0, kept).weighed(), built([living])
    assert joined.texts(np.arange(len(joined))).to_pylist() == living
    asked = [zipfian(random, random.integers(1, 60)) for _ in range(20)]
    alive = np.ones(len(living), dtype=bool)
    for kind, queries in (
        ("stem_postings", TABLE.stems(asked)),
        ("gram_postings", character_grams(asked)),
    ):
        one = search(getattr(joined, kind), queries, 5, alive)
        other = search(getattr(fresh, kind), queries, 5, alive)
        assert one[0].tolist() == other[0].tolist()
        assert one[1] == pytest.approx(other[1])


def test_n_grams_that_everybody_shares_are_not_searched_for():
    titles = built([[f"bersama nomor{i}x" for i in range(6_000)]])
    alive = np.ones(6_000, dtype=bool)
    docs, _ = search(titles.gram_postings, character_grams(["bersama"]), 3, alive)
    assert docs.tolist() == [[-1, -1, -1]]
    docs, _ = search(titles.gram_postings, character_grams(["bersama nomor77x"]), 1, alive)
    assert docs.tolist() == [[77]]


def test_an_empty_index_and_an_empty_batch_find_nothing():
    nobody = np.zeros(0, dtype=bool)
    docs, _ = search(Titles.none().stem_postings, TABLE.stems(["a"]), 3, nobody)
    assert docs.tolist() == [[-1, -1, -1]]
    docs, _ = search(built([["a"]]).stem_postings, TABLE.stems([]), 3, np.ones(1, dtype=bool))
    assert docs.shape == (0, 3)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), most=st.integers(0, 400))
def test_with_few_places_to_read_the_rarest_terms_are_read_first(seed, most):
    random = np.random.default_rng(seed)
    index = built([[zipfian(random, 9) for _ in range(60)]]).stem_postings
    query = TABLE.stems([zipfian(random, 200, words=500)])
    alive = np.ones(60, dtype=np.bool_)
    limited = replace(index, most_places=most)
    terms = np.unique(index.rarity.numbers_of(query.hashes))
    terms = terms[terms >= 0]
    order = terms[np.lexsort((terms, -index.rarity.weights[terms]))]
    fits = np.cumsum(index.costs[order]) <= most
    fits[: postings._ALWAYS_READ] = True
    fewer = replace(index, longest_query=int(fits.sum()))
    for one, other in zip(
        search(limited, query, 8, alive), search(fewer, query, 8, alive), strict=True
    ):
        assert one.tolist() == other.tolist()
