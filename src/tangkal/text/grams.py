"""Character n-grams as hashes: what misspelt, joined and affixed words still share."""

import operator
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tangkal.text.compiled import compiled
from tangkal.text.spaced import space_one, spaced_codes
from tangkal.text.tokens import TokenBatch, fold_table, utf8, words_kept

_MIX = 0x9E3779B97F4A7C15
_USUAL = 4  # characters


def character_grams(
    texts: Sequence[str],
    shortest: int = 4,
    longest: int = 4,
    limit: int = 20_000,
    tokens: TokenBatch | None = None,
) -> TokenBatch:
    """Hash the n-grams inside each word, a space before and after it counted in.

    Args:
        texts: n strings of any content, or an Arrow string array (read whole).
        shortest, longest: lengths of the n-grams, in characters.
        limit: characters read of each text.
        tokens: the same texts tokenised, where the caller has them already.

    Returns:
        the n-grams of each text, in order of appearance.
    """
    if isinstance(texts, pa.Array | pa.ChunkedArray):
        read = texts
    else:
        read = [text if len(text) <= limit else text[:limit] for text in texts]
    is_whole = read is texts or all(map(operator.is_, read, texts))
    slow = tokens.slow if tokens is not None and is_whole else None
    if slow is not None and shortest == longest == _USUAL:
        return _four_grams(read, slow)
    codes, starts = _spaced(read, slow)
    room = np.empty(len(codes) * (longest - shortest + 1), dtype=np.uint64)
    offsets = np.zeros(len(starts), dtype=np.int64)
    used = _grams(codes, starts, shortest, longest, offsets, room)
    return TokenBatch(offsets, room[:used].copy())


def _four_grams(texts: Sequence[str], slow: NDArray[np.bool_]) -> TokenBatch:
    """The 4-grams of texts in one compiled pass, but for those that need the full rules."""
    data, starts = utf8(texts)
    spelt = {
        row: f" {' '.join(words_kept(str(texts[row])))} " for row in np.flatnonzero(slow).tolist()
    }
    room = np.diff(starts) + 2
    room[slow] = [len(text) for text in spelt.values()]
    out = np.empty(int(room.sum()), dtype=np.uint64)
    offsets = np.zeros(len(starts), dtype=np.int64)
    longest = int(room.max(initial=0))
    row = used = 0
    for next_slow in [*spelt, len(texts)]:
        used = _four_grams_of_rows(
            data, starts, row, next_slow, fold_table(), longest, used, offsets, out
        )
        if next_slow in spelt:
            used += four_grams_spelt(spelt[next_slow], out[used:])
            offsets[next_slow + 1] = used
        row = next_slow + 1
    return TokenBatch(offsets, out[:used].copy())


def _spaced(
    texts: Sequence[str], known_slow: NDArray[np.bool_] | None
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Each text's words as code points with a space around each word, and where texts start."""
    codes, starts, slow = spaced_codes(texts, known_slow)
    if not len(slow):
        return codes, starts
    rows = [codes[starts[i] : starts[i + 1]] for i in range(len(starts) - 1)]
    for i in slow.tolist():
        spaced = f" {' '.join(words_kept(str(texts[i])))} "
        rows[i] = np.frombuffer(spaced.encode("utf-32-le", "replace"), dtype=np.uint32)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    return np.concatenate(rows), starts


def four_grams_spelt(spaced: str, out: NDArray[np.uint64]) -> int:
    """The 4-grams of words already spelt in one way, a space round each; returns how many."""
    codes = np.frombuffer(spaced.encode("utf-32-le", "replace"), dtype=np.uint32)
    return four_grams_of(codes, len(codes), out)


def distinct_grams(batch: TokenBatch) -> TokenBatch:
    """The same texts with each n-gram once, ascending."""
    hashes = batch.hashes.copy()
    offsets = np.zeros_like(batch.offsets)
    used = _distinct(batch.offsets, hashes, offsets)
    return TokenBatch(offsets, hashes[:used].copy())


@compiled
def _distinct(
    starts: NDArray[np.int64], hashes: NDArray[np.uint64], offsets: NDArray[np.int64]
) -> int:
    used = 0
    for row in range(len(starts) - 1):
        hashes[starts[row] : starts[row + 1]].sort()
        for i in range(starts[row], starts[row + 1]):
            if i == starts[row] or hashes[i] != hashes[used - 1]:
                hashes[used] = hashes[i]
                used += 1
        offsets[row + 1] = used
    return used


@compiled
def four_grams_of(codes: NDArray[np.uint32], count: int, out: NDArray[np.uint64]) -> int:
    """The 4-grams inside each word of ``codes[:count]``, in order; returns how many.

    The same as :func:`character_grams` gives for one text.
    """
    used = 0
    for first in range(count - 3):
        h = np.uint64(0)
        for i in range(first, first + 4):
            h = (h ^ np.uint64(codes[i])) * np.uint64(_MIX)
            h = h ^ (h >> np.uint64(29))
        out[used] = h  # overwritten by the next one where it spans two words
        used += codes[first + 1] != 32 and codes[first + 2] != 32
    return used


@compiled
def _four_grams_of_rows(
    data: NDArray[np.uint8],
    starts: NDArray[np.int64],
    first: int,
    end: int,
    table: NDArray[np.int32],
    longest: int,
    used: int,
    offsets: NDArray[np.int64],
    out: NDArray[np.uint64],
) -> int:
    """Those of the texts from ``first`` to before ``end``, behind the ``used`` ones."""
    codes = np.empty(longest, dtype=np.uint32)
    for row in range(first, end):
        count = space_one(data, starts[row], starts[row + 1], table, codes)
        used += four_grams_of(codes, count, out[used:])
        offsets[row + 1] = used
    return used


@compiled
def _grams(
    codes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    shortest: int,
    longest: int,
    offsets: NDArray[np.int64],
    out: NDArray[np.uint64],
) -> int:
    used = 0
    for row in range(len(starts) - 1):
        for first in range(starts[row], starts[row + 1]):
            h = np.uint64(0)
            for i in range(first, min(first + longest, starts[row + 1])):
                h = (h ^ np.uint64(codes[i])) * np.uint64(_MIX)
                h = h ^ (h >> np.uint64(29))
                if i - first + 1 >= shortest:
                    out[used] = h
                    used += 1
                if codes[i] == 32 and i > first:
                    break
        offsets[row + 1] = used
    return used
