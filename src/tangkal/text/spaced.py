"""The words of a whole batch as text again: spelt in one way, a space round each.

One compiled pass over UTF-8 bytes, by the folding table of :mod:`tangkal.text.tokens`.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tangkal.text.compiled import compiled
from tangkal.text.tokens import (
    DIVIDES,
    NEEDS_CONTEXT,
    TABLE_SIZE,
    _tokenise,
    decode,
    fold_table,
    utf8,
    words_kept,
)


def spaced_codes(
    texts: Sequence[str], slow: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """Each text's words as code points, a space before, between and after them.

    Args:
        texts: n strings.
        slow: which of them need the full rules, where the caller has tokenised them.

    Returns:
        the code points of all texts, n + 1 offsets into them, and the texts left undone (their
        row is empty) because only :func:`tangkal.text.normalise.words` reads them rightly.
    """
    data, starts = utf8(texts)
    slow = _left_undone(data, starts) if slow is None else slow
    ends = np.zeros(len(starts), dtype=np.int64)
    codes = np.empty(int(starts[-1] - starts[0]) + 2 * len(slow), dtype=np.uint32)
    used = _space(data, starts, fold_table(), slow, ends, codes)
    return codes[:used].copy(), ends, np.flatnonzero(slow)


def _left_undone(data: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which texts the tokeniser's kernel leaves to the full rules."""
    counts = np.zeros(len(starts) - 1, dtype=np.int64)
    room = np.empty((int(starts[-1] - starts[0]) + len(counts)) // 2 + 1, dtype=np.uint64)
    _tokenise(data, starts, fold_table(), counts, room, np.empty(len(room), dtype=np.bool_))
    return counts < 0


def words_of(texts: Sequence[str], known_slow: NDArray[np.bool_] | None = None) -> list[list[str]]:
    """The words of each text: a whole batch's :func:`tangkal.text.normalise.words`, fast.

    Args:
        texts: n strings.
        known_slow: see :func:`spaced_codes`.

    >>> words_of(["Naik Rp 9.500/liter!", ""])
    [['naik', 'rp', '9', '500', 'liter'], []]
    """
    codes, ends, slow = spaced_codes(texts, known_slow)
    spaced = codes.tobytes().decode("utf-32-le")
    bounds = ends.tolist()
    found = [spaced[first:end].split(" ")[1:-1] for first, end in itertools.pairwise(bounds)]
    found = [row if row != [""] else [] for row in found]
    for row in slow.tolist():
        found[row] = list(words_kept(str(texts[row])))
    return found


@compiled
def space_one(
    data: NDArray[np.uint8],
    start: int,
    end: int,
    table: NDArray[np.int32],
    out: NDArray[np.uint32],
) -> int:
    """Write the folded code points of one text with single spaces round its words.

    Args:
        out: room for as many as the text has bytes, and two more.

    Returns:
        how many were written, at least two.
    """
    out[0] = 32
    used = 1
    i = start
    while i < end:
        if data[i] < 0x80:  # most are; the table need not be asked how long they are
            folded = table[data[i]]
            i += 1
        else:
            code, length = decode(data, i)
            i += length
            folded = table[code] if code < TABLE_SIZE else NEEDS_CONTEXT
        if folded > 0:
            out[used] = folded
            used += 1
        elif folded == DIVIDES and out[used - 1] != 32:
            out[used] = 32
            used += 1
    if out[used - 1] != 32 or used == 1:
        out[used] = 32
        used += 1
    return used


@compiled
def _space(
    data: NDArray[np.uint8],
    starts: NDArray[np.int64],
    table: NDArray[np.int32],
    slow: NDArray[np.bool_],
    ends: NDArray[np.int64],
    out: NDArray[np.uint32],
) -> int:
    used = 0
    for row in range(len(starts) - 1):
        if not slow[row]:
            used += space_one(data, starts[row], starts[row + 1], table, out[used:])
        ends[row + 1] = used
    return used
