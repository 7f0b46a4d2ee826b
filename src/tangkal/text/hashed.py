"""A table of 64-bit hashes in flat arrays: where a hash stands, in one or two memory reads.

Open addressing with linear probing (Knuth, The Art of Computer Programming 3, 6.4, algorithm
L), never more than half full. The hash 0 marks an empty slot and is itself kept as 1.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangkal.text.compiled import compiled

SMALLEST = 1 << 10
_SPREAD = 0x9E3779B97F4A7C15


def room_for(count: int) -> int:
    """Slots of a table that holds ``count`` hashes and as many more before it must grow."""
    return max(SMALLEST, 1 << (4 * count).bit_length())


@compiled
def slot_of(keys: NDArray[np.uint64], key: np.uint64) -> int:
    """The slot that holds a hash, or the complement (~) of the free slot where it would go."""
    if key == 0:
        key = np.uint64(1)
    mask = len(keys) - 1
    slot = np.int64((key * np.uint64(_SPREAD)) >> np.uint64(32)) & mask
    while keys[slot] != key:
        if keys[slot] == 0:
            return int(~slot)
        slot = (slot + 1) & mask
    return int(slot)


@compiled
def enter(
    keys: NDArray[np.uint64],
    values: NDArray[Any],
    new_keys: NDArray[np.uint64],
    new_values: NDArray[Any],
) -> int:
    """Put pairs into a table with room for them; a known key keeps its value. Returns how many."""
    entered = 0
    for i in range(len(new_keys)):
        slot = slot_of(keys, new_keys[i])
        if slot < 0:
            keys[~slot] = max(new_keys[i], np.uint64(1))
            values[~slot] = new_values[i]
            entered += 1
    return entered
