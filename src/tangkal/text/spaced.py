"""The words of a whole batch as text again: spelt in one way, a space round each.

One compiled pass over UTF-8 bytes, by the folding table of :mod:`tangkal.text.tokens`.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tangkal.text.compiled import compiled
from tangkal.text.tokens import (
    _DIVIDES,
    _NEEDS_CONTEXT,
    _TABLE_SIZE,
    _decode,
    _fold_table,
    _tokenise,
    _utf8,
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
    data, starts = _utf8(texts)
    slow = _left_undone(data, starts) if slow is None else slow
    ends = np.zeros(len(starts), dtype=np.int64)
    codes = np.empty(int(starts[-1] - starts[0]) + 2 * len(slow), dtype=np.uint32)
    used = _space(data, starts, _fold_table(), slow, ends, codes)
    return codes[:used].copy(), ends, np.flatnonzero(slow)


def _left_undone(data: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which texts the tokeniser's kernel leaves to the full rules."""
    counts = np.zeros(len(starts) - 1, dtype=np.int64)
    room = np.empty((int(starts[-1] - starts[0]) + len(counts)) // 2 + 1, dtype=np.uint64)
    _tokenise(data, starts, _fold_table(), counts, room, np.empty(len(room), dtype=np.bool_))
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
def _space(
    data: NDArray[np.uint8],
    starts: NDArray[np.int64],
    table: NDArray[np.int32],
    slow: NDArray[np.bool_],
    ends: NDArray[np.int64],
    out: NDArray[np.uint32],
) -> int:
    """Write the folded code points of each text with single spaces round its words."""
    used = 0
    for row in range(len(starts) - 1):
        first = used
        i = starts[row]
        if not slow[row]:
            out[used] = 32
            used += 1
        while not slow[row] and i < starts[row + 1]:
            code, length = _decode(data, i)
            i += length
            folded = table[code] if code < _TABLE_SIZE else _NEEDS_CONTEXT
            if folded > 0:
                out[used] = folded
                used += 1
            elif folded == _DIVIDES and out[used - 1] != 32:
                out[used] = 32
                used += 1
        if not slow[row] and (out[used - 1] != 32 or used == first + 1):
            out[used] = 32
            used += 1
        ends[row + 1] = used
    return used
