"""Older warnings beside ours: EARS C2, Kleinberg's two states run online, a plain threshold.

Each scores the last hour of a table that holds nothing later, for every series; the score is
compared with a limit, chosen from `limits` on another world. They see the same arrivals as
ours, and late items mend their counts too.
"""

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]
Table = npt.NDArray[np.int32]

WEEK = 168
MONTH = 28 * 24


class EarsC2:
    """Deviations above the mean of seven hours that end two hours before (Fricker et al. 2008)."""

    limits = (3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 30.0)

    def score(self, table: Table) -> Float64:
        if table.shape[1] < 10:
            return np.zeros(len(table))
        calm = table[:, -10:-3].astype(np.float64)
        deviation = np.maximum(calm.std(axis=1, ddof=1), 1.0)
        return np.asarray((table[:, -1] - calm.mean(axis=1)) / deviation)


class Threshold:
    """Items of the hour relative to the mean hour of the week before."""

    limits = (2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0)

    def score(self, table: Table) -> Float64:
        if table.shape[1] < 25:
            return np.zeros(len(table))
        week = table[:, -WEEK - 1 : -1]
        mean = week.sum(axis=1) / week.shape[1]
        return np.asarray(table[:, -1] / (mean + 1.0 / 24.0))


class Kleinberg:
    """Kleinberg 2002, doi:10.1145/775047.775061, section 4: shares of batches, two states.

    The ordinary share is that of the last four weeks; the burst state has twice of it. Run
    online, the automaton keeps the least cost of being in each state now; the score is by how
    much the burst state is the cheaper one, in units of the cost of entering it.
    """

    limits = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 40.0)  # γ
    RATIO = 2.0

    def __init__(self, n_series: int, gamma: float) -> None:
        self.gamma = gamma
        self.calm = np.zeros(n_series)
        self.burst = np.full(n_series, np.inf)
        self._past = np.zeros(n_series)
        self._past_all = 0.0

    def score(self, table: Table) -> Float64:
        now = table[:, -1].astype(np.float64)
        everything = float(now.sum())
        self._forget_and_learn(table)
        if table.shape[1] < 25 or self._past_all == 0.0:
            return np.zeros(len(table))
        share = np.clip((self._past + 0.5) / (self._past_all + 1.0), 1e-9, 0.4)
        enter = self.gamma * np.log(float(min(table.shape[1], MONTH)))
        self.calm, self.burst = (
            np.minimum(self.calm, self.burst) + cost(now, everything, share),
            np.minimum(self.calm + enter, self.burst) + cost(now, everything, share * self.RATIO),
        )
        lowest = np.minimum(self.calm, self.burst)
        self.calm, self.burst = self.calm - lowest, self.burst - lowest
        return np.asarray(self.burst < self.calm, np.float64)

    def _forget_and_learn(self, table: Table) -> None:
        if table.shape[1] < 2:
            return
        before = table[:, -2]
        self._past += before
        self._past_all += float(before.sum())
        if table.shape[1] - 2 >= MONTH:
            oldest = table[:, -2 - MONTH]
            self._past -= oldest
            self._past_all -= float(oldest.sum())


def cost(items: Float64, everything: float, share: Float64) -> Float64:
    """Minus the logarithm of the binomial chance, without the part both states share."""
    return np.asarray(-(items * np.log(share) + (everything - items) * np.log1p(-share)))
