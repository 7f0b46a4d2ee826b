"""A figure as it may be shown: value, range, how many, how many are missing. Never one alone.

Few cases are said to be few: under :data:`FEW_FOR` a figure is known to say nothing yet, and its
value is withheld. Ranges are 95 %: of a median by order statistics, of a share by Wilson 1927, of
a mean by Student.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness.durations import quantile
from tangkal.tracking_effectiveness.student import student_quantile

Z95 = 1.959963984540054


class Kind(StrEnum):
    """How a figure is made out of single cases."""

    MIDDLE = "middle"  # median and P90 of lengths of time, or of ratios
    SHARE = "share"  # so many of so many
    MEAN = "mean"
    INDEX = "index"  # given as a whole, such as kappa


# Fewest measured cases: with five, no range of a median reaches 95 %; with four, Wilson's range
# of a share is wider than 60 points; nine of ten needs ten.
FEW_FOR = {Kind.MIDDLE: 6, Kind.SHARE: 5, Kind.MEAN: 6, Kind.INDEX: 1}
FEW_FOR_P90 = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One indicator over some cases. `None` is "not known", never 0."""

    kind: Kind
    value: float | None
    n: int  # measured
    of: int  # measured and missing together
    low: float | None = None
    high: float | None = None
    p90: float | None = None
    hits: int | None = None  # of a share: how many of the n
    against: int | None = None  # of the alignment index: how many of the n contradict

    def __post_init__(self) -> None:
        if not 0 <= self.n <= self.of:
            raise InvalidInput(f"{self.n} of {self.of} measured cannot be")

    @property
    def missing(self) -> int:
        return self.of - self.n

    @property
    def missing_share(self) -> float | None:
        """Of all, 0..1; None where there was nothing to measure."""
        return self.missing / self.of if self.of else None

    @property
    def is_few(self) -> bool:
        """Something was measured, but too little for a value."""
        return 0 < self.n < FEW_FOR[self.kind]

    @property
    def is_empty(self) -> bool:
        return self.n == 0


def middle(values: Iterable[float | None]) -> Figure:
    """Median with its range, and P90; None among the values is a missing one.

    Raises:
        InvalidInput: a negative value or one that is not finite.

    >>> middle([1, 2, 3, None]).value is None  # three are too few
    True
    >>> middle(range(1, 12)).value, middle(range(1, 12)).low, middle(range(1, 12)).high
    (6.0, 2.0, 10.0)
    """
    every = list(values)
    known = sorted(float(value) for value in every if value is not None)
    for value in known:
        if not 0.0 <= value < math.inf:
            raise InvalidInput(f"{value} is not a length or a ratio; record None")
    n = len(known)
    if n < FEW_FOR[Kind.MIDDLE]:
        return Figure(kind=Kind.MIDDLE, value=None, n=n, of=len(every))
    rank = _rank_of_median(n)
    return Figure(
        kind=Kind.MIDDLE,
        value=quantile(known, 0.5),
        low=known[rank - 1],
        high=known[n - rank],
        p90=quantile(known, 0.9) if n >= FEW_FOR_P90 else None,
        n=n,
        of=len(every),
    )


def _rank_of_median(n: int) -> int:
    """The largest rank k for which k-th lowest to k-th highest holds the median in 95 %.

    >>> _rank_of_median(6), _rank_of_median(11), _rank_of_median(1000)
    (1, 2, 469)
    """
    if n > 1000:  # the normal approximation is exact to the rank there
        return max(1, math.floor((n - Z95 * math.sqrt(n)) / 2))
    below, rank, choose, whole = 0, 0, 1, 2**n
    for k in range(n // 2 + 1):
        below += choose  # the first k + 1 binomial coefficients
        if 40 * below > whole:  # a tail over 2.5 %
            break
        rank = k + 1
        choose = choose * (n - k) // (k + 1)
    return max(rank, 1)


def share(answers: Iterable[bool | None]) -> Figure:
    """How many of the measured ones; None among the answers is a missing one.

    >>> found = share([True] * 8 + [False] * 2 + [None])
    >>> found.value, round(found.low, 2), round(found.high, 2), found.missing
    (0.8, 0.49, 0.94, 1)
    """
    every = list(answers)
    known = [answer for answer in every if answer is not None]
    return share_of(sum(known), len(known), len(every))


def share_of(hits: int, n: int, of: int | None = None) -> Figure:
    """A share from its counts.

    Raises:
        InvalidInput: more hits than measured ones, or a negative count.
    """
    if not 0 <= hits <= n:
        raise InvalidInput(f"{hits} of {n} is no share")
    of = n if of is None else of
    if n < FEW_FOR[Kind.SHARE]:
        return Figure(kind=Kind.SHARE, value=None, n=n, of=of, hits=hits)
    low, high = wilson(hits, n)
    return Figure(kind=Kind.SHARE, value=hits / n, low=low, high=high, n=n, of=of, hits=hits)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % range of a share; n is at least 1. Rounding never shuts the share out."""
    p, z2 = hits / n, Z95 * Z95
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return min(p, max(0.0, centre - half)), max(p, min(1.0, centre + half))


def mean(values: Iterable[float | None], *, floor: float = 0.0) -> Figure:
    """Mean with Student's range, cut at `floor`.

    >>> mean([0.1, 0.2, 0.1, 0.2, 0.1, 0.2]).value
    0.15
    """
    every = list(values)
    known = [float(value) for value in every if value is not None]
    n = len(known)
    if n < FEW_FOR[Kind.MEAN]:
        return Figure(kind=Kind.MEAN, value=None, n=n, of=len(every))
    centre = math.fsum(known) / n
    spread = math.sqrt(math.fsum((each - centre) ** 2 for each in known) / (n - 1))
    half = student_quantile(0.975, n - 1) * spread / math.sqrt(n)
    return Figure(
        kind=Kind.MEAN,
        value=centre,
        low=max(floor, centre - half),
        high=centre + half,
        n=n,
        of=len(every),
    )


def made(kind: Kind, values: Sequence[float | bool | None]) -> Figure:
    """The figure of a kind; a share's values are true and false."""
    if kind is Kind.SHARE:
        return share(None if value is None else bool(value) for value in values)
    return mean(values) if kind is Kind.MEAN else middle(values)
