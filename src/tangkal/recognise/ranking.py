"""How the features of a text and a title are weighed: a readable table of weights.

The weights order the candidates of one text. What a feature is worth depends on how long the
text is: that half the title stands in it says much of a text of ten words and little of one of
three hundred. So each feature has two weights, one for a text of usual length and one for what
is added with every e-fold of length. A few numbers more turn a candidate's total and
its lead over its rivals into a chance that it is the same claim, so that scores of different
texts can be compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.descent import lowest
from tangkal.recognise.features import NAMES
from tangkal.recognise.logistic import logistic, logistic_regression
from tangkal.recognise.standing import RIVALS, Standing, gather, near_copies, stand
from tangkal.text.tokens import TokenBatch

READINGS = ("slope", "lead_slope", "crowd_slope", "length_slope", "intercept", "usual_rival")
_SHRINK = 6e-3  # pull of all weights towards 0, chosen on the years 2019 and 2020
_TEXT_LENGTH = NAMES.index("text_length")
_USUAL_LENGTH = 3.0  # ln(1 + stems): a text of twenty different stems
LONG = "_when_long"  # ends the name of a weight's change with the length of the text
# More of these never speaks against a claim, in a text of any length.
_RISING = ("telling_cosine", "gram_cosine")
_LENGTHS = (1.0, 5.5)  # ln(1 + stems) of the shortest and longest texts that are looked at
_STRICT = 100.0
_EVEN = 1e-6


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights over :data:`tangkal.recognise.features.NAMES`, and the reading of their sum."""

    weights: NDArray[np.float64]  # one for each feature, in a text of usual length
    when_long: NDArray[np.float64]  # what is added to each with every e-fold of length
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
        by_length = [f"{name}{LONG}" for name in NAMES]
        if not set(by_length) & set(table):  # learned before weights changed with the length
            table = {**dict.fromkeys(by_length, 0.0), **table}
        names = {*NAMES, *by_length, *READINGS}
        if set(table) != names:
            raise InvalidInput(f"weights differ in {', '.join(sorted(set(table) ^ names))}")
        weights = np.array([table[name] for name in NAMES])
        when_long = np.array([table[name] for name in by_length])
        return cls(weights, when_long, *(table[name] for name in READINGS))

    def table(self) -> dict[str, float]:
        """The weights by name."""
        weights = dict(zip(NAMES, map(float, self.weights), strict=True))
        changes = map(float, self.when_long)
        weights |= {f"{name}{LONG}": by for name, by in zip(NAMES, changes, strict=True)}
        return weights | {name: float(getattr(self, name)) for name in READINGS}

    def totals(
        self, features: NDArray[np.float32], candidates: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """The weight of each candidate, float64[n, c]; -inf where there is none.

        Args:
            features: [n, c, features], see :func:`tangkal.recognise.features.compare`.
            candidates: int32[n, c], -1 for none.
        """
        return _totals(features, candidates, self.weights, self.when_long)

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
    order = _learn_order(features[usable], candidates[usable] >= 0, is_gold[usable])
    totals = _totals(features, candidates, *order)
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
    return Ranker(*order, *[*reading, usual])


def _totals(
    features: NDArray[np.float32],
    candidates: NDArray[np.int32],
    weights: NDArray[np.float64],
    when_long: NDArray[np.float64],
) -> NDArray[np.float64]:
    both = features @ np.stack([weights, when_long], axis=1)
    longer = features[:, :, _TEXT_LENGTH] - _USUAL_LENGTH
    return np.where(candidates >= 0, both[:, :, 0] + longer * both[:, :, 1], -np.inf)


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
    features: NDArray[np.float32], present: NDArray[np.bool_], is_gold: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights under which the right candidate comes first: the lowest point of the softmax loss."""
    n, c, n_features = features.shape
    spread = np.sqrt(features[present].var(axis=0, dtype=np.float64))
    spread[spread < _EVEN] = np.inf  # what is the same everywhere tells nothing apart
    scaled = (features / spread.astype(np.float32)).reshape(n * c, n_features)
    longer = (features[:, :, _TEXT_LENGTH] - _USUAL_LENGTH) * present
    target = is_gold / is_gold.sum(axis=1, keepdims=True)
    bounds = _rising_bounds(spread)

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        halves = scaled @ point.reshape(2, n_features).T.astype(np.float32)
        both = halves.astype(np.float64).reshape(n, c, 2)
        totals = np.where(present, both[:, :, 0] + longer * both[:, :, 1], -np.inf)
        best = totals.max(axis=1, keepdims=True)
        chances = np.exp(totals - best)
        mass = chances.sum(axis=1, keepdims=True)
        right = (target * np.where(present, totals, 0.0)).sum(axis=1)
        lost = float((best + np.log(mass)).mean() - right.mean())
        error = chances / mass - target
        pull = np.stack([error, error * longer], axis=2).reshape(n * c, 2).astype(np.float32)
        slope = (pull.T @ scaled).astype(np.float64).ravel() / n
        falls = np.minimum(bounds @ point, 0.0)
        lost += _SHRINK / 2 * float(point @ point) + _STRICT / 2 * float(falls @ falls)
        return lost, slope + _SHRINK * point + _STRICT * (bounds.T @ falls)

    weights, when_long = lowest(loss, np.zeros(2 * n_features)).reshape(2, n_features)
    return weights / spread, when_long / spread


def _rising_bounds(spread: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows whose product with the scaled weights must not fall under 0: slopes at the ends.

    A feature x stands among the features as x and as its square, each with two weights; its
    slope is least at one of x = 0 and 1 and of the shortest and longest text.
    """
    rows = []
    for name in _RISING:
        plain, square = NAMES.index(name), NAMES.index(f"{name}_squared")
        for at in (0.0, 1.0):
            for length in _LENGTHS:
                row = np.zeros((2, len(spread)))
                row[:, plain] = 1.0, length - _USUAL_LENGTH
                row[:, square] = 2 * at * row[:, plain]
                rows.append((row / spread).ravel())
    bounds = np.array(rows)
    return np.asarray(bounds / np.maximum(np.abs(bounds).max(axis=1, keepdims=True), _EVEN))
