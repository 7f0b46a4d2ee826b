"""How often several unequal chances come true together."""

import numpy as np
import numpy.typing as npt
from numba import njit

from tangkal.kernel import InvalidInput


def poisson_binomial_upper(observed: int, chances: npt.ArrayLike) -> float:
    """P(X ≥ observed) for X the number of independent events, each with its own chance.

    A sum of positive terms only, so that tails far below 1e-16 keep their digits.

    Raises:
        InvalidInput: a chance outside 0..1.

    Source: the recursion of Barlow & Heidtmann 1984, doi:10.1109/TR.1984.5221843, with one
    absorbing state at `observed`.

    >>> poisson_binomial_upper(2, [0.5, 0.5])
    0.25
    >>> poisson_binomial_upper(1, [0.5, 0.2])
    0.6
    """
    each = np.asarray(chances, np.float64)
    if not ((each >= 0.0) & (each <= 1.0)).all():
        raise InvalidInput(f"chances {each.tolist()} must lie in 0..1")
    return float(upper_tail(observed, each))


@njit(cache=True, nogil=True)
def upper_tail(observed, chances):  # type: ignore[no-untyped-def]
    """The same for compiled callers, unchecked; O(observed × chances)."""
    if observed <= 0:
        return 1.0
    if observed > chances.shape[0]:
        return 0.0
    state = np.zeros(observed)  # chance of exactly so many, fewer than observed
    state[0] = 1.0
    tail = 0.0
    for n in range(chances.shape[0]):
        q = chances[n]
        tail += state[observed - 1] * q
        for k in range(min(n + 1, observed - 1), 0, -1):
            state[k] = state[k] * (1.0 - q) + state[k - 1] * q
        state[0] *= 1.0 - q
    return min(tail, 1.0)
