"""Why a text was matched with a claim, as short facts that a person can check.

Each reason is ``kind|detail``; the desk says it in the reader's language:

``url|address``         the text carries the claim's own address
``near_copy|percent``   so much of the claim's title stands in the text word for word
``phrase|words``        the longest run of words both have
``numbers|5 juta, …``   numbers both have, with their unit
``words|gratis, …``     the rarest words (same stem) both have, rarest first
``article|kupon, tautan, …``  words of the text that the answer has and its title has not
``answered|gratis ↔ bantuan, …``  words of posts beside those that titles answered them with
``meaning|model``       the sentence encoder of this name reads both as near in meaning
``translated|free ↔ gratis, …``  words of another language beside the Indonesian ones they mean
"""

import itertools
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from tangkal.kernel.records import KnownClaim
from tangkal.recognise.associations import Associations
from tangkal.recognise.gloss import translated
from tangkal.text.normalise import normalise
from tangkal.text.spaced import words_of
from tangkal.text.stem import stem_word
from tangkal.text.tokens import hash_word

SHOWN_WORDS = 5
_SHOWN_NUMBERS = 3
_SHOWN_ANSWERS = 3
_SURE_ANSWER = 0.1  # a chance under it explains nothing to a reader
_READ_WORDS = 60  # different words of a text looked up, as when they were learned
_MIN_PHRASE = 3
_MIN_IN_ARTICLE = 3  # rare words; every long text has a few common ones
_RARE = 0.5  # of what a word in no title weighs
_NEAR_COPY_PERCENT = 70
OPENING_CHARACTERS = 1_400  # of an article: two hundred words; then come sources and addresses
_NOBODYS = "\x00"  # a stem that stands in no title
READ_CHARACTERS = 20_000  # a longer text is compared by its beginning

_UNITS = (
    "ribu|rb|juta|jt|miliar|milyar|triliun|persen|%|kg|kilo|gram|ton|liter|km|meter|orang|"
    "hari|bulan|tahun|jam|menit|k"
)
_near_digits = re.compile(r"\d[\d.,]*\D{0,12}")
_number = re.compile(rf"(\d++(?:[.,]\d++)*+)(?: ?({_UNITS})\b| ?(%)|(?<=\d\d)|(?![a-z]))")
_SAME_UNIT = {"rb": "ribu", "k": "ribu", "jt": "juta", "milyar": "miliar", "persen": "%"}


def explain(
    text: str,
    claim: KnownClaim,
    rarity: Callable[[str], float],
    *,
    is_foreign: bool = True,
    found: Sequence[str] | None = None,
    associations: Associations | None = None,
) -> tuple[str, ...]:
    """The reasons for one match, strongest first.

    Args:
        text: the post or question.
        claim: the claim it was matched with.
        rarity: how rare a stem is among known claims (its idf).
        is_foreign: False where the text is known to be in Indonesian.
        found: the words of the text's first READ_CHARACTERS, where the caller has them.
        associations: which words go together, as learned from past pairs.
    """
    text = text[:READ_CHARACTERS]
    found = _words(text) if found is None else tuple(found)
    title = _words(claim.title)
    phrase = longest_common_run(found, title)
    copied = round(100 * _covered(found, title))
    shared = shared_numbers(text, claim.title)
    rare = rarest_shared_words(found, title, rarity)
    reasons = [*in_order(addresses(text), claim.url, copied, shared, phrase, rare)]
    if associations is not None and len(associations.sources) and copied < _NEAR_COPY_PERCENT:
        answered = answered_words(found, title, associations)
        shown = [f"{word} ↔ {theirs}" for word, theirs in answered[:_SHOWN_ANSWERS]]
        reasons += [f"answered|{', '.join(shown)}"] if shown else []
    if claim.article_text and copied < _NEAR_COPY_PERCENT:
        told = words_of_article(
            found, title, _words(claim.article_text[:OPENING_CHARACTERS]), rarity
        )
        reasons += [f"article|{', '.join(told[:SHOWN_WORDS])}"] if told else []
    may_translate = is_foreign and copied < _NEAR_COPY_PERCENT
    if may_translate and (pairs := translated(text, claim.title)):
        pairs.sort(key=lambda pair: -rarity(stem_word(pair[1])))
        shown = [f"{word} ↔ {theirs}" for word, theirs in pairs[:SHOWN_WORDS]]
        reasons.append(f"translated|{', '.join(shown)}")
    return tuple(reasons)


def in_order(
    carried: Sequence[str],
    url: str | None,
    copied: int,
    numbers: Sequence[str],
    phrase: Sequence[str],
    rare: Sequence[str],
) -> tuple[str, ...]:
    """The reasons that are words, numbers and addresses in common, strongest first.

    Args:
        carried: addresses that stand in the text.
        url: the claim's own address.
        copied: percent of the title's word pairs that stand in the text.
        numbers, phrase, rare: what both have; the rarest word first.
    """
    reasons = []
    if url and carried and bare_address(url) in map(bare_address, carried):
        reasons.append(f"url|{url}")
    if copied >= _NEAR_COPY_PERCENT:
        reasons.append(f"near_copy|{copied}")
    if numbers:
        reasons.append(f"numbers|{', '.join(numbers[:_SHOWN_NUMBERS])}")
    if len(phrase) >= _MIN_PHRASE and copied < 100:
        reasons.append(f"phrase|{' '.join(phrase)}")
    if rare:
        reasons.append(f"words|{', '.join(rare[:SHOWN_WORDS])}")
    return tuple(reasons)


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words_of([text])[0])  # one text is explained against several claims in a row


@lru_cache(maxsize=64)
def _stems(found: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(stem_word, found))


def rarest_shared_words(
    found: Sequence[str], title: Sequence[str], rarity: Callable[[str], float]
) -> list[str]:
    """Words of the title whose stem the text has too, rarest first.

    >>> rarest_shared_words(["dibagikan", "di"], ["pembagian", "di"], len)
    ['pembagian', 'di']
    """
    stems = _stems(tuple(found))
    shared = [word for word in dict.fromkeys(title) if stem_word(word) in stems]
    return sorted(shared, key=lambda word: -rarity(stem_word(word)))


def words_of_article(
    found: Sequence[str],
    title: Sequence[str],
    opening: Sequence[str],
    rarity: Callable[[str], float],
) -> list[str]:
    """Rare words of a text that the answer's opening has and its title has not, rarest first.

    Under three of them say nothing: none are told.

    >>> words_of_article("kupon bensin dari agen".split(), ["bensin"],
    ...                  "kupon palsu atas nama agen dari".split(), lambda stem: 9.0)
    ['kupon', 'dari', 'agen']
    """
    least = _RARE * rarity(_NOBODYS)
    theirs, known = _stems(tuple(opening)), _stems(tuple(title))
    told = [
        word
        for word in dict.fromkeys(found)
        if (stem := stem_word(word)) in theirs and stem not in known and rarity(stem) >= least
    ]
    told.sort(key=lambda word: -rarity(stem_word(word)))
    return told if len(told) >= _MIN_IN_ARTICLE else []


def answered_words(
    found: Sequence[str], title: Sequence[str], associations: Associations
) -> list[tuple[str, str]]:
    """Words of a text beside words of the title that often answered them, surest first."""
    stems = _stems(tuple(found))
    read = list(dict.fromkeys(found))[:_READ_WORDS]
    hashes = np.array([hash_word(stem_word(word)) for word in read], dtype=np.uint64)
    answers = associations.answers(hashes, _SURE_ANSWER)
    missing = [word for word in dict.fromkeys(title) if stem_word(word) not in stems]
    told = {word: answers.get(hash_word(stem_word(word))) for word in missing}
    pairs = [(*answer, word) for word, answer in told.items() if answer is not None]
    return [(read[place], word) for _, place, word in sorted(pairs, reverse=True)]


def shared_numbers(text: str, title: str) -> list[str]:
    """Numbers with their units that stand in both, as the title's order has them.

    >>> shared_numbers("dapat 5jt dan 20 persen", "Bantuan Rp 5 juta, naik 20%")
    ['5 juta', '20%']
    """
    ours = dict.fromkeys(_numbers(title))
    theirs = set(_numbers(text)) if ours else set()
    return [_shown(number) for number in ours if number in theirs]


@lru_cache(maxsize=1024)
def _numbers(text: str) -> tuple[tuple[str, str], ...]:
    """Digits and unit of each number; digits inside a word are none, but "Rp5" is."""
    numbers = []
    for near in _near_digits.finditer(text):
        before = text[max(near.start() - 2, 0) : near.start()]
        if before[-1:].isalpha() and before.lower() != "rp":
            continue
        shown = near.group()
        is_plain = shown.isascii() and shown.isprintable() and "  " not in shown
        if number := _number.match(shown.lower() if is_plain else normalise(shown)):
            digits, unit, percent = number.groups()
            unit = unit or percent or ""
            numbers.append((_plain(digits), _SAME_UNIT.get(unit, unit)))
    return tuple(numbers)


def _plain(digits: str) -> str:
    """5.000.000 and 5,000,000 are one number; a decimal comma keeps its place."""
    if digits.isalnum():
        return digits
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        return re.sub(r"[.,]", "", digits)
    return digits.replace(",", ".")


def _shown(number: tuple[str, str]) -> str:
    digits, unit = number
    return digits + unit if unit in {"", "%"} else f"{digits} {unit}"


def longest_common_run(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The longest run of words that stands in both.

    >>> longest_common_run("a b c d".split(), "x b c y".split())
    ['b', 'c']
    """
    best_end = best = 0
    previous: dict[int, int] = {}
    places: dict[str, list[int]] = {}
    for j, word in enumerate(other):
        places.setdefault(word, []).append(j)
    for word in one:
        theirs = places.get(word)
        if theirs is None:
            previous = {}
            continue
        previous = {j: previous.get(j - 1, 0) + 1 for j in theirs}
        for j, length in previous.items():
            if length > best:
                best, best_end = length, j + 1
    return list(other[best_end - best : best_end])


def _covered(found: Sequence[str], title: Sequence[str]) -> float:
    """Share of the title's word pairs (its words, if it has under three) found in the text."""
    if len(title) < 3:
        return float(bool(title) and longest_common_run(found, title) == list(title))
    pairs = set(itertools.pairwise(title))
    return len(pairs & set(itertools.pairwise(found))) / len(pairs)


# Both cases are spelt out: a search that ignores case looks at every character for long.
_address = re.compile(r"[hHwW](?:(?<=[hH])[tT][tT][pP][sSſ]?://|(?<=[wW])[wW][wW]\.)[^\s<>\"')\]]+")


def _may_hold_addresses(text: str) -> bool:
    """Whether a text holds what all web addresses hold: looked for as it is, which is quick."""
    return "://" in text or any(map(text.__contains__, _WWW))


_WWW = ("ww.", "WW.", "Ww.", "wW.")


def addresses(text: str) -> list[str]:
    """The web addresses that stand in a text, as written."""
    if not _may_hold_addresses(text):
        return []
    return [address.rstrip(".,;:!?") for address in _address.findall(text)]


def without_addresses(text: str) -> str:
    """The text without web addresses: their parts are no words of the claim."""
    if not _may_hold_addresses(text):
        return text
    return _address.sub(" ", text)


def bare_address(address: str) -> str:
    """Addresses compared without scheme, www, query and a closing slash."""
    bare = address.lower()
    scheme = next(filter(bare.startswith, ("http://", "https://")), "")
    bare = bare[len(scheme) :].removeprefix("www.")
    return bare.partition("?")[0].partition("#")[0].rstrip("/")
