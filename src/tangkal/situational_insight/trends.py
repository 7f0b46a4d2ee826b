"""What grew: a stretch of time held against the same stretches before it, many at once.

Every series (a narrative, a hashtag, a platform, a region …) is compared with its own past
alone. What is expected is a negative binomial: its mean from the earlier stretches, with past
outbreaks capped; its spread from how much the series itself has varied and from how short its
past is. All series that could have grown are tests, so the p-values are adjusted for all of
them: with 500 hashtags looked at, a few would "grow" by chance every day.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput
from tangkal.statistics.counts import HOURS_A_DAY
from tangkal.statistics.multiple_testing import benjamini_hochberg
from tangkal.statistics.tails import negative_binomial_quantile, negative_binomial_upper

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

LEVEL = 0.05  # share of the growth shown that may be chance
FEWEST_STRETCHES = 3  # of the past; of fewer no ordinary range can be told
FEWEST_ITEMS = 5  # now; fewer are no trend, however rare they were
MAX_SIZE = 50.0  # no series is calmer than this
_PRIOR_ITEMS = 0.5
_CAP_DEVIATIONS = 6.0
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """One series' latest stretch beside what its past makes usual."""

    row: int  # of the table given
    observed: int
    expected: float
    usual_low: int  # 5th and 95th percentile expected
    usual_high: int
    p_value: float
    q_value: float
    since: int  # hours before the end of the table at which the growth began, 1 or more

    @property
    def times(self) -> float | None:
        """How many times the expected; None where nothing was expected to speak of."""
        return self.observed / self.expected if self.expected >= 1.0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """What grew, and how many series were looked at to find it."""

    grown: tuple[Growth, ...]  # q at or below the level, most above the usual first
    tests: int  # series that had items now or before
    stretches: int  # of the past that each was held against
    enough_past: bool  # False: nothing can be said, which is not "nothing grew"


def grown(
    counts: Int64, *, span: int = HOURS_A_DAY, level: float = LEVEL, tests: int | None = None
) -> Trends:
    """Which series' last `span` hours lie above what their own past makes usual.

    Args:
        counts: int64[n_series, n_hours], oldest first, hours with the lake switched on only.
        span: hours of a stretch; 24 for "since yesterday", 168 for "since last week".
        level: greatest q-value of what is shown.
        tests: series there were in all, where only the largest are given.

    Returns:
        Growth by how far it exceeds the usual range; nothing where fewer than
        FEWEST_STRETCHES whole stretches lie before the last one.

    Raises:
        InvalidInput: counts is no table or holds a negative number, or a span under 1.

    >>> calm = np.tile([4, 6], (3, 84))
    >>> calm[1, -24:] = 30
    >>> [(each.row, each.observed) for each in grown(calm).grown]
    [(1, 720)]
    """
    if counts.ndim != 2 or span < 1 or (counts.size and counts.min() < 0):
        raise InvalidInput(f"counts of shape {counts.shape} with {span=}; give [series, hours]")
    stretches = counts.shape[1] // span - 1
    active = np.flatnonzero(counts.any(axis=1)) if counts.size else np.zeros(0, np.int64)
    if stretches < FEWEST_STRETCHES or not len(active):
        return Trends(
            grown=(),
            tests=len(active),
            stretches=max(stretches, 0),
            enough_past=stretches >= FEWEST_STRETCHES,
        )
    made = max(tests or 0, len(active))
    used = counts[active, counts.shape[1] - (stretches + 1) * span :]
    sums = used.reshape(len(active), stretches + 1, span).sum(axis=2)
    found = _compared(used, sums, span, level, made)
    shown = [_with_row(each, int(active[each.row])) for each in found]
    return Trends(grown=tuple(shown), tests=made, stretches=stretches, enough_past=True)


def _compared(used: Int64, sums: Int64, span: int, level: float, tests: int) -> list[Growth]:
    mean, size = _expected(sums[:, :-1].astype(float), _weekday(sums, span))
    now = sums[:, -1]
    p_values = negative_binomial_upper(now, mean, size)
    q_values = benjamini_hochberg(np.clip(p_values, 0.0, 1.0), tests=tests)
    rows = np.flatnonzero((q_values <= level) & (now >= FEWEST_ITEMS) & (now > mean))
    if not len(rows):
        return []
    low = negative_binomial_quantile(0.05, mean[rows], size[rows])
    high = negative_binomial_quantile(0.95, mean[rows], size[rows])
    found = [
        Growth(
            row=int(row),
            observed=int(now[row]),
            expected=float(mean[row]),
            usual_low=int(low[place]),
            usual_high=int(high[place]),
            p_value=float(p_values[row]),
            q_value=float(q_values[row]),
            since=began(used[row, -span:], float(mean[row]) / span),
        )
        for place, row in enumerate(rows)
    ]
    return sorted(found, key=lambda g: (-(g.observed + 1) / (g.usual_high + 1), g.row))


def _with_row(growth: Growth, row: int) -> Growth:
    return Growth(
        row=row,
        observed=growth.observed,
        expected=growth.expected,
        usual_low=growth.usual_low,
        usual_high=growth.usual_high,
        p_value=growth.p_value,
        q_value=growth.q_value,
        since=growth.since,
    )


def _expected(past: Float64, weekday: float) -> tuple[Float64, Float64]:
    """Mean and size of each series' next stretch, from its earlier ones."""
    n = past.shape[1]
    middle = np.median(past, axis=1, keepdims=True)
    deviation = 1.4826 * np.median(np.abs(past - middle), axis=1, keepdims=True)
    width = np.maximum(deviation, np.sqrt(np.maximum(middle, 1.0)))
    capped = np.minimum(past, middle + _CAP_DEVIATIONS * width)
    items = capped.sum(axis=1)
    level = (items + _PRIOR_ITEMS) / n
    # Spread by the method of moments, as 1/size: a series' own, drawn to that of all together and
    # never below it: two calm weeks of one series prove little.
    varied = np.square(capped - level[:, None]).sum(axis=1) * n / (n - 1)
    excess = varied - n * level
    squares = n * np.square(level)
    own = excess / np.maximum(squares, 1e-12)
    pooled = excess.sum() / max(squares.sum(), 1e-12)
    spread = (n * own + _WEEK * pooled) / (n + _WEEK)
    spread = np.maximum(spread, max(pooled, 1.0 / MAX_SIZE))
    # Neither level nor spread is known for certain: what they rest on adds doubt (measured on
    # drawn worlds: with 14 days of past about 5% of what is shown is then chance).
    size = 1.0 / (spread * (1.0 + 4.0 / n) + 1.0 / (items + _PRIOR_ITEMS))
    return np.asarray(level * weekday, np.float64), np.asarray(size, np.float64)


def _weekday(sums: Int64, span: int) -> float:
    """How much more this day of the week brings than others, all series together."""
    past = sums[:, :-1].sum(axis=0).astype(float)
    if span != HOURS_A_DAY or len(past) < 3 * _WEEK:
        return 1.0
    same = np.median(past[::-1][_WEEK - 1 :: _WEEK])
    return float(np.clip((same + 1.0) / (np.median(past) + 1.0), 0.5, 2.0))


def began(hours: Int64, usual: float) -> int:
    """How many hours before the end a rise began: where the counts since are least like before.

    Args:
        hours: counts of the stretch, oldest first.
        usual: expected an hour.

    Returns:
        1 … n hours, by the greatest likelihood ratio of a Poisson rate (Kulldorff's scan).

    >>> began(np.array([1, 1, 1, 9, 8, 11]), 1.0)
    3
    """
    best, chosen = -math.inf, len(hours)
    since_end = np.cumsum(hours[::-1]).astype(float)
    for back, seen in enumerate(since_end, start=1):
        awaited = max(usual * back, 1e-9)
        if seen > awaited:
            ratio = seen * math.log(seen / awaited) - (seen - awaited)
            if ratio > best:
                best, chosen = ratio, back
    return chosen


def expected_false(q_values: Sequence[float]) -> float:
    """How many of the growths shown are expected to be chance: at most their worst q of them.

    >>> expected_false([0.01, 0.05])
    0.1
    """
    return max(q_values, default=0.0) * len(q_values)
