"""What an hour usually brings: level, weekly rhythm and spread, learned from the past alone.

A negative binomial for every series: its level from the series' own trailing window, its
rhythm from all series together (a single story is too thin to show one), its spread by the
method of moments. Past outbreaks are capped before anything is estimated, so one storm
does not teach the baseline that storms are usual. The uncertainty of a short or empty
history is part of the spread: a story first seen an hour ago is not judged as if known.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput
from tangkal.statistics.counts import HOURS_A_DAY, HOURS_A_WEEK

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

RECENT_HOURS = 24
PRIOR_ITEMS = 0.5  # what is expected of a silent series …
PRIOR_HOURS = 12.0  # … over this many hours
MAX_SIZE = 50.0  # no social series is calmer than this; Poisson would alarm at any hiccup
_CAP_DEVIATIONS = 6.0
_RHYTHM_RANGE = (0.2, 5.0)
_RHYTHM_PRIOR = 2.0  # items an hour, all series together


class Expectation(NamedTuple):
    """The negative binomial expected of each series at the hour after the gap."""

    mean: Float64  # [n_series] items
    size: Float64  # [n_series] variance = mean + mean²/size
    rhythm: Float64  # [n_hours] relative level of each hour of the table, about 1


def expect_next(counts: Int64, *, gap: int = 2) -> Expectation:
    """Expectation for the last hour of each row, from the hours before the gap.

    Args:
        counts: int64[n_series, n_hours], oldest first; n_hours at least gap + 2.
        gap: hours just before the scored one that are not learned from.

    Returns:
        mean and size of each row for its last hour; the last gap + 1 hours of *counts*
        have no influence on mean or size.

    Raises:
        InvalidInput: counts is no table, too short, or holds a negative number.
    """
    if counts.ndim != 2 or counts.shape[1] < gap + 2 or gap < 0:
        raise InvalidInput(
            f"counts of shape {counts.shape} with {gap=}; give [series, hours] with at least "
            f"{gap + 2} hours"
        )
    if counts.size and counts.min() < 0:
        raise InvalidInput(f"count {counts.min()} is negative")
    n_hours = counts.shape[1]
    past = counts[:, : n_hours - 1 - gap].astype(np.float64)
    rhythm = _rhythm(past.sum(axis=0), n_hours)
    past_rhythm = rhythm[: past.shape[1]]
    capped = _capped(past, past_rhythm)
    level, seen = _level(capped, past_rhythm)
    spread = _size(capped, level, past_rhythm)
    mean = level * rhythm[-1]
    # Predictive size: the series' own spread and the doubt about its level add up.
    size = 1.0 / (1.0 / spread + 1.0 / (seen + PRIOR_ITEMS))
    return Expectation(mean, size, rhythm)


def _rhythm(totals: Float64, n_hours: int) -> Float64:
    """Relative level of each hour of the week, by medians over days, then over weeks."""
    n = len(totals)
    day = np.ones(n_hours)
    if n >= 3 * HOURS_A_DAY:
        day = _slot_levels(totals, np.ones(n), n_hours, HOURS_A_DAY)
    week = np.ones(n_hours)
    if n >= 3 * HOURS_A_WEEK:
        week = _slot_levels(totals, day[:n], n_hours, HOURS_A_WEEK)
    return np.clip(day * week, *_RHYTHM_RANGE)


def _slot_levels(totals: Float64, known: Float64, n_hours: int, period: int) -> Float64:
    """Median of each slot of the period, relative to their mean, drawn towards 1."""
    relative = totals / known
    slot = np.arange(len(totals)) % period
    medians = np.array([np.median(relative[slot == one]) for one in range(period)])
    levels = (medians + _RHYTHM_PRIOR) / (medians.mean() + _RHYTHM_PRIOR)
    return np.asarray(levels[np.arange(n_hours) % period], np.float64)


def _capped(past: Float64, rhythm: Float64) -> Float64:
    """Past counts with outbreaks cut to the edge of the ordinary."""
    flat = past / rhythm
    middle = np.median(flat, axis=1, keepdims=True)
    deviation = 1.4826 * np.median(np.abs(flat - middle), axis=1, keepdims=True)
    width = np.maximum(deviation, np.sqrt(np.maximum(middle, 1.0)))
    return np.asarray(np.minimum(past, (middle + _CAP_DEVIATIONS * width) * rhythm))


def _level(capped: Float64, rhythm: Float64) -> tuple[Float64, Float64]:
    """Items an hour at rhythm 1, and the items the estimate rests on: long or recent past.

    The higher of the two windows: a story that grew yesterday is not news every hour
    of today.
    """
    best = np.zeros(len(capped))
    seen = np.zeros(len(capped))
    for hours in (capped.shape[1], min(RECENT_HOURS, capped.shape[1])):
        items = capped[:, -hours:].sum(axis=1)
        level = (items + PRIOR_ITEMS) / (rhythm[-hours:].sum() + PRIOR_HOURS)
        higher = level > best
        best = np.where(higher, level, best)
        seen = np.where(higher, items, seen)
    return best, seen


def _size(capped: Float64, level: Float64, rhythm: Float64) -> Float64:
    """Method of moments: size = Σ expected² / Σ ((count - expected)² - expected)."""
    expected = level[:, None] * rhythm[None, :]
    excess = (np.square(capped - expected) - expected).sum(axis=1)
    squares = np.square(expected).sum(axis=1)
    return np.asarray(
        np.where(excess > squares / MAX_SIZE, squares / np.maximum(excess, 1e-12), MAX_SIZE)
    )
