"""``recognise.turnbackhoax`` with article text as a second field beside the title.

Two questions. Does an archive in which some claims have articles cost the others anything? And
what does an article bring the claim that has one?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.plain_postings import bm25_postings, search
from benchmarks.turnbackhoax import Pair, key
from tangkal.kernel.records import KnownClaim
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.recognise.learning import MIN_PAIRS, learn
from tangkal.text.tokens import tokenise

MIN_ASKED = 50  # fewer texts tell little of what articles bring
_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """Texts and where in the pool their titles stand."""

    pool: Sequence[str]
    texts: Sequence[str]
    gold: Sequence[int]

    @classmethod
    def of(cls, pool: Sequence[str], rows: Sequence[Pair]) -> "Asked":
        places = {key(title): i for i, title in enumerate(pool)}
        return cls(pool, [row.post for row in rows], [places[key(row.title)] for row in rows])


def articles_of(pairs: Sequence[Pair]) -> dict[str, str]:
    """Article text by title, as the pool spells it or not."""
    return {key(pair.title): pair.article for pair in pairs if pair.article}


def own_figures(
    pool: Sequence[str], articles: Mapping[str, str], queries: list[Pair], training: list[Pair]
) -> dict[str, float]:
    """``articles.own.*``: texts whose own claim has an article, asked with and without it.

    The queries, where enough of them have one; else the later part of the training rows that
    do, by a matcher that learned only from rows before them.
    """
    asked = [query for query in queries if key(query.title) in articles]
    past = training
    if len(asked) < MIN_ASKED:
        have = [row for row in training if key(row.title) in articles]
        if not have:
            return {}
        first = have[int(len(have) * 0.65)].date[:4]  # whole years: the past ends with one
        asked = [row for row in have if row.date >= first]
        past = [row for row in training if row.date < first]
    if len(asked) < MIN_ASKED or len(past) < MIN_PAIRS:
        return {}
    known = learn_with(past, pool, articles)
    told = Asked.of(pool, asked)
    hard = np.array([row.is_hard for row in asked])
    figures = {"articles.own.texts": float(len(asked))}
    for name, theirs in (("articles.own.bare", {}), ("articles.own", articles)):
        right = _right(known, told, theirs)
        figures[f"{name}.s1"] = float(right[:, 0].mean())
        figures[f"{name}.s5"] = float(right[:, :5].any(axis=1).mean())
        if hard.any():
            figures[f"{name}.hard.s5"] = float(right[hard, :5].any(axis=1).mean())
    return figures


def learn_with(rows: Sequence[Pair], pool: Sequence[str], articles: Mapping[str, str]) -> Knowledge:
    """Knowledge from these rows; what openings add is learned from those with articles."""
    titles = [row.title for row in rows]
    read = {title: articles.get(key(title), "") for title in (*titles, *pool)}
    return learn([row.post for row in rows], titles, pool, articles=read)


def mixed_index(
    knowledge: Knowledge, pool: Sequence[str], articles: Mapping[str, str]
) -> KnownClaimIndex:
    """The pool with an article where one is known."""
    index = KnownClaimIndex(knowledge)
    index.add(
        KnownClaim(claim_id=str(i), title=title, article_text=articles.get(key(title)))
        for i, title in enumerate(pool)
    )
    return index


def one_field_s1(asked: Asked, articles: Mapping[str, str]) -> float:
    """S@1 of Okapi BM25 over title and article as one text: how long texts drown bare titles."""
    texts = [f"{title} {articles.get(key(title), '')}" for title in asked.pool]
    alive = np.ones(len(texts), dtype=np.bool_)
    found, _ = search(bm25_postings(tokenise(texts)), tokenise(asked.texts), 1, alive)
    return float((found[:, 0] == np.array(asked.gold)).mean())


def _right(
    knowledge: Knowledge, asked: Asked, articles: Mapping[str, str]
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    index = mixed_index(knowledge, asked.pool, articles)
    right = np.zeros((len(asked.texts), _DEPTH), dtype=np.bool_)
    for i, hits in enumerate(index.rank(asked.texts, _DEPTH)):
        for place, (claim_id, _score) in enumerate(hits):
            right[i, place] = int(claim_id) == asked.gold[i]
    return right
