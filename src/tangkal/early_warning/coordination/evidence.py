"""What each edge rests on: which objects, how far apart, when."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit

from tangkal.early_warning.coordination.edges import Weights
from tangkal.early_warning.coordination.shares import Int64
from tangkal.early_warning.coordination.windows import Ordered, Reach


@dataclass(frozen=True, slots=True)
class Evidence:
    """Pairs of shares behind the edges: by edge, then object, then time."""

    edge: Int64  # places among the edges
    first: Int64  # rows of the shares: the edge's first account …
    second: Int64  # … and its second

    def __len__(self) -> int:
        return len(self.edge)

    def of_rows(self, rows: Int64 | None) -> "Evidence":
        """The same lines for the shares that these were taken from, at `rows`."""
        return self if rows is None else Evidence(self.edge, rows[self.first], rows[self.second])

    def of_edges(self, places: Int64) -> "Evidence":
        """The same lines where edge n is edge places[n] of a longer list."""
        return Evidence(places[self.edge], self.first, self.second)


def joined_evidence(parts: Sequence[Evidence]) -> Evidence:
    """All lines, by edge."""
    edge = np.concatenate([part.edge for part in parts])
    order = np.argsort(edge, kind="stable")
    first = np.concatenate([part.first for part in parts])
    second = np.concatenate([part.second for part in parts])
    return Evidence(edge[order], first[order], second[order])


def evidence_for(ordered: Ordered, near: Reach, edges: Weights, most: int) -> Evidence:
    """For each edge up to `most` objects shared within the window, the closest pair of each.

    The objects are taken in their own order until the limit is reached; the edge's weight
    says how many there are.
    """
    if not len(edges) or not most:
        empty = np.empty(0, np.int64)
        return Evidence(empty, empty, empty)
    bearing = np.zeros(ordered.accounts, np.bool_)
    bearing[edges.first] = bearing[edges.second] = True
    room = int(np.minimum(edges.weight, most).sum())
    edge, first, second = _evidence(
        ordered.starts, ordered.account, ordered.time, near.low, near.high,
        bearing, edges.keys, most, room,
    )  # fmt: skip
    order, rows = np.lexsort((first, edge)), ordered.row.astype(np.int64)
    return Evidence(edge[order], rows[first[order]], rows[second[order]])


@njit(cache=True, nogil=True)
def _evidence(starts, account, time, near_low, near_high, bearing, keys, most, room):  # type: ignore[no-untyped-def]
    lines = np.zeros(keys.shape[0], np.int64)
    last_object = np.full(keys.shape[0], -1, np.int64)
    last_line = np.empty(keys.shape[0], np.int64)
    edge = np.empty(room, np.int64)
    first, second = np.empty(room, np.int64), np.empty(room, np.int64)
    place = 0
    for o in range(starts.shape[0] - 1):
        for i in range(starts[o], starts[o + 1]):
            if not bearing[account[i]]:
                continue
            for j in range(near_low[i], near_high[i]):
                if not bearing[account[j]]:
                    continue
                key = np.int64(account[i]) << 32 | account[j]
                e = np.searchsorted(keys, key)
                if e == keys.shape[0] or keys[e] != key or i == j:
                    continue
                if last_object[e] == o:
                    at = last_line[e]
                    if abs(time[i] - time[j]) < abs(time[first[at]] - time[second[at]]):
                        first[at], second[at] = i, j
                elif lines[e] < most and place < room:
                    last_object[e], last_line[e] = o, place
                    lines[e] += 1
                    edge[place], first[place], second[place] = e, i, j
                    place += 1
    return edge[:place], first[:place], second[:place]
