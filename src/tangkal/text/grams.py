"""Character n-grams as hashes: what misspelt, joined and affixed words still share."""

import operator
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tangkal.text.compiled import compiled
from tangkal.text.spaced import spaced_codes
from tangkal.text.tokens import TokenBatch, words_kept

_MIX = 0x9E3779B97F4A7C15


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
    codes, starts = _spaced(read, tokens.slow if tokens is not None and is_whole else None)
    room = np.empty(len(codes) * (longest - shortest + 1), dtype=np.uint64)
    offsets = np.zeros(len(starts), dtype=np.int64)
    used = _grams(codes, starts, shortest, longest, offsets, room)
    return TokenBatch(offsets, room[:used].copy())


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
        if codes[first + 1] == 32 or codes[first + 2] == 32:
            continue
        h = np.uint64(0)
        for i in range(first, first + 4):
            h = (h ^ np.uint64(codes[i])) * np.uint64(_MIX)
            h = h ^ (h >> np.uint64(29))
        out[used] = h
        used += 1
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
