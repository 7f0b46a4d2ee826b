"""Tail probabilities and quantiles of counts: Poisson and negative binomial.

The negative binomial is written by its mean and its *size*: variance = mean + mean²/size,
so size → ∞ is Poisson and a small size is a wild series.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from tangkal.kernel import InvalidInput
from tangkal.statistics.special import beta_regularised, gamma_lower

Float64 = npt.NDArray[np.float64]

POISSON_FROM = 1e7  # sizes beyond this are indistinguishable from Poisson


def poisson_upper(observed: Any, mean: Any) -> Float64:
    """P(X ≥ observed) for X Poisson; arrays broadcast.

    >>> poisson_upper(3, 1.0).round(6).item()
    0.080301
    """
    return negative_binomial_upper(observed, mean, np.inf)


def negative_binomial_upper(observed: Any, mean: Any, size: Any) -> Float64:
    """P(X ≥ observed) for X negative binomial by mean and size; arrays broadcast.

    Raises:
        InvalidInput: a negative count or mean, or a size that is not above 0.

    >>> negative_binomial_upper(2, 1.0, 1.0).item()  # geometric: (1/2)**2
    0.25
    """
    k, mu, r = _checked(observed, mean, size)
    out = np.empty(k.size)
    _upper(k.ravel(), mu.ravel(), r.ravel(), out)
    return out.reshape(k.shape)


def negative_binomial_quantile(share: float, mean: Any, size: Any) -> npt.NDArray[np.int64]:
    """The least count c with P(X ≤ c) ≥ share; arrays broadcast.

    Raises:
        InvalidInput: a share outside 0..1 exclusive, a negative mean, a size not above 0.

    >>> negative_binomial_quantile(0.95, 1.0, np.inf).item()
    3
    """
    if not 0.0 < share < 1.0:
        raise InvalidInput(f"share {share} must lie between 0 and 1")
    _, mu, r = _checked(0, mean, size)
    out = np.empty(mu.size, np.int64)
    _quantile(share, mu.ravel(), r.ravel(), out)
    return out.reshape(mu.shape)


def _checked(observed: Any, mean: Any, size: Any) -> tuple[Float64, Float64, Float64]:
    k, mu, r = np.broadcast_arrays(
        np.asarray(observed, np.float64), np.asarray(mean, np.float64), np.asarray(size, np.float64)
    )
    for name, values, fine in (
        ("observed", k, (k >= 0) & np.isfinite(k)),
        ("mean", mu, (mu >= 0) & np.isfinite(mu)),
        ("size", r, r > 0),
    ):
        if not fine.all():
            raise InvalidInput(f"{name} {values[~fine].flat[0]} is outside what counts can have")
    return k, mu, r


@njit(cache=True, nogil=True)
def _one_upper(k, mean, size):  # type: ignore[no-untyped-def]
    if k <= 0.0:
        return 1.0
    if mean <= 0.0:
        return 0.0
    if size >= POISSON_FROM:
        return gamma_lower(k, mean)
    return beta_regularised(k, size, mean / (mean + size))


@njit(cache=True, nogil=True)
def _upper(k, mean, size, out):  # type: ignore[no-untyped-def]
    for i in range(k.shape[0]):
        out[i] = _one_upper(k[i], mean[i], size[i])


@njit(cache=True, nogil=True)
def _quantile(share, mean, size, out):  # type: ignore[no-untyped-def]
    for i in range(mean.shape[0]):
        low, high = -1, 1  # P(X ≤ low) < share ≤ P(X ≤ high)
        while _one_upper(high + 1.0, mean[i], size[i]) > 1.0 - share:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            if _one_upper(middle + 1.0, mean[i], size[i]) > 1.0 - share:
                low = middle
            else:
                high = middle
        out[i] = high
