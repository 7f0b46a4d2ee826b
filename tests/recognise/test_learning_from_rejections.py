"""Texts that a person found no claim for teach caution: their likes score lower afterwards."""

import numpy as np

from tangkal.kernel.records import KnownClaim
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.recognise.learning import learn

N = 240


def planted():
    """Pairs share a place and what is said of it; strangers the place and the goods alone."""
    random = np.random.default_rng(4)
    goods = ["beras", "minyak", "gula", "kompor", "sepatu", "seragam", "pupuk", "benih"]
    titles = [f"kabar pembagian {goods[i % 8]} gratis di desa{i}" for i in range(N)]
    posts = [f"katanya {goods[i % 8]} gratis dibagi di desa{i} besok" for i in range(N)]
    named = random.integers(N, size=120).tolist()
    strangers = [f"{goods[n % 8]} gratis di desa{n} habis{i}" for i, n in enumerate(named)]
    return posts, titles, strangers


def first_scores(knowledge: Knowledge, titles, texts) -> float:
    index = KnownClaimIndex(knowledge)
    index.add([KnownClaim(claim_id=str(i), title=title) for i, title in enumerate(titles)])
    return float(np.mean([row[0][1] if row else 0.0 for row in index.rank(texts, 1)]))


def test_what_people_rejected_scores_lower_and_what_they_confirmed_stays_found():
    posts, titles, strangers = planted()
    trusting = learn(posts, titles)
    careful = learn(posts, titles, unanswered=strangers[:100])

    before = first_scores(trusting, titles, strangers[100:])
    after = first_scores(careful, titles, strangers[100:])
    assert after < before / 2
    assert first_scores(careful, titles, posts) > after + 0.2


def test_rejections_alone_never_settle_the_order():
    posts, titles, strangers = planted()
    one, other = (learn(posts, titles, unanswered=texts) for texts in ((), strangers))
    names = ("stem_cosine", "gram_cosine", "title_covered", "rarest_shared")
    assert [one.ranker.table()[n] for n in names] == [other.ranker.table()[n] for n in names]
