"""Student's t: its distribution and quantiles, for intervals from few data."""

import math
from functools import lru_cache

from tangkal.kernel import InvalidInput


def student_upper(t: float, freedom: float) -> float:
    """P(T ≥ t) with so many degrees of freedom.

    >>> round(student_upper(2.228139, 10), 4)
    0.025
    """
    if not freedom > 0.0 or math.isnan(t):
        raise InvalidInput(f"{t=} with {freedom} degrees of freedom has no probability")
    from tangkal.statistics.special import beta_regularised  # noqa: PLC0415 - numba

    half = 0.5 * float(beta_regularised(freedom / 2.0, 0.5, freedom / (freedom + t * t)))
    return half if t >= 0.0 else 1.0 - half


@lru_cache(maxsize=4096)
def student_quantile(share: float, freedom: float) -> float:
    """The t below which a share of the distribution lies; bisected to 1e-10.

    Raises:
        InvalidInput: a share outside 0..1 exclusive, or no degrees of freedom.

    >>> round(student_quantile(0.975, 10), 4)
    2.2281
    """
    if not 0.0 < share < 1.0:
        raise InvalidInput(f"share {share} must lie between 0 and 1")
    if share < 0.5:
        return -student_quantile(1.0 - share, freedom)
    low, high = 0.0, 1.0
    while student_upper(high, freedom) > 1.0 - share and high < 1e12:
        low, high = high, high * 2.0
    while high - low > 1e-10 * max(1.0, high):
        middle = (low + high) / 2.0
        if student_upper(middle, freedom) > 1.0 - share:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0
