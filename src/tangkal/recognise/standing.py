"""How far a candidate stands above its rivals: half of what makes a match certain.

A candidate that barely leads is a guess, however heavy it is. Titles of the same hoax, worded
nearly alike, are no rivals: two fact-checks of one hoax make neither of them less certain.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.text.compiled import compiled
from tangkal.text.tokens import TokenBatch

RIVALS = 8  # candidates looked at; those further down hardly count
_NEAR = 0.8  # n-grams in common, over the root of both counts: two wordings of one hoax
_FAR_AHEAD = 12.0  # a lead that cannot be more certain; also where there is no rival


@dataclass(frozen=True, slots=True)
class Standing:
    """Of each candidate, against the best candidates that are no near copy of it."""

    lead: NDArray[np.float64]  # root of the distance to the best of them, negative if behind
    crowd: NDArray[np.float64]  # ln(1 + their softmax mass over the candidate's own)


def stand(totals: NDArray[np.float64], grams: TokenBatch, usual: float = -np.inf) -> Standing:
    """Compare each candidate of a text with the first RIVALS of the same text.

    Args:
        totals: [n, m], heaviest first; -inf where there is no candidate.
        grams: the n-grams of the n * m titles, each ascending and distinct.
        usual: total of one more, imagined rival of all: what the second usually weighs among
            thousands of claims. Without it the only claim of a young index would be certain.

    Returns:
        two arrays [n, m]; 0 where there is no candidate.
    """
    standing = Standing(np.zeros(totals.shape), np.zeros(totals.shape))
    _stand(totals, grams.offsets, grams.hashes, usual, standing.lead, standing.crowd)
    return standing


def near_copies(
    grams: TokenBatch, one: NDArray[np.int32], other: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which titles ``one`` [n, c] are near copies of title ``other`` [n]; -1 is of none.

    Args:
        grams: the n-grams of all titles, each ascending and distinct.
    """
    found = np.zeros(one.shape, dtype=np.bool_)
    _near_copies(grams.offsets, grams.hashes, one, other, found)
    return found


def gather(
    batches: Sequence[TokenBatch], which: NDArray[np.int64], rows: NDArray[np.int32]
) -> TokenBatch:
    """Row ``rows[i]`` of batch ``which[i]`` for each i, as one batch; row -1 is empty."""
    which, rows = which.ravel(), rows.ravel()
    lengths = np.zeros(len(rows), dtype=np.int64)
    theirs = [np.flatnonzero((which == number) & (rows >= 0)) for number in range(len(batches))]
    for batch, places in zip(batches, theirs, strict=True):
        lengths[places] = np.diff(batch.offsets)[rows[places]]
    offsets = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    hashes = np.empty(int(offsets[-1]), dtype=np.uint64)
    for batch, places in zip(batches, theirs, strict=True):
        _copy(batch.offsets[rows[places]], batch.hashes, offsets, places, hashes)
    return TokenBatch(offsets, hashes)


@compiled
def _copy(
    starts: NDArray[np.int64],
    source: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    places: NDArray[np.int64],
    out: NDArray[np.uint64],
) -> None:
    for i in range(len(places)):
        first = offsets[places[i]]
        for j in range(offsets[places[i] + 1] - first):
            out[first + j] = source[starts[i] + j]


@compiled
def _is_near(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> bool:
    """Whether two ascending lists share most of both."""
    i = j = shared = 0
    while i < len(one) and j < len(other):
        if one[i] == other[j]:
            shared += 1
        step_one, step_other = one[i] <= other[j], other[j] <= one[i]
        i += step_one
        j += step_other
    return shared > 0 and shared >= _NEAR * np.sqrt(len(one) * len(other))


@compiled
def _stand(
    totals: NDArray[np.float64],
    offsets: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    usual: float,
    lead: NDArray[np.float64],
    crowd: NDArray[np.float64],
) -> None:
    n, m = totals.shape
    for q in range(n):
        for c in range(m):
            if totals[q, c] == -np.inf:
                break
            own = hashes[offsets[q * m + c] : offsets[q * m + c + 1]]
            distance = min(_FAR_AHEAD, totals[q, c] - usual)
            mass = np.exp(min(usual - totals[q, c], 40.0))
            for r in range(min(m, RIVALS)):
                if totals[q, r] == -np.inf:
                    break
                if r == c or _is_near(own, hashes[offsets[q * m + r] : offsets[q * m + r + 1]]):
                    continue
                distance = min(distance, totals[q, c] - totals[q, r])
                mass += np.exp(min(totals[q, r] - totals[q, c], 40.0))
            lead[q, c] = np.sign(distance) * np.sqrt(abs(distance))
            crowd[q, c] = np.log1p(mass)


@compiled
def _near_copies(
    offsets: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    one: NDArray[np.int32],
    other: NDArray[np.int64],
    found: NDArray[np.bool_],
) -> None:
    for q in range(len(one)):
        if other[q] < 0:
            continue
        right = hashes[offsets[other[q]] : offsets[other[q] + 1]]
        for c in range(one.shape[1]):
            if one[q, c] == other[q]:
                found[q, c] = True
            elif one[q, c] >= 0:
                title = hashes[offsets[one[q, c]] : offsets[one[q, c] + 1]]
                found[q, c] = _is_near(title, right)
