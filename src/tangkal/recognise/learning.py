"""Learn to match from the past: pairs of a post and the title that answered it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.associations import Associations
from tangkal.recognise.candidates import Texts, wide_candidates
from tangkal.recognise.features import NAMES, Titles, compare
from tangkal.recognise.ranking import Ranker, learn_ranker
from tangkal.recognise.weights import WEIGHTS
from tangkal.text.stem_table import StemTable

MIN_PAIRS = 200  # fewer cannot settle the weights
_EARLIER = 0.6  # share of the pairs that associations are learned on before weights are


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the matcher has learned: how features weigh, and which words go together."""

    ranker: Ranker
    associations: Associations

    @classmethod
    def shipped(cls) -> "Knowledge":
        """The weights that come with the package; no word associations."""
        return cls(Ranker.from_table(WEIGHTS), Associations.none())

    @classmethod
    def unlearned(cls) -> "Knowledge":
        """Weights set by hand, owing nothing to any data: cosines and coverage, equally."""
        table = dict.fromkeys((*NAMES, "slope", "length_slope", "intercept"), 0.0)
        table |= {"stem_cosine": 1.0, "gram_cosine": 1.0, "title_covered": 0.25}
        table |= {"title_grams_covered": 0.25, "slope": 4.0, "intercept": -4.0}
        return cls(Ranker.from_table(table), Associations.none())


def learn(
    posts: Sequence[str],
    titles: Sequence[str],
    other_titles: Sequence[str] = (),
    *,
    with_associations: bool = True,
) -> Knowledge:
    """Learn from pairs in the order they happened, oldest first.

    Weights are learned on later pairs with associations from earlier ones, so that they
    are weighed as they will be used: on texts they have not seen. The associations kept
    are then learned anew from all pairs.

    Args:
        posts: n texts that circulated.
        titles: n titles, each the answer to the post of the same place.
        other_titles: further titles known at the time; the larger the pool, the truer.
        with_associations: False for weights fit for a matcher that has none.

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
    cut = int(len(posts) * _EARLIER)
    earlier = Associations.none()
    if with_associations:
        earlier = _associations(posts[:cut], titles[:cut], stem_table)
    texts = Texts.read(posts[cut:], stem_table)
    candidates = wide_candidates(pool, texts, np.ones(len(numbers), dtype=np.bool_))
    features = compare(pool, texts.stems, texts.grams, candidates, earlier)
    gold = np.array([numbers[title] for title in titles[cut:]], dtype=np.int64)
    ranker = learn_ranker(features, candidates, gold)
    if not with_associations:
        return Knowledge(ranker, Associations.none())
    return Knowledge(ranker, _associations(posts, titles, stem_table))


def _associations(
    posts: Sequence[str], titles: Sequence[str], stem_table: StemTable
) -> Associations:
    return Associations.learn(stem_table.stems(posts), stem_table.stems(titles))
