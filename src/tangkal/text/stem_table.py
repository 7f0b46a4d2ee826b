"""Indonesian stems as hashes, for the matchers: a whole batch at a time."""

from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tangkal.text.compiled import compiled
from tangkal.text.hashed import SMALLEST, enter, room_for, slot_of
from tangkal.text.spaced import words_of
from tangkal.text.stem import stem_word
from tangkal.text.tokens import TokenBatch, hash_words, tokenise

_MAX_KNOWN = 2_000_000  # different words remembered; names and typos never end
_MAX_RECENT = 1 << 12  # of them beside the large table: so a new word copies only a small one

Table = tuple[NDArray[np.uint64], NDArray[np.uint64]]  # slots of word hashes, of stem hashes


class StemTable:
    """Word hash to stem hash, learned as words come by: only a new word costs Python time.

    The answer never depends on what the table knows already; a full table merely slows.
    Safe to share between threads: tables in use never change, a changed one replaces them.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._tables = (_empty(SMALLEST), _empty(SMALLEST))  # many words, and the recent ones
        self._counts = (0, 0)

    def stems(self, texts: Sequence[str], tokens: TokenBatch | None = None) -> TokenBatch:
        """The hashed stems of n texts: ``hash_word(stem_word(w))`` for each word, in order.

        Args:
            texts: n strings.
            tokens: the same texts tokenised, where the caller has them already.
        """
        batch = tokenise(texts) if tokens is None else tokens
        many, recent = self._tables
        stemmed = np.empty(len(batch.hashes), dtype=np.uint64)
        unknown = np.empty(len(batch.hashes), dtype=np.int64)
        unknown = unknown[: _look_up(batch.hashes, *many, *recent, stemmed, unknown)]
        if len(unknown):
            hashes, first = np.unique(batch.hashes[unknown], return_index=True)
            theirs = self._stem(texts, batch, unknown[first])
            stemmed[unknown] = theirs[np.searchsorted(hashes, batch.hashes[unknown])]
            self._learn(hashes, theirs)
        return TokenBatch(batch.offsets, stemmed)

    def _stem(
        self, texts: Sequence[str], batch: TokenBatch, places: NDArray[np.int64]
    ) -> NDArray[np.uint64]:
        """The stem hashes of the words at these places of the batch, the slow way."""
        rows = (np.searchsorted(batch.offsets, places, side="right") - 1).tolist()
        asked = sorted(set(rows))
        slow = None if batch.slow is None else batch.slow[asked]
        read = dict(zip(asked, words_of([str(texts[row]) for row in asked], slow), strict=True))
        found = zip(rows, (places - batch.offsets[rows]).tolist(), strict=True)
        return hash_words([stem_word(read[row][place]) for row, place in found])

    def _learn(self, found: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> None:
        with self._lock:
            n_many, n_recent = self._counts
            if n_many + n_recent >= _MAX_KNOWN:
                return
            many, recent = self._tables
            if n_recent + len(found) <= _MAX_RECENT:
                recent = _with(recent, room_for(n_recent + len(found)), found, theirs)
                self._counts = n_many, int(np.count_nonzero(recent[0]))
            else:
                kept = recent[0] != 0
                found = np.concatenate([recent[0][kept], found])
                theirs = np.concatenate([recent[1][kept], theirs])
                many = _with(many, room_for(n_many + len(found)), found, theirs)
                recent = _empty(SMALLEST)
                self._counts = int(np.count_nonzero(many[0])), 0
            self._tables = (many, recent)


def _empty(room: int) -> Table:
    return np.zeros(room, dtype=np.uint64), np.zeros(room, dtype=np.uint64)


def _with(table: Table, room: int, keys: NDArray[np.uint64], values: NDArray[np.uint64]) -> Table:
    """A copy of a table with more in it, larger where it would be crowded."""
    if room <= len(table[0]):
        copied = table[0].copy(), table[1].copy()
    else:
        copied = _empty(room)
        kept = table[0] != 0
        enter(*copied, table[0][kept], table[1][kept])
    enter(*copied, keys, values)
    return copied


@compiled
def _look_up(
    hashes: NDArray[np.uint64],
    keys: NDArray[np.uint64],
    stems: NDArray[np.uint64],
    recent_keys: NDArray[np.uint64],
    recent_stems: NDArray[np.uint64],
    out: NDArray[np.uint64],
    unknown: NDArray[np.int64],
) -> int:
    """Write the stem of each word; list the places whose word no table knows, return how many."""
    n_unknown = 0
    for i in range(len(hashes)):
        slot = slot_of(keys, hashes[i])
        if slot >= 0:
            out[i] = stems[slot]
            continue
        slot = slot_of(recent_keys, hashes[i])
        if slot >= 0:
            out[i] = recent_stems[slot]
        else:
            out[i] = 0
            unknown[n_unknown] = i
            n_unknown += 1
    return n_unknown
