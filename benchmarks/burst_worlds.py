"""Drawn worlds of many count series an hour, with bursts planted in some of them.

Each series has its own level (most are zero in most hours), its own over-dispersion, moods that
last some hours, and a level that drifts; groups of series share a daily and weekly rhythm. Some
days are holidays, some hours were never collected, some items arrive hours late.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DAYS = 60
HOURS = DAYS * 24
QUIET_DAYS = 21  # no burst before; nothing is counted before WARM_DAYS
WARM_DAYS = 14
BURST_SHARE = 0.2  # of the series have one burst
LATE = {1: 0.06, 3: 0.03, 12: 0.01}  # share of items that arrive so many hours late
HOLIDAYS = {16: 0.5, 30: 1.6, 31: 1.8, 44: 0.6}  # day: factor on every series
GAPS = ((17 * 24 + 5, 9), (39 * 24 + 14, 4))  # first hour and hours of each outage
MOOD_DEPTH = (0.2, 0.7)  # deviation of the logarithm of a series' moods
MOOD_KEPT = 0.84  # from one hour to the next: half is gone after four hours
_GROUPS = 12

Table = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Counts as they arrive, and the planted truth."""

    on_time: Table  # [n, hours] items that arrive in the hour they were published
    late: dict[int, Table]  # hours late: [n, hours] by the hour of publication
    start: npt.NDArray[np.int64]  # [n] first hour of the planted burst; -1 for none
    end: npt.NDArray[np.int64]  # [n] hour by which 99% of it was published
    burst: Table  # [n, hours] the planted items, by hour of publication

    def arrived(self, hour: int) -> dict[int, npt.NDArray[np.int32]]:
        """What arrives in an hour, by how late; 0 for on time. Nothing in an outage."""
        if any(first <= hour < first + hours for first, hours in GAPS):
            return {0: np.zeros_like(self.on_time[:, 0])}
        late = {by: table[:, hour - by] for by, table in self.late.items() if hour >= by}
        return {0: self.on_time[:, hour]} | late


def make_world(seed: int, n_series: int) -> World:
    """A world drawn from a seed; planted bursts start after QUIET_DAYS."""
    rng = np.random.default_rng(seed)
    level = np.clip(rng.lognormal(np.log(0.4), 1.5, n_series), 0.01, 200.0)
    means = _means(rng, level)
    size = rng.uniform(1.0, 8.0, (n_series, 1))
    counts = np.empty((n_series, HOURS), np.int32)
    means *= _moods(rng, n_series)
    for at in range(0, n_series, 500):  # in parts: the drawing is what takes memory
        part = slice(at, at + 500)
        wild = rng.standard_gamma(np.broadcast_to(size[part], means[part].shape)) / size[part]
        counts[part] = rng.poisson(means[part] * wild)
    burst, start, end = _bursts(rng, level)
    counts += burst
    late = {by: rng.binomial(counts, share).astype(np.int32) for by, share in LATE.items()}
    on_time = np.maximum(counts - sum(late.values()), 0).astype(np.int32)
    return World(on_time=on_time, late=late, start=start, end=end, burst=burst)


def _means(rng: np.random.Generator, level: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    hours = np.arange(HOURS)
    n = len(level)
    phase = rng.uniform(17, 22, _GROUPS)
    depth = rng.uniform(0.4, 0.9, _GROUPS)
    weekend = rng.uniform(0.6, 1.2, _GROUPS)
    day = 1 + depth[:, None] * np.cos(2 * np.pi * (hours[None] - phase[:, None]) / 24)
    week = np.where(hours // 24 % 7 >= 5, weekend[:, None], 1.0)
    holiday = np.array([HOLIDAYS.get(d, 1.0) for d in range(DAYS)])[hours // 24]
    rhythm = (day * week * holiday).astype(np.float32)
    steps = rng.normal(0.0, 0.05, (n, DAYS)).cumsum(axis=1)  # a third up or down in a month
    drift = np.exp(steps).astype(np.float32)
    group = rng.integers(0, _GROUPS, n)
    return np.asarray(level[:, None] * rhythm[group] * drift[:, hours // 24], np.float32)


def _moods(rng: np.random.Generator, n_series: int) -> npt.NDArray[np.float32]:
    """Factors of mean 1 that stay high or low for some hours: small waves without a cause."""
    depth = rng.uniform(*MOOD_DEPTH, n_series)
    moods = np.empty((n_series, HOURS), np.float32)
    mood = rng.standard_normal(n_series)
    for hour in range(HOURS):
        moods[:, hour] = np.exp(depth * mood - depth**2 / 2)
        mood = MOOD_KEPT * mood + np.sqrt(1 - MOOD_KEPT**2) * rng.standard_normal(n_series)
    return moods


def _bursts(
    rng: np.random.Generator, level: npt.NDArray[np.float64]
) -> tuple[Table, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """A rise and a slower fall (gamma-shaped), of at least about 40 items, or of days' worth."""
    n = len(level)
    burst = np.zeros((n, HOURS), np.int32)
    start, end = np.full(n, -1), np.full(n, -1)
    for row in np.flatnonzero(rng.random(n) < BURST_SHARE):
        begin = int(rng.integers(QUIET_DAYS * 24, (DAYS - 5) * 24))
        items = rng.poisson(max(40.0, level[row] * 24 * rng.uniform(3, 30)) * rng.uniform(1, 3))
        spread_hours = rng.uniform(6.0, 20.0)
        moments = begin + rng.gamma(2.0, spread_hours, int(items))
        hours = moments[moments < HOURS].astype(np.int64)
        burst[row] = np.bincount(hours, minlength=HOURS)
        start[row], end[row] = hours.min(), int(np.quantile(hours, 0.99))
    return burst, start, end
