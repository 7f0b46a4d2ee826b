"""The selection trap: we act at the peak, so counts fall anyway.

Two things are asked of a series. Was it at a high when somebody acted, and has it been so before,
so that its own past tells how such highs end? And where it hasn't: how did the peaks of
narratives end that nobody answered, seen from a moment like this one?
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tangkal.tracking_effectiveness.student import student_quantile

Float64 = npt.NDArray[np.float64]

HIGH = 2.5  # deviations above the usual from which a level is a peak
LIKE = 0.6  # share of a peak's height that an earlier one must have had to be like it
PRECEDENTS = 3  # earlier peaks of the series from which its past can tell
REFERENCES = 6  # peaks of others from which they can
_LEVEL_HOURS = 3.0
_NEAR = 1.0  # how unlike a moment may be: see `_apart`
_LEAST_ITEMS = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Height:
    """How high a series stood at the action, rhythm and comparisons taken out."""

    deviations: float  # above the usual level
    suspected: bool  # so high that the action was likely taken for it
    precedents: tuple[int, ...]  # blocks at which it had been about as high before


def height(rest: Float64, block_hours: float) -> Height:
    """Judge the last hours before the action against all earlier ones.

    Args:
        rest: [before] logarithms less rhythm and comparisons, nan where not collected.
    """
    width = max(1, round(_LEVEL_HOURS / block_hours))
    values = np.where(np.isnan(rest), np.nanmedian(rest), rest)
    level = np.convolve(values, np.ones(width) / width, mode="valid")
    usual = float(np.median(level))
    spread = max(1.4826 * float(np.median(np.abs(level - usual))), 0.05)
    now = float(level[-1]) - usual
    # The stretch that led up to now is no precedent of itself.
    below = np.flatnonzero(level - usual < 0.3 * now)
    ended = int(below[-1]) if len(below) else -1
    apart = max(2, round(12.0 / block_hours))
    found: list[int] = []
    candidates = [i for i in range(max(ended, 0)) if level[i] - usual >= LIKE * now]
    for i in sorted(candidates, key=lambda i: -level[i]):
        if all(abs(i - other) >= apart for other in found):
            found.append(i)
    high = now >= HIGH * spread
    return Height(
        deviations=now / spread,
        suspected=high and float((level > level[-1]).mean()) < 0.03,
        precedents=tuple(i + width for i in sorted(found)) if now > 0 else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decay:
    """A log change against the way in which like peaks ended that nobody answered."""

    log_change: float
    low: float
    high: float
    sd: float
    log_expected: float  # of the window's items
    references: int
    as_extreme: int


def decay(
    before: Float64, after: Float64, references: Iterable[Float64], bucket_hours: float
) -> Decay | None:
    """Compare the window with the same stretch after like moments of other narratives.

    Of each reference the one moment is taken that is most like the action's: how far it had
    risen in the last hours, how far below its highest hours so far it stood and how long ago
    they were. How much followed in the window, over the level at the moment, is compared;
    references vary, and so does the interval.

    Args:
        before: counts a bucket up to the action.
        after: counts of the window.
        references: counts of narratives that nobody answered.

    Returns:
        None with fewer than REFERENCES like moments, or too few items to see a peak.
    """
    width = max(1, round(_LEVEL_HOURS / bucket_hours))
    window = len(after)
    here = _moments(before, width)
    if here is None or window == 0:
        return None
    place, level = here[-1, :3], float(here[-1, 3])
    if level < _LEAST_ITEMS:
        return None
    logs, noises, near = [], [], []
    for reference in references:
        if len(reference) < window + 2 * width:
            continue
        moments = _moments(reference[: len(reference) - window], width)
        if moments is None:
            continue
        enough = moments[:, 3] >= _LEAST_ITEMS
        if not enough.any():
            continue
        apart = np.where(enough, _apart(moments[:, :3], place), np.inf)
        best = int(apart.argmin())
        if apart[best] > _NEAR:
            continue
        end = best + 2 * width
        follow = float(reference[end : end + window].sum())
        logs.append(math.log((follow + 0.5) / (moments[best, 3] + 0.5)))
        noises.append(1.0 / (follow + 0.5) + 1.0 / (moments[best, 3] + 0.5))
        near.append(moments[best, :3])
    k = len(logs)
    if k < REFERENCES:
        return None
    ours = math.log((float(after.sum()) + 0.5) / (level + 0.5))
    values = np.array(logs)
    mean = float(values.mean())
    variance = float(values.var(ddof=1))
    noise = 1.5 * float(np.mean(noises))
    our_noise = 1.5 * (1.0 / (math.exp(mean) * level + 0.5) + 1.0 / (level + 0.5))
    # Ours is one more of them, and noisier than they where it has fewer items.
    spread = max(variance, max(variance - noise, 0.0) + our_noise)
    sd = math.sqrt(spread + variance / k)
    change = ours - mean
    reach = student_quantile(0.975, k - 1) * sd
    return Decay(
        log_change=change,
        low=change - reach,
        high=change + reach,
        sd=sd,
        log_expected=mean + math.log(level + 0.5),
        references=k,
        as_extreme=int((np.abs(values - mean) >= abs(change)).sum()),
    )


def _moments(counts: Float64, width: int) -> Float64 | None:
    """[i, 4] of each moment: rise, distance to the highest, log hours since it, level's items."""
    if len(counts) < 2 * width + 1:
        return None
    level = np.convolve(counts, np.ones(width), mode="valid")
    highest = np.maximum.accumulate(level)
    at = np.arange(len(level))
    since = at - np.maximum.accumulate(np.where(level >= highest, at, 0))
    now = level[width:]
    return np.column_stack(
        [
            np.log((now + 0.5) / (level[:-width] + 0.5)),
            np.log((now + 0.5) / (highest[width:] + 0.5)),
            np.log1p(since[width:] / width),
            now,
        ]
    )


def _apart(moments: Float64, place: Float64) -> Float64:
    """How unlike moments are: 1 is half as much risen again, or as far from the highest."""
    scales = np.array([0.7, 0.4, 1.0])
    clipped = np.clip(moments, -1.5, 1.5) - np.clip(place, -1.5, 1.5)
    return np.asarray(np.sqrt(((clipped / scales) ** 2).sum(axis=1)))
