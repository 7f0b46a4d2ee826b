"""The time of day and of week that many series share, learned as they run.

One story is too thin to show a rhythm, and a lone series' rhythm cannot be told from its own
rises; so all series teach one rhythm together, and it is trusted the more, the more of them
there are. Counts far above their own level teach only up to a limit.
"""

import math

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]

DAYS_A_WEEK = 7
HALF_TRUST = 20  # series that must be there before their rhythm counts for half
_DRAWN_TO_ONE = 2.0  # days that a slot is held at level 1 before it is believed
_RANGE = (0.1, 8.0)


class Rhythm:
    """Relative level of each tick, about 1: time of day times day of week.

    Args:
        ticks_a_day: ticks in 24 hours.
        keep: share of what was learned that outlives a day.
    """

    def __init__(self, ticks_a_day: int, keep: float) -> None:
        self.ticks_a_day = ticks_a_day
        self.keep = keep
        self._slot = np.ones(ticks_a_day)
        self._slot_days = np.full(ticks_a_day, _DRAWN_TO_ONE)
        self._weekday = np.ones(DAYS_A_WEEK)
        self._weekday_weeks = np.full(DAYS_A_WEEK, _DRAWN_TO_ONE)
        self._level = 0.0  # items a tick, all series together
        self._days = 0.0
        self._today = 0.0

    def at(self, tick: int, n_series: int) -> float:
        """Level expected of a tick, from the days before it."""
        slot, weekday = self._places(tick)
        shown = self._slot[slot] * self._weekday[weekday]
        trust = n_series / (n_series + HALF_TRUST)
        return math.exp(trust * math.log(min(max(shown, _RANGE[0]), _RANGE[1])))

    def learn(self, tick: int, items: float) -> None:
        """One tick's items of all series together."""
        slot, weekday = self._places(tick)
        self._today += items
        if self._days > 0.0 and self._level > 0.0:
            relative = items / (self._level * self._weekday[weekday])
            self._slot_days[slot] = self._slot_days[slot] * self.keep + 1.0
            self._slot[slot] += (relative - self._slot[slot]) / self._slot_days[slot]
        if slot == self.ticks_a_day - 1:
            self._end_day(weekday)

    def _end_day(self, weekday: int) -> None:
        mean = self._today / self.ticks_a_day
        self._today = 0.0
        if self._days >= DAYS_A_WEEK * 0.75 and self._level > 0.0:
            self._weekday_weeks[weekday] = self._weekday_weeks[weekday] * self.keep + 1.0
            step = mean / self._level - self._weekday[weekday]
            self._weekday[weekday] += step / self._weekday_weeks[weekday]
        self._days = self._days * self.keep + 1.0
        self._level += (mean - self._level) / self._days

    def _places(self, tick: int) -> tuple[int, int]:
        return tick % self.ticks_a_day, tick // self.ticks_a_day % DAYS_A_WEEK
