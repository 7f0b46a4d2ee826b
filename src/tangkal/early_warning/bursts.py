"""Which stories rose above what their own past makes usual, in the last hour?

Two tests are made of each. The hour alone against what is usual at that hour of the week; and
the last hour, 4 hours and 12 hours together against the day peaks of the series
(`tangkal.early_warning.rises`), which sees a rise that no single hour betrays. Counting from the
stored hours each time, late items mend the past they belong to.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from tangkal.early_warning.rises import Rises, RiseSettings, RiseWatch
from tangkal.kernel import Burst, InvalidInput
from tangkal.statistics.baseline import Expectation, expect_next
from tangkal.statistics.multiple_testing import benjamini_hochberg
from tangkal.statistics.tails import negative_binomial_quantile, negative_binomial_upper

METHOD = "negative-binomial+day-peaks/2"
GAP_HOURS = 2  # the hours just before are not learned from, so a slow rise cannot hide
WINDOW_HOURS = 28 * 24
MIN_HISTORY_HOURS = 24  # less past than a day cannot tell night from rise
MIN_ITEMS = 5  # a rise from one item to three is no news to anybody
Q_LIMIT = 0.05
RISE_LIMIT = 3.0  # deviations above a usual day's peak, where the rise speaks for itself
LONGEST_RUN_HOURS = 72

_HOUR = timedelta(hours=1)
_HOURLY = RiseSettings(tick_minutes=60)


def find_bursts(
    series: Sequence[str],
    counts: npt.NDArray[np.int64],
    first_hour: datetime,
    *,
    q_limit: float = Q_LIMIT,
    min_items: int = MIN_ITEMS,
    watched_from: datetime | None = None,
) -> list[Burst]:
    """Test the last hour of every series at once; the strongest burst comes first.

    Args:
        series: n names, e.g. narrative ids.
        counts: int64[n, hours], items an hour, oldest first, 0 where quiet. Only the last
            four weeks are used. An hour still running can only be understated.
        first_hour: aware start of the first hour.
        q_limit: share of false alarms accepted among the alarms of one run.
        min_items: an hour with fewer is never a burst.
        watched_from: aware moment from which items were collected at all; earlier zeros
            are unknown, not quiet. None when the whole table was watched.

    Returns:
        the series whose last hour exceeds its own expectation at the false-discovery
        level, or whose last hours lie RISE_LIMIT above their day peaks (the q-value is
        said either way); none while the watched past is under 24 hours plus the gap.

    Raises:
        InvalidInput: shapes disagree, a negative count, a naive moment, a mad limit.

    Source: over-dispersed count surveillance as in Noufaily et al. 2013,
    doi:10.1002/sim.5595, with a moment fit in place of their regression, and Gumbel tails of
    day peaks as in :mod:`tangkal.early_warning.rises`; the smaller of both, twice for having
    looked twice; Benjamini & Hochberg 1995 across the series.
    """
    _check(series, counts, first_hour, q_limit, watched_from)
    first_hour, counts = _watched(counts, first_hour, watched_from)
    if len(series) == 0 or counts.shape[1] < MIN_HISTORY_HOURS + GAP_HOURS + 1:
        return []
    observed = counts[:, -1]
    if observed.max() < min_items:  # no series can burst: most hours of a backfill
        return []
    expected = expect_next(counts, gap=GAP_HOURS)
    p_hour = negative_binomial_upper(observed, expected.mean, expected.size)
    rises = _last_rises(counts)
    p_values = np.minimum(1.0, 2.0 * np.minimum(p_hour, rises.p_value))
    q_values = benjamini_hochberg(p_values)
    high = negative_binomial_quantile(0.95, expected.mean, expected.size)
    is_rare = (q_values <= q_limit) | (rises.score >= RISE_LIMIT)
    hits = np.flatnonzero(is_rare & (observed >= min_items) & (observed > high))
    low = negative_binomial_quantile(0.05, expected.mean[hits], expected.size[hits])
    starts = _run_starts(counts[hits], hits, expected)
    last = counts.shape[1] - 1
    bursts = [
        Burst(
            series=series[row],
            hour=first_hour + last * _HOUR,
            observed=int(observed[row]),
            usual_low=int(low[at]),
            usual_high=int(high[row]),
            started_at=first_hour + int(starts[at]) * _HOUR,
            p_value=float(p_values[row]),
            q_value=float(q_values[row]),
            method=METHOD,
        )
        for at, row in enumerate(hits.tolist())
    ]
    return sorted(bursts, key=lambda burst: (burst.p_value, -burst.observed, burst.series))


def _check(
    series: Sequence[str],
    counts: npt.NDArray[np.int64],
    first_hour: datetime,
    q_limit: float,
    watched_from: datetime | None,
) -> None:
    if counts.ndim != 2 or counts.shape[0] != len(series):
        raise InvalidInput(f"counts of shape {counts.shape} for {len(series)} series")
    if counts.size and counts.min() < 0:
        raise InvalidInput(f"count {counts.min()} is negative")
    if not 0.0 < q_limit < 1.0:
        raise InvalidInput(f"q_limit {q_limit} must lie between 0 and 1")
    for moment in (first_hour, watched_from):
        if moment is not None and moment.tzinfo is None:
            raise InvalidInput(f"moment {moment.isoformat()} has no time zone; give one")


def _watched(
    counts: npt.NDArray[np.int64], first_hour: datetime, watched_from: datetime | None
) -> tuple[datetime, npt.NDArray[np.int64]]:
    """The table without hours nobody watched and without those before the window."""
    skipped = max(0, counts.shape[1] - WINDOW_HOURS)
    if watched_from is not None:
        unseen = -((first_hour - watched_from) // _HOUR)  # part of an hour counts as unwatched
        skipped = min(max(skipped, unseen), counts.shape[1])
    return first_hour + skipped * _HOUR, counts[:, skipped:]


def _last_rises(counts: npt.NDArray[np.int64]) -> Rises:
    """How far the last hours of each series lie above the day peaks before them."""
    watch = RiseWatch(len(counts), _HOURLY)
    rises = [watch.update(counts[:, hour]) for hour in range(counts.shape[1])]
    return rises[-1]


def _run_starts(
    counts: npt.NDArray[np.int64], rows: npt.NDArray[np.int64], expected: Expectation
) -> npt.NDArray[np.int64]:
    """First column of the unbroken run of unusual hours that ends in the last one."""
    last = counts.shape[1] - 1
    back = min(LONGEST_RUN_HOURS, last)
    level = expected.mean[rows] / expected.rhythm[last]
    means = level[:, None] * expected.rhythm[None, last - back : last]
    high = negative_binomial_quantile(0.95, means, expected.size[rows][:, None])
    unusual = counts[:, last - back : last] > high
    run = np.cumprod(unusual[:, ::-1], axis=1).sum(axis=1)
    return np.asarray(last - run, np.int64)
