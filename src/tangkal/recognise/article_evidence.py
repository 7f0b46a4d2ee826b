"""What an article's opening adds to a claim's weight, and how that is learned.

An opening that holds much of a text beyond the title speaks for its claim. One that holds little
says almost nothing: many articles are a sentence and a list of sources, and the claim they
answer may be told in words of its own. So the evidence is a mixture: with the chance UNTOLD the
opening says nothing of the text, else it speaks as its likeness does. A claim without an article
is given nothing and denied nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.descent import lowest

UNTOLD = 0.9
# What share of answers is taken to have an article: as many as in the past, but within these
# bounds, so that a claim is never thought unlikely for lacking one.
_LEAST_SHARE, _MOST_SHARE = 0.1, 0.5
_PULL = 3e-4
MIN_PAIRS = 100  # fewer whose claim has an article cannot settle two numbers


@dataclass(frozen=True, slots=True)
class ArticleEvidence:
    """Two numbers that turn an opening's likeness into weight."""

    slope: float
    intercept: float

    def weights(self, likeness: NDArray[np.float32]) -> NDArray[np.float64]:
        """What to add to each candidate's total; 0 where there is no opening (likeness < 0).

        >>> likeness = np.array([-1.0, 0.0, 0.5], dtype=np.float32)
        >>> ArticleEvidence(16.0, -2.0).weights(likeness).round(1).tolist()
        [0.0, -0.1, 3.7]
        """
        added = _mixed(self.slope * likeness.astype(np.float64) + self.intercept)[0]
        return np.where(likeness >= 0, added, 0.0)


# As `benchmarks.fit_matcher` learned them; for knowledge from before articles were read.
SHIPPED = ArticleEvidence(slope=37.8, intercept=-2.77)


def learn_evidence(
    totals: NDArray[np.float64],
    likeness: NDArray[np.float32],
    is_gold: NDArray[np.bool_],
    by_title: NDArray[np.bool_],
    *,
    share: float,
) -> ArticleEvidence:
    """Learn from n texts whose claim has an article, told apart from c candidates each.

    Each text is looked at twice: with its claim's article, and as if the claim had none and
    could only be found by its title.

    Args:
        totals: [n, c] weight by title alone, -inf where there is no candidate.
        likeness: [n, c], see :meth:`tangkal.recognise.openings.Openings.likeness`.
        is_gold: [n, c] the right one.
        by_title: [n, c] those found without their openings.
        share: of all answers of the past, those that have an article.
    """
    bare = np.where(is_gold, -1.0, likeness)
    hidden = np.where(is_gold & ~by_title, -np.inf, totals)
    with_article = min(max(share, _LEAST_SHARE), _MOST_SHARE)
    views = [
        (with_article, totals, likeness, is_gold),
        (1 - with_article, hidden, bare, is_gold & by_title),
    ]
    seen = [(importance, *_usable(*view)) for importance, *view in views]

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        lost, slope = _PULL * float(point[0] ** 2) / 100, np.array([_PULL * point[0] / 50, 0.0])
        for importance, weights, alike, gold in seen:
            its_lost, its_slope = _softmax_loss(point, weights, alike, gold)
            lost += importance * its_lost
            slope += importance * its_slope
        return lost, slope

    slope, intercept = lowest(loss, np.array([10.0, -2.0])).tolist()
    return ArticleEvidence(slope, intercept)


def _usable(
    totals: NDArray[np.float64], likeness: NDArray[np.float32], is_gold: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float32], NDArray[np.bool_]]:
    kept = is_gold.any(axis=1)
    return totals[kept], likeness[kept], is_gold[kept]


def _mixed(told: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """ln(UNTOLD + (1 - UNTOLD) e^told), and its slope in ``told``."""
    risen = (1 - UNTOLD) * np.exp(np.minimum(told, 30.0))
    return np.log(UNTOLD + risen), risen / (UNTOLD + risen)


def _softmax_loss(
    point: NDArray[np.float64],
    totals: NDArray[np.float64],
    likeness: NDArray[np.float32],
    is_gold: NDArray[np.bool_],
) -> tuple[float, NDArray[np.float64]]:
    has = likeness >= 0
    added, steep = _mixed(point[0] * likeness + point[1])
    weights = totals + np.where(has, added, 0.0)
    best = weights.max(axis=1, keepdims=True)
    chances = np.exp(weights - best)
    chances /= chances.sum(axis=1, keepdims=True)
    right = (chances * is_gold).sum(axis=1)
    error = np.where(has, (chances - is_gold) * steep, 0.0)
    slope = np.array([float((error * likeness).sum()), float(error.sum())]) / len(totals)
    return float(-np.log(np.maximum(right, 1e-12)).mean()), slope
