"""Effects of several responses taken together: random effects, with small-sample caution.

Responses differ, so the mean is one of a spread of effects, and the prediction interval says
what the next response may bring. Between-response variance by Paule & Mandel 1982; interval of
the mean by Hartung & Knapp 2001 (Sidik & Jonkman 2002), never narrower than the one without
that correction; prediction interval by Higgins, Thompson & Spiegelhalter 2009.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness.student import student_quantile

FEW = 5  # under so many, the spread between responses is hardly known
_FUNNEL_FROM = 10  # Sterne et al. 2011: no test of asymmetry with fewer


class Caution(StrEnum):
    """Why a pooled figure says less than it seems to."""

    ONE_ONLY = "one_only"
    FEW_RESPONSES = "few_responses"
    VERY_DIFFERENT = "very_different"  # i2 above 0.75: the mean hides more than it says
    SMALL_ONES_SHOW_MORE = "small_ones_show_more"  # funnel: imprecise estimates are the larger
    NEXT_MAY_DIFFER = "next_may_differ"  # the prediction interval holds 0, the mean's does not


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """Log changes; exp(mean) - 1 is the share. None where it cannot be known."""

    mean: float
    low: float  # 95%
    high: float
    tau: float  # deviation of true effects between responses
    i2: float  # share of the differences that chance does not explain, 0..1
    n: int
    prediction_low: float | None  # of the next response; None under 3
    prediction_high: float | None
    weights: tuple[float, ...]
    cautions: tuple[Caution, ...]


def pool(estimates: Sequence[tuple[float, float]]) -> Pooled:
    """Random-effects mean of log changes.

    Args:
        estimates: (log change, its standard error) a response, at least one.

    Raises:
        InvalidInput: none at all, or a value that is not finite or an error not above 0.

    >>> round(pool([(-0.3, 0.1), (-0.3, 0.1), (-0.3, 0.1)]).mean, 3)
    -0.3
    """
    if not estimates:
        raise InvalidInput("no estimate to pool; give at least one")
    for change, error in estimates:
        if not (math.isfinite(change) and math.isfinite(error) and error > 0.0):
            raise InvalidInput(f"({change}, {error}) is no log change with an error above 0")
    y = np.array([change for change, _ in estimates])
    variance = np.array([error for _, error in estimates]) ** 2
    n = len(y)
    fixed = 1.0 / variance
    q = float(fixed @ (y - fixed @ y / fixed.sum()) ** 2)
    tau2 = _paule_mandel(y, variance)
    weights = 1.0 / (variance + tau2)
    mean = float(weights @ y / weights.sum())
    error = math.sqrt(1.0 / weights.sum())
    i2 = max(0.0, 1.0 - (n - 1) / q) if q > 0.0 else 0.0
    if n == 1:
        reach = 1.959964 * error
        prediction = None
    else:
        spread = math.sqrt(float(weights @ (y - mean) ** 2) / (n - 1))
        reach = student_quantile(0.975, n - 1) * error * max(1.0, spread)
        prediction = student_quantile(0.975, n - 2) * math.sqrt(tau2 + error**2) if n >= 3 else None
    cautions = []
    if n == 1:
        cautions.append(Caution.ONE_ONLY)
    elif n < FEW:
        cautions.append(Caution.FEW_RESPONSES)
    if i2 > 0.75:
        cautions.append(Caution.VERY_DIFFERENT)
    if n >= _FUNNEL_FROM and _asymmetric(y, variance):
        cautions.append(Caution.SMALL_ONES_SHOW_MORE)
    if prediction is not None and abs(mean) > reach and abs(mean) <= prediction:
        cautions.append(Caution.NEXT_MAY_DIFFER)
    return Pooled(
        mean=mean,
        low=mean - reach,
        high=mean + reach,
        tau=math.sqrt(tau2),
        i2=i2,
        n=n,
        prediction_low=None if prediction is None else mean - prediction,
        prediction_high=None if prediction is None else mean + prediction,
        weights=tuple((weights / weights.sum()).tolist()),
        cautions=tuple(cautions),
    )


def _paule_mandel(y: np.ndarray, variance: np.ndarray) -> float:
    """The tau² at which the weighted squares equal their degrees of freedom; by bisection."""

    def excess(tau2: float) -> float:
        weights = 1.0 / (variance + tau2)
        return float(weights @ (y - weights @ y / weights.sum()) ** 2) - (len(y) - 1)

    if len(y) == 1 or excess(0.0) <= 0.0:
        return 0.0
    low, high = 0.0, float(np.var(y) + variance.max())
    while excess(high) > 0.0:
        high *= 2.0
    for _ in range(100):
        middle = (low + high) / 2.0
        low, high = (middle, high) if excess(middle) > 0.0 else (low, middle)
    return (low + high) / 2.0


def _asymmetric(y: np.ndarray, variance: np.ndarray) -> bool:
    """Egger's regression at 10%: do imprecise estimates lie farther to one side?"""
    error = np.sqrt(variance)
    design = np.column_stack([1.0 / error, np.ones_like(error)])
    beta, *_ = np.linalg.lstsq(design, y / error, rcond=None)
    residual = y / error - design @ beta
    scale = residual @ residual / (len(y) - 2)
    covariance = scale * np.linalg.inv(design.T @ design)
    t = abs(beta[1]) / math.sqrt(covariance[1, 1]) if covariance[1, 1] > 0.0 else 0.0
    return bool(t > student_quantile(0.95, len(y) - 2))
