"""Forms a listed word takes in its language, and sister words by regular sound change.

Only affixes that the Indonesian stemmer does not already take off are put on. Sources: the
nasal prefix and the suffixes as in Robson 2002 (Javanese), Hardjadibrata 1985 (Sundanese),
Barber 1979 (Balinese), Hapip 1977 (Banjarese); the Minangkabau sound laws as in Adelaar 1992,
"Proto-Malayic", chapter 2.
"""

import re
from collections.abc import Iterator

_NASALS = {
    "k": ("ng",), "g": ("ngg", "ng"), "t": ("n",), "d": ("nd", "n"), "p": ("m",), "w": ("m", "ngw"),
    "b": ("mb", "m"), "s": ("ny",), "c": ("ny",), "j": ("nj", "ny"), "h": ("ngh", "ng"),
    "r": ("ngr",), "l": ("ngl",), "y": ("ngy",),
    "a": ("nga",), "i": ("ngi",), "u": ("ngu",), "e": ("nge",), "o": ("ngo",),
}  # fmt: skip
_KEEPS_INITIAL = frozenset("rlyaiueo")
_VOWELS = "aiueo"
_SUFFIXES = {
    "jv": ("e", "ne", "ipun", "ake", "aken", "ana"),
    "su": ("na", "keun", "eun"),
    "min": ("nyo", "an"),
    "ban": ("ne", "e", "ang", "in", "nyane"),
    "bjn": ("nya", "akan", "an"),
    "en": (),
}
_PREFIXES = {
    "jv": ("di", "dak", "tak", "ke", "sa", "sak"),
    "su": ("di", "ka", "sa", "pang"),
    "min": ("di", "ba", "ta", "ka", "sa"),
    "ban": ("ma", "ka", "pa"),
    "bjn": ("di", "ba", "ta", "ka", "sa"),
    "en": (),
}
_MALAYIC = frozenset({"min", "bjn"})  # their active prefix is ma- and a nasal


def forms(word: str, code: str) -> Iterator[str]:
    """The word and its regular forms; a form nobody uses does no harm.

    >>> sorted(forms("party", "en"))
    ['partied', 'parties', 'party', 'partying', 'partys']
    >>> {"tuku", "nuku", "dituku", "tukune"} <= set(forms("tuku", "jv"))
    True
    """
    yield word
    if code == "en":
        yield from _english(word)
        return
    if len(word) < 3:
        return
    for suffix in _SUFFIXES[code]:
        yield word + suffix
    for prefix in _PREFIXES[code]:
        yield prefix + word
    for nasal in _nasal(word):
        active = f"ma{nasal}" if code in _MALAYIC else nasal
        yield active
        for suffix in _SUFFIXES[code][:4]:
            yield active + suffix


def _english(word: str) -> Iterator[str]:
    if len(word) < 3:
        return
    yield word + "s"
    if word.endswith("y") and word[-2] not in _VOWELS:
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing")
    elif word.endswith("e"):
        yield from (f"{word}d", f"{word[:-1]}ing", f"{word}r", f"{word}rs")
    else:
        yield from (f"{word}ed", f"{word}ing", f"{word}er", f"{word}ers", f"{word}es")


def _nasal(word: str) -> Iterator[str]:
    rest = word if word[0] in _KEEPS_INITIAL else word[1:]
    for nasal in _NASALS.get(word[0], ()):
        yield nasal + (rest[1:] if word[0] in "aiueorly" else rest)


_MINANG_ENDINGS = (
    ("ang", ("ang",)), ("ing", ("iang",)), ("ung", ("uang",)), ("eng", ("eang",)),
    ("at", ("ek", "aik")), ("ap", ("ok",)), ("as", ("eh", "aih")), ("al", ("a",)), ("ar", ("a",)),
    ("ut", ("uik",)), ("up", ("uik",)), ("us", ("uih",)), ("ul", ("ua",)), ("ur", ("ua",)),
    ("uh", ("uah",)), ("uk", ("uak",)), ("it", ("ik",)), ("ip", ("ik",)), ("is", ("ih",)),
    ("il", ("ia",)), ("ir", ("ia",)), ("ih", ("iah",)), ("ik", ("iak",)), ("a", ("o",)),
)  # fmt: skip
_WEAK_E = re.compile(r"e(?=[^aiueo].*[aiueo])")  # an e before the last syllable is a schwa mostly
_PREFIXED = re.compile(r"^(mem|men|meng|meny|me|ber|ter|per|pem|pen|peng|di|ke|se)(?=\w{4})")


def minangkabau(word: str) -> frozenset[str]:
    """What an Indonesian word would be in Minangkabau by the regular sound changes.

    >>> sorted(minangkabau("hitam")), sorted(minangkabau("dapat"))
    (['itam'], ['dapaik', 'dapek'])
    """
    inner = _WEAK_E.sub("a", re.sub(r"^(b|t|p)er(?=\w{4})", r"\1a", word))
    made = {inner}
    for ending, theirs in _MINANG_ENDINGS:
        if inner.endswith(ending):
            made = {inner[: -len(ending)] + their for their in theirs}
            break
    made |= {each[1:] for each in made if each[0] == "h" and len(each) > 3}
    return frozenset(made - {word})


def banjarese(word: str) -> frozenset[str]:
    """What an Indonesian word would be in Banjarese: three vowels, a i u, are all it has.

    >>> sorted(banjarese("besok")), sorted(banjarese("harga"))
    (['basuk', 'bisuk'], [])
    """
    return frozenset({_WEAK_E.sub("a", word).translate(_THREE), word.translate(_THREE)} - {word})


_THREE = str.maketrans("eo", "iu")
