"""Difference-in-differences on logarithms, and whether its assumption held before.

It takes every comparison to bear everything that the narrative bears, one to one. The desk shows
it because readers know it, and trusts it only where the two ran in parallel before.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tangkal.tracking_effectiveness.effects_blocks import Blocks
from tangkal.tracking_effectiveness.student import student_quantile, student_upper

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """A log change with its 95% interval, and the check of its assumption."""

    log_change: float
    low: float
    high: float
    parallel_p: float  # of the trends before the action, were they parallel


def differences(blocks: Blocks, rows: list[int]) -> Differences | None:
    """Log ratio to the comparisons together: after against before, by GLS with AR(1) errors.

    The correlation is corrected for its bias in short series (Kendall 1954) and the degrees of
    freedom for the correlation. None where too few blocks were collected.
    """
    t = blocks.before
    together = blocks.others[rows].sum(axis=0)
    seen = blocks.share > 0
    if seen[:t].sum() < 8 or seen[t:].sum() < 1 or together[:t].sum() <= 0:
        return None
    ratio = np.log((blocks.counts + 0.5) / (together + 0.5))
    n = len(ratio)
    step = (np.arange(n) >= t).astype(float)
    found = _gls(ratio, np.column_stack([np.ones(n), step]), seen)
    time = np.arange(t) / t - 0.5
    trend = _gls(ratio[:t], np.column_stack([np.ones(t), time]), seen[:t])
    reach = student_quantile(0.975, found[2]) * found[1]
    return Differences(
        log_change=found[0],
        low=found[0] - reach,
        high=found[0] + reach,
        parallel_p=2.0 * student_upper(abs(trend[0]) / max(trend[1], 1e-9), trend[2]),
    )


def _gls(y: Float64, x: Float64, seen: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """The last coefficient, its error and degrees of freedom; Prais-Winsten, twice."""
    rows = np.flatnonzero(seen)
    y, x = y[rows], x[rows]
    gaps = np.diff(rows)
    kept = 0.0
    n, p = x.shape
    for _ in range(3):
        weight = np.maximum(kept, 0.0) ** gaps
        scale = np.sqrt(1.0 - weight**2)
        first = 1.0
        left = np.concatenate([[y[0] * first], (y[1:] - weight * y[:-1]) / scale])
        right = np.vstack([x[:1] * first, (x[1:] - weight[:, None] * x[:-1]) / scale[:, None]])
        inverse = np.linalg.pinv(right.T @ right)
        beta = inverse @ right.T @ left
        rest = y - x @ beta
        near = gaps == 1
        denominator = float(rest @ rest)
        if denominator <= 0:
            break
        kept = float((rest[1:] * rest[:-1])[near].sum()) / denominator * n / max(near.sum(), 1)
        kept = min(kept + (1.0 + 3.0 * max(kept, 0.0)) / n, 0.985)
    error = left - right @ beta
    freedom = max(n * (1.0 - max(kept, 0.0)) / (1.0 + max(kept, 0.0)) - p, 2.0)
    variance = float(error @ error) / max(n - p, 1) * float(inverse[-1, -1])
    return float(beta[-1]), math.sqrt(max(variance, 1e-12)), freedom
