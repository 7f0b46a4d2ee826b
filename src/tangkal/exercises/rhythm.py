"""When people post: the day, the week, and the shape of a story on top of them.

Hours are counted from the start of the week, 0 to 167; clock hours are WIB.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import numpy as np
from numpy.typing import NDArray

WIB = timezone(timedelta(hours=7), "WIB")
WEEK_HOURS = 168

# Posts an hour of the day, WIB, from midnight; a quiet night, a lunch peak, a busy evening.
DAILY = (
    18,
    10,
    6,
    5,
    9,
    22,
    38,
    46,
    48,
    50,
    52,
    55,
    62,
    54,
    50,
    50,
    54,
    62,
    74,
    86,
    90,
    78,
    54,
    32,
)
# Monday to Sunday.
WEEKLY = (1.0, 0.98, 0.97, 1.0, 1.06, 1.12, 1.08)


@dataclass(frozen=True, slots=True)
class Envelope:
    """How strong a story is, hour by hour: a low hum, then a rise and a fading.

    `begin_day` counts from 1; `begin_hour` is the WIB clock hour of that day.
    """

    begin_day: int = 1
    begin_hour: int = 0
    rise_hours: float = 0.0  # 0: at full strength at once
    half_life_hours: float | None = None  # None: does not fade
    hum: float = 0.0  # strength before the beginning, against 1 at the peak

    def begin(self, start: datetime) -> int:
        """Hours from `start` to the beginning: that clock hour on that 24-hour day."""
        day = 24 * (self.begin_day - 1)
        return day + (self.begin_hour - start.astimezone(WIB).hour) % 24

    def weights(self, start: datetime) -> NDArray[np.float64]:
        """Relative volume of each of the 168 hours, daily and weekly rhythm included."""
        age = np.arange(WEEK_HOURS) - self.begin(start)
        strength = np.ones(WEEK_HOURS)
        if self.rise_hours > 0:
            strength = np.minimum(1.0, (age + 1) / self.rise_hours)
        if self.half_life_hours is not None:
            strength = strength * 0.5 ** (np.maximum(0, age) / self.half_life_hours)
        strength = np.where(age >= 0, np.maximum(strength, self.hum), self.hum)
        return strength * rhythm(start)


def rhythm(start: datetime) -> NDArray[np.float64]:
    """The plain week from `start`: how busy each of its 168 hours is."""
    first = start.astimezone(WIB)
    hours = (first + timedelta(hours=hour) for hour in range(WEEK_HOURS))
    return np.array([DAILY[moment.hour] * WEEKLY[moment.weekday()] for moment in hours])


ALWAYS = Envelope()
