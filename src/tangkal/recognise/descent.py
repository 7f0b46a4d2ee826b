"""The lowest point of a smooth function of some hundred numbers: limited-memory BFGS.

Source: Liu and Nocedal 1989, doi:10.1007/BF01589116. Steps are shortened until the function
falls enough (Armijo). For convex functions, which is all that is asked of it here.
"""

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Slope = NDArray[np.float64]
Function = Callable[[NDArray[np.float64]], tuple[float, Slope]]

_REMEMBERED = 10  # earlier steps from which the curve is told
_SHORTEST = 1e-10


def lowest(
    function: Function, start: NDArray[np.float64], *, steps: int = 200, flat: float = 1e-5
) -> NDArray[np.float64]:
    """Walk downhill from ``start``.

    Args:
        function: gives the value and the slope at a point.
        steps: at most so many.
        flat: where no part of the slope is steeper, the walk ends.

    >>> lowest(lambda x: (float(((x - 3) ** 2).sum()), 2 * (x - 3)), np.zeros(2)).round(3).tolist()
    [3.0, 3.0]
    """
    here = start
    value, slope = function(here)
    past: deque[tuple[Slope, Slope]] = deque(maxlen=_REMEMBERED)
    for _ in range(steps):
        if np.abs(slope).max(initial=0.0) <= flat:
            break
        way = -_bent(slope, past)
        if way @ slope >= 0:  # rounding turned the way uphill: begin anew, straight down
            past.clear()
            way = -slope
        length = 1.0 if past else min(1.0, 1.0 / float(np.abs(slope).sum()))
        while True:
            there = here + length * way
            its_value, its_slope = function(there)
            if its_value <= value + 1e-4 * length * float(way @ slope):
                break
            length /= 2
            if length < _SHORTEST:
                return here
        moved, bend = there - here, its_slope - slope
        if moved @ bend > 0:
            past.append((moved, bend))
        here, value, slope = there, its_value, its_slope
    return here


def _bent(slope: Slope, past: deque[tuple[Slope, Slope]]) -> Slope:
    """The slope seen through the curve that the past steps tell (the two-loop recursion)."""
    seen = slope.copy()
    shares: list[float] = []
    for moved, bend in reversed(past):
        shares.append(float(moved @ seen) / float(moved @ bend))
        seen -= shares[-1] * bend
    if past:
        moved, bend = past[-1]
        seen *= float(moved @ bend) / float(bend @ bend)
    for (moved, bend), share in zip(past, reversed(shares), strict=True):
        seen += (share - float(bend @ seen) / float(moved @ bend)) * moved
    return seen
