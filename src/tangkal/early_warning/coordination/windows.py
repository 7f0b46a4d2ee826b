"""Shares in the order of their objects and times, and which lie within the window of which.

Everything is O(n) after the sort, except the listing of pairs itself. A window is closed:
two shares exactly `window` apart are within it, and shares of one moment always are (rolling
windows of table libraries lose tied times).
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from tangkal.early_warning.coordination.shares import Int32, Int64, Shares


@dataclass(frozen=True, slots=True)
class Ordered:
    """Rows sorted by object, then time, then as they came."""

    starts: Int64  # [objects + 1] where each object's rows begin
    account: Int32  # [n]
    time: Int64  # [n] in units of `unit` microseconds
    row: Int32  # [n] the row in the shares
    unit: int  # the coarsest of 1 s, 1 ms, 1 µs in which all times are whole
    accounts: int  # how many accounts are numbered

    def __len__(self) -> int:
        return len(self.account)


def order_shares(shares: Shares) -> Ordered:
    """The shares sorted: a counting sort by object, then by time where it is not yet so."""
    unit = common_unit(shares.micros)
    time = shares.micros // unit if unit > 1 else shares.micros
    starts, row = sorted_rows(shares.object, time, len(shares.objects))
    return Ordered(starts, shares.account[row], time[row], row, unit, len(shares.accounts))


def common_unit(micros: Int64) -> int:
    """The coarsest unit that loses nothing.

    >>> common_unit(np.array([2_000_000, 5_000_000])), common_unit(np.array([2_000_500]))
    (1000000, 1)
    """
    for unit in (1_000_000, 1_000):
        if not (micros % unit).any():
            return unit
    return 1


def window_units(seconds: float, unit: int) -> int:
    """The window in whole units: a gap is a whole number of them, so rounding down is exact."""
    return int(round(seconds * 1_000_000) // unit)


@njit(cache=True, nogil=True)
def sorted_rows(objects, time, n_objects):  # type: ignore[no-untyped-def]
    starts = np.zeros(n_objects + 1, np.int64)
    for i in range(objects.shape[0]):
        starts[objects[i] + 1] += 1
    for o in range(n_objects):
        starts[o + 1] += starts[o]
    place = starts[:-1].copy()
    row = np.empty(objects.shape[0], np.int32)
    for i in range(objects.shape[0]):
        o = objects[i]
        row[place[o]] = i
        place[o] += 1
    for o in range(n_objects):
        low, high = starts[o], starts[o + 1]
        if not _is_sorted(time, row, low, high):
            part = row[low:high].copy()
            row[low:high] = part[np.argsort(time[part], kind="mergesort")]
    return starts, row


@njit(cache=True, nogil=True)
def _is_sorted(time, row, low, high):  # type: ignore[no-untyped-def]
    for i in range(low + 1, high):  # noqa: SIM110 - compiled
        if time[row[i]] < time[row[i - 1]]:
            return False
    return True


def prune(ordered: Ordered, window: int, min_objects: int) -> Ordered:
    """Drop what cannot be part of any pair that shares `min_objects` objects in the window.

    Two rules until neither drops anything: a row with no row of another account on its object
    within the window; an account with fewer than `min_objects` objects left. Exact for weights
    that count distinct objects, and for those only.
    """
    kept, starts = _prune(
        ordered.starts, ordered.account, ordered.time, ordered.accounts, window, min_objects
    )
    return Ordered(
        starts,
        ordered.account[kept],
        ordered.time[kept],
        ordered.row[kept],
        ordered.unit,
        ordered.accounts,
    )


@njit(cache=True, nogil=True)
def _prune(starts, account, time, accounts, window, min_objects):  # type: ignore[no-untyped-def]
    kept = np.arange(account.shape[0]).astype(np.int32)
    bounds = starts.copy()
    while True:
        before = kept.shape[0]
        kept, bounds = _with_company(kept, bounds, account, time, window)
        counts = _objects_each(kept, bounds, account, accounts)
        kept, bounds = _with_objects(kept, bounds, account, counts, min_objects)
        if kept.shape[0] == before:
            return kept, bounds


@njit(cache=True, nogil=True)
def _with_company(kept, bounds, account, time, window):  # type: ignore[no-untyped-def]
    """Rows with another account's row within the window, looking back and then ahead."""
    n = kept.shape[0]
    fine = np.zeros(n, np.bool_)
    far = np.int64(-(2**62))
    for o in range(bounds.shape[0] - 1):
        low, high = bounds[o], bounds[o + 1]
        other = far  # the last time of an account other than the row before
        for i in range(low + 1, high):
            if account[kept[i]] != account[kept[i - 1]]:
                other = time[kept[i - 1]]
            fine[i] = other != far and time[kept[i]] - other <= window
        other = far
        for i in range(high - 2, low - 1, -1):
            if account[kept[i]] != account[kept[i + 1]]:
                other = time[kept[i + 1]]
            if other != far and other - time[kept[i]] <= window:
                fine[i] = True
    return _compact(kept, bounds, fine)


@njit(cache=True, nogil=True)
def _objects_each(kept, bounds, account, accounts):  # type: ignore[no-untyped-def]
    counts = np.zeros(accounts, np.int32)
    last = np.full(accounts, -1, np.int64)
    for o in range(bounds.shape[0] - 1):
        for i in range(bounds[o], bounds[o + 1]):
            a = account[kept[i]]
            if last[a] != o:
                last[a] = o
                counts[a] += 1
    return counts


@njit(cache=True, nogil=True)
def _with_objects(kept, bounds, account, counts, least):  # type: ignore[no-untyped-def]
    fine = np.empty(kept.shape[0], np.bool_)
    for i in range(kept.shape[0]):
        fine[i] = counts[account[kept[i]]] >= least
    return _compact(kept, bounds, fine)


@njit(cache=True, nogil=True)
def _compact(kept, bounds, fine):  # type: ignore[no-untyped-def]
    out = np.empty(np.sum(fine), np.int32)
    after = np.zeros(bounds.shape[0], np.int64)
    place = 0
    for o in range(bounds.shape[0] - 1):
        for i in range(bounds[o], bounds[o + 1]):
            if fine[i]:
                out[place] = kept[i]
                place += 1
        after[o + 1] = place
    return out, after


@dataclass(frozen=True, slots=True)
class Reach:
    """For each row the rows within its window, and what a cap left out."""

    low: Int64  # [n] first row within the window
    high: Int64  # [n] one past the last
    total: int  # pairs of rows within the window, each once, counted without listing them
    listed: int  # of those, the pairs within the cap

    @property
    def skipped(self) -> int:
        """Pairs that the cap leaves out."""
        return self.total - self.listed


def reach(ordered: Ordered, window: int, cap: int | None) -> Reach:
    """Each row's window; at most `cap` rows to either side, the nearest in time.

    The cap is symmetric: row i reaches row j exactly when j reaches i.
    """
    most = len(ordered) if cap is None else cap
    return Reach(*_reach(ordered.starts, ordered.time, window, most))


@njit(cache=True, nogil=True)
def _reach(starts, time, window, cap):  # type: ignore[no-untyped-def]
    n = time.shape[0]
    lows, highs = np.empty(n, np.int64), np.empty(n, np.int64)
    total, listed = 0, 0
    for o in range(starts.shape[0] - 1):
        low, high, end = starts[o], starts[o], starts[o + 1]
        for i in range(starts[o], end):
            while time[i] - time[low] > window:
                low += 1
            while high < end and time[high] - time[i] <= window:
                high += 1
            lows[i], highs[i] = max(low, i - cap), min(high, i + cap + 1)
            total += high - i - 1
            listed += highs[i] - i - 1
    return lows, highs, total, listed
