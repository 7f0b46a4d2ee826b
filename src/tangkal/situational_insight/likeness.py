"""Words that texts share, and which texts stand in the middle: figures a person can check.

This is the reading side: a few hundred texts at a time, with the words themselves kept. The
stream compares hashed words (see :mod:`tangkal.situational_insight.clustering`).
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from tangkal.situational_insight.function_words import FUNCTION_WORDS

_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_WORD = re.compile(r"[^\W\d_][\w'-]{2,}")
_EMPTY = frozenset(FUNCTION_WORDS)
ALIKE = 0.9  # two texts this near say the same: the second teaches nothing

Vector = dict[str, float]


def words_of(text: str) -> list[str]:
    """The telling words of a text, lower case, in order.

    >>> words_of("Harga BBM akan naik! https://example.org/bbm")
    ['harga', 'bbm', 'naik']
    """
    found = _WORD.findall(_ADDRESS.sub(" ", text).lower())
    return [word for word in found if word not in _EMPTY]


def vector(text: str) -> Vector:
    """The words' square-rooted counts at unit length; empty where a text has no telling word."""
    counts = {word: math.sqrt(count) for word, count in Counter(words_of(text)).items()}
    return at_unit_length(counts)


def at_unit_length(counts: Mapping[str, float]) -> Vector:
    length = math.sqrt(sum(value * value for value in counts.values()))
    return {word: value / length for word, value in counts.items()} if length else {}


def centre(texts: Sequence[str]) -> Vector:
    """The mean of the texts' vectors, at unit length."""
    total: Vector = {}
    for text in texts:
        for word, weight in vector(text).items():
            total[word] = total.get(word, 0.0) + weight
    return at_unit_length(total)


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Likeness of two unit vectors, 0 unrelated … 1 the same words."""
    return min(1.0, sum(value * other.get(word, 0.0) for word, value in one.items()))


def shared_words(one: Sequence[str], other: Sequence[str], *, most: int = 8) -> list[str]:
    """The words that bring two groups of texts together, the strongest first.

    >>> shared_words(["Harga BBM naik besok"], ["BBM naik lagi", "antre BBM"])
    ['bbm', 'naik']
    """
    left, right = centre(one), centre(other)
    both = {word: value * right[word] for word, value in left.items() if word in right}
    return sorted(both, key=lambda word: (-both[word], word))[:most]


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Cosine of the centres of two groups of texts, to two decimals."""
    return round(cosine(centre(one), centre(other)), 2)


def nearest_the_centre(texts: Sequence[str], *, most: int) -> list[int]:
    """Places of the texts that say best what all say, the nearest first, none said twice.

    Give each text once, however often it was copied: loudness is no likeness.

    >>> nearest_the_centre(["bbm naik besok", "pasar ramai", "harga bbm naik"], most=1)
    [0]
    """
    middle = centre(texts)
    vectors = [vector(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda at: (-cosine(vectors[at], middle), at))
    chosen: list[int] = []
    for at in order:
        if all(cosine(vectors[at], vectors[each]) < ALIKE for each in chosen):
            chosen.append(at)
        if len(chosen) == most:
            break
    return chosen
