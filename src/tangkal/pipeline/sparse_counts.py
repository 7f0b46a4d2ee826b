"""Counts of very many (series, hour) cells, most of which are 0: one flat table, compiled.

Open addressing with linear probing, at most half full. A series' hours lie in no order, so
reading one asks for each hour of its span; that is a few nanoseconds each, and there is no
object a cell as a dictionary would have.
"""

import numpy as np
import numpy.typing as npt

from tangkal.text.compiled import compiled

Int64 = npt.NDArray[np.int64]

HOUR_BITS = 24  # hours since 1970 until the year 3883
HOUR_MASK = (1 << HOUR_BITS) - 1
_FIRST_ROOM = 1 << 12
_EMPTY = -1


class SparseCounts:
    """int64 counts by series (0 … 2³⁸) and hour; memory 32 to 64 bytes a cell that is not 0.

    >>> counts = SparseCounts()
    >>> counts.add(np.array([7, 7, 9]), np.array([100, 101, 100]), np.array([2, 1, 5]))
    >>> counts.table(np.array([7, 9, 4]), 100, 3).tolist()
    [[2, 1, 0], [5, 0, 0], [0, 0, 0]]
    """

    def __init__(self) -> None:
        self._keys = np.full(_FIRST_ROOM, _EMPTY, np.int64)
        self._values = np.zeros(_FIRST_ROOM, np.int64)
        self._used = 0

    def __len__(self) -> int:
        """Cells that are held."""
        return self._used

    def add(self, series: Int64, hours: Int64, counts: Int64) -> None:
        """Add to cells; several rows may speak of one."""
        self._make_room(len(series))
        keys = (series.astype(np.int64) << HOUR_BITS) | hours.astype(np.int64)
        self._used += _add(self._keys, self._values, keys, counts.astype(np.int64))

    def table(self, series: Int64, first_hour: int, hours: int) -> Int64:
        """int64[n, hours]: the counts of n series from an hour on."""
        found = np.zeros((len(series), hours), np.int64)
        _read(self._keys, self._values, series.astype(np.int64), first_hour, found)
        return found

    def keep(self, series: Int64, first_hour: int) -> None:
        """Forget every cell before an hour, and those of other series."""
        keys, values = self.cells()
        kept = (keys & HOUR_MASK) >= first_hour
        kept &= np.isin(keys >> HOUR_BITS, series)
        self._fill(keys[kept], values[kept])

    def move(self, old: int, new: int) -> None:
        """Give one series' counts to another."""
        keys, values = self.cells()
        mine = (keys >> HOUR_BITS) == old
        hours = keys[mine] & HOUR_MASK
        self._fill(keys[~mine], values[~mine])
        self.add(np.full(len(hours), new, np.int64), hours, values[mine])

    def renumber(self, places: Int64) -> None:
        """Call series *s* by the number ``places[s]``; each held series needs one of its own."""
        keys, values = self.cells()
        self._fill((places[keys >> HOUR_BITS] << HOUR_BITS) | (keys & HOUR_MASK), values)

    def cells(self) -> tuple[Int64, Int64]:
        """Keys (series · 2²⁴ + hour) and counts, for a snapshot."""
        used = self._keys != _EMPTY
        return self._keys[used], self._values[used]

    @classmethod
    def of_cells(cls, keys: Int64, values: Int64) -> "SparseCounts":
        """What :meth:`cells` gave."""
        counts = cls()
        counts._fill(keys, values)
        return counts

    def _fill(self, keys: Int64, values: Int64) -> None:
        room = _FIRST_ROOM
        while room < 2 * len(keys):
            room *= 2
        self._keys = np.full(room, _EMPTY, np.int64)
        self._values = np.zeros(room, np.int64)
        self._used = _add(self._keys, self._values, keys, values)

    def _make_room(self, more: int) -> None:
        if 2 * (self._used + more) > len(self._keys):
            keys, values = self.cells()
            room = len(self._keys)
            while room < 4 * (self._used + more):
                room *= 2
            self._keys = np.full(room, _EMPTY, np.int64)
            self._values = np.zeros(room, np.int64)
            _add(self._keys, self._values, keys, values)


@compiled
def _place(keys: Int64, key: int) -> int:
    """Where a key is, or the empty place where it would go."""
    last = keys.shape[0] - 1
    mixed = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    at = np.int64((mixed >> np.uint64(20)) & np.uint64(last))
    while keys[at] != _EMPTY and keys[at] != key:
        at = (at + 1) & last
    return int(at)


@compiled
def _add(keys: Int64, values: Int64, wanted: Int64, counts: Int64) -> int:
    new = 0
    for row in range(wanted.shape[0]):
        at = _place(keys, wanted[row])
        if keys[at] == _EMPTY:
            keys[at] = wanted[row]
            new += 1
        values[at] += counts[row]
    return new


@compiled
def _read(keys: Int64, values: Int64, series: Int64, first_hour: int, found: Int64) -> None:
    for row in range(series.shape[0]):
        for hour in range(found.shape[1]):
            key = (series[row] << HOUR_BITS) | (first_hour + hour)
            at = _place(keys, key)
            if keys[at] == key:
                found[row, hour] = values[at]
