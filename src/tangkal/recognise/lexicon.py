"""Words of other languages and the Indonesian ones that answer them, as associations.

The tables of :mod:`tangkal.text.vocabulary`, compiled into the shape that learned associations
have. Their sources show at a glance which texts may be in another language; those are then
read word for word in Indonesian (:mod:`tangkal.recognise.gloss`).
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.associations import Associations
from tangkal.recognise.everyday import EVERYDAY
from tangkal.text.stem import stem_word
from tangkal.text.tokens import tokenise
from tangkal.text.vocabulary import english, indonesian, regional
from tangkal.text.vocabulary.forms import banjarese, forms, minangkabau

_CERTAIN = 0.9  # a word with one translation; several share it by the square root
_BY_SOUND_LAW = 0.7
_SHORTEST_COGNATE = 4


@lru_cache(maxsize=1)
def lexicon() -> Associations:
    """All listed words. A word that Indonesian itself has means what it means there.

    So Javanese "kali", a river, is left out: in Indonesian it is "times".
    """
    own = {stem_word(word) for word in indonesian() | set(EVERYDAY.split())}
    chances: dict[str, dict[str, float]] = {}
    for word, answers, chance in _entries():
        source = stem_word(word)
        if source in own:
            continue
        stems = {stem_word(answer) for answer in answers}
        row = chances.setdefault(source, {})
        for stem in stems:
            row[stem] = max(row.get(stem, 0.0), chance / len(stems) ** 0.5)
    return _compiled(chances)


def _entries() -> Iterator[tuple[str, tuple[str, ...], float]]:
    """Each form of each word, its Indonesian translations, and how sure they are."""
    for code, table in {"en": english(), **regional()}.items():
        for word, answers in table.items():
            for form in forms(word, code):
                yield form, answers, _CERTAIN
    for word in indonesian():
        if len(word) >= _SHORTEST_COGNATE:
            for sister in minangkabau(word):
                yield sister, (word,), _BY_SOUND_LAW
                yield f"{sister}nyo", (word,), _BY_SOUND_LAW
            for sister in banjarese(word):
                yield sister, (word,), _BY_SOUND_LAW


def _ordered(
    sources: NDArray[np.uint64], targets: NDArray[np.uint64], chances: NDArray[np.float32]
) -> Associations:
    """Associations from three columns; of several chances of one pair the best."""
    order = np.lexsort((-chances, targets, sources))
    sources, targets, chances = sources[order], targets[order], chances[order]
    new = np.ones(len(sources), dtype=np.bool_)
    new[1:] = (sources[1:] != sources[:-1]) | (targets[1:] != targets[:-1])
    distinct, first = np.unique(sources[new], return_index=True)
    starts = np.append(first, new.sum()).astype(np.int64)
    return Associations(distinct, starts, targets[new], chances[new])


def _compiled(table: dict[str, dict[str, float]]) -> Associations:
    """Stems to stems and their chances, hashed and in the order that lookups need."""
    n_targets = np.array([len(row) for row in table.values()], dtype=np.int64)
    sources = np.repeat(tokenise(list(table)).hashes, n_targets)
    targets = tokenise([stem for row in table.values() for stem in row]).hashes
    chances = np.array([chance for row in table.values() for chance in row.values()])
    return _ordered(sources, targets, chances.astype(np.float32))
