"""The definition of CooRTweet 2: post pairs, and who took part often enough.

Written from the package's documentation and from the behaviour of its `detect_groups` and
`generate_coordinated_network`; compared in tests with an independent slow version and with
edges that CooRTweet itself gave. Righetti & Balluff, CooRTweet, CRAN.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from tangkal.early_warning.coordination.edges import CHUNK_KEYS, pack, ranges
from tangkal.early_warning.coordination.shares import MICROSECONDS, Int32, Int64, Shares
from tangkal.early_warning.coordination.windows import (
    Ordered,
    Reach,
    order_shares,
    reach,
    window_units,
)
from tangkal.kernel import InvalidInput

Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PostPairs:
    """Edges as CooRTweet gives them, each pair of accounts once."""

    first: Int32  # the account whose name sorts first
    second: Int32
    weight: Int64  # pairs of posts
    mean_gap_seconds: Float64
    older_contents: Int64  # distinct contents on the older side of the pairs
    newer_contents: Int64
    near: Reach  # counted before loops were left out

    @property
    def symmetry(self) -> Float64:
        """The smaller over the larger of both counts of contents, 1 where they are equal."""
        low = np.minimum(self.older_contents, self.newer_contents)
        return np.asarray(low / np.maximum(self.older_contents, self.newer_contents))

    def above(self, share: float) -> Bool:
        """Edges strictly heavier than this quantile (type 7) of all edge weights."""
        if not 0.0 <= share <= 1.0:
            raise InvalidInput(f"a share of {share} is no quantile; give 0 to 1")
        if not len(self.weight):
            return np.zeros(0, np.bool_)
        return np.asarray(self.weight > np.quantile(self.weight, share))


def post_pairs(
    shares: Shares,
    window_seconds: float,
    min_participation: int,
    *,
    loops: bool = False,
    cap: int | None = None,
    chunk_keys: int = CHUNK_KEYS,
) -> PostPairs:
    """Pairs of posts on one object within the window, counted for each pair of accounts.

    1. Accounts with fewer than `min_participation` shares are left out.
    2. On each object, all pairs of shares at most `window_seconds` apart; without `loops`,
       pairs of one account, of one content, or of an object with itself go.
    3. An account takes part if at least `min_participation` of its shares carry a content
       that is in some pair; a pair stays if either of its contents belongs to such an account.

    The names of `shares` are compared as text where an object may be a content.

    Raises:
        InvalidInput: a negative window, or a participation under 1.
    """
    if not window_seconds >= 0 or min_participation < 1:
        raise InvalidInput(f"{window_seconds=} and {min_participation=}: give 0 or more, and 1")
    shares = shares.take(active_rows(shares, min_participation))
    ordered = order_shares(shares)
    near = reach(ordered, window_units(window_seconds, ordered.unit), cap)
    content, is_itself = shares.content[ordered.row], own_content(shares)[ordered.row]
    paired = _paired(ordered.account, content, is_itself, near.low, near.high, loops)
    kept = participating(shares, content[paired], min_participation)[content]
    listed = _PairLister(ordered, near, content, is_itself, kept, loops)
    parts = [summed(*listed(*part), ordered.unit) for part in listed.ranges(chunk_keys)]
    return by_name(shares, joined(parts), near)


def active_rows(shares: Shares, least: int) -> Int64:
    """Rows of accounts with enough shares, an account after another as they first appear.

    CooRTweet groups its table by account here; which of two posts of one second counts as
    the older follows from that order.
    """
    counts = np.bincount(shares.account, minlength=len(shares.accounts))
    _, first = np.unique(shares.account, return_index=True)
    appearance = np.zeros(len(shares.accounts), np.int64)
    appearance[shares.account[first]] = first
    order = np.argsort(appearance[shares.account], kind="stable")
    return order[counts[shares.account[order]] >= least]


def own_content(shares: Shares) -> Bool:
    """Whether a share's object is its content: the post that others reposted."""
    if not len(shares):
        return np.zeros(0, np.bool_)
    objects = shares.objects.cast(pa.string())
    place = pc.index_in(objects, value_set=shares.contents.cast(pa.string()))
    same = place.fill_null(-1).to_numpy(zero_copy_only=False)
    return np.asarray(same[shares.object] == shares.content)


def participating(shares: Shares, paired: Int32, least: int) -> Bool:
    """For each content whether it belongs to an account with enough contents in pairs."""
    in_pair = np.zeros(len(shares.contents), np.bool_)
    in_pair[paired] = True
    rows = in_pair[shares.content]
    counts = np.bincount(shares.account[rows], minlength=len(shares.accounts))
    kept = np.zeros(len(shares.contents), np.bool_)
    kept[shares.content[rows & (counts[shares.account] >= least)]] = True
    return kept


@dataclass(frozen=True, slots=True)
class _PairLister:
    """Lists the post pairs of a range of first accounts."""

    ordered: Ordered
    near: Reach
    content: Int32
    is_itself: Bool
    kept: Bool
    loops: bool

    def ranges(self, chunk_keys: int) -> list[tuple[int, int, int]]:
        sizes = self.near.high - self.near.low - 1
        each = np.bincount(self.ordered.account, sizes, self.ordered.accounts)
        return list(ranges(each.astype(np.int64), chunk_keys // 4))  # four columns, not one

    def __call__(self, low: int, high: int, most: int) -> tuple[Int64, Int64, Int32, Int32]:
        keys, gaps = np.empty(most, np.int64), np.empty(most, np.int64)
        older, newer = np.empty(most, np.int32), np.empty(most, np.int32)
        n = _list_posts(
            self.ordered.account, self.ordered.time, self.content, self.is_itself, self.kept,
            self.near.low, self.near.high, self.loops, low, high, keys, gaps, older, newer,
        )  # fmt: skip
        return keys[:n], gaps[:n], older[:n], newer[:n]


@njit(cache=True, nogil=True)
def _is_pair(account, content, is_itself, i, j, loops):  # type: ignore[no-untyped-def]
    if loops:
        return True
    return (
        account[i] != account[j]
        and content[i] != content[j]
        and not is_itself[i]
        and not is_itself[j]
    )


@njit(cache=True, nogil=True)
def _paired(account, content, is_itself, near_low, near_high, loops):  # type: ignore[no-untyped-def]
    """Rows that are in at least one pair; each looks no further than its first."""
    paired = np.zeros(account.shape[0], np.bool_)
    for i in range(account.shape[0]):
        for j in range(near_low[i], near_high[i]):
            if j != i and _is_pair(account, content, is_itself, i, j, loops):
                paired[i] = True
                break
    return paired


@njit(cache=True, nogil=True)
def _list_posts(  # type: ignore[no-untyped-def]
    account, time, content, is_itself, kept, near_low, near_high, loops, low, high,
    keys, gaps, older, newer,
):  # fmt: skip
    place = 0
    for i in range(account.shape[0]):
        a = np.int64(account[i])
        if a < low or a >= high:
            continue
        for j in range(near_low[i], near_high[i]):
            b = np.int64(account[j])
            if b < a or (b == a and j <= i):
                continue
            if (kept[i] or kept[j]) and _is_pair(account, content, is_itself, i, j, loops):
                first, second = min(i, j), max(i, j)
                keys[place] = a << 32 | b
                gaps[place] = time[second] - time[first]
                older[place], newer[place] = content[first], content[second]
                place += 1
    return place


Summed = tuple[Int64, Int64, Float64, Int64, Int64]


def summed(keys: Int64, gaps: Int64, older: Int32, newer: Int32, unit: int) -> Summed:
    """Key, pairs, mean gap in seconds, distinct older and newer contents."""
    unique, place, weight = np.unique(keys, return_inverse=True, return_counts=True)
    seconds = np.bincount(place, gaps, len(unique)) / np.maximum(weight, 1) * unit / MICROSECONDS
    sides = [
        np.bincount(np.unique(pack(place, side)) >> 32, minlength=len(unique)).astype(np.int64)
        for side in (older, newer)
    ]
    return unique, weight.astype(np.int64), seconds, sides[0], sides[1]


def joined(parts: list[Summed]) -> Summed:
    if not parts:
        empty = np.empty(0, np.int64)
        return empty, empty, np.empty(0), empty, empty
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return columns[0], columns[1], columns[2], columns[3], columns[4]


def by_name(shares: Shares, columns: Summed, near: Reach) -> PostPairs:
    """Both accounts in the order of their names, as CooRTweet writes them."""
    keys, weight, seconds, older, newer = columns
    first, second = (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32)
    rank = name_ranks(shares.accounts)
    swap = rank[first] > rank[second]
    first, second = np.where(swap, second, first), np.where(swap, first, second)
    return PostPairs(first, second, weight, seconds, older, newer, near)


def name_ranks(names: pa.Array) -> Int64:
    """The place of each name in the order of code points."""
    ranks = np.empty(len(names), np.int64)
    ranks[pc.sort_indices(names.cast(pa.string())).to_numpy()] = np.arange(len(names))
    return ranks
