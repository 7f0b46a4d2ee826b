"""Where to look for a text's relatives: one table of 64-byte buckets, a cache line each.

A text is entered under its whole content and under its ENTERED smallest word-pair hashes, 4
bytes each: its row + 1 in the low bits, and in the bits that a window leaves free a tag of
the key, so that most strangers in a bucket cost no further look. A bucket is filled newest
first. One key has at most _NEWEST entries in it: a turn of phrase that half the country
uses cannot push out its neighbours.

Entries of rows that have been reused since stay until they are pushed out; they are older
than every living one, so they push out none, and an entry counts only where the row's own
sketch holds the key. What is found therefore follows from the living texts and their order
alone, and the table needs no saving.
"""

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.sketches import PAIRS, count_words, exchange_facts, mixed, overlap
from tangkal.text.compiled import compiled

Table = NDArray[np.uint32]  # buckets × _WAYS
Rows = NDArray[np.uint32]  # texts × tangkal.recognise.sketches.SKETCH

_WAYS = 16
ENTERED = 6  # pair keys a text is entered under: half of its pairs missing, 1 in 64 is lost
_ASKED = 8  # pair keys it is looked up by; a longer copy of a shorter text needs the surplus
_NEWEST = 4
_FILLED = 0.85  # entries a text × texts over places in the table, when it is full
MAX_FOUND = _ASKED * _NEWEST
NOT_FOUND = -1


def make_table(texts: int) -> Table:
    """An empty table for so many texts: 33 bytes each."""
    buckets = 1 + int(texts * (ENTERED + 1) / (_WAYS * _FILLED))
    return aligned_zeros(buckets, _WAYS)


def aligned_zeros(rows: int, width: int) -> NDArray[np.uint32]:
    """Zeros whose rows begin at multiples of 64 bytes: a row is then one cache line, not two."""
    line = 64
    room = np.zeros(rows * width * 4 + line, dtype=np.uint8)
    start = -room.ctypes.data % line
    return room[start : start + rows * width * 4].view(np.uint32).reshape(rows, width)


@compiled
def _place(key: np.uint64, table: Table, row_bits: int) -> tuple[np.int64, np.uint32]:
    """The bucket of a key, and its tag."""
    h = mixed(key)
    bucket = ((h >> np.uint64(32)) * np.uint64(len(table))) >> np.uint64(32)
    tag = np.uint32(h & np.uint64(0xFFFFFFFF)) >> np.uint32(row_bits)
    return np.int64(bucket), np.uint32(tag << np.uint32(row_bits))


@compiled
def whole_key(content: np.uint32, sketch: NDArray[np.uint32]) -> np.uint64:
    """What a text is entered under as a whole: from what is kept of it, so it can be re-entered."""
    return (np.uint64(content) << np.uint64(32)) | np.uint64(sketch[0])


@compiled
def _pair_key(pair: np.uint32) -> np.uint64:
    return mixed(np.uint64(pair))


@compiled
def enter(
    row: int, content: np.uint32, sketch: NDArray[np.uint32], table: Table, row_bits: int
) -> None:
    """Enter a text under all its keys."""
    _enter_under(whole_key(content, sketch), row, table, row_bits)
    for pair in sketch[:ENTERED]:
        if pair == 0:
            break
        _enter_under(_pair_key(pair), row, table, row_bits)


@compiled
def _enter_under(key: np.uint64, row: int, table: Table, row_bits: int) -> None:
    place, tag = _place(key, table, row_bits)
    bucket = table[place]
    mine = np.uint32(((1 << row_bits) - 1) ^ 0xFFFFFFFF)
    last, alike = _WAYS - 1, 0
    for way in range(_WAYS):
        if bucket[way] == 0:
            last = way
            break
        if bucket[way] & mine == tag:
            alike += 1
            if alike == _NEWEST:
                last = way
                break
    for way in range(last, 0, -1):
        bucket[way] = bucket[way - 1]
    bucket[0] = tag | np.uint32(row + 1)


@compiled
def enter_all(
    first: int, end: int, contents: NDArray[np.uint32], rows: Rows, table: Table, row_bits: int
) -> None:
    """Enter the texts of these numbers, oldest first; text e sits in row e % window."""
    for number in range(first, end):
        row = number % len(rows)
        enter(row, contents[row], rows[row], table, row_bits)


@compiled
def find_same(
    content: np.uint32,
    sketch: NDArray[np.uint32],
    contents: NDArray[np.uint32],
    rows: Rows,
    table: Table,
    row_bits: int,
) -> int:
    """The row of the newest text with the same words in the same order, or NOT_FOUND."""
    place, tag = _place(whole_key(content, sketch), table, row_bits)
    ours = np.uint32((1 << row_bits) - 1)
    for cell in table[place]:
        if cell == 0:
            break
        if cell & ~ours == tag:
            row = np.int64(cell & ours) - 1
            if contents[row] == content and _have_equal_pairs(rows[row], sketch):
                return int(row)
    return NOT_FOUND


@compiled
def _have_equal_pairs(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> bool:
    for j in range(PAIRS):  # noqa: SIM110 - what numba compiles has no generators
        if one[j] != other[j]:
            return False
    return True


@compiled
def find_alike(
    content: np.uint32,
    sketch: NDArray[np.uint32],
    contents: NDArray[np.uint32],
    rows: Rows,
    table: Table,
    row_bits: int,
    found: NDArray[np.int64],
) -> int:
    """The row of the text that shares most, or NOT_FOUND.

    Where that one speaks of other numbers or places, one that shares less is no answer: it
    would be the stump that all bulletins on one form have in common.

    Args:
        found: room for MAX_FOUND rows.
    """
    if sketch[1] == 0:  # a single pair or word is too little to be like another
        return NOT_FOUND
    best_row, best = NOT_FOUND, 0.0
    for candidate in found[: _candidates(sketch, rows, table, row_bits, found)]:
        shared = overlap(sketch, rows[candidate])
        if shared < best or shared == 0.0:
            continue
        words = min(count_words(content), count_words(contents[candidate]))
        if not exchange_facts(sketch, rows[candidate], words):
            # Of equals the newest is kept, and one that agrees wins over one that does not.
            if shared > best or best_row < 0:
                best_row = candidate
        elif shared > best:
            best_row = NOT_FOUND
        best = shared
    return best_row


@compiled
def _candidates(
    sketch: NDArray[np.uint32],
    rows: Rows,
    table: Table,
    row_bits: int,
    found: NDArray[np.int64],
) -> int:
    """Collect the rows entered under one of the sketch's keys, each once; return how many."""
    ours = np.uint32((1 << row_bits) - 1)
    count = 0
    for pair in sketch[:_ASKED]:
        if pair == 0:
            break
        place, tag = _place(_pair_key(pair), table, row_bits)
        for cell in table[place]:
            if cell == 0:
                break
            if cell & ~ours != tag:
                continue
            row = np.int64(cell & ours) - 1
            if not _holds(rows[row], pair) or _is_among(row, found[:count]):
                continue
            if count == MAX_FOUND:
                return count
            found[count] = row
            count += 1
    return count


@compiled
def _holds(sketch: NDArray[np.uint32], pair: np.uint32) -> bool:
    for other in sketch[: min(ENTERED, PAIRS)]:
        if other >= pair:
            return bool(other == pair)
    return False


@compiled
def _is_among(row: np.int64, found: NDArray[np.int64]) -> bool:
    for other in found:  # noqa: SIM110
        if other == row:
            return True
    return False
