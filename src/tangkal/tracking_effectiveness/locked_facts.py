"""Two wordings of one answer say the same facts: figures, dates and names are compared.

A test of wordings may change how something is said, never what: a figure, date, unit, name or
place that stands in one version only is refused. Words of negation may differ ("tetap" and
"tidak naik" say the same), so they are shown to the person who approves, not refused.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = r"\d+(?:[.,:/]\d+)*"


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MONTHS = word_set(
    "januari februari maret april mei juni juli agustus september oktober november desember "
    "january february march may june july august october december"
)
_DAYS = word_set("senin selasa rabu kamis jumat sabtu minggu ahad besok kemarin lusa")
_COUNTING = word_set(
    "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus "
    "seratus ribu seribu juta sejuta miliar triliun setengah separuh persen one two three four "
    "five six seven eight nine ten eleven twelve hundred thousand million billion half percent"
)
_NEGATIONS = word_set("tidak bukan belum tanpa jangan tak no not never none without")
_figure = re.compile(rf"{_NUMBER}%?|%")
_word = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_sentence = re.compile(r"(?<=[.!?:;\n“\"])\s*")
# Number words that are also units behind a figure: "10 ribu" and "10.000" are the same to a
# reader, but a machine that translated them could be wrong; so the writing has to be equal.
_FACT_WORDS = _MONTHS | _DAYS | _COUNTING


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What two versions must share."""

    figures: Counter[str]  # as written: "10.000", "25%"
    words: Counter[str]  # months, days, number words
    names: frozenset[str]  # capitalised inside a sentence, or wholly: "Bandung", "BBM"
    negations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact that stands in one version only."""

    kind: str  # "figure", "date or number word", "name or place"
    what: str
    only_in: str  # "A" or "B"


def facts_of(text: str, places: Iterable[str] = ()) -> Facts:
    """The facts of a text that a rewording may not touch.

    Args:
        places: names of regions, found wherever they stand and however they are written.

    >>> sorted(facts_of("Harga tetap Rp10.000 di Bandung sampai 3 Mei.").figures)
    ['10.000', '3']
    """
    names = {
        word
        for sentence in _sentence.split(text)
        for place, word in enumerate(_word.findall(sentence))
        if (place and word[0].isupper()) or (len(word) > 1 and word.isupper())
    }
    folded = f" {' '.join(_word.findall(text)).casefold()} "
    names |= {each for each in places if f" {each.casefold()} " in folded}
    words = [word.casefold() for word in _word.findall(text)]
    return Facts(
        figures=Counter(_figure.findall(text)),
        words=Counter(word for word in words if word in _FACT_WORDS),
        names=frozenset(name for name in names if name.casefold() not in _FACT_WORDS),
        negations=sum(word in _NEGATIONS for word in words),
    )


def differences(version_a: str, version_b: str, places: Iterable[str] = ()) -> list[Difference]:
    """Every fact that stands in one version only; empty where both say the same.

    A name that begins a sentence in the other version is found there too.

    >>> [each.what for each in differences("Naik 5% di Bandung.", "Naik 7% di Bandung.")]
    ['5%', '7%']
    """
    known = tuple(places)
    a, b = facts_of(version_a, known), facts_of(version_b, known)
    found = []
    for kind, of_a, of_b in (
        ("figure", a.figures, b.figures),
        ("date or number word", a.words, b.words),
    ):
        found += [Difference(kind=kind, what=each, only_in="A") for each in sorted(of_a - of_b)]
        found += [Difference(kind=kind, what=each, only_in="B") for each in sorted(of_b - of_a)]
    for mine, theirs, text, mark in ((a, b, version_b, "A"), (b, a, version_a, "B")):
        other = set(_word.findall(text)) | theirs.names
        folded = f" {' '.join(_word.findall(text)).casefold()} "
        found += [
            Difference(kind="name or place", what=each, only_in=mark)
            for each in sorted(mine.names)
            if each not in other and f" {each.casefold()} " not in folded
        ]
    return found


def negation_differs(version_a: str, version_b: str) -> bool:
    """Whether one version denies more often: for the approver to look at."""
    return facts_of(version_a).negations != facts_of(version_b).negations
