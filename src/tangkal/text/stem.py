"""Indonesian stems as text, for search columns.

SQLite's index and PostgreSQL's ``indonesian`` configuration then find the same pages.
"""

import re
from functools import lru_cache
from threading import local

import snowballstemmer

from tangkal.text.normalise import words

_own = local()  # a snowball stemmer keeps the word it works on: one for each thread
# What the stemmer can take off, and only from a word of three vowels; a test compares.
_affixed = re.compile(r"^(?:di|me|ter|ke|be|pe)|(?:kah|lah|pun|ku|mu|nya|kan|an|i)$")
_three_vowels = re.compile(r"[aeiou][^aeiou]*[aeiou][^aeiou]*[aeiou]")


@lru_cache(maxsize=1 << 15)
def stem_word(word: str) -> str:
    """The snowball stem of one normalised word.

    >>> stem_word("pembagian")
    'bagi'
    """
    if not _affixed.search(word) or not _three_vowels.search(word):
        return word
    if not hasattr(_own, "stemmer"):
        _own.stemmer = snowballstemmer.stemmer("indonesian")
    return str(_own.stemmer.stemWord(word))


def stem_text(text: str) -> str:
    """The stems of all words, joined by spaces: what PostgreSQL's ``indonesian`` would index.

    >>> stem_text("Pembagian bantuan, gratis!")
    'bagi bantu gratis'
    """
    return " ".join(map(stem_word, words(text)))
