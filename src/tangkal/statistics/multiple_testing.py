"""Many tests at once: how many of the alarms would be false."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput


def benjamini_hochberg(
    p_values: Sequence[float] | npt.NDArray[np.float64], *, tests: int | None = None
) -> npt.NDArray[np.float64]:
    """False-discovery adjusted p-values.

    Args:
        p_values: n p-values in 0..1, in any order.
        tests: how many tests were made in all, where those not given had p = 1; n by default.

    Returns:
        n q-values in the order given: rejecting all q ≤ 0.05 keeps the expected share
        of false rejections at 5% where the tests are independent or positively related.

    Raises:
        InvalidInput: a p-value outside 0..1, or none at all where a number belongs; fewer
            tests than p-values.

    Source: Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    >>> benjamini_hochberg([0.01], tests=10).tolist()
    [0.1]
    """
    p = np.asarray(p_values, np.float64)
    if p.ndim != 1:
        raise InvalidInput(f"p-values have shape {p.shape}; give one row of them")
    outside = ~((p >= 0.0) & (p <= 1.0))
    if outside.any():
        raise InvalidInput(f"p-value {p[outside][0]} is outside 0..1")
    n = len(p)
    made = n if tests is None else tests
    if made < n:
        raise InvalidInput(f"{n} p-values of {made} tests; give all that were made")
    order = np.argsort(p, kind="stable")
    scaled = p[order] * made / np.arange(1, n + 1)
    adjusted = np.empty(n)
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return np.clip(adjusted, p, 1.0)  # p·n/n may fall a rounding short of p
