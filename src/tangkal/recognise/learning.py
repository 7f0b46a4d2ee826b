"""Learn to match from the past: pairs of a post and the title that answered it."""

import itertools
from collections.abc import Sequence

import numpy as np

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.associations import Associations
from tangkal.recognise.candidates import Texts, wide_candidates
from tangkal.recognise.features import Titles, compare
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.ranking import learn_ranker
from tangkal.text.stem_table import StemTable

MIN_PAIRS = 200  # fewer cannot settle the weights
_PARTS = 4  # the pairs are divided by time; each is weighed knowing only the other parts


def learn(
    posts: Sequence[str],
    titles: Sequence[str],
    other_titles: Sequence[str] = (),
    *,
    with_associations: bool = True,
    unanswered: Sequence[str] = (),
) -> Knowledge:
    """Learn from pairs in the order they happened, oldest first.

    Weights are learned on each quarter of the pairs with associations from the others, so
    that these are weighed as they will be used: on texts they have not seen. The associations
    kept are then learned anew from all pairs.

    Args:
        posts: n texts that circulated.
        titles: n titles, each the answer to the post of the same place.
        other_titles: further titles known at the time; the larger the pool, the truer.
        with_associations: False for weights fit for a matcher that has none.
        unanswered: texts that none of these titles answers, as a person found: they teach
            which scores mean "not known", never the order.

    Raises:
        InvalidInput: the lengths differ, or there are under MIN_PAIRS pairs.
    """
    if len(posts) != len(titles) or len(posts) < MIN_PAIRS:
        raise InvalidInput(
            f"{len(posts)} posts and {len(titles)} titles; give at least {MIN_PAIRS} pairs"
        )
    stem_table = StemTable()
    numbers = {title: i for i, title in enumerate(dict.fromkeys([*titles, *other_titles]))}
    pool = Titles.build(list(numbers), stem_table)
    gold = np.array([numbers[title] for title in titles], dtype=np.int64)
    alive = np.ones(len(numbers), dtype=np.bool_)
    cuts = np.linspace(0, len(posts), _PARTS + 1).astype(int).tolist()
    features, candidates = [], []
    for start, end in itertools.pairwise(cuts):
        known = Associations.none()
        if with_associations:
            others = [[*side[:start], *side[end:]] for side in (posts, titles)]
            known = _associations(others[0], others[1], stem_table)
        texts = Texts.read(posts[start:end], stem_table)
        candidates.append(wide_candidates(pool, texts, alive))
        features.append(compare(pool, texts.stems, texts.grams, candidates[-1], known))
    if unanswered:
        known = _associations(posts, titles, stem_table) if with_associations else known
        texts = Texts.read(unanswered, stem_table)
        candidates.append(wide_candidates(pool, texts, alive))
        features.append(compare(pool, texts.stems, texts.grams, candidates[-1], known))
        gold = np.concatenate([gold, np.full(len(unanswered), -1)])
    ranker = learn_ranker(np.concatenate(features), np.concatenate(candidates), gold, pool.grams)
    if not with_associations:
        return Knowledge(ranker, Associations.none())
    return Knowledge(ranker, _associations(posts, titles, stem_table))


def _associations(
    posts: Sequence[str], titles: Sequence[str], stem_table: StemTable
) -> Associations:
    return Associations.learn(stem_table.stems(posts), stem_table.stems(titles))
