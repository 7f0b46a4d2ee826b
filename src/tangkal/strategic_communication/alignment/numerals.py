"""Numbers as Indonesians write them: digits, words, and both ("1,5 juta", "dua belas ribu").

Javanese and Sundanese number words are read too, as far as one word stands for one number.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tangkal.strategic_communication.alignment.tokens import Token, number_table

_ONES: Mapping[str, int] = number_table(
    """
nol 0 kosong 0 satu 1 dua 2 tiga 3 empat 4 lima 5 enam 6 tujuh 7 delapan 8 sembilan 9 se 1
siji 1 loro 2 telu 3 papat 4 limo 5 enem 6 pitu 7 wolu 8 sanga 9 songo 9 setunggal 1 kalih 2
tigang 3 sekawan 4 gangsal 5 pitung 7 wolung 8 sangang 9 rong 2 telung 3 patang 4 limang 5 nem
6 nenem 6 hiji 1 opat 4 genep 6 dalapan 8 salapan 9 tilu 3
    """
)
_TIMES: Mapping[str, int] = number_table(
    """
ratus 100 atus 100 ribu 1000 rebu 1000 ewu 1000 rb 1000 k 1000 juta 1000000 jt 1000000 yuta
1000000 miliar 1000000000 milyar 1000000000 mliar 1000000000 triliun 1000000000000 trilyun
1000000000000
    """
)
_WHOLE: Mapping[str, int] = number_table(
    """
sepuluh 10 sapuluh 10 sedasa 10 sebelas 11 sewelas 11 sabelas 11 selusin 12 seratus 100 satus
100 saratus 100 seribu 1000 sewu 1000 sarebu 1000 sejuta 1000000 sayuta 1000000 semiliar
1000000000 setriliun 1000000000000 selawe 25 seket 50 suwidak 60 rongpuluh 20 limalas 15 rolas
12 telulas 13 patbelas 14
    """
)
_PARTS: Mapping[str, float] = MappingProxyType(
    {
        word: 1 / parts
        for word, parts in number_table(
            "setengah 2 separuh 2 separo 2 sapalih 2 satengah 2 paruh 2"
            " seperempat 4 sepertiga 3 seperlima 5 sepersepuluh 10 sepertujuh 7 seperenam 6"
            " seperdelapan 8"
        ).items()
    }
)
_PER: Mapping[str, int] = number_table(
    """
pertiga 3 perempat 4 perlima 5 perenam 6 perdelapan 8 persepuluh 10
    """
)
_VAGUE: Mapping[str, int] = number_table(
    """
belasan 15 puluhan 50 ratusan 500 ribuan 5000 jutaan 5000000 miliaran 5000000000
    """
)
ORDINALS: Mapping[str, int] = number_table(
    """
pertama 1 kesatu 1 kedua 2 ketiga 3 keempat 4 kelima 5 keenam 6 ketujuh 7 kedelapan 8
kesembilan 9 kesepuluh 10
    """
)
_TENS = frozenset({"puluh", "dasa"})
_TEENS = frozenset({"belas", "welas", "las"})
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_GROUPED_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from some tokens in a row."""

    value: float
    count: int  # tokens that it takes
    is_part: bool = False  # "setengah", "dua pertiga": a share when no unit follows
    is_vague: bool = False  # "ribuan"


def read_digits(text: str) -> float | None:
    """The number that digits stand for; None for dates, phone numbers and the like.

    >>> read_digits("10.000"), read_digits("1,5"), read_digits("1.5"), read_digits("1/9/2026")
    (10000.0, 1.5, 1.5, None)
    """
    if _GROUPED.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _GROUPED_ENGLISH.fullmatch(text):
        return float(text.replace(",", ""))
    if _DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def read_numeral(tokens: Sequence[Token], at: int) -> Numeral | None:
    """The number that begins at a token, or None.

    >>> from tangkal.strategic_communication.alignment.tokens import tokens_of
    >>> read_numeral(tokens_of("dua ratus lima puluh ribu rupiah"), 0).value
    250000.0
    """
    first = tokens[at].low
    if first in _VAGUE:
        return Numeral(float(_VAGUE[first]), 1, is_vague=True)
    if tokens[at].is_number:
        return _with_digits(tokens, at)
    if first.removesuffix("nya") in _PARTS:
        first = first.removesuffix("nya")
        times = _TIMES.get(_low(tokens, at + 1), 0)
        return Numeral(_PARTS[first] * (times or 1), 2 if times else 1, is_part=not times)
    whole = _in_words(tokens, at)
    if whole and _low(tokens, at + whole.count) == "setengah":  # "satu setengah"
        return Numeral(whole.value + 0.5, whole.count + 1)
    return whole


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _with_digits(tokens: Sequence[Token], at: int) -> Numeral | None:
    value = read_digits(tokens[at].text)
    if value is None:
        return None
    count = 1
    if _low(tokens, at + 1) == "/" and _low(tokens, at + 2) in {"2", "3", "4"} and value == 1:
        return Numeral(value / float(_low(tokens, at + 2)), 3, is_part=True)
    times = 1
    while (word := _low(tokens, at + count)) in _TIMES:
        times, count = times * _TIMES[word], count + 1
    value *= times
    rest = _in_words(tokens, at + count) if times > 1 else None
    if rest and rest.value < times:  # "2 juta lima ratus ribu"
        value, count = value + rest.value, count + rest.count
    return Numeral(value, count)


def _in_words(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Standard place-value reading: ones, tens and hundreds are gathered, thousands close them."""
    total, group, last, count = 0.0, 0.0, 0.0, 0
    while word := _low(tokens, at + count):
        if word in _ONES and last == 0:
            last = float(_ONES[word])
            group += last
        elif word in _WHOLE and last == 0:
            value = _WHOLE[word]
            if value >= 1000:
                total += value
            else:
                group += value
        elif word in _TENS and last:
            group, last = group - last + last * 10, 0.0
        elif word in _TEENS and last:
            group, last = group + 10, 0.0
        elif word in {"ratus", "atus"} and (last or group):
            group, last = group - last + (last or 1) * 100, 0.0
        elif word in _TIMES and (group or total) and word not in {"k"}:
            total, group, last = total + (group or 1) * _TIMES[word], 0.0, 0.0
        elif word in _PER and last:
            return Numeral(group / _PER[word], count + 1, is_part=True)
        else:
            break
        count += 1
    if not count or (count == 1 and _low(tokens, at) == "se"):
        return None
    return Numeral(total + group, count)


def is_number_word(word: str) -> bool:
    """Whether a word alone is a number: "dua", "sepuluh"."""
    return word in _ONES or word in _WHOLE or word in _PARTS
