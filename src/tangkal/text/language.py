"""Which language a text is in; "unsure" (None) is an answer.

Indonesian, Malay, five regional languages and English are told apart by words and letter
patterns of our own (:mod:`tangkal.text.language_model`). pycld2, quick and good at the rest
of the world, is asked where a text holds few words of these.
"""

import re
from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import pycld2
from numpy.typing import NDArray

from tangkal.text.disguise import undisguise
from tangkal.text.language_model import CODES, N_NAMED, language_model
from tangkal.text.normalise import normalise, words_of_normalised
from tangkal.text.spaced import spaced_codes

_N = len(CODES)
MIXED = "mul"  # ISO 639-2: several languages
# Names in the languages themselves; codes are ISO 639-1 where it has one, else ISO 639-3.
LANGUAGES = MappingProxyType(
    {
        "id": "Bahasa Indonesia",
        "jv": "Basa Jawa",
        "su": "Basa Sunda",
        "min": "Baso Minangkabau",
        "ban": "Basa Bali",
        "bjn": "Bahasa Banjar",
        "ms": "Bahasa Melayu",
        "en": "English",
    }
)

_MIN_LETTERS = 12  # below this the detectors guess
# Texts beyond this say nothing new about their language.
_ENOUGH_CHARACTERS = 4_000
_MIN_EVIDENCE = 3.0  # nats
_NATIONAL = 0.3  # between Indonesian and a sister language nothing tells apart, Indonesian
_FOREIGN, _LISTED = 0.5, 0.3  # nats a word and share of words listed; under it, ask pycld2
_MIXED_EVIDENCE, _MIXED_SHARE = 8.0, 0.4
_OURS = frozenset({*LANGUAGES, "jw"})  # which pycld2 is not asked about
_address = re.compile(r"(?:https?://|www\.)\S+")


def detect_languages(texts: Sequence[str]) -> list[str | None]:
    """Name each text's language, or None where it cannot be told.

    Args:
        texts: n strings of any content.

    Returns:
        n codes: one of :data:`LANGUAGES`, "mul" where English and one of the others share a
        text, another ISO 639 code pycld2 is sure of, or None for texts too short, too mixed,
        or in a language of the region that is not listed.

    >>> detect_languages(["Iki kabar sing ora bener, kowe aja percaya karo wong kuwi", "😀"])
    ['jv', None]
    """
    folded = [_readable(text) for text in texts]
    spaced = [f" {' '.join(words_of_normalised(undisguise(text)))} " for text in folded]
    table = language_model().evidence(spaced)
    evidence, (letters, read, listed, english, others) = table[:, :_N], table[:, _N:].T
    if not len(texts):
        return []
    strongest = evidence.max(axis=1)
    weak = strongest < _MIN_EVIDENCE
    evidence[:, 0] += _NATIONAL
    best = evidence.argmax(axis=1)
    mixed = _mixed(english, others)
    answers: list[str | None] = [
        CODES[code] if told else None
        for code, told in zip(best.tolist(), ~weak & (best < N_NAMED), strict=True)
    ]
    for i in np.flatnonzero(mixed).tolist():
        answers[i] = MIXED
    strange = weak | (strongest < _FOREIGN * read) | (listed < _LISTED * read)
    for i in np.flatnonzero(strange & ~mixed).tolist():
        leaning = CODES[best[i]] if listed[i] else None
        answers[i] = _elsewhere(folded[i], known=answers[i], leaning=leaning)
    for i in np.flatnonzero(letters < _MIN_LETTERS).tolist():
        answers[i] = None
    return answers


def may_be_regional(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which texts :func:`detect_languages` may name English, mixed or a regional language.

    In one compiled pass: of the others it is certain that it would not.
    """
    read = [_without_addresses(text[:_ENOUGH_CHARACTERS].lower()) for text in texts]
    codes, starts, slow = spaced_codes(read)
    table = language_model().evidence_of(codes, starts)
    evidence, (_, _, _, english, others) = table[:, :_N], table[:, _N:].T
    evidence[:, 0] += _NATIONAL
    told = (evidence.argmax(axis=1) > 0) | _mixed(english, others)
    told[slow] = True
    return np.asarray(told)


def _mixed(english: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Where English and one of the others share a text."""
    lesser, greater = np.minimum(english, others), np.maximum(english, others)
    return np.asarray(lesser >= np.maximum(_MIXED_EVIDENCE, _MIXED_SHARE * greater))


def _readable(text: str) -> str:
    """The beginning of a text in one spelling, without web addresses."""
    folded = normalise(text[:_ENOUGH_CHARACTERS])
    return _without_addresses(folded)


def _without_addresses(folded: str) -> str:
    return _address.sub(" ", folded) if "://" in folded or "www." in folded else folded


def _elsewhere(folded: str, *, known: str | None, leaning: str | None) -> str | None:
    """A language of the rest of the world where pycld2 is sure of one, else what was known.

    English and Indonesian it may confirm where our few words lean that way too.
    """
    guess = _cld2(folded)
    if guess is None or (known is not None and guess in _OURS):
        return known
    if guess in _OURS:
        return leaning if leaning in {guess, "en"} or (guess, leaning) == ("ms", "id") else None
    return guess


def _cld2(folded: str) -> str | None:
    """What pycld2 is sure of."""
    try:
        reliable, _, found = pycld2.detect(folded, isPlainText=True, bestEffort=True)
    except pycld2.error:  # text it cannot read, e.g. unassigned code points
        return None
    code = str(found[0][1])
    return code.partition("-")[0] if reliable and code != "un" and found[0][2] >= 50 else None
