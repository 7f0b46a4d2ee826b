"""A post in another language, word for word in Indonesian, to be compared with the claims.

Crude as a translation and good enough to search with: order, numbers and names stay, and
every way of comparing reads the result like any Indonesian post.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.lexicon import lexicon
from tangkal.text.compiled import compiled
from tangkal.text.hashed import enter, room_for, slot_of
from tangkal.text.language import MIXED, detect_languages, may_be_regional
from tangkal.text.normalise import words
from tangkal.text.tokens import TokenBatch
from tangkal.text.vocabulary import english, indonesian, regional
from tangkal.text.vocabulary.forms import banjarese, forms, minangkabau

_MEANINGS = 2  # of one word; more would drown the others
_SHORTEST_SISTER = 4
_READ_CHARACTERS = 4_000
_FEWEST, _SHARE = 2, 0.1
_SISTERS = {"min": (minangkabau, "nyo"), "bjn": (banjarese, "nya")}

Dictionary = dict[str, tuple[str, ...]]


def glosses(texts: Sequence[str], stems: TokenBatch) -> dict[int, str]:
    """The glosses of those texts that have one, by their place.

    Args:
        texts: n strings.
        stems: the same texts stemmed; most are Indonesian, which their stems show at once.
    """
    places = np.flatnonzero(_look_foreign(stems))
    suspects = places[may_be_regional([texts[i] for i in places.tolist()])].tolist()
    codes = detect_languages([texts[i] for i in suspects])
    told = {
        i: gloss(texts[i], code)
        for i, code in zip(suspects, codes, strict=True)
        if code is not None and code in _TABLES
    }
    return {i: text for i, text in told.items() if text is not None}


def _look_foreign(stems: TokenBatch) -> NDArray[np.bool_]:
    """Texts with at least two words, and one in ten, that only other languages have."""
    found = np.zeros(len(stems), dtype=np.bool_)
    _hold_many(stems.offsets, stems.hashes, _foreign_stems(), found)
    return found


@cache
def _foreign_stems() -> NDArray[np.uint64]:
    """Stems that only other languages have, as a table for quick look-ups."""
    foreign = lexicon().sources
    keys = np.zeros(room_for(len(foreign)), dtype=np.uint64)
    enter(keys, np.zeros_like(keys), foreign, foreign)
    return keys


@compiled
def _hold_many(
    offsets: NDArray[np.int64],
    stems: NDArray[np.uint64],
    foreign: NDArray[np.uint64],
    found: NDArray[np.bool_],
) -> None:
    """Which texts hold at least _FEWEST such stems, and one in ten of all."""
    for row in range(len(offsets) - 1):
        hits = 0
        for i in range(offsets[row], offsets[row + 1]):
            hits += slot_of(foreign, stems[i]) >= 0
        found[row] = hits >= max(float(_FEWEST), _SHARE * (offsets[row + 1] - offsets[row]))


def gloss(text: str, code: str) -> str | None:
    """The text with every listed word of that language replaced; None if it holds none.

    >>> gloss("Garlic water cures the virus", "en")
    'bawang putih air sembuh obat the virus'
    """
    dictionary = _dictionary(_TABLES[code])
    found = words(text[:_READ_CHARACTERS])
    meant = [dictionary.get(word) for word in found]
    if not any(meant):
        return None
    return " ".join(
        " ".join(theirs) if theirs else word for word, theirs in zip(found, meant, strict=True)
    )


def translated(text: str, title: str) -> list[tuple[str, str]]:
    """Words of a text in another language beside those of the title that they stand for.

    >>> translated("They give a free vaccine to all", "Vaksin gratis untuk semua")
    [('free', 'gratis'), ('vaccine', 'vaksin'), ('all', 'semua')]
    """
    wanted = frozenset(words(title))
    return [pair for pair in _meanings(text) if pair[1] in wanted]


@lru_cache(maxsize=256)
def _meanings(text: str) -> tuple[tuple[str, str], ...]:
    """Every listed word of a text in another language with each of its meanings."""
    code = detect_languages([text])[0]
    if code is None or code not in _TABLES:
        return ()
    dictionary = _dictionary(_TABLES[code])
    pairs = (
        (word, theirs)
        for word in words(text[:_READ_CHARACTERS])
        for theirs in dictionary.get(word, ())
        if theirs != word
    )
    return tuple(dict.fromkeys(pairs))


_TABLES = {"en": "en", MIXED: "en", **{code: code for code in regional()}}


@cache
def _dictionary(code: str) -> Dictionary:
    """Every form of every listed word, and what Indonesian says for it.

    A listed word wins over a derived form, and both over a word derived by sound law.
    """
    table: Dictionary = {}
    source = english() if code == "en" else regional()[code]
    known = indonesian()
    for word, theirs in source.items():
        table[word] = theirs[:_MEANINGS]
    for word, theirs in source.items():
        for form in forms(word, code):
            if form not in known:
                table.setdefault(form, theirs[:_MEANINGS])
    if code in _SISTERS:
        sisters, ending = _SISTERS[code]
        for word in sorted(known):
            for sister in sisters(word) if len(word) >= _SHORTEST_SISTER else ():
                table.setdefault(sister, (word,))
                table.setdefault(sister + ending, (word,))
    return table
