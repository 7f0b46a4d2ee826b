"""What a text looks like to the families index: a small sample of its word pairs.

A sketch is the SKETCH smallest hashes of the text's neighbouring word pairs (a bottom-k
MinHash). Compared with the usual K signatures in bands it costs one hash a pair instead of
K, and it sees containment: a truncated copy keeps the smallest hashes of what is left, so
the two still share many, where banded signatures, which see only the Jaccard share, miss.
"""

import numpy as np
from numpy.typing import NDArray

from tangkal.text.compiled import compiled

SKETCH = 24  # pair hashes kept a text: 96 bytes
_FULL = 0xFFFFFFFF


@compiled
def _pair(first: np.uint64, second: np.uint64) -> np.uint64:
    """Hash two neighbouring words; the order counts. Zero is kept free to mean "none"."""
    h = first * np.uint64(0x9E3779B97F4A7C15) + second
    h = (h ^ (h >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    h = h ^ (h >> np.uint64(32))
    return max(h & np.uint64(_FULL), np.uint64(1))


@compiled
def sketch_words(words: NDArray[np.uint64], out: NDArray[np.uint32]) -> int:
    """Write the smallest distinct pair hashes of a text, ascending; return how many.

    Unused places are set to 0. A text of one word or none has an empty sketch.
    """
    used = 0
    out[:] = 0
    for i in range(len(words) - 1):
        h = np.uint32(_pair(words[i], words[i + 1]))
        place = used
        while place > 0 and out[place - 1] > h:
            place -= 1
        if place == SKETCH or (place > 0 and out[place - 1] == h):
            continue
        used = min(used + 1, SKETCH)
        for j in range(used - 1, place, -1):
            out[j] = out[j - 1]
        out[place] = h
    return used


@compiled
def hash_sequence(words: NDArray[np.uint64]) -> np.uint64:
    """One hash for a whole text, word order included; 0 only for a wordless text."""
    h = np.uint64(len(words))
    for word in words:
        h = (h ^ word) * np.uint64(0x9E3779B97F4A7C15)
        h = h ^ (h >> np.uint64(31))
    return h


@compiled
def compare_sketches(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> tuple[int, int, int]:
    """Compare two sketches on the part of the hash range that both cover fully.

    Returns:
        pairs seen in both, in the first, in the second: for whole sketches exact counts,
        for cut ones an unbiased sample of the pairs (hash at most the smaller maximum).
    """
    limit = np.uint32(_FULL)
    if one[SKETCH - 1] != 0:
        limit = min(limit, one[SKETCH - 1])
    if other[SKETCH - 1] != 0:
        limit = min(limit, other[SKETCH - 1])
    i = j = shared = 0
    while True:
        left = i < SKETCH and one[i] != 0 and one[i] <= limit
        right = j < SKETCH and other[j] != 0 and other[j] <= limit
        if left and right and one[i] == other[j]:
            shared += 1
            i += 1
            j += 1
        elif left and (not right or one[i] < other[j]):
            i += 1
        elif right:
            j += 1
        else:
            return shared, i, j
