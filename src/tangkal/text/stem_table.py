"""Indonesian stems as hashes, for the matchers: a whole batch at a time."""

from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tangkal.text.normalise import words
from tangkal.text.stem import stem_word
from tangkal.text.tokens import TokenBatch, hash_word, tokenise

_MAX_KNOWN = 2_000_000  # different words remembered; names and typos never end


class StemTable:
    """Word hash to stem hash, learned as words come by: only a new word costs Python time.

    The answer never depends on what the table knows already; a full table merely slows.
    Safe to share between threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        empty = np.zeros(0, dtype=np.uint64)
        self._known = (empty, empty)  # word hashes ascending, their stems' hashes

    def stems(self, texts: Sequence[str], tokens: TokenBatch | None = None) -> TokenBatch:
        """The hashed stems of n texts: ``hash_word(stem_word(w))`` for each word, in order.

        Args:
            texts: n strings.
            tokens: the same texts tokenised, where the caller has them already.
        """
        batch = tokenise(texts) if tokens is None else tokens
        known, stems = self._known
        stemmed, unknown = _look_up(batch.hashes, known, stems)
        if len(unknown):
            rows = np.unique(np.searchsorted(batch.offsets, unknown, side="right") - 1)
            fresh = {
                hash_word(word): hash_word(stem_word(word))
                for row in rows.tolist()
                for word in dict.fromkeys(words(str(texts[row])))
            }
            ordered = sorted(fresh)
            found = np.array(ordered, dtype=np.uint64)
            theirs = np.array([fresh[word] for word in ordered], dtype=np.uint64)
            stemmed[unknown], _ = _look_up(batch.hashes[unknown], found, theirs)
            self._learn(found, theirs)
        return TokenBatch(batch.offsets, stemmed)

    def _learn(self, found: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> None:
        with self._lock:
            known, stems = self._known
            if len(known) >= _MAX_KNOWN:
                return
            merged, first = np.unique(np.concatenate([known, found]), return_index=True)
            self._known = (merged, np.concatenate([stems, theirs])[first])


def _look_up(
    hashes: NDArray[np.uint64], known: NDArray[np.uint64], stems: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Stems of the hashes, and the places whose word is not known."""
    if not len(known):
        return np.zeros(len(hashes), dtype=np.uint64), np.arange(len(hashes))
    places = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return stems[places], np.flatnonzero(known[places] != hashes)
