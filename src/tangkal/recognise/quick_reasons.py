"""The reasons of many matches at once: the stream's way to :func:`tangkal.recognise.reasons`.

Words are compared as hashes in one compiled pass; only the title's words are ever made text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.rarity import Rarity
from tangkal.recognise.reasons import (
    READ_CHARACTERS,
    SHOWN_WORDS,
    addresses,
    in_order,
    shared_numbers,
)
from tangkal.text.compiled import compiled
from tangkal.text.hashed import slot_of
from tangkal.text.spaced import words_of
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import TokenBatch, tokenise


@dataclass(frozen=True, slots=True)
class ReadTexts:
    """Texts with their words and stems, as reasons are found in them."""

    texts: Sequence[str]  # their beginnings
    carried: Sequence[Sequence[str]]  # addresses that stand in each
    words: TokenBatch
    stems: TokenBatch

    @classmethod
    def of(cls, texts: Sequence[str], stem_table: StemTable) -> "ReadTexts":
        """Read n texts."""
        read = [text[:READ_CHARACTERS] for text in texts]
        words = tokenise(read)
        return cls(read, [*map(addresses, read)], words, stem_table.stems(read, words))


def explain_many(
    read: ReadTexts,
    titles: Sequence[str],
    urls: Sequence[str | None],
    rows: NDArray[np.int64],
    rarity: Rarity,
    stem_table: StemTable,
) -> list[tuple[str, ...]]:
    """What :func:`tangkal.recognise.reasons.explain` says of Indonesian texts, for m pairs.

    Args:
        read: n texts.
        titles, urls: of the m claims.
        rows: int64[m], the text that each claim was matched with.
        rarity: of all stems.
    """
    words, stems = read.words, read.stems
    title_words = tokenise(titles)
    title_stems = stem_table.stems(titles, title_words)
    copied = np.zeros(len(rows))
    runs = np.zeros((len(rows), 2), dtype=np.int64)
    rarest = np.full((len(rows), SHOWN_WORDS), -1, dtype=np.int64)
    _compare_words(
        words.offsets, words.hashes, stems.hashes, rows, title_words.offsets, title_words.hashes,
        title_stems.hashes, rarity.keys, rarity.idf, np.float32(rarity.unseen_idf),
        copied, runs, rarest,
    )  # fmt: skip
    spelt = words_of(titles, title_words.slow)
    found = zip(
        rows.tolist(), titles, urls, spelt, copied.tolist(), runs.tolist(), rarest.tolist(),
        strict=True,
    )  # fmt: skip
    return [
        in_order(
            read.carried[row],
            url,
            round(100 * share),
            shared_numbers(read.texts[row], title),
            own[first : first + length],
            [own[place] for place in places if place >= 0],
        )
        for row, title, url, own, share, (first, length), places in found
    ]


@compiled
def _longest_run(
    text: NDArray[np.uint64],
    title: NDArray[np.uint64],
    lengths: NDArray[np.int64],
    is_held: NDArray[np.bool_],
) -> tuple[int, int]:
    """Where the longest run in both begins in the title, and its words; pairs in both marked."""
    lengths[:] = 0
    is_held[:] = False
    best = end = 0
    for word in text:
        matched = False
        for i in range(len(title) - 1, -1, -1):
            if title[i] == word:
                lengths[i] = lengths[i - 1] + 1 if i else 1
                is_held[i] |= lengths[i] > 1
                matched = True
            else:
                lengths[i] = 0
        if matched:
            for i in range(len(title)):
                if lengths[i] > best:
                    best, end = lengths[i], i + 1
    return end - best, best


@compiled
def _share_of_pairs(title: NDArray[np.uint64], is_held: NDArray[np.bool_]) -> float:
    """Share of the title's different word pairs that are marked."""
    pairs = held = 0
    for i in range(1, len(title)):
        again = False
        for j in range(1, i):
            again = again or (title[j - 1] == title[i - 1] and title[j] == title[i])
        if not again:
            pairs += 1
            held += is_held[i]
    return held / max(pairs, 1)


@compiled
def _stands_in(word: np.uint64, words: NDArray[np.uint64]) -> bool:
    for other in words:  # noqa: SIM110 - the kernels' compiler knows no any()
        if other == word:
            return True
    return False


@compiled
def _compare_words(
    offsets: NDArray[np.int64],
    words: NDArray[np.uint64],
    stems: NDArray[np.uint64],
    rows: NDArray[np.int64],
    title_offsets: NDArray[np.int64],
    title_words: NDArray[np.uint64],
    title_stems: NDArray[np.uint64],
    keys: NDArray[np.uint64],
    idf: NDArray[np.float32],
    unseen: np.float32,
    copied: NDArray[np.float64],
    runs: NDArray[np.int64],
    rarest: NDArray[np.int64],
) -> None:
    for pair in range(len(rows)):
        here = slice(offsets[rows[pair]], offsets[rows[pair] + 1])
        there = slice(title_offsets[pair], title_offsets[pair + 1])
        title, own_stems = title_words[there], title_stems[there]
        lengths = np.empty(len(title), dtype=np.int64)
        is_held = np.empty(len(title), dtype=np.bool_)
        first, length = _longest_run(words[here], title, lengths, is_held)
        runs[pair, 0], runs[pair, 1] = first, length
        if len(title) < 3:
            copied[pair] = len(title) > 0 and length == len(title)
        else:
            copied[pair] = _share_of_pairs(title, is_held)
        weights = np.zeros(rarest.shape[1], dtype=np.float32)
        for i in range(len(title)):
            if _stands_in(title[i], title[:i]) or not _stands_in(own_stems[i], stems[here]):
                continue
            slot = slot_of(keys, own_stems[i])
            weight = idf[slot] if slot >= 0 else unseen
            place = rarest.shape[1]
            while place > 0 and (rarest[pair, place - 1] < 0 or weights[place - 1] < weight):
                place -= 1
                if place + 1 < rarest.shape[1]:
                    rarest[pair, place + 1] = rarest[pair, place]
                    weights[place + 1] = weights[place]
            if place < rarest.shape[1]:
                rarest[pair, place], weights[place] = i, weight
