"""Pairs of accounts and their weights, counted by sorting packed keys in bounded memory.

A pair is one 64-bit key, first account in the high half. Keys are listed for a range of first
accounts at a time, sorted and counted by run length: a hash table over all pairs was 50 times
slower, and all keys at once may not fit in memory.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from tangkal.early_warning.coordination.shares import Int32, Int64
from tangkal.early_warning.coordination.windows import Ordered, Reach

CHUNK_KEYS = 24_000_000  # at most listed at once: 192 MB, and as much while sorting
_LOW = 0xFFFFFFFF

Lister = Callable[[int, int, Int64], int]  # first account, one past the last, keys out → count


@dataclass(frozen=True, slots=True)
class Weights:
    """Pairs with their weight, by first, then second account."""

    first: Int32
    second: Int32
    weight: Int64

    def __len__(self) -> int:
        return len(self.first)

    @property
    def keys(self) -> Int64:
        """Both accounts in one number, ascending."""
        return pack(self.first, self.second)


def pack(first: npt.NDArray[np.integer], second: npt.NDArray[np.integer]) -> Int64:
    """Two account numbers in one key that sorts by the first, then the second.

    >>> pack(np.array([1]), np.array([2])).tolist()
    [4294967298]
    """
    return first.astype(np.int64) << 32 | second.astype(np.int64)


def unpack(keys: Int64, weight: Int64) -> Weights:
    return Weights((keys >> 32).astype(np.int32), (keys & _LOW).astype(np.int32), weight)


def object_weights(
    ordered: Ordered, near: Reach, min_weight: int, *, chunk_keys: int = CHUNK_KEYS
) -> Weights:
    """Undirected: distinct objects that two accounts shared within the window."""
    earlier, is_last = earlier_rows(ordered.starts, ordered.account, ordered.accounts)

    def listed(low: int, high: int, out: Int64) -> int:
        found: int = _list_objects(
            ordered.starts, ordered.account, near.low, near.high, earlier, is_last,
            ordered.accounts, low, high, out,
        )  # fmt: skip
        return found

    return counted(listed, ordered, near, min_weight, chunk_keys)


def counted(
    listed: Lister, ordered: Ordered, near: Reach, min_weight: int, chunk_keys: int
) -> Weights:
    """List, sort and count, a range of first accounts after another."""
    bounds = np.bincount(
        ordered.account, weights=near.high - near.low - 1, minlength=ordered.accounts
    ).astype(np.int64)
    keys, weights = [], []
    for low, high, most in ranges(bounds, chunk_keys):
        out = np.empty(most + 1, np.int64)  # one to spare: the kernel writes ahead of its count
        part = out[: listed(low, high, out)]
        part.sort()
        found, counts = runs(part, min_weight)
        keys.append(found)
        weights.append(counts)
    if not keys:
        return unpack(np.empty(0, np.int64), np.empty(0, np.int64))
    return unpack(np.concatenate(keys), np.concatenate(weights))


def ranges(bounds: Int64, chunk_keys: int) -> Iterator[tuple[int, int, int]]:
    """Ranges of accounts with at most `chunk_keys` keys each, one account at the least.

    >>> list(ranges(np.array([3, 0, 4, 9, 1]), 8))
    [(0, 3, 7), (3, 4, 9), (4, 5, 1)]
    """
    ends = np.cumsum(bounds).tolist()
    low, before = 0, 0  # an account; keys before it
    while low < len(bounds) and before < ends[-1]:
        high = max(low + 1, bisect_right(ends, before + chunk_keys))
        last = ends[high - 1]
        yield low, high, last - before
        low, before = high, last


@njit(cache=True, nogil=True)
def runs(keys, least):  # type: ignore[no-untyped-def]
    """Each value of a sorted array that occurs `least` times or more, and how often."""
    n = keys.shape[0]
    found = 0
    start = 0
    for i in range(1, n + 1):
        if i == n or keys[i] != keys[start]:
            found += i - start >= least
            start = i
    values, counts = np.empty(found, np.int64), np.empty(found, np.int64)
    place, start = 0, 0
    for i in range(1, n + 1):
        if i == n or keys[i] != keys[start]:
            if i - start >= least:
                values[place], counts[place] = keys[start], i - start
                place += 1
            start = i
    return values, counts


@njit(cache=True, nogil=True)
def earlier_rows(starts, account, accounts):  # type: ignore[no-untyped-def]
    """For each row the row before it of the same account on the same object, else -1.

    And whether it is that account's last row on the object.
    """
    n = account.shape[0]
    earlier, is_last = np.full(n, -1, np.int64), np.ones(n, np.bool_)
    last = np.full(accounts, -1, np.int64)
    for o in range(starts.shape[0] - 1):
        for i in range(starts[o], starts[o + 1]):
            before = last[account[i]]
            if before >= starts[o]:
                earlier[i] = before
                is_last[before] = False
            last[account[i]] = i
    return earlier, is_last


@njit(cache=True, nogil=True)
def _list_objects(  # type: ignore[no-untyped-def]
    starts, account, near_low, near_high, earlier, is_last, accounts, low, high, out
):
    """Keys (a, b), a < b and low <= a < high, once an object; how many."""
    seen = np.full(accounts, -1, np.int64)  # the last row of a that b was listed for
    place = np.int64(0)
    for o in range(starts.shape[0] - 1):
        repeats = not is_last[starts[o] : starts[o + 1]].all()
        for i in range(starts[o], starts[o + 1]):
            a = np.int64(account[i])
            if a < low or a >= high or not is_last[i]:
                continue
            if not repeats:
                for j in range(near_low[i], near_high[i]):
                    b = np.int64(account[j])
                    out[place] = a << 32 | b
                    place += b > a  # no branch: which is smaller cannot be foreseen
                continue
            row = i
            while row >= 0:
                for j in range(near_low[row], near_high[row]):
                    b = np.int64(account[j])
                    if b > a and seen[b] != i:
                        seen[b] = i
                        out[place] = a << 32 | b
                        place += 1
                row = earlier[row]
    return place


def directed_weights(
    ordered: Ordered,
    near: Reach,
    content: Int32,
    min_weight: int,
    *,
    loops: bool = False,
    chunk_keys: int = CHUNK_KEYS,
) -> Weights:
    """Directed u → v: contents of u with at least one content of v within the window.

    Args:
        content: int32[rows of the shares], the content of each share.
        loops: also u → u, a content counting when another content of u is near it.
    """
    contents = content[ordered.row]
    spread = contents_on_several_objects(contents, int(content.max(initial=-1)) + 1)
    several = spread.any()

    def listed(low: int, high: int, out: Int64) -> int:
        found: int = _list_directed(
            ordered.account, contents, near.low, near.high, spread, ordered.accounts,
            loops, low, high, out,
        )  # fmt: skip
        if several:
            extra = _spread_keys(ordered, contents, near, spread, loops, low, high)
            out[found : found + len(extra)] = extra
            found += len(extra)
        return found

    return counted(listed, ordered, near, min_weight, chunk_keys)


@njit(cache=True, nogil=True)
def contents_on_several_objects(contents, n_contents):  # type: ignore[no-untyped-def]
    """For each row whether its content has other rows too."""
    times = np.zeros(n_contents, np.int32)
    for c in contents:
        times[c] += 1
    spread = np.empty(contents.shape[0], np.bool_)
    for i in range(contents.shape[0]):
        spread[i] = times[contents[i]] > 1
    return spread


@njit(cache=True, nogil=True)
def _list_directed(  # type: ignore[no-untyped-def]
    account, contents, near_low, near_high, spread, accounts, loops, low, high, out
):
    """Keys (u, v) once for each content of u that is on one object; how many."""
    seen = np.full(accounts, -1, np.int64)  # the row of u that v was last listed for
    place = 0
    for i in range(account.shape[0]):
        u = np.int64(account[i])
        if u < low or u >= high or spread[i]:
            continue
        for j in range(near_low[i], near_high[i]):
            v = account[j]
            if seen[v] == i or (v == u and (not loops or contents[j] == contents[i])):
                continue
            seen[v] = i
            out[place] = u << 32 | v
            place += 1
    return place


def _spread_keys(
    ordered: Ordered,
    contents: Int32,
    near: Reach,
    spread: npt.NDArray[np.bool_],
    loops: bool,
    low: int,
    high: int,
) -> Int64:
    """The same keys for contents on several objects: once a content, not once an object."""
    rows = np.flatnonzero(spread & (ordered.account >= low) & (ordered.account < high))
    size = int((near.high[rows] - near.low[rows]).sum())
    pairs = np.empty(size, np.int64)
    found = _list_contents(rows, ordered.account, contents, near.low, near.high, loops, pairs)
    unique = np.unique(pairs[:found])
    owner = np.zeros(int(contents.max(initial=-1)) + 1, np.int64)
    owner[contents] = ordered.account
    return np.asarray(owner[unique >> 32] << 32 | (unique & _LOW))


@njit(cache=True, nogil=True)
def _list_contents(rows, account, contents, near_low, near_high, loops, out):  # type: ignore[no-untyped-def]
    place = 0
    for i in rows:
        for j in range(near_low[i], near_high[i]):
            is_own = account[j] == account[i]
            if is_own and (not loops or contents[j] == contents[i]):
                continue
            out[place] = np.int64(contents[i]) << 32 | account[j]
            place += 1
    return place
