"""Do two people who judge the same thing agree? Cohen's kappa, with its interval."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tangkal.kernel import InvalidInput

FEWEST = 10  # pairs; under it an interval spans most of the scale, and a number would mislead
Z95 = 1.959963984540054


class Weights(StrEnum):
    """How far apart two answers count as different."""

    NONE = "none"  # names: any other answer is as wrong as any
    LINEAR = "linear"  # ordered: one step away counts once, two steps twice
    QUADRATIC = "quadratic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How much two raters agree beyond what chance would bring."""

    kappa: float | None  # None: both always gave one answer, so chance explains everything
    low: float | None  # 95 % interval
    high: float | None
    observed: float  # share of agreement, weighted
    expected: float  # the share that chance would bring
    n: int  # pairs


def cohen_kappa(
    pairs: Sequence[tuple[Hashable, Hashable]],
    categories: Sequence[Hashable],
    *,
    weights: Weights = Weights.NONE,
) -> Agreement:
    """Cohen's kappa of pairs of answers, weighted where the answers are ordered.

    Args:
        pairs: (first rater's answer, second rater's answer), at least one.
        categories: every possible answer, in order where they are ordered.
        weights: NONE for names, LINEAR or QUADRATIC for ordered scales.

    Returns:
        kappa in -1..1 with its large-sample 95 % interval, cut at 1.

    Raises:
        InvalidInput: no pair, or an answer outside the categories.

    Source: Cohen 1960, 1968; the standard error of Fleiss, Cohen and Everitt 1969.

    >>> pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    >>> round(cohen_kappa(pairs, ["y", "n"]).kappa, 3)
    0.4
    """
    if not pairs:
        raise InvalidInput("agreement needs at least one pair")
    place = {each: at for at, each in enumerate(categories)}
    unknown = {each for pair in pairs for each in pair} - place.keys()
    if unknown:
        raise InvalidInput(f"answers {sorted(map(str, unknown))} are not among {list(categories)}")
    size, n = len(categories), len(pairs)
    shares = [[0.0] * size for _ in range(size)]
    for first, second in pairs:
        shares[place[first]][place[second]] += 1 / n
    return _agreement(shares, _weights(size, weights), n)


def _weights(size: int, kind: Weights) -> list[list[float]]:
    """1 for equal answers, down to 0 for the farthest."""
    if kind is Weights.NONE or size < 3:
        return [[float(i == j) for j in range(size)] for i in range(size)]
    power = 2 if kind is Weights.QUADRATIC else 1
    return [[1 - (abs(i - j) / (size - 1)) ** power for j in range(size)] for i in range(size)]


def _agreement(shares: list[list[float]], w: list[list[float]], n: int) -> Agreement:
    every = range(len(shares))
    rows = [sum(shares[i]) for i in every]
    columns = [sum(shares[i][j] for i in every) for j in every]
    observed = sum(w[i][j] * shares[i][j] for i in every for j in every)
    expected = sum(w[i][j] * rows[i] * columns[j] for i in every for j in every)
    if expected > 1 - 1e-12:
        return Agreement(kappa=None, low=None, high=None, observed=observed, expected=expected, n=n)
    kappa = (observed - expected) / (1 - expected)
    row_means = [sum(columns[j] * w[i][j] for j in every) for i in every]
    column_means = [sum(rows[i] * w[i][j] for i in every) for j in every]
    spread = (
        sum(
            shares[i][j] * (w[i][j] - (row_means[i] + column_means[j]) * (1 - kappa)) ** 2
            for i in every
            for j in every
        )
        - (kappa - expected * (1 - kappa)) ** 2
    )
    error = math.sqrt(max(0.0, spread) / n) / (1 - expected)
    return Agreement(
        kappa=kappa,
        low=max(-1.0, kappa - Z95 * error),
        high=min(1.0, kappa + Z95 * error),
        observed=observed,
        expected=expected,
        n=n,
    )
