"""One spelling for a text: what two people see as the same should compare as the same.

This module is the definition, in plain Python and full Unicode. The fast kernel of
:mod:`tangkal.text.tokens` must agree with it on every text; a property test sees to that.
"""

import re
import unicodedata
from collections.abc import Callable

from tangkal.text.disguise import FEWEST_APART, join_letters, mend, read_letters

# Characters that show nothing: variation selectors, Hangul fillers, the grapheme joiner,
# enclosing keycaps. Format characters (category Cf) are found by their category.
_INVISIBLE = frozenset(
    {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
    | {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
)
_SPACE = re.compile(r"\s+")


def _kept(character: str) -> str | None:
    """What remains of one character before Unicode normalisation: itself, a space or nothing."""
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Cs":  # half of a pair: cannot be stored as UTF-8
        return " "
    if category in {"Cc", "Cf", "Me"} or ord(character) in _INVISIBLE:
        return None
    return character


class _Learned(dict[int, str | None]):
    """A table for ``str.translate`` that works out each character when it first comes by."""

    def __init__(self, rule: Callable[[str], str | None]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str | None:
        kept = self[code] = self._rule(chr(code))
        return kept


_VISIBLE = _Learned(_kept)


def strip_invisible(text: str) -> str:
    """Drop what cannot be seen (zero-width, direction marks, controls); every space is one kind."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_VISIBLE)


def normalise(text: str) -> str:
    """Return the text in one spelling: NFKC, lower case, nothing invisible, single spaces.

    Any string is accepted, lone surrogates included (they become spaces). Applying it twice
    changes nothing more.

    >>> normalise("  HATI\\u200b-HATI\\t ﬁtnah 𝗚𝗿𝗮𝘁𝗶𝘀 ")
    'hati-hati fitnah gratis'
    """
    if text.isascii():
        folded = strip_invisible(text).lower()
    else:
        folded = text
        # Lower-casing can leave a sequence that composes, and composing can leave a capital;
        # two rounds settle every character of Unicode (tested), the third is a safe bound.
        for _ in range(3):
            before = folded
            folded = unicodedata.normalize("NFKC", strip_invisible(folded)).lower()
            if folded == before:
                break
    return _SPACE.sub(" ", folded).strip()


def is_word_character(character: str) -> bool:
    """Letters, numbers and the marks that belong to them make words; all else divides them."""
    return unicodedata.category(character)[0] in "LNM"


_WORDS_ONLY = _Learned(lambda character: character if is_word_character(character) else " ")
_ASCII_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    """The words of a text as a reader takes them, in order; "anak-anak" is two.

    >>> words("N4ik Rp 9.500/liter!")
    ['naik', 'rp', '9', '500', 'liter']
    """
    folded = read_letters(normalise(text if text.isascii() else mend(text)))
    found = words_of_normalised(folded)
    if [*map(len, found)].count(1) >= FEWEST_APART:
        return words_of_normalised(join_letters(folded))
    return found


def words_of_normalised(folded: str) -> list[str]:
    """The words of a text already normalised, as they are written."""
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    return folded.translate(_WORDS_ONLY).split()
