"""How fast a narrative grows: doubling time, peak, half-life, and one word for now.

A trend is fitted to hourly counts as counts: a Poisson regression whose interval is widened by
however much the hours scatter beyond chance (quasi-Poisson, McCullagh & Nelder 1989, ch. 6).
Where the interval holds both growth and decline, nothing is said: a doubling time is None.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput

Float64 = npt.NDArray[np.float64]

SPANS = (6, 12, 24, 48)  # trailing hours in which a trend is looked for, shortest first
CONFIDENCE = 0.90
QUIET_HOURS = 24  # so long without an item, and the phase is "quiet"
FEWEST_ITEMS = 10  # fewer carry no trend …
FEWEST_HOURS = 4  # … nor do fewer hours
FEWEST_AT_PEAK = 5  # an hour with fewer is no peak to measure a half-life from
ONSET = 0.1  # a rise begins where the level was this share of the peak's
_STEEPEST = 5.0  # per hour; beyond it hourly counts cannot tell how steep
_ROUNDS = 50


class Phase(StrEnum):
    """What a narrative does at the end of the counts."""

    TOO_FEW = "too_few"  # too few items or hours to say
    RISING = "rising"
    LEVEL = "level"  # neither growth nor decline can be told from chance
    FALLING = "falling"
    QUIET = "quiet"  # nothing for a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """An exponential trend in the counts of some hours, with its interval."""

    per_hour: float  # growth rate: 0.1 is about 10 % more each hour
    low: float
    high: float
    first_hour: int  # index into the counts
    hours: int

    @property
    def doubling_hours(self) -> float | None:
        """Hours in which the hourly count doubles; None unless growth is beyond chance."""
        return math.log(2) / self.per_hour if self.low > 0 else None

    @property
    def doubling_range(self) -> tuple[float, float] | None:
        """Shortest and longest doubling time that the counts allow, in hours."""
        return (math.log(2) / self.high, math.log(2) / self.low) if self.low > 0 else None

    @property
    def halving_hours(self) -> float | None:
        """Hours in which the hourly count halves; None unless decline is beyond chance."""
        return -math.log(2) / self.per_hour if self.high < 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What hourly counts tell of a narrative's growth; None where they cannot tell."""

    items: int
    phase: Phase
    now: Trend | None  # the trend at the end of the counts
    rise: Trend | None  # the trend of the rise that led to the peak
    peak_hour: int | None  # index of the peak; the first of equals
    peak_items: int | None  # items in that hour
    half_life_hours: float | None  # from the peak to half its level; None: not yet, or too thin

    @property
    def doubling_hours(self) -> float | None:
        """Current doubling time in hours; None unless it rises now."""
        return self.now.doubling_hours if self.now else None

    @property
    def doubling_range(self) -> tuple[float, float] | None:
        """The interval of the current doubling time, in hours."""
        return self.now.doubling_range if self.now else None


def growth(counts: Sequence[int] | npt.NDArray[np.int64]) -> Growth:
    """Doubling time, peak, half-life and phase of one narrative.

    Args:
        counts: items an hour, oldest first, 0 where quiet. Whole hours only: an hour that has
            just begun looks like a fall.

    Returns:
        the trend now (the shortest of SPANS in which one can be told; its interval allows for
        having looked at them all), the trend of the rise, the peak and the half-life after it.

    Raises:
        InvalidInput: a negative count, or counts that are no row of whole numbers.

    >>> found = growth([1, 2, 4, 8, 16, 32, 64])
    >>> found.phase.value, round(found.doubling_hours)
    ('rising', 1)
    >>> growth([3]).doubling_hours is None
    True
    """
    series = check_counts(counts)
    items = int(series.sum())
    active = np.flatnonzero(series)
    if not len(active):
        return Growth(
            items=0,
            phase=Phase.QUIET if len(series) >= QUIET_HOURS else Phase.TOO_FEW,
            now=None,
            rise=None,
            peak_hour=None,
            peak_items=None,
            half_life_hours=None,
        )
    born, last = int(active[0]), int(active[-1])
    now = trend_now(series, born)
    peak = peak_of(series)
    return Growth(
        items=items,
        phase=phase_of(now, silent_hours=len(series) - 1 - last),
        now=now,
        rise=trend_of_rise(series, born, peak),
        peak_hour=peak,
        peak_items=int(series[peak]),
        half_life_hours=half_life(series, peak),
    )


def check_counts(counts: Sequence[int] | npt.NDArray[np.int64]) -> Float64:
    """The counts as float64[n].

    Raises:
        InvalidInput: not one row, a negative count, or one that is not finite.
    """
    try:
        series = np.asarray(counts, np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidInput(f"hourly counts must be whole numbers: {error}") from error
    if series.ndim != 1:
        raise InvalidInput(f"hourly counts of shape {series.shape}; give one row")
    if series.size and not (np.isfinite(series).all() and series.min() >= 0):
        worst = series[~(np.isfinite(series) & (series >= 0))][0]
        raise InvalidInput(f"hourly count {worst:g} is negative or no number; 0 is the least")
    return series


def trend_now(series: Float64, born: int = 0) -> Trend | None:
    """The trend at the end: of the shortest span that shows one, else of the longest."""
    found = None
    for span in SPANS:
        first = max(born, len(series) - span)
        trend = fit_trend(series, first, len(series), looks=len(SPANS))
        if trend is not None:
            found = trend
            if trend.low > 0 or trend.high < 0:
                break
        if first == born:
            break
    return found


def trend_of_rise(series: Float64, born: int, peak: int) -> Trend | None:
    """The trend from the last hour near nothing up to the peak."""
    level = smoothed(series)
    low = np.flatnonzero(level[born:peak] <= ONSET * level[peak])
    first = born + (int(low[-1]) if len(low) else 0)
    trend = fit_trend(series, first, peak + 1, looks=len(SPANS))
    return trend if trend is not None and trend.low > 0 else None


def fit_trend(series: Float64, first: int, end: int, *, looks: int = 1) -> Trend | None:
    """The exponential trend of series[first:end]; None where it holds too little.

    Args:
        series: float64[n], items an hour.
        first: first hour fitted.
        end: hour after the last one.
        looks: how many such intervals must hold together; more make each wider.
    """
    part = series[first:end]
    if len(part) < FEWEST_HOURS or part.sum() < FEWEST_ITEMS:
        return None
    hours = np.arange(len(part), dtype=np.float64) - (len(part) - 1) / 2
    slope, error = fit_poisson(hours, part)
    if abs(slope) >= _STEEPEST:
        return None  # all in one hour: steeper than hourly counts can show
    width = student(1 - (1 - CONFIDENCE) / (2 * looks), len(part) - 2) * error
    return Trend(
        per_hour=slope, low=slope - width, high=slope + width, first_hour=first, hours=len(part)
    )


def fit_poisson(hours: Float64, counts: Float64) -> tuple[float, float]:
    """Slope of log count and its standard error, by iteratively reweighted least squares.

    Args:
        hours: float64[n], centred on 0.
        counts: float64[n], not all 0.
    """
    level, slope = math.log(counts.mean()), 0.0
    for _ in range(_ROUNDS):
        expected = np.exp(level + slope * hours)
        left = counts - expected
        s0, s1, s2 = expected.sum(), (expected * hours).sum(), (expected * hours**2).sum()
        determinant = max(s0 * s2 - s1 * s1, 1e-300)
        up = float((s2 * left.sum() - s1 * (left * hours).sum()) / determinant)
        turn = float((s0 * (left * hours).sum() - s1 * left.sum()) / determinant)
        level += min(max(up, -2.0), 2.0)
        slope = min(max(slope + min(max(turn, -0.5), 0.5), -_STEEPEST), _STEEPEST)
        if abs(up) < 1e-9 and abs(turn) < 1e-10:
            break
    expected = np.exp(level + slope * hours)
    mean_hour = (expected * hours).sum() / expected.sum()
    information = (expected * (hours - mean_hour) ** 2).sum()
    scatter = (np.square(counts - expected) / np.maximum(expected, 1e-9)).sum() / (len(counts) - 2)
    return slope, float(np.sqrt(max(1.0, scatter) / max(information, 1e-300)))


def student(share: float, freedom: int) -> float:
    """Quantile of Student's t by the expansion of Cornish and Fisher, good from 2 degrees on.

    >>> round(student(0.975, 10), 2)
    2.23
    """
    z = NormalDist().inv_cdf(share)
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def smoothed(series: Float64) -> Float64:
    """Each hour with a quarter of each neighbour: one loud hour is not taken for a trend."""
    padded = np.pad(series, 1)
    return np.asarray(padded[:-2] / 4 + padded[1:-1] / 2 + padded[2:] / 4, np.float64)


def peak_of(series: Float64) -> int:
    """The loudest hour about the place where the smoothed counts are highest."""
    middle = int(smoothed(series).argmax())
    first = max(0, middle - 1)
    return first + int(series[first : middle + 2].argmax())


def half_life(series: Float64, peak: int) -> float | None:
    """Hours from the peak until the level is half the peak's (doctrine F4), interpolated.

    The level is the smoothed count. None while it has not fallen so far, and for a peak of
    fewer than FEWEST_AT_PEAK items, whose halves are chance. The last hour is not looked at:
    its right neighbour is not known yet.
    """
    if series[peak] < FEWEST_AT_PEAK:
        return None
    level = smoothed(series)
    half = level[peak] / 2
    after = level[peak : len(series) - 1]
    below = np.flatnonzero(after <= half)
    if not len(below):
        return None
    hour = int(below[0])
    above, under = after[hour - 1], after[hour]
    return float(hour - 1 + (above - half) / max(above - under, 1e-300))


def phase_of(now: Trend | None, *, silent_hours: int) -> Phase:
    """The word for now."""
    if silent_hours >= QUIET_HOURS:
        return Phase.QUIET
    if now is None:
        return Phase.TOO_FEW
    if now.low > 0:
        return Phase.RISING
    return Phase.FALLING if now.high < 0 else Phase.LEVEL
