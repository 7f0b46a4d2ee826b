"""Words and phrases of a list as flat arrays, and the kernel that finds them in token batches.

A word with all its forms is one *concept*. A table of hashes says which concepts a token may
be; a small bitmap before it answers "none" for most tokens without touching the table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.early_warning.watch_list.inflections import SLANG, forms_of
from tangkal.text.compiled import compiled
from tangkal.text.hashed import enter, room_for, slot_of
from tangkal.text.tokens import TokenBatch, tokenise

_BITMAP_BITS = 1 << 22  # 512 KiB: stays in a core's own cache

Words = tuple[str, ...]
Pattern = tuple[Words, bool]  # words in order, and whether these very forms are meant


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns numbered as they were given; several may stand for one."""

    bitmap: NDArray[np.uint8]
    keys: NDArray[np.uint64]
    values: NDArray[np.uint64]
    concept_starts: NDArray[np.int64]  # of each table value, in `concepts`
    concepts: NDArray[np.int32]
    pattern_starts: NDArray[np.int64]  # of each concept, in `patterns`: those it begins
    patterns: NDArray[np.int32]
    word_starts: NDArray[np.int64]  # of each pattern, in `words`
    words: NDArray[np.int32]  # concepts in order
    gaps: NDArray[np.int64]
    targets: NDArray[np.int32]  # what each pattern stands for


def compile_patterns(given: Sequence[tuple[int, Words, bool]], gap: int) -> Patterns:
    """Arrays for the kernel.

    Args:
        given: what a pattern stands for, its words, and whether only these forms count.
        gap: other words that may stand between two of a pattern that is not exact.
    """
    wanted = [
        (target, spoken, is_exact)
        for target, words, is_exact in given
        for spoken in ([words] if is_exact else ways_to_say(words))
    ]
    numbers: dict[tuple[str, bool], int] = {}
    for _target, words, is_exact in wanted:
        for word in words:
            numbers.setdefault((word, is_exact), len(numbers))
    meanings = hashes_of(numbers)
    keys, values = table_of(list(meanings))
    begun: list[list[int]] = [[] for _ in numbers]
    sequences = [[numbers[word, exact] for word in words] for _t, words, exact in wanted]
    for pattern, sequence in enumerate(sequences):
        begun[sequence[0]].append(pattern)
    concept_starts, concepts = ragged(meanings.values())
    pattern_starts, patterns = ragged(begun)
    word_starts, flat = ragged(sequences)
    return Patterns(
        bitmap_of(meanings),
        keys,
        values,
        concept_starts,
        concepts,
        pattern_starts,
        patterns,
        word_starts,
        flat,
        np.array([0 if exact else gap for _t, _w, exact in wanted], np.int64),
        np.array([target for target, _w, _e in wanted], np.int32),
    )


def ways_to_say(words: Words) -> list[Words]:
    """The words, and what people also say for them or for one of them."""
    spoken = [words]
    spoken += [tuple(other.split()) for other in SLANG.get(" ".join(words), ())]
    if len(words) > 1:
        for place, word in enumerate(words):
            for other in SLANG.get(word, ()):
                spoken.append((*words[:place], *other.split(), *words[place + 1 :]))
    return list(dict.fromkeys(spoken))


def hashes_of(numbers: dict[tuple[str, bool], int]) -> dict[int, list[int]]:
    """Which concepts each token hash may be."""
    forms, owners = [], []
    for (word, is_exact), number in numbers.items():
        for form in (word,) if is_exact else sorted(forms_of(word)):
            forms.append(form)
            owners.append(number)
    tokens = tokenise(forms)
    meanings: dict[int, list[int]] = {}
    for row in np.flatnonzero(np.diff(tokens.offsets) == 1).tolist():
        key = max(int(tokens.hashes[tokens.offsets[row]]), 1)
        found = meanings.setdefault(key, [])
        if owners[row] not in found:
            found.append(owners[row])
    return meanings


def table_of(hashes: Sequence[int]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    keys = np.zeros(room_for(len(hashes)), np.uint64)
    values = np.zeros(len(keys), np.uint64)
    enter(keys, values, np.array(hashes, np.uint64), np.arange(len(hashes), dtype=np.uint64))
    return keys, values


def bitmap_of(hashes: Iterable[int]) -> NDArray[np.uint8]:
    bitmap = np.zeros(_BITMAP_BITS >> 3, np.uint8)
    places = np.array([key % _BITMAP_BITS for key in hashes], np.int64)
    np.bitwise_or.at(bitmap, places >> 3, (1 << (places & 7)).astype(np.uint8))
    return bitmap


def ragged(rows: Iterable[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Rows of numbers as offsets and one flat array."""
    kept = [list(row) for row in rows]
    starts = np.zeros(len(kept) + 1, np.int64)
    np.cumsum([len(row) for row in kept], out=starts[1:])
    flat = np.array([number for row in kept for number in row] or [0], np.int32)
    return starts, flat


def find_patterns(
    tokens: TokenBatch, found: Patterns, targets: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """(row, target) pairs, each once, by row."""
    if not len(found.targets):
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    room = max(1024, 2 * len(tokens))
    while True:
        rows, hits = np.empty(room, np.int64), np.empty(room, np.int32)
        last = np.full(targets, -1, np.int64)
        used = _find(
            tokens.offsets,
            tokens.hashes,
            found.bitmap,
            found.keys,
            found.values,
            found.concept_starts,
            found.concepts,
            found.pattern_starts,
            found.patterns,
            found.word_starts,
            found.words,
            found.gaps,
            found.targets,
            last,
            rows,
            hits,
        )
        if used >= 0:
            return rows[:used], hits[:used]
        room *= 4


@compiled
def _meaning(
    key: np.uint64,
    bitmap: NDArray[np.uint8],
    keys: NDArray[np.uint64],
    values: NDArray[np.uint64],
) -> np.int64:
    """The table's value of a token; -1 where no pattern holds it."""
    key = max(key, np.uint64(1))
    place = np.int64(key & np.uint64(_BITMAP_BITS - 1))
    if not (bitmap[place >> 3] >> (place & 7)) & 1:
        return np.int64(-1)
    slot = slot_of(keys, key)
    return np.int64(values[slot]) if slot >= 0 else np.int64(-1)


@compiled
def _is_concept(
    meaning: np.int64, concept: int, starts: NDArray[np.int64], concepts: NDArray[np.int32]
) -> bool:
    for place in range(starts[meaning], starts[meaning + 1]):  # noqa: SIM110 - compiled
        if concepts[place] == concept:
            return True
    return False


@compiled
def _goes_on(
    first: int,
    end: int,
    hashes: NDArray[np.uint64],
    words: NDArray[np.int32],
    gap: int,
    bitmap: NDArray[np.uint8],
    keys: NDArray[np.uint64],
    values: NDArray[np.uint64],
    starts: NDArray[np.int64],
    concepts: NDArray[np.int32],
) -> bool:
    """Whether the words after the first follow it in order; bit d: the last stands d further."""
    standing = np.int64(1)
    for k in range(1, len(words)):
        following = np.int64(0)
        for d in range((k - 1) * (gap + 1) + 1):
            if not (standing >> d) & 1:
                continue
            for step in range(1, gap + 2):
                at = first + d + step
                if at >= end:
                    break
                if (following >> (d + step)) & 1:
                    continue
                meaning = _meaning(hashes[at], bitmap, keys, values)
                if meaning >= 0 and _is_concept(meaning, words[k], starts, concepts):
                    following |= np.int64(1) << (d + step)
        if following == 0:
            return False
        standing = following
    return True


@compiled
def _find(
    offsets: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    bitmap: NDArray[np.uint8],
    keys: NDArray[np.uint64],
    values: NDArray[np.uint64],
    concept_starts: NDArray[np.int64],
    concepts: NDArray[np.int32],
    pattern_starts: NDArray[np.int64],
    patterns: NDArray[np.int32],
    word_starts: NDArray[np.int64],
    words: NDArray[np.int32],
    gaps: NDArray[np.int64],
    targets: NDArray[np.int32],
    last: NDArray[np.int64],
    rows: NDArray[np.int64],
    hits: NDArray[np.int32],
) -> int:
    """Write (row, target) pairs; how many, or -1 where there is no room for all."""
    used = 0
    for row in range(len(offsets) - 1):
        end = offsets[row + 1]
        for at in range(offsets[row], end):
            meaning = _meaning(hashes[at], bitmap, keys, values)
            if meaning < 0:
                continue
            for c in range(concept_starts[meaning], concept_starts[meaning + 1]):
                concept = concepts[c]
                for p in range(pattern_starts[concept], pattern_starts[concept + 1]):
                    pattern = patterns[p]
                    if last[targets[pattern]] == row:
                        continue
                    sequence = words[word_starts[pattern] : word_starts[pattern + 1]]
                    if not _goes_on(
                        at,
                        end,
                        hashes,
                        sequence,
                        gaps[pattern],
                        bitmap,
                        keys,
                        values,
                        concept_starts,
                        concepts,
                    ):
                        continue
                    if used == len(rows):
                        return -1
                    rows[used], hits[used] = row, targets[pattern]
                    last[targets[pattern]] = row
                    used += 1
    return used
