"""Many series watched as they run: which rises higher than its own days' peaks?

The same watch serves hourly counts of thousands of narratives and five-minute counts of one.
At each tick a series is summed over a few scales, and each sum is set against the highest such
sums of its earlier days. What a series reaches every day is no news, however far above its
average; what it has not reached for weeks is. State is a few numbers a series.
"""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tangkal.early_warning import rise_kernel
from tangkal.kernel import InvalidInput
from tangkal.statistics.multiple_testing import benjamini_hochberg
from tangkal.statistics.peaks import PooledPeaks, peak_upper
from tangkal.statistics.rhythm import Rhythm

METHOD = "day-peaks/1"
MINUTES_A_DAY = 1440

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiseSettings:
    """How counts are summed, how long the past is remembered, and when to speak.

    `scales` are in ticks, shortest first. `limit` is in deviations above the mean day peak.
    """

    tick_minutes: int = 60
    scales: tuple[int, ...] = (1, 4, 12)
    limit: float = 2.5
    quiet_minutes: int = MINUTES_A_DAY  # one rise is said once, not at each of its ticks
    min_items: int = 5  # in the longest scale; fewer is no news to anybody
    half_life_days: float = 10.0
    prior_deviation: float = 0.5  # of the logarithm of a day's peak, before it is known …
    prior_days: float = 6.0  # … and for how many days that is held

    def __post_init__(self) -> None:
        if self.tick_minutes < 1 or MINUTES_A_DAY % self.tick_minutes:
            raise InvalidInput(f"{self.tick_minutes=} must divide a day")
        if not self.scales or min(self.scales) < 1 or list(self.scales) != sorted(self.scales):
            raise InvalidInput(f"{self.scales=} must be ticks, shortest first")
        for name in ("limit", "half_life_days", "prior_deviation", "prior_days"):
            if not getattr(self, name) > 0:
                raise InvalidInput(f"{name} {getattr(self, name)} must be above 0")
        if self.quiet_minutes < 0 or self.min_items < 0:
            raise InvalidInput(f"{self.quiet_minutes=} and {self.min_items=} must not be negative")

    @property
    def ticks_a_day(self) -> int:
        return MINUTES_A_DAY // self.tick_minutes


FIVE_MINUTES = RiseSettings(tick_minutes=5, scales=(2, 6, 24), limit=1.9)


class Rises(NamedTuple):
    """What one tick says of each series."""

    score: Float64  # [n] deviations above the mean day peak; 0 while no day is known
    alarm: Bools  # [n] above the limit, with enough items, and not said lately
    known: bool  # False in the first day, and in a tick nobody watched
    usual: tuple[float, float] = (0.0, 1.0)  # mean and deviation of the scores' own day peaks

    @property
    def p_value(self) -> Float64:
        """Share of days that would peak as high; 1 while no day is known."""
        if not self.known:
            return np.ones(len(self.score))
        mean, deviation = self.usual
        return peak_upper((self.score - mean) / deviation)

    @property
    def q_value(self) -> Float64:
        """The same, false-discovery adjusted across the series of this tick."""
        return benjamini_hochberg(self.p_value)


class RiseWatch:
    """The state of n series; `update` takes the counts of the next tick.

    Args:
        n_series: how many series, at least 0.
        settings: scales, memory and limits.

    Source: block maxima with Gumbel tails as in Coles 2001, "An Introduction to Statistical
    Modeling of Extreme Values", chapter 3, with exponential forgetting; the scales, the
    cutting of outliers and their mean are ours.
    """

    _FLOOR = 0.15  # deviation of log peaks that no series is believed to stay under
    _NOISE = 0.5  # … nor under this share of a peak's own counting noise
    _EASE = 2.0  # items added before the logarithm, at scale 1
    _CUT = 1.5
    _CAP = 4.0
    _ACTIVE = 0.5  # of the logarithm: a silent series' day peaks teach nothing about chance
    _GAP = 2  # ticks not yet learned from, so a slow rise cannot hide

    def __init__(self, n_series: int, settings: RiseSettings | None = None) -> None:
        if n_series < 0:
            raise InvalidInput(f"{n_series=} must not be negative")
        self.settings = chosen = settings or RiseSettings()
        self.n_series = n_series
        self.tick = 0
        self.too_late = 0  # items that came after their tick had left every sum
        self._scales = np.array(chosen.scales, np.int64)
        self._eases = self._EASE * np.sqrt(self._scales)
        shape = (n_series, len(chosen.scales))
        self._ring = np.zeros((n_series, max(chosen.scales[-1], self._GAP) + 1), np.int64)
        self._sums = np.zeros(shape, np.int64)
        self._top = np.full(shape, -np.inf)
        self._mean = np.zeros(shape)
        self._variance = np.full(shape, chosen.prior_deviation**2)
        self._days = np.zeros(shape)
        self._doubt = np.full(shape, chosen.prior_days)
        self.level = np.zeros(n_series)  # items a tick at rhythm 1
        self.spread = np.full(n_series, 0.5)  # variance = mean + spread · mean²
        self._weight = np.zeros(n_series)
        self._quiet_until = np.zeros(n_series, np.int64)
        self._best = np.full(n_series, -np.inf)  # highest score of the running day
        self._usual = PooledPeaks()
        self._day_keep = 0.5 ** (1.0 / chosen.half_life_days)
        self._tick_keep = self._day_keep ** (1.0 / chosen.ticks_a_day)
        self._rhythm = Rhythm(chosen.ticks_a_day, self._day_keep)
        self._lately = np.ones(self._ring.shape[1])  # rhythm of the last ticks

    def update(self, counts: Any, *, watched: bool = True) -> Rises:
        """Score the next tick and learn from it.

        Args:
            counts: int[n] items of the tick, 0 where quiet.
            watched: False for a tick in which nothing was collected: its zeros are unknown,
                so nothing is said and nothing learned.

        Raises:
            InvalidInput: another number of series, or a negative count.
        """
        now = self._checked(counts)
        scores = np.zeros(self.n_series)
        self._lately[self.tick % len(self._lately)] = self.rhythm
        rhythms = np.array([self._mean_rhythm(scale) for scale in self.settings.scales])
        top = self._top if watched else self._top.copy()
        rise_kernel.score_tick(
            now, self.tick, self._ring, self._sums, self._scales, self._eases, rhythms, self.level,
            self._mean, self._variance, self._days, top, self._FLOOR, self._NOISE, scores,
        )  # fmt: skip
        rises = self._said(scores, known=watched and self.tick >= self.settings.ticks_a_day)
        if watched:
            self._learn()
        self.tick += 1
        if self.tick % self.settings.ticks_a_day == 0:
            self._end_day()
        return rises

    def add_late(self, series: Any, ticks_ago: int, counts: Any) -> None:
        """Items whose tick is over: the sums are counted again with them.

        Args:
            series: int[m] rows, each at most once.
            ticks_ago: 1 for the tick last given.
            counts: int[m] items.

        Those older than the longest scale change nothing and are counted in `too_late`.
        """
        rows, items = np.asarray(series, np.int64), np.asarray(counts, np.int64)
        if ticks_ago < 1 or items.min(initial=0) < 0 or rows.shape != items.shape:
            raise InvalidInput(f"{ticks_ago=} must be 1 or more, with one count a series")
        if ticks_ago >= self._ring.shape[1] or ticks_ago > self.tick:
            self.too_late += int(items.sum())
            return
        self._ring[rows, (self.tick - ticks_ago) % self._ring.shape[1]] += items
        for at, scale in enumerate(self.settings.scales):
            if ticks_ago <= scale:  # still in the sum that the next tick moves on from
                self._sums[rows, at] += items

    @property
    def rhythm(self) -> float:
        """Relative level expected of the next tick."""
        return self._rhythm.at(self.tick, self.n_series)

    def _checked(self, counts: Any) -> Int64:
        now = np.ascontiguousarray(counts, np.int64)
        if now.shape != (self.n_series,):
            raise InvalidInput(f"counts of shape {now.shape} for {self.n_series} series")
        if now.min(initial=0) < 0:
            raise InvalidInput(f"count {now.min()} is negative")
        return now

    def _mean_rhythm(self, scale: int) -> float:
        back = np.arange(self.tick - min(scale, self.tick + 1) + 1, self.tick + 1)
        return float(self._lately[back % len(self._lately)].mean())

    def _said(self, scores: Float64, *, known: bool) -> Rises:
        if not known:
            return Rises(np.zeros(self.n_series), np.zeros(self.n_series, np.bool_), known)
        np.maximum(self._best, scores, out=self._best)
        high = (scores >= self.settings.limit) & (self._sums[:, -1] >= self.settings.min_items)
        alarm = high & (self.tick >= self._quiet_until)
        wait = -(-self.settings.quiet_minutes // self.settings.tick_minutes)
        self._quiet_until[alarm] = self.tick + wait
        return Rises(scores, alarm, known, self._usual.law())

    def _learn(self) -> None:
        then = self.tick - self._GAP
        if then < 0:
            return
        rhythm = float(self._lately[then % len(self._lately)])
        total = rise_kernel.learn_tick(
            self._ring, then, rhythm, self._tick_keep, self.level, self.spread, self._weight,
            self._CAP,
        )  # fmt: skip
        self._rhythm.learn(then, total)

    def _end_day(self) -> None:
        active = self._mean[:, -1] > math.log(self._eases[-1]) + self._ACTIVE
        if self.tick > 2 * self.settings.ticks_a_day:
            self._usual.learn(self._best[active & np.isfinite(self._best)], self._day_keep)
        self._best[:] = -np.inf
        rise_kernel.end_block(
            self._top, self._mean, self._variance, self._days, self._doubt, self._day_keep,
            self._CUT, self._FLOOR,
        )  # fmt: skip
