"""What a text looks like to the families index: one cache line of 16 numbers.

The first PAIRS are the smallest hashes of the text's neighbouring word pairs (a bottom-k
MinHash). Compared with the usual K signatures in bands it costs one hash a pair instead of
K, and it sees containment: a truncated copy keeps the smallest hashes of what is left, so
the two still share many, where banded signatures, which see only the Jaccard share, miss.

The last three hold the FACTS smallest hashes of its numbers and places, 16 bits each. Two
bulletins ("gempa 5,2 di A", "gempa 4,1 di B") share most of their words and say different
things; a copy keeps its facts, loses some when cut, gains some when added to, and hardly
ever *exchanges* them. So overlap alone does not make a family: see :func:`exchange_facts`.
"""

import numpy as np
from numpy.typing import NDArray

from tangkal.text.compiled import compiled

SKETCH = 16  # 32-bit numbers a text: 64 bytes
PAIRS = 13
FACTS = 6
_FULL = 0xFFFFFFFF

# One family: at least this share of all pairs in common, ...
_MIN_JACCARD = 0.4
# ... or the shorter text is nearly all inside a longer one that is not out of proportion.
_MIN_CONTAINED = 0.75
_MIN_CONTAINED_PAIRS = 4
_MAX_LONGER = 6.0
# Below this many shared pairs an overlap is chance: such short texts match only word for word.
_MIN_SHARED = 3
# One number or place may be exchanged for each so many words, as when a rumour's amount grows.
_WORDS_A_CHANGED_FACT = 24


@compiled
def mixed(h: np.uint64) -> np.uint64:
    """The SplitMix64 finaliser: every bit of the answer depends on every bit given."""
    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return h ^ (h >> np.uint64(31))


@compiled
def _pair(first: np.uint64, second: np.uint64) -> np.uint32:
    """Hash two neighbouring words; the order counts. Zero is kept free to mean "none"."""
    h = mixed(first * np.uint64(0x9E3779B97F4A7C15) + second) & np.uint64(_FULL)
    return np.uint32(max(h, np.uint64(1)))


@compiled
def _keep_small(h: np.uint32, out: NDArray[np.uint32], used: int) -> int:
    """Put a hash in its place among the smallest, once; return how many there are."""
    place = used
    while place > 0 and out[place - 1] > h:
        place -= 1
    if place == len(out) or (place > 0 and out[place - 1] == h):
        return used
    used = min(used + 1, len(out))
    for j in range(used - 1, place, -1):
        out[j] = out[j - 1]
    out[place] = h
    return used


@compiled
def sketch_words(
    words: NDArray[np.uint64],
    numbers: NDArray[np.bool_],
    places: NDArray[np.uint64],
    directions: NDArray[np.uint64],
    out: NDArray[np.uint32],
) -> None:
    """Write the sketch of one text; what is not used is 0, all of it for a wordless text.

    Args:
        words: its word hashes, in order.
        numbers: which of them are numbers.
        places: hashes of place names, as :func:`as_hash_set` lays them out.
        directions: the same of words that tell apart places of one name ("barat").
        out: SKETCH numbers.
    """
    out[:] = 0
    used = 0
    for i in range(len(words) - 1):
        used = _keep_small(_pair(words[i], words[i + 1]), out[:PAIRS], used)
    if len(words) == 1:  # something to be found by; too little to be like another
        out[0] = _pair(words[0], np.uint64(0))
    facts = np.zeros(FACTS, dtype=np.uint32)
    _collect_facts(words, numbers, places, directions, facts)
    _pack_facts(facts, out)


@compiled
def _collect_facts(
    words: NDArray[np.uint64],
    numbers: NDArray[np.bool_],
    places: NDArray[np.uint64],
    directions: NDArray[np.uint64],
    facts: NDArray[np.uint32],
) -> None:
    """The smallest hashes of numbers and places; "5,2", "12/03/2026", "Aceh Barat" are one."""
    used = 0
    run = np.uint64(0)
    before = 0  # what the run is made of: 0 nothing, 1 numbers, 2 a place
    for i in range(len(words)):
        now = 1 if numbers[i] else _place_kind(words[i], places, directions, before)
        if before not in (0, now):
            used = _keep_fact(run, facts, used)
            run = np.uint64(0)
        if now != 0:
            run = mixed(run * np.uint64(0x9E3779B97F4A7C15) + words[i])
        before = now
    if before != 0:
        _keep_fact(run, facts, used)


@compiled
def _place_kind(
    word: np.uint64, places: NDArray[np.uint64], directions: NDArray[np.uint64], before: int
) -> int:
    if in_hash_set(word, places) or (before == 2 and in_hash_set(word, directions)):
        return 2
    return 0


@compiled
def _keep_fact(h: np.uint64, facts: NDArray[np.uint32], used: int) -> int:
    return _keep_small(np.uint32(max(h >> np.uint64(48), np.uint64(1))), facts, used)


def as_hash_set(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A table of a power of two slots, under a quarter full; :func:`in_hash_set` reads it."""
    table = np.zeros(1 << (4 * len(hashes) + 1).bit_length(), dtype=np.uint64)
    mask = len(table) - 1
    for h in hashes.tolist():
        slot = h & mask
        while table[slot] not in (0, h):
            slot = (slot + 1) & mask
        table[slot] = h
    return table


@compiled
def in_hash_set(h: np.uint64, table: NDArray[np.uint64]) -> bool:
    """Whether a hash is in the set."""
    mask = np.uint64(len(table) - 1)
    slot = h & mask
    while table[slot] != np.uint64(0):
        if table[slot] == h:
            return True
        slot = (slot + np.uint64(1)) & mask
    return False


@compiled
def hash_content(words: NDArray[np.uint64]) -> np.uint32:
    """24 bits that tell one sequence of words from another, then their number, at most 255."""
    h = np.uint64(len(words))
    for word in words:
        h = mixed((h ^ word) * np.uint64(0x9E3779B97F4A7C15))
    return np.uint32(((h >> np.uint64(40)) << np.uint64(8)) | np.uint64(min(len(words), 255)))


@compiled
def count_words(content: np.uint32) -> int:
    """How many words a text has, at most 255, by what :func:`hash_content` gave for it."""
    return int(content & np.uint32(255))


@compiled
def overlap(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """How much two texts share, up to 2; 0 where it is too little for one family.

    Enough are 40% of their word pairs, or the shorter nearly all inside the longer. Numbers
    and places are judged apart: :func:`exchange_facts`.
    """
    shared, left, right = compare_pairs(one, other)
    if shared < _MIN_SHARED:
        return 0.0
    shorter = min(left, right)
    jaccard = shared / (left + right - shared)
    if jaccard >= _MIN_JACCARD:
        return 1.0 + jaccard
    contained = shared / shorter
    if (
        contained >= _MIN_CONTAINED
        and shorter >= _MIN_CONTAINED_PAIRS
        and max(left, right) <= _MAX_LONGER * shorter
    ):
        return contained
    return 0.0


@compiled
def compare_pairs(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> tuple[int, int, int]:
    """Compare two sketches on the part of the hash range that both cover fully.

    Returns:
        pairs seen in both, in the first, in the second: for whole sketches exact counts,
        for cut ones an unbiased sample of the pairs (hash at most the smaller maximum).
    """
    return _compare_smallest(one[:PAIRS], other[:PAIRS])


@compiled
def _compare_smallest(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> tuple[int, int, int]:
    size = len(one)
    limit = np.uint32(_FULL)
    if one[size - 1] != 0:
        limit = min(limit, one[size - 1])
    if other[size - 1] != 0:
        limit = min(limit, other[size - 1])
    i = j = shared = 0
    while True:
        left = i < size and one[i] != 0 and one[i] <= limit
        right = j < size and other[j] != 0 and other[j] <= limit
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


@compiled
def exchange_facts(one: NDArray[np.uint32], other: NDArray[np.uint32], words: int) -> bool:
    """Whether each text has numbers or places that the other has others for.

    What only one of them has more of (a cut copy, one with a forwarder's date before it) is
    no exchange. One fact may be exchanged in every 24 words of the shorter: a long rumour
    whose amount grows stays one family; "emas hari ini 1.050.000" and "emas hari ini
    1.063.000" do not. And where more is exchanged than shared, two are too many at any
    length: price lists, scores and warnings for other places are written on one form and say
    different things.

    Args:
        words: of the shorter text.
    """
    left, right = np.empty(FACTS, dtype=np.uint32), np.empty(FACTS, dtype=np.uint32)
    _unpack_facts(one, left)
    _unpack_facts(other, right)
    shared, in_left, in_right = _compare_smallest(left, right)
    fewer = min(in_left, in_right)
    if fewer == shared:
        return False
    # Where both have more facts than were kept, what was compared stands for all that was.
    kept = min(np.count_nonzero(left), np.count_nonzero(right))
    exchanged = (fewer - shared) * kept / fewer
    if exchanged >= 2 and exchanged > shared * kept / fewer:
        return True
    return bool(exchanged * _WORDS_A_CHANGED_FACT > words)


@compiled
def take_over_facts(other: NDArray[np.uint32], sketch: NDArray[np.uint32]) -> None:
    """Give this sketch the numbers and places of the text it was joined to, if those are more.

    A copy cut before the first number is a copy still; it must not make a bridge between all
    the bulletins that begin alike.
    """
    mine, theirs = np.empty(FACTS, dtype=np.uint32), np.empty(FACTS, dtype=np.uint32)
    _unpack_facts(sketch, mine)
    _unpack_facts(other, theirs)
    if np.count_nonzero(theirs) >= np.count_nonzero(mine):
        sketch[PAIRS:] = other[PAIRS:]


@compiled
def _pack_facts(facts: NDArray[np.uint32], sketch: NDArray[np.uint32]) -> None:
    for j in range(FACTS // 2):
        sketch[PAIRS + j] = facts[2 * j] | (facts[2 * j + 1] << np.uint32(16))


@compiled
def _unpack_facts(sketch: NDArray[np.uint32], facts: NDArray[np.uint32]) -> None:
    for j in range(FACTS // 2):
        facts[2 * j] = sketch[PAIRS + j] & np.uint32(0xFFFF)
        facts[2 * j + 1] = sketch[PAIRS + j] >> np.uint32(16)
