"""The language of each item, asked once a family: its other members say the same words.

At least 40% of a member's word pairs are its family's, or it holds nearly all of a shorter
one; a translation is not of the family. So the first text that tells its language tells it
for all that follow, and the answer is kept with the family's texts, in the snapshot too: a
restart changes none. Where a family's texts told none so far, each is asked itself.
"""

from collections.abc import Sequence

import numpy as np

from tangkal.recognise.families import FamilyAssignment, FamilyIndex
from tangkal.text.language import detect_languages

_LETTERS = " abcdefghijklmnopqrstuvwxyz"


def family_languages(
    index: FamilyIndex, found: FamilyAssignment, texts: Sequence[str]
) -> list[str | None]:
    """The language of each text, in order; None where it cannot be told.

    Args:
        index: keeps the languages as labels of its texts.
        found: what it answered for these texts, just now.
    """
    labels = index.labels(found.texts).tolist()
    known = {
        family: unpacked(label)
        for family, label in zip(found.family_ids, labels, strict=True)
        if label
    }
    first_rows = {family: row for row, family in reversed([*enumerate(found.family_ids)])}
    asked = [row for family, row in first_rows.items() if family not in known]
    answers = dict(zip(asked, detect_languages([texts[row] for row in asked]), strict=True))
    for row, language in answers.items():
        if language is not None:
            known[found.family_ids[row]] = language
    alone = [
        row
        for row, family in enumerate(found.family_ids)
        if family not in known and row not in answers
    ]
    answers |= zip(alone, detect_languages([texts[row] for row in alone]), strict=True)
    languages = [
        known[family] if family in known else answers[row]
        for row, family in enumerate(found.family_ids)
    ]
    keep_languages(index, found, languages)
    return languages


def keep_languages(
    index: FamilyIndex, found: FamilyAssignment, languages: Sequence[str | None]
) -> None:
    """Remember with each text what language it was found to be in."""
    labels = {language: packed(language) for language in set(languages)}
    index.set_labels(found.texts, np.array([labels[each] for each in languages], np.uint16))


def packed(language: str | None) -> int:
    """A code of up to three letters as a number; 0 for none, and for longer ones.

    >>> packed("id"), unpacked(packed("min"))
    (6669, 'min')
    """
    if not language or len(language) > 3 or not set(language) <= set(_LETTERS[1:]):
        return 0
    number = 0
    for letter in language.ljust(3):
        number = number * len(_LETTERS) + _LETTERS.index(letter)
    return number


def unpacked(number: int) -> str:
    """The code that :func:`packed` made a number of."""
    rest, third = divmod(number, len(_LETTERS))
    first, second = divmod(rest, len(_LETTERS))
    return (_LETTERS[first] + _LETTERS[second] + _LETTERS[third]).rstrip()
