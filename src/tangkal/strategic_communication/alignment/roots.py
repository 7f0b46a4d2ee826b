"""One key for the forms of an Indonesian word, for comparing two short texts.

A search index wants the stemmer that the database has too (:mod:`tangkal.text.stem`); here two
texts must meet in "ditarik" and "penarikan", "kembali" and "mengembalikan". No list of roots is
used: where a prefix swallows a letter (me- with k, p, s, t) the letter is given back, and a k
before a vowel is dropped everywhere, since "meng-" hides whether there was one. A key is no word.
Source of the rules: Tata Bahasa Baku Bahasa Indonesia (nasal assimilation of meng- and peng-).
"""

from functools import lru_cache

_VOWELS = frozenset("aiueo")
_SHORTEST = 4  # letters that must remain
# Prefix → the letter it swallowed before a vowel; None: nothing stands before a vowel.
_NASAL = (("meny", "s"), ("peny", "s"), ("meng", ""), ("peng", ""), ("mem", "p"), ("pem", "p"),
          ("men", "t"), ("pen", "t"))  # fmt: skip
_PLAIN = ("memper", "diper", "ber", "per", "ter", "di", "me", "pe")
_NOUN = ("pe", "ke", "per")  # words of these end in -an, those of me- and di- in -kan or -i


@lru_cache(maxsize=1 << 14)
def root_of(word: str) -> str:
    """The key of one lower-case word.

    >>> root_of("penarikan") == root_of("ditarik"), root_of("kembali") == root_of("mengembalikan")
    (True, True)
    """
    whole = word.removesuffix("nya")
    whole = whole if len(whole) >= _SHORTEST else word
    left = _without_prefix(whole)
    if left.startswith(("per", "ber", "ter")) and left != whole and len(left) - 3 >= _SHORTEST:
        left = left[3:]
    left = _without_ending(left, is_noun=whole.startswith(_NOUN), has_prefix=left != whole)
    if left[:1] == "k" and left[1:2] in _VOWELS and len(left) > _SHORTEST:
        left = left[1:]
    return left


def _without_ending(word: str, *, is_noun: bool, has_prefix: bool) -> str:
    for ending in ("an",) if is_noun else ("kan", "an", "i") if has_prefix else ("kan", "an"):
        rest = word.removesuffix(ending)
        if rest == word or len(rest) < _SHORTEST:
            continue
        if ending == "kan" and not has_prefix and rest[-1] in _VOWELS:
            continue  # "tarikan" is "tarik" and "an"
        return rest
    return word


def _without_prefix(word: str) -> str:
    for prefix, swallowed in _NASAL:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _SHORTEST - 1:
            begins_vowel = rest[0] in _VOWELS
            if begins_vowel or prefix in {"meng", "peng"} or rest[0] in "bcdfgjvz":
                return (swallowed + rest) if begins_vowel else rest
    if word.startswith("ke") and word.endswith("an") and len(word) >= _SHORTEST + 4:
        return word[2:]
    for prefix in _PLAIN:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _SHORTEST:
            return rest
    return word
