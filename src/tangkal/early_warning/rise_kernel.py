"""One tick of every series: the compiled heart of the watch for rises."""

import math

from numba import njit

from tangkal.statistics.peaks import learn_peak


@njit(cache=True, nogil=True)
def score_tick(  # type: ignore[no-untyped-def]
    counts, now, ring, sums, scales, eases, rhythms, level, mean, variance, days, top, floor, noise,
    scores,
):  # fmt: skip
    """Add one tick's counts to the sums of each scale, score them, remember today's tops.

    `ring` int64[n, longest] holds the last counts, `sums` int64[n, scales] their sums. A
    score is the mean over the scales of how many deviations the sum lies above the mean of
    its day peaks, on a logarithmic scale and relative to the hour's rhythm.
    """
    longest = ring.shape[1]
    here = now % longest
    for row in range(counts.shape[0]):
        count = counts[row]
        total = 0.0
        for at in range(scales.shape[0]):
            scale = scales[at]
            sums[row, at] += count - ring[row, (now - scale) % longest]
            usual = level[row] * scale
            ease = eases[at]
            value = math.log(sums[row, at] + ease) - math.log(
                (usual * rhythms[at] + ease) / (usual + ease)
            )
            top[row, at] = max(top[row, at], value)
            if days[row, at] > 0.0:
                least = max(floor, noise * math.exp(-0.5 * mean[row, at]))
                spread = max(math.sqrt(variance[row, at]), least)
                total += (value - mean[row, at]) / spread
        ring[row, here] = count
        scores[row] = total / scales.shape[0]


@njit(cache=True, nogil=True)
def learn_tick(ring, now, rhythm, keep, level, spread, weight, cap):  # type: ignore[no-untyped-def]
    """Let every series' level and spread learn from its count at a tick; the capped total.

    `spread` is the mean of (count - expected)² - expected, relative to expected². Counts
    more than `cap` deviations above their level count as that much.
    """
    total = 0.0
    here = now % ring.shape[1]
    for row in range(ring.shape[0]):
        expected = level[row] * rhythm
        limit = expected + cap * math.sqrt(expected + spread[row] * expected * expected) + 3.0
        count = min(float(ring[row, here]), limit) if weight[row] > 1.0 else float(ring[row, here])
        weight[row] = weight[row] * keep + 1.0
        excess = (count - expected) ** 2 - expected
        known = max(expected, 0.05)
        spread[row] += (excess / (known * known) - spread[row]) / (weight[row] + 24.0)
        level[row] += (count / rhythm - level[row]) / (weight[row] + 1.0)
        total += count
    return total


@njit(cache=True, nogil=True)
def end_block(top, mean, variance, days, doubt, keep, cut, floor):  # type: ignore[no-untyped-def]
    """Close a day: its tops teach how high peaks are, and the next day begins empty."""
    for row in range(top.shape[0]):
        for at in range(top.shape[1]):
            learned = learn_peak(
                top[row, at], mean[row, at], variance[row, at], days[row, at], doubt[row, at],
                keep, cut, floor,
            )  # fmt: skip
            mean[row, at], variance[row, at], days[row, at], doubt[row, at] = learned
            top[row, at] = -math.inf
