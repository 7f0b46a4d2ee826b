"""Words of the regional languages and of English beside their Indonesian ones.

Two tables, written for this project from common knowledge of the languages: ``en.tsv`` gives
English words and their Indonesian translations, ``regional.tsv`` Indonesian words and what
Javanese, Sundanese, Minangkabau, Balinese and Banjarese say for them, plain and polite
registers together. They serve to tell the languages apart and to match across them.
"""

from functools import lru_cache
from importlib.resources import files

REGIONAL = ("jv", "su", "min", "ban", "bjn")

Translations = dict[str, tuple[str, ...]]  # a word and what Indonesian says for it


@lru_cache(maxsize=1)
def english() -> Translations:
    """English words, lower case, with their Indonesian translations.

    >>> english()["vaccine"]
    ('vaksin',)
    """
    return {word: tuple(theirs.split()) for word, theirs in _rows("en.tsv")}


@lru_cache(maxsize=1)
def regional() -> dict[str, Translations]:
    """For each code of :data:`REGIONAL` its words with their Indonesian translations.

    Words that Indonesian writes the same way are left out where they mean the same.

    >>> regional()["jv"]["omah"]
    ('rumah',)
    """
    tables: dict[str, dict[str, list[str]]] = {code: {} for code in REGIONAL}
    for indonesian, *cells in _rows("regional.tsv"):
        for code, cell in zip(REGIONAL, cells, strict=True):
            for word in cell.split():
                if word not in {"-", indonesian}:
                    tables[code].setdefault(word, []).append(indonesian)
    return {
        code: {word: tuple(theirs) for word, theirs in table.items()}
        for code, table in tables.items()
    }


@lru_cache(maxsize=1)
def shared() -> dict[str, frozenset[str]]:
    """For each code of :data:`REGIONAL` its words that Indonesian writes the same way."""
    held: dict[str, set[str]] = {code: set() for code in REGIONAL}
    for indonesian, *cells in _rows("regional.tsv"):
        for code, cell in zip(REGIONAL, cells, strict=True):
            if indonesian in cell.split():
                held[code].add(indonesian)
    return {code: frozenset(words) for code, words in held.items()}


@lru_cache(maxsize=1)
def indonesian() -> frozenset[str]:
    """Every Indonesian word that stands in one of the two tables."""
    words = {word for theirs in english().values() for word in theirs}
    return frozenset(words | {row[0] for row in _rows("regional.tsv")})


def _rows(name: str) -> list[list[str]]:
    table = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in table.splitlines() if line and line[0] != "#"]
