"""Is a pair together more often than chance makes two busy accounts on the same objects?

The null hypothesis keeps which objects each account shared and how often, how popular each
object was, and how fast objects of its popularity spread. What it takes as chance is only
whether two shares of one object fall within the window. Then the number of objects that two
accounts shared together, out of all they both shared, is Poisson-binomial.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from tangkal.early_warning.coordination.edges import Weights
from tangkal.early_warning.coordination.shares import Int32, Int64
from tangkal.early_warning.coordination.windows import Ordered
from tangkal.statistics.multiple_testing import benjamini_hochberg
from tangkal.statistics.poisson_binomial import upper_tail

Float64 = npt.NDArray[np.float64]


LEVEL = 0.01  # share of false edges accepted among the edges reported
ROUNDS = 3
_WELL_SEEN = 8  # accounts from which an object's own share says something of itself
_LARGEST_OWN = 0.25  # what one object may claim for chance
_ENOUGH_OBJECTS = 200  # from which a class of sizes speaks for itself


@dataclass(frozen=True, slots=True)
class Tested:
    """What the test says of each candidate pair, and on how many pairs it rests."""

    p_value: Float64  # [edges]
    q_value: Float64  # [edges] false-discovery rate over all pairs of active accounts
    pairs_tested: int
    chance: Float64  # [objects] of two accounts' shares falling within the window


def weigh_against_chance(
    ordered: Ordered, edges: Weights, window: int, *, min_objects: int, level: float = LEVEL
) -> Tested:
    """Test every pair against chance, chance being estimated from pairs that pass for organic.

    Args:
        ordered: all shares, not pruned: what was shared apart counts as much.
        edges: candidates with their distinct objects within the window.
        window: in units of `ordered`.
        min_objects: an account with fewer objects that others share too is not active.
        level: pairs below it are left out of the next round's estimate of chance.

    Benjamini-Hochberg runs over all pairs of active accounts, not only over the candidates:
    a pair never seen together was tested too, with p = 1.
    """
    profile = Profile.of(ordered)
    spread = _in_window(ordered.starts, ordered.account, ordered.time, ordered.accounts, window)
    tests = active_pairs(profile, spread[0], min_objects)
    found = np.zeros(len(edges), np.bool_)
    for _ in range(ROUNDS):
        chance = pooled(*_without(spread, profile, edges, found, window))
        p = _p_values(edges.first, edges.second, edges.weight, *profile.columns, chance)
        q = benjamini_hochberg(p, tests=max(tests, len(p)))
        if (found == (q <= level)).all():
            break
        found = q <= level
    return Tested(p, q, tests, chance)


def pooled(accounts: Int64, near: Int64, pairs: Int64) -> Float64:
    """For each object the in-window share of account pairs among objects of its size.

    Pooled, because an object that only one group posted, all at once, has a share of 1 of its
    own and would explain its own group away; for the same reason no well-seen object brings
    more than a quarter, and each counts once however large it is.
    """
    own = near / np.maximum(pairs, 1)
    own = np.where(accounts >= _WELL_SEEN, np.minimum(own, _LARGEST_OWN), own)
    size = size_classes(accounts)
    seen = pairs > 0
    objects = np.maximum(np.bincount(size, seen), 1)
    share = np.bincount(size, own * seen) / objects
    total = np.bincount(size, pairs)
    return np.asarray(((share * total + 1.0) / (total + 2.0))[size])


def size_classes(accounts: Int64) -> Int64:
    """Powers of two of the number of accounts, merged upwards until they are enough objects.

    Objects of one account tell nothing and are not counted; what is left over at the top
    joins the class below it.

    >>> size_classes(np.array([2, 3] * 100 + [4] * 200 + [900, 1])).tolist()[-3:]
    [1, 1, 0]
    """
    size = np.log2(np.maximum(accounts, 1)).astype(np.int64)
    objects = np.bincount(size)
    class_of = np.zeros(len(objects), np.int64)
    number, held = 0, 0
    for each in range(1, len(objects)):
        class_of[each] = number
        held += int(objects[each])
        if held >= _ENOUGH_OBJECTS:
            number, held = number + 1, 0
    if number:
        class_of[class_of == number] = number - 1
    return np.asarray(class_of[size])


def active_pairs(profile: "Profile", accounts: Int64, min_objects: int) -> int:
    """Pairs of accounts with enough objects that somebody else shared too."""
    shared = accounts[profile.objects] > 1
    owner = np.repeat(np.arange(len(profile.starts) - 1), np.diff(profile.starts))
    active = int((np.bincount(owner[shared]) >= min_objects).sum()) if shared.any() else 0
    return active * (active - 1) // 2


@dataclass(frozen=True, slots=True)
class Profile:
    """Each account's objects in ascending order, how often it shared each, and when first."""

    starts: Int64  # [accounts + 1]
    objects: Int32
    posts: Int32
    first_time: Int64

    @classmethod
    def of(cls, ordered: Ordered) -> "Profile":
        """By account, then object."""
        object_of = np.repeat(np.arange(len(ordered.starts) - 1), np.diff(ordered.starts))
        keys = ordered.account.astype(np.int64) << 32 | object_of
        unique, first, posts = np.unique(keys, return_index=True, return_counts=True)
        bounds = np.arange(ordered.accounts + 1, dtype=np.int64) << 32
        return cls(
            np.searchsorted(unique, bounds),
            (unique & 0xFFFFFFFF).astype(np.int32),
            posts.astype(np.int32),
            ordered.time[first],
        )

    @property
    def columns(self) -> tuple[Int64, Int32, Int32]:
        """What the compiled loops read."""
        return self.starts, self.objects, self.posts


def _without(
    spread: tuple[Int64, Int64, Int64],
    profile: Profile,
    edges: Weights,
    found: npt.NDArray[np.bool_],
    window: int,
) -> tuple[Int64, Int64, Int64]:
    """The counts of each object less the pairs that were found to act together."""
    accounts, near, pairs = spread
    less_near, less_pairs = _found_pairs(
        edges.first[found], edges.second[found], profile.starts, profile.objects,
        profile.first_time, window, len(accounts),
    )  # fmt: skip
    return accounts, near - less_near, pairs - less_pairs


@njit(cache=True, nogil=True)
def _found_pairs(first, second, starts, objects, first_time, window, n_objects):  # type: ignore[no-untyped-def]
    near, pairs = np.zeros(n_objects, np.int64), np.zeros(n_objects, np.int64)
    for e in range(first.shape[0]):
        i, j = starts[first[e]], starts[second[e]]
        while i < starts[first[e] + 1] and j < starts[second[e] + 1]:
            if objects[i] < objects[j]:
                i += 1
            elif objects[i] > objects[j]:
                j += 1
            else:
                pairs[objects[i]] += 1
                near[objects[i]] += abs(first_time[i] - first_time[j]) <= window
                i, j = i + 1, j + 1
    return near, pairs


@njit(cache=True, nogil=True)
def _in_window(starts, account, time, accounts, window):  # type: ignore[no-untyped-def]
    """By each account's first share: accounts, pairs within the window, all pairs."""
    n_objects = starts.shape[0] - 1
    sizes = np.zeros(n_objects, np.int64)
    near, pairs = np.zeros(n_objects, np.int64), np.zeros(n_objects, np.int64)
    last = np.full(accounts, -1, np.int64)
    first_times = np.empty(time.shape[0], np.int64)
    for o in range(n_objects):
        n = 0
        for i in range(starts[o], starts[o + 1]):
            if last[account[i]] != o:
                last[account[i]] = o
                first_times[n] = time[i]
                n += 1
        low = 0
        for i in range(n):
            while first_times[i] - first_times[low] > window:
                low += 1
            near[o] += i - low
        sizes[o], pairs[o] = n, n * (n - 1) // 2
    return sizes, near, pairs


@njit(cache=True, nogil=True)
def _p_values(first, second, weight, starts, objects, posts, chance):  # type: ignore[no-untyped-def]
    p = np.empty(first.shape[0])
    for e in range(first.shape[0]):
        shared = _shared_chances(first[e], second[e], starts, objects, posts, chance)
        p[e] = upper_tail(weight[e], shared)
    return p


@njit(cache=True, nogil=True)
def _shared_chances(a, b, starts, objects, posts, chance):  # type: ignore[no-untyped-def]
    """The chances of all objects that both shared, at whatever time."""
    i, j = starts[a], starts[b]
    out = np.empty(min(starts[a + 1] - i, starts[b + 1] - j))
    n = 0
    while i < starts[a + 1] and j < starts[b + 1]:
        if objects[i] < objects[j]:
            i += 1
        elif objects[i] > objects[j]:
            j += 1
        else:
            out[n] = 1.0 - (1.0 - chance[objects[i]]) ** (posts[i] * posts[j])
            n, i, j = n + 1, i + 1, j + 1
    return out[:n]
