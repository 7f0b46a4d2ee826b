"""How high a series' day peaks usually are, learned as it runs, and how rare a higher one is.

A peak is the largest value of a block (a day). Its mean and spread are learned with a
half-life, peaks far out of line are cut before they teach anything, and a spread held before
the first day is given up slowly: a series two days old is not judged as if known. The
highest of many values follows a Gumbel law (Fisher & Tippett 1928), whose tail gives the
share of days that would reach as high.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

EULER = 0.5772156649015329
GUMBEL_SCALE = math.sqrt(6.0) / math.pi  # of a law with deviation 1


def peak_upper(deviations: Any) -> npt.NDArray[np.float64]:
    """Share of days whose peak lies so many deviations above the mean peak, or higher.

    >>> round(float(peak_upper(0.0)), 3)
    0.43
    >>> float(peak_upper(3.0)) < 0.02 < float(peak_upper(2.0))
    True
    """
    beyond = np.asarray(deviations, np.float64) / GUMBEL_SCALE + EULER
    return np.asarray(-np.expm1(-np.exp(-beyond)), np.float64)


@njit(cache=True, nogil=True)
def learn_peak(peak, mean, variance, days, doubt, keep, cut, floor):  # type: ignore[no-untyped-def]
    """Mean, variance and their weights after one more block.

    `days` and `doubt` are the weights behind mean and variance, `keep` the share of a weight
    that outlives a block, `cut` the deviations beyond which a peak teaches no more.
    """
    reach = cut * max(math.sqrt(variance), floor)
    if days > 0.0:
        peak = min(max(peak, mean - reach), mean + reach)
        step = peak - mean
    else:
        step = 0.0
        mean = peak
    days = days * keep + 1.0
    mean += step / days
    doubt = doubt * keep + 1.0
    variance += (step * (peak - mean) - variance) / doubt
    return mean, variance, days, doubt


class PooledPeaks:
    """The law that day peaks of many series follow together, from its middle.

    Median and 80th percentile fix a Gumbel law; the tail, where true bursts are, is not looked
    at. Mean 0 and deviation 1 are believed until `PRIOR_PEAKS` peaks have been seen.
    """

    PRIOR_PEAKS = 200.0
    _MEDIAN, _HIGH = 0.366513, 1.499940  # quantiles of 0.5 and 0.8 of the law at 0 with scale 1
    _LEAST = 0.2

    def __init__(self) -> None:
        self._mean, self._deviation, self._peaks = 0.0, 1.0, self.PRIOR_PEAKS

    def learn(self, peaks: npt.NDArray[np.float64], keep: float) -> None:
        """One day's peaks; `keep` is the share of what was learned that outlives a day."""
        if len(peaks) == 0:
            return
        middle, high = np.quantile(peaks, [0.5, 0.8])
        scale = max((high - middle) / (self._HIGH - self._MEDIAN), self._LEAST)
        self._peaks = self._peaks * keep + len(peaks)
        share = len(peaks) / self._peaks
        self._mean += share * (middle - self._MEDIAN * scale + EULER * scale - self._mean)
        self._deviation += share * (scale / GUMBEL_SCALE - self._deviation)

    def law(self) -> tuple[float, float]:
        """Mean and deviation."""
        return float(self._mean), float(self._deviation)
