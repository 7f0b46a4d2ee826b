"""Learn to match from the past: pairs of a post and the title that answered it."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise import article_evidence
from tangkal.recognise.article_evidence import ArticleEvidence, learn_evidence
from tangkal.recognise.associations import Associations
from tangkal.recognise.candidates import Texts, wide_candidates
from tangkal.recognise.features import compare
from tangkal.recognise.habits import Habits
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.openings import Openings
from tangkal.recognise.ranking import Ranker, learn_ranker
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
    articles: Mapping[str, str] = MappingProxyType({}),
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
        articles: the text of the answer by its title, where it is known; what it adds is
            learned from the pairs that have one, if there are enough of them.

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
    ranker = learn_ranker(features, candidates, gold, past.pool.grams)
    return Knowledge(ranker, *lore, past.evidence(ranker, cuts, articles, with_associations))


@dataclass(frozen=True, slots=True)
class _Past:
    """The pairs to learn from, read once."""

    stem_table: StemTable
    posts: Sequence[str]
    names: list[str]  # the titles of the pool
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
        stems = Texts.read(posts, stem_table).stems
        return cls(stem_table, posts, list(numbers), stems, pool, pool.stems, gold)

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

    def evidence(
        self,
        ranker: Ranker,
        cuts: Sequence[int],
        articles: Mapping[str, str],
        with_associations: bool,
    ) -> ArticleEvidence:
        """What openings add to the finished weights; what ships where few pairs have one."""
        openings = Openings.none().with_segment(
            [articles.get(title) for title in self.names], self.stem_table
        )
        has_article = np.array([bool(articles.get(self.names[number])) for number in self.gold])
        if has_article.sum() < article_evidence.MIN_PAIRS:
            return article_evidence.SHIPPED
        openings = openings.weighed()
        told = [
            self.tell_apart(places, ranker, openings, *self.lore(start, end, with_associations))
            for start, end in itertools.pairwise(cuts)
            if len(places := np.flatnonzero(has_article[start:end]) + start)
        ]
        totals, likeness, is_gold, by_title = map(np.concatenate, zip(*told, strict=True))
        share = float(has_article.mean())
        return learn_evidence(totals, likeness, is_gold, by_title, share=share)

    def tell_apart(
        self,
        places: NDArray[np.int64],
        ranker: Ranker,
        openings: Openings,
        associations: Associations,
        habits: Habits,
    ) -> tuple[NDArray[np.float64], NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_]]:
        """Of some posts' candidates: total, likeness, whether right, whether found by title."""
        texts = Texts.read([self.posts[place] for place in places.tolist()], self.stem_table)
        alive = np.ones(len(self.pool), dtype=np.bool_)
        found = wide_candidates(self.pool, texts, alive)
        rows = openings.with_candidates(found, texts.stems, alive)
        features = compare(self.pool, texts.stems, texts.grams, rows, associations, habits)
        return (
            ranker.totals(features, rows),
            openings.likeness(texts.stems, rows, self.pool, self.pool.words(rows)),
            rows == self.gold[places, None],
            (rows[:, :, None] == found[:, None, :]).any(axis=2) & (rows >= 0),
        )
