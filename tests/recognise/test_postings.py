import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.recognise.postings import bm25_postings, cosine_postings, search
from tangkal.text.normalise import words
from tangkal.text.tokens import tokenise

text = st.lists(st.sampled_from([f"k{i}" for i in range(15)]), max_size=8).map(" ".join)


def bm25_by_hand(titles, query, k1=1.2, b=0.75):
    docs = [words(title) for title in titles]
    mean = max(sum(map(len, docs)) / len(docs), 1e-9)
    scores = []
    for doc in docs:
        score = 0.0
        for word in set(words(query)):
            df = sum(word in other for other in docs)
            tf = doc.count(word)
            if tf:
                idf = math.log1p((len(docs) - df + 0.5) / (df + 0.5))
                score += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len(doc) / mean))
        scores.append(score)
    return scores


@settings(max_examples=100, deadline=None)
@given(titles=st.lists(text, min_size=1, max_size=12), query=text, dead=st.sets(st.integers(0, 11)))
def test_search_gives_the_scores_of_the_formula_for_the_living_texts(titles, query, dead):
    alive = np.array([i not in dead for i in range(len(titles))])
    docs, scores = search(bm25_postings(tokenise(titles)), tokenise([query]), len(titles), alive)
    found = {int(d): float(s) for d, s in zip(docs[0], scores[0], strict=True) if d >= 0}
    expected = {
        i: score for i, score in enumerate(bm25_by_hand(titles, query)) if score > 0 and alive[i]
    }
    assert found == pytest.approx(expected, rel=1e-4)
    assert (np.diff(scores[0]) <= 0).all()


@settings(max_examples=100, deadline=None)
@given(titles=st.lists(text, min_size=1, max_size=12), query=text)
def test_cosine_is_between_nought_and_one_and_one_for_the_text_itself(titles, query):
    titles = [*titles, query]
    _, scores = search(
        cosine_postings(tokenise(titles)),
        tokenise([" ".join(dict.fromkeys(words(query)))]),
        len(titles),
        np.ones(len(titles), dtype=bool),
    )
    assert (scores <= 1 + 1e-5).all()
    if words(query) and len(set(words(query))) == len(words(query)):
        assert scores[0, 0] == pytest.approx(1, abs=1e-5)


def test_an_empty_index_and_an_empty_batch_find_nothing():
    docs, _ = search(bm25_postings(tokenise([])), tokenise(["a"]), 3, np.zeros(0, dtype=bool))
    assert docs.tolist() == [[-1, -1, -1]]
    docs, _ = search(bm25_postings(tokenise(["a"])), tokenise([]), 3, np.ones(1, dtype=bool))
    assert docs.shape == (0, 3)
