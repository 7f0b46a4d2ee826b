"""Learn to match from the past: pairs of a post and the title that answered it."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.associations import Associations
from tangkal.recognise.candidates import Texts, wide_candidates
from tangkal.recognise.features import compare
from tangkal.recognise.habits import Habits
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.ranking import learn_ranker
from tangkal.recognise.standing import gather
from tangkal.recognise.titles import Titles
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import TokenBatch

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
    past = _Past.read(posts, titles, other_titles)
    cuts = np.linspace(0, len(posts), _PARTS + 1).astype(int).tolist()
    parts = [
        past.compare(posts[start:end], *past.lore(start, end, with_associations))
        for start, end in itertools.pairwise(cuts)
    ]
    lore = past.lore(0, 0, with_associations)
    gold = past.gold
    if unanswered:
        parts.append(past.compare(unanswered, *lore))
        gold = np.concatenate([gold, np.full(len(unanswered), -1)])
    features, candidates = (np.concatenate(side) for side in zip(*parts, strict=True))
    return Knowledge(learn_ranker(features, candidates, gold, past.pool.grams), *lore)


@dataclass(frozen=True, slots=True)
class _Past:
    """The pairs to learn from, read once."""

    stem_table: StemTable
    stems: TokenBatch  # of the posts
    pool: Titles
    title_stems: TokenBatch  # of the pool
    gold: NDArray[np.int64]  # for each post the title in the pool that answered it

    @classmethod
    def read(
        cls, posts: Sequence[str], titles: Sequence[str], other_titles: Sequence[str]
    ) -> "_Past":
        stem_table = StemTable()
        numbers = {title: i for i, title in enumerate(dict.fromkeys([*titles, *other_titles]))}
        gold = np.array([numbers[title] for title in titles], dtype=np.int64)
        pool = Titles.build(list(numbers), stem_table)
        return cls(stem_table, Texts.read(posts, stem_table).stems, pool, pool.stems, gold)

    def lore(self, start: int, end: int, with_associations: bool) -> tuple[Associations, Habits]:
        """What all pairs teach but those from ``start`` up to ``end``."""
        kept = np.delete(np.arange(len(self.gold)), slice(start, end)).astype(np.int32)
        one = np.zeros(len(kept), dtype=np.int64)
        posts = gather([self.stems], one, kept)
        titles = gather([self.title_stems], one, self.gold[kept].astype(np.int32))
        habits = Habits.learn(posts, titles, self.pool.stem_postings)
        known = Associations.learn(posts, titles) if with_associations else Associations.none()
        return known, habits

    def compare(
        self, posts: Sequence[str], associations: Associations, habits: Habits
    ) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Features and candidates of some posts."""
        texts = Texts.read(posts, self.stem_table)
        alive = np.ones(len(self.pool), dtype=np.bool_)
        rows = wide_candidates(self.pool, texts, alive)
        return compare(self.pool, texts.stems, texts.grams, rows, associations, habits), rows
