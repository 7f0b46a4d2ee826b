"""How the features of a text and a title are weighed: a readable table of weights.

The weights order the candidates of one text. Two numbers more turn the winner's total into
a chance that it is the same claim, so that scores of different texts can be compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.features import NAMES

_STEPS, _BATCH, _RATE, _SHRINK = 400, 300, 0.05, 1e-4
_TEXT_LENGTH = NAMES.index("text_length")


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights over :data:`tangkal.recognise.features.NAMES`, and the reading of their sum."""

    weights: NDArray[np.float64]  # one for each feature
    slope: float  # of the total
    length_slope: float  # of the text's length: a long text shares words by chance
    intercept: float

    @classmethod
    def from_table(cls, table: Mapping[str, float]) -> "Ranker":
        """Read a table as :meth:`table` writes it.

        Raises:
            InvalidInput: the table names other features than this version computes.
        """
        names = {*NAMES, "slope", "length_slope", "intercept"}
        if set(table) != names:
            raise InvalidInput(f"weights differ in {', '.join(sorted(set(table) ^ names))}")
        weights = np.array([table[name] for name in NAMES])
        return cls(weights, table["slope"], table["length_slope"], table["intercept"])

    def table(self) -> dict[str, float]:
        """The weights by name."""
        read = {"slope": self.slope, "length_slope": self.length_slope}
        weights = zip(NAMES, map(float, self.weights), strict=True)
        return {**dict(weights), **read, "intercept": self.intercept}

    def scores(
        self, features: NDArray[np.float32], candidates: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """The chance, 0 to 1, that each candidate is the text's claim; 0 where there is none.

        Args:
            features: [n, c, features], see :func:`tangkal.recognise.features.compare`.
            candidates: int32[n, c], -1 for none.
        """
        totals = self.slope * (features @ self.weights) + self.intercept
        totals += self.length_slope * features[:, :, _TEXT_LENGTH]
        return np.where(candidates >= 0, _logistic(totals), 0.0)


def learn_ranker(
    features: NDArray[np.float32],
    candidates: NDArray[np.int32],
    gold: NDArray[np.int64],
    *,
    unknown_share: float = 0.3,
    seed: int = 1,
) -> Ranker:
    """Learn from n texts, their candidates, and the one candidate that is right.

    The order is learned by listwise softmax regression. The chance is then learned by
    logistic regression on each text's winner, twice: with the right claim among the
    candidates, and (weighing ``unknown_share`` of the whole) with it taken out, which is how
    a claim nobody has checked yet looks.

    Args:
        features, candidates: as :meth:`Ranker.scores` takes them.
        gold: int64[n], the right candidate's number, -1 if unknown.
    """
    is_gold = candidates == gold[:, None]
    is_gold &= candidates >= 0
    usable = is_gold.any(axis=1)
    if not usable.any():
        raise InvalidInput(f"of {len(gold)} texts none has its claim among its candidates")
    weights = _learn_order(features[usable], candidates[usable] >= 0, is_gold[usable], seed)
    totals = np.where(candidates >= 0, features @ weights, -np.inf)
    without = np.where(is_gold, -np.inf, totals)
    rows = np.arange(len(totals))
    winners = np.concatenate([totals.argmax(axis=1), without.argmax(axis=1)])
    both = np.concatenate([rows, rows])
    values = np.concatenate([totals.max(axis=1), without.max(axis=1)])
    right = np.concatenate([is_gold[rows, winners[: len(rows)]], np.zeros(len(rows), bool)])
    importance = np.repeat([1 - unknown_share, unknown_share], len(rows))
    told = np.isfinite(values)
    inputs = np.stack(
        [values, features[both, winners, _TEXT_LENGTH].astype(np.float64), np.ones(len(both))], 1
    )
    slope, length_slope, intercept = _logistic_regression(
        inputs[told], right[told], importance[told]
    )
    return Ranker(weights, slope, length_slope, intercept)


def _learn_order(
    features: NDArray[np.float32],
    present: NDArray[np.bool_],
    is_gold: NDArray[np.bool_],
    seed: int,
) -> NDArray[np.float64]:
    """Weights under which the right candidate comes first (Adam on the softmax loss)."""
    spread = features[present].std(axis=0).astype(np.float64) + 1e-9
    scaled = features / spread.astype(np.float32)
    target = is_gold / is_gold.sum(axis=1, keepdims=True)
    random = np.random.default_rng(seed)
    weights = np.zeros(features.shape[2])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        rows = random.choice(len(scaled), min(len(scaled), _BATCH), replace=False)
        totals = np.where(present[rows], scaled[rows] @ weights, -np.inf)
        chances = np.exp(totals - totals.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        slope = np.einsum("nc,nci->i", chances - target[rows], scaled[rows]) / len(rows)
        slope += _SHRINK * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        rate = _RATE * (1 - 0.9 * step / _STEPS)
        move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights = weights - rate * move
    return np.asarray(weights / spread)


def _logistic(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(totals, -40, 40))))


def _logistic_regression(
    inputs: NDArray[np.float64], right: NDArray[np.bool_], importance: NDArray[np.float64]
) -> tuple[float, float, float]:
    """Weighted logistic regression on two columns and a constant, by Newton's method."""
    weights = np.zeros(inputs.shape[1])
    for _ in range(25):
        chances = _logistic(inputs @ weights)
        curve = importance * chances * (1 - chances)
        hessian = (inputs * curve[:, None]).T @ inputs + 1e-6 * np.eye(len(weights))
        gradient = inputs.T @ (importance * (right - chances)) - 1e-6 * weights
        weights = weights + np.linalg.solve(hessian, gradient)
    return float(weights[0]), float(weights[1]), float(weights[2])
