"""How the features of a text and a title are weighed: a readable table of weights.

The weights order the candidates of one text. A few numbers more turn a candidate's total and
its lead over its rivals into a chance that it is the same claim, so that scores of different
texts can be compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.features import NAMES
from tangkal.recognise.logistic import logistic, logistic_regression
from tangkal.recognise.standing import RIVALS, Standing, gather, near_copies, stand
from tangkal.text.tokens import TokenBatch

READINGS = ("slope", "lead_slope", "crowd_slope", "length_slope", "intercept", "usual_rival")
_STEPS, _BATCH, _RATE, _SHRINK = 800, 300, 0.05, 1e-4
_TEXT_LENGTH = NAMES.index("text_length")


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights over :data:`tangkal.recognise.features.NAMES`, and the reading of their sum."""

    weights: NDArray[np.float64]  # one for each feature
    slope: float  # of the total
    lead_slope: float  # of the lead over the best other claim, where there is one
    crowd_slope: float  # of the crowd of other claims that weigh as much
    length_slope: float  # of the text's length: a long text shares words by chance
    intercept: float
    usual_rival: float  # what the second candidate usually weighs, see :func:`stand`

    @classmethod
    def from_table(cls, table: Mapping[str, float]) -> "Ranker":
        """Read a table as :meth:`table` writes it.

        Raises:
            InvalidInput: the table names other features than this version computes.
        """
        names = {*NAMES, *READINGS}
        if set(table) != names:
            raise InvalidInput(f"weights differ in {', '.join(sorted(set(table) ^ names))}")
        weights = np.array([table[name] for name in NAMES])
        return cls(weights, *(table[name] for name in READINGS))

    def table(self) -> dict[str, float]:
        """The weights by name."""
        weights = dict(zip(NAMES, map(float, self.weights), strict=True))
        return weights | {name: float(getattr(self, name)) for name in READINGS}

    def totals(
        self, features: NDArray[np.float32], candidates: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """The weight of each candidate, float64[n, c]; -inf where there is none.

        Args:
            features: [n, c, features], see :func:`tangkal.recognise.features.compare`.
            candidates: int32[n, c], -1 for none.
        """
        return np.where(candidates >= 0, features @ self.weights, -np.inf)

    def chances(
        self, totals: NDArray[np.float64], standing: Standing, text_lengths: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """The chance, 0 to 1, that each candidate is the text's claim; 0 where there is none.

        Args:
            totals: [n, m], heaviest first. Chances never rise along a row.
            standing: of the same candidates.
            text_lengths: [n], the feature ``text_length`` of each text.
        """
        present = np.isfinite(totals)
        read = self.slope * np.where(present, totals, 0.0) + self.intercept
        read += self.lead_slope * standing.lead.clip(min=0) + self.crowd_slope * standing.crowd
        read += self.length_slope * text_lengths[:, None]
        chances = np.where(present, logistic(read), 0.0)
        return np.minimum.accumulate(chances, axis=1)


def learn_ranker(
    features: NDArray[np.float32],
    candidates: NDArray[np.int32],
    gold: NDArray[np.int64],
    grams: TokenBatch,
    *,
    unknown_share: float = 0.3,
    seed: int = 1,
) -> Ranker:
    """Learn from n texts, their candidates, and the one candidate that is right.

    The order is learned by listwise softmax regression. The chance is then learned by
    logistic regression on each text's winner, twice: with the right claim among the
    candidates, and (weighing ``unknown_share`` of the whole) with it taken out, which is how
    a claim nobody has checked yet looks. A near copy of the right title is as right.

    Args:
        features, candidates: as :meth:`Ranker.totals` takes them.
        gold: int64[n], the right candidate's number, -1 if unknown.
        grams: the n-grams of all titles that ``candidates`` number.
    """
    is_gold = (candidates == gold[:, None]) & (candidates >= 0)
    usable = is_gold.any(axis=1)
    if not usable.any():
        raise InvalidInput(f"of {len(gold)} texts none has its claim among its candidates")
    weights = _learn_order(features[usable], candidates[usable] >= 0, is_gold[usable], seed)
    totals = np.where(candidates >= 0, features @ weights, -np.inf)
    is_right = near_copies(grams, candidates, gold)
    lengths = features[:, :, _TEXT_LENGTH].max(axis=1).astype(np.float64)
    usual = _usual_rival(totals)
    tables = [
        _winners(left, candidates, grams, usual, lengths, is_right)
        for left in (totals, np.where(is_right, -np.inf, totals))
    ]
    inputs, right = (np.concatenate(both) for both in zip(*tables, strict=True))
    importance = np.repeat([1 - unknown_share, unknown_share], [len(told) for _, told in tables])
    reading = _read_as_chance(inputs, right, importance).tolist()
    return Ranker(weights, *[*reading, usual])


def _usual_rival(totals: NDArray[np.float64]) -> float:
    """The middle one of what the texts' second candidates weigh; 0 where no text has two."""
    if totals.shape[1] < 2:
        return 0.0
    seconds = np.sort(totals, axis=1)[:, -2]
    told = seconds[np.isfinite(seconds)]
    return float(np.median(told)) if len(told) else 0.0


def _winners(
    totals: NDArray[np.float64],
    candidates: NDArray[np.int32],
    grams: TokenBatch,
    usual: float,
    lengths: NDArray[np.float64],
    is_right: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What a chance is read from, a row for each text's winner; and whether that is right."""
    best = np.argsort(-totals, axis=1, kind="stable")[:, :RIVALS]
    heaviest = np.take_along_axis(totals, best, axis=1)
    titles = np.take_along_axis(candidates, best, axis=1)
    standing = stand(
        heaviest, gather([grams], np.zeros(titles.size, dtype=np.int64), titles), usual
    )
    columns = [heaviest[:, 0], standing.lead[:, 0], standing.crowd[:, 0], lengths]
    told = np.isfinite(heaviest[:, 0])
    right = np.take_along_axis(is_right, best[:, :1], axis=1)[:, 0]
    return np.column_stack([*columns, np.ones(len(lengths))])[told], right[told]


def _read_as_chance(
    inputs: NDArray[np.float64], right: NDArray[np.bool_], importance: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Logistic regression in which weight and lead never speak against a claim, nor a crowd for it.

    Whatever comes out with the wrong sign is left out, and the rest is fitted anew.
    """
    kept = np.ones(inputs.shape[1], dtype=np.bool_)
    wanted = np.array([1.0, 1.0, -1.0])  # slope, lead_slope, crowd_slope
    while True:
        reading = np.zeros(len(kept))
        reading[kept] = logistic_regression(inputs[:, kept], right, importance)
        wrong = np.flatnonzero(reading[: len(wanted)] * wanted < 0)
        if not len(wrong):
            return reading
        kept[wrong] = False


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
