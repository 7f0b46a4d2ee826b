"""Titles read out again for a batch's candidates, one segment after the other."""

import numpy as np
from numpy.typing import NDArray

from tangkal.text.compiled import compiled
from tangkal.text.grams import four_grams_of
from tangkal.text.spaced import space_one
from tangkal.text.tokens import fold_table


@compiled
def count_terms(
    docs: NDArray[np.int32], base: int, starts: NDArray[np.int64], counts: NDArray[np.int64]
) -> None:
    """Write how many terms each title of this segment has behind its place."""
    for place in range(len(docs)):
        row = docs[place] - base
        if 0 <= row < len(starts) - 1 and docs[place] >= 0:
            counts[place + 1] = starts[row + 1] - starts[row]


@compiled
def copy_terms(
    docs: NDArray[np.int32],
    base: int,
    starts: NDArray[np.int64],
    terms: NDArray[np.int32],
    offsets: NDArray[np.int64],
    out: NDArray[np.int32],
) -> None:
    """Write the terms of each title of this segment where ``offsets`` says."""
    for place in range(len(docs)):
        row = docs[place] - base
        if 0 <= row < len(starts) - 1 and docs[place] >= 0:
            for i in range(starts[row + 1] - starts[row]):
                out[offsets[place] + i] = terms[starts[row] + i]


@compiled
def count_bytes(
    docs: NDArray[np.int32],
    base: int,
    starts: NDArray[np.int64],
    slow: NDArray[np.bool_],
    room: NDArray[np.int64],
    is_slow: NDArray[np.bool_],
) -> None:
    """Write how many n-grams each title of this segment may have, and which need the full rules."""
    for place in range(len(docs)):
        row = docs[place] - base
        if 0 <= row < len(slow) and docs[place] >= 0:
            room[place + 1] = starts[row + 1] - starts[row] + 2
            is_slow[place] = slow[row]


def four_grams(
    docs: NDArray[np.int32],
    base: int,
    data: NDArray[np.uint8],
    starts: NDArray[np.int64],
    slow: NDArray[np.bool_],
    room: NDArray[np.int64],
    out: NDArray[np.uint64],
    counts: NDArray[np.int64],
) -> None:
    """Write the 4-grams of each title of this segment, but of those that need the full rules."""
    _four_grams(docs, base, data, starts, slow, room, fold_table(), out, counts)


@compiled
def _four_grams(
    docs: NDArray[np.int32],
    base: int,
    data: NDArray[np.uint8],
    starts: NDArray[np.int64],
    slow: NDArray[np.bool_],
    room: NDArray[np.int64],
    table: NDArray[np.int32],
    out: NDArray[np.uint64],
    counts: NDArray[np.int64],
) -> None:
    longest = 0
    for place in range(len(docs)):
        longest = max(longest, room[place + 1] - room[place])
    codes = np.empty(longest, dtype=np.uint32)
    for place in range(len(docs)):
        row = docs[place] - base
        if 0 <= row < len(slow) and docs[place] >= 0 and not slow[row]:
            used = space_one(data, starts[row], starts[row + 1], table, codes)
            counts[place] = four_grams_of(codes, used, out[room[place] :])
