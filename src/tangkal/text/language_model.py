"""How much each word and letter pattern speaks for a language: weights from our own words.

Nothing is learned from texts. A listed word speaks for the languages that list it, most of
all an everyday one; a word no list has is read by its letters, as those of the listed words
run. The tables are :mod:`tangkal.text.vocabulary`'s.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tangkal.text.compiled import compiled
from tangkal.text.hashed import enter, room_for, slot_of
from tangkal.text.vocabulary import english, indonesian, regional, shared
from tangkal.text.vocabulary.forms import banjarese, forms, minangkabau
from tangkal.text.vocabulary.function_words import NAMED, NEIGHBOURS

CODES = (*NAMED, *NEIGHBOURS)
N_NAMED = len(NAMED)
_ENGLISH = CODES.index("en")

_EVERYDAY, _LISTED, _DERIVED, _SISTER = 10.0, 1.0, 0.4, 0.5
_STRANGER = 0.3  # what every language grants a word that it does not list
_LETTERS = 0.07  # weight of letter patterns beside words: they are not independent
_SMOOTHING = 2.0
# Regional texts borrow Indonesian words freely, the other way round hardly: the lender's words
# say less. Chosen, like the five weights above, on the NusaX training sentences.
_LENDERS = {"id": 0.8, "ms": 0.55, "en": 0.85}
_UNNAMED = 1.2  # and the few words listed of a neighbour say more
_SISTERS = {"min": (minangkabau, "nyo"), "bjn": (banjarese, "nya")}
_SLOTS = 1 << 16  # letter patterns are counted in so many places; a shared one does little harm
_SHORTEST, _LONGEST = 2, 5
_MIX = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Weights of words and of letter patterns, a column for each of :data:`CODES`."""

    words: NDArray[np.uint64]  # slots, see tangkal.text.hashed
    rows: NDArray[np.uint32]  # of the weights of the word in that slot
    word_weights: NDArray[np.float32]  # [words, codes]
    letter_weights: NDArray[np.float32]  # [_SLOTS, codes]

    def evidence(self, spaced: list[str]) -> NDArray[np.float32]:
        """What speaks for each language, in nats, and how many words were read.

        Args:
            spaced: n normalised texts, words divided and enclosed by single spaces.

        Returns:
            float32[n, codes + 5]: the evidence; then letters, words and listed words read, and
            what speaks for English rather than the best of the others, and the reverse.
            Words with digits in them are passed over.
        """
        return self.evidence_of(*_codes(spaced))

    def evidence_of(
        self, codes: NDArray[np.uint32], starts: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """The same of texts as :func:`tangkal.text.spaced.spaced_codes` gives them."""
        out = np.zeros((len(starts) - 1, len(CODES) + 5), dtype=np.float32)
        _weigh(codes, starts, self.words, self.rows, self.word_weights, self.letter_weights, out)
        return out


@lru_cache(maxsize=1)
def language_model() -> LanguageModel:
    """The model, made from the tables when first asked for."""
    listed = [_words_of(code) for code in CODES]
    distinct = sorted({word for table in listed for word in table})
    weights = np.array([[table.get(word, 0.0) for table in listed] for word in distinct])
    hashes = _hash_words(distinct)
    words = np.zeros(room_for(len(hashes)), dtype=np.uint64)
    rows = np.zeros(len(words), dtype=np.uint32)
    enter(words, rows, hashes, np.arange(len(hashes), dtype=np.uint32))
    says = np.array([_LENDERS.get(code, 1.0 if code in NAMED else _UNNAMED) for code in CODES])
    full = np.log((weights + _STRANGER) / _STRANGER)
    word_weights = says * full
    for code in _LENDERS:  # a word that a borrower lists as well tells the two apart no more
        lender = CODES.index(code)
        others = np.delete(word_weights, lender, axis=1).max(axis=1)
        word_weights[:, lender] = np.maximum(
            word_weights[:, lender], np.minimum(full[:, lender], others)
        )
    letters = _letters(distinct, weights, says)
    return LanguageModel(words, rows, word_weights.astype(np.float32), letters)


def _words_of(code: str) -> Mapping[str, float]:
    """The words of a language and how everyday each is."""
    table: dict[str, float] = {}
    for word, weight in _listed(code):
        table[word] = max(table.get(word, 0.0), weight)
    return table


def _listed(code: str) -> Iterator[tuple[str, float]]:
    for word in (NAMED | NEIGHBOURS)[code].split():
        yield word, _EVERYDAY
    if code in {"id", "ms"}:
        yield from ((word, _LISTED if code == "id" else _DERIVED) for word in indonesian())
    for word in english() if code == "en" else regional().get(code, ()):
        for form in forms(word, code):
            yield form, _LISTED if form == word else _DERIVED
    yield from ((word, _LISTED) for word in shared().get(code, ()))
    if code in _SISTERS:
        sisters, ending = _SISTERS[code]
        for word in indonesian():
            for sister in sisters(word) or {word}:
                yield sister, _SISTER
                yield sister + ending, _SISTER


def _letters(
    distinct: list[str], weights: NDArray[np.float64], says: NDArray[np.float64]
) -> NDArray[np.float32]:
    codes, starts = _codes([f" {word} " for word in distinct])
    counts = np.zeros((_SLOTS, len(CODES)))
    _count(codes, starts, np.sqrt(weights), counts)
    # Lists of unlike length count alike.
    counts *= counts.sum() / len(CODES) / counts.sum(axis=0)
    usual = counts.mean(axis=1, keepdims=True)
    share = (counts + _SMOOTHING * usual + 1e-3) / (usual + _SMOOTHING * usual + 1e-3)
    return np.asarray(_LETTERS * says * np.log(share), dtype=np.float32)


def _codes(texts: list[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in texts], out=starts[1:])
    return np.frombuffer("".join(texts).encode("utf-32-le", "replace"), dtype=np.uint32), starts


def _hash_words(distinct: list[str]) -> NDArray[np.uint64]:
    codes, starts = _codes([f" {word} " for word in distinct])
    hashes = np.empty(len(distinct), dtype=np.uint64)
    _hash_rows(codes, starts, hashes)
    return hashes


@compiled
def _eat(h: np.uint64, code: np.uint32) -> np.uint64:
    h = (h ^ np.uint64(code)) * np.uint64(_MIX)
    return h ^ (h >> np.uint64(29))


@compiled
def _hash_rows(
    codes: NDArray[np.uint32], starts: NDArray[np.int64], hashes: NDArray[np.uint64]
) -> None:
    for row in range(len(starts) - 1):
        h = np.uint64(0)
        for i in range(starts[row] + 1, starts[row + 1] - 1):
            h = _eat(h, codes[i])
        hashes[row] = h


@compiled
def _count(
    codes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    weights: NDArray[np.float64],
    counts: NDArray[np.float64],
) -> None:
    for row in range(len(starts) - 1):
        for first in range(starts[row], starts[row + 1]):
            h = np.uint64(0)
            for i in range(first, min(first + _LONGEST, starts[row + 1])):
                h = _eat(h, codes[i])
                if i - first + 1 >= _SHORTEST:
                    counts[h & np.uint64(_SLOTS - 1)] += weights[row]


@compiled
def _weigh(
    codes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    words: NDArray[np.uint64],
    rows: NDArray[np.uint32],
    word_weights: NDArray[np.float32],
    letter_weights: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    n = word_weights.shape[1]
    for row in range(len(starts) - 1):
        first = starts[row]
        while first < starts[row + 1] - 1:
            h = np.uint64(0)
            end = first + 1
            has_digit = False
            while end < starts[row + 1] and codes[end] != 32:
                has_digit |= 48 <= codes[end] < 58
                h = _eat(h, codes[end])
                end += 1
            if not has_digit and end > first + 1:
                out[row, n] += end - first - 1
                out[row, n + 1] += 1
                slot = slot_of(words, h)
                if slot >= 0:
                    out[row, n + 2] += 1
                    weights = word_weights[rows[slot]]
                    rest = np.float32(-np.inf)
                    for code in range(n):
                        out[row, code] += weights[code]
                        if code != _ENGLISH:
                            rest = max(rest, weights[code])
                    out[row, n + 3] += max(weights[_ENGLISH] - rest, np.float32(0.0))
                    out[row, n + 4] += max(rest - weights[_ENGLISH], np.float32(0.0))
                else:
                    _weigh_letters(codes, first, end + 1, letter_weights, out[row, :n])
            first = end


@compiled
def _weigh_letters(
    codes: NDArray[np.uint32],
    start: int,
    end: int,
    letter_weights: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    for first in range(start, end):
        h = np.uint64(0)
        for i in range(first, min(first + _LONGEST, end)):
            h = _eat(h, codes[i])
            if i - first + 1 >= _SHORTEST:
                weights = letter_weights[h & np.uint64(_SLOTS - 1)]
                for code in range(len(out)):
                    out[code] += weights[code]
