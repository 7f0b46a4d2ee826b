"""Claim titles in every form that candidates and features are computed from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tangkal.recognise.everyday import everyday_grams, everyday_stems
from tangkal.recognise.postings import (
    Index,
    Postings,
    bm25_factors,
    cosine_factors,
    invert,
    join,
    with_bounds,
    with_ratios,
)
from tangkal.recognise.rarity import Rarity
from tangkal.recognise.title_words import copy_terms, count_bytes, count_terms, four_grams
from tangkal.text.grams import character_grams, distinct_grams, four_grams_spelt
from tangkal.text.normalise import normalise
from tangkal.text.stem import stem_word
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import TokenBatch, hash_word, tokenise, utf8, words_kept

_DIGITS = re.compile(r"\d+")
# N-grams that so many titles share tell nothing apart and would fill most of the memory; the
# rarest of a question's n-grams find what all of them would find (see docs/explanation).
_COMMON = (5_000, 0.02)
_GRAMS_ASKED = 96
_GRAM_PLACES = 10_000  # places in their lists read for one question
_STEMS_ASKED = 4_000


@dataclass(frozen=True, slots=True)
class Segment:
    """Some titles, as texts and inverted."""

    texts: pa.LargeStringArray
    slow: NDArray[np.bool_]  # which titles only the full rules read rightly
    stems: Postings
    grams: Postings


@dataclass(frozen=True, slots=True)
class Shown:
    """Some titles read out again, one for each place of a table of candidates; -1 is empty."""

    stems: TokenBatch
    is_number: NDArray[np.bool_]  # one for each stem
    grams: TokenBatch  # distinct n-grams, ascending


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Some titles by number, one for each place of a table of candidates; -1 is empty."""

    offsets: NDArray[np.int64]
    terms: NDArray[np.int32]  # stems by number
    gram_offsets: NDArray[np.int64]  # room for each title's n-grams ...
    gram_counts: NDArray[np.int64]  # ... how many there are, repeated ones too
    grams: NDArray[np.uint64]


@dataclass(frozen=True)
class Titles:
    """All titles, numbered through their segments. Titles never change; others replace them."""

    segments: tuple[Segment, ...]
    stem_rarity: Rarity
    gram_rarity: Rarity
    number_terms: NDArray[np.int32]  # the stems that are numbers, ascending

    @classmethod
    def none(cls) -> "Titles":
        """Before the first."""
        return cls((), Rarity.empty(), Rarity.empty(), np.zeros(0, dtype=np.int32))

    @classmethod
    def build(cls, titles: Sequence[str], stem_table: StemTable) -> "Titles":
        """Read n titles."""
        return cls.none().with_segment(titles, stem_table).weighed()

    def __len__(self) -> int:
        return sum(len(segment.texts) for segment in self.segments)

    def with_segment(self, titles: Sequence[str], stem_table: StemTable) -> "Titles":
        """With n more titles at the end; to be weighed before they are searched."""
        texts = pa.array(titles, pa.large_string())
        tokens = tokenise(texts)
        stems = stem_table.stems(texts, tokens)
        grams = distinct_grams(character_grams(texts, tokens=tokens))
        stem_rarity = self.stem_rarity.with_terms(stems.hashes)
        gram_rarity = self.gram_rarity.with_terms(grams.hashes)
        segment = Segment(
            texts,
            _flags(tokens.slow, len(texts)),
            invert(stems.offsets, stem_rarity.numbers_of(stems.hashes), stem_rarity, keep=True),
            invert(grams.offsets, gram_rarity.numbers_of(grams.hashes), gram_rarity, keep=False),
        )
        numbers = stem_rarity.numbers_of(_number_hashes(titles))
        return Titles(
            (*self.segments, segment),
            stem_rarity,
            gram_rarity,
            np.union1d(self.number_terms, numbers[numbers >= 0]).astype(np.int32),
        )

    def joined(self, first: int, kept: Sequence[NDArray[np.bool_]]) -> "Titles":
        """With the segments from ``first`` on as one, without the titles that are not kept."""
        parts = self.segments[first:]
        flags = list(kept)
        segment = Segment(
            pa.concat_arrays(
                [p.texts.filter(pa.array(f)) for p, f in zip(parts, flags, strict=True)]
            ),
            np.concatenate([p.slow[f] for p, f in zip(parts, flags, strict=True)]),
            join([part.stems for part in parts], flags, self.stem_rarity, keep=True),
            join([part.grams for part in parts], flags, self.gram_rarity, keep=False),
        )
        return replace(self, segments=(*self.segments[:first], segment))

    def weighed(self) -> "Titles":
        """The same with the rarity of all terms measured, and true bounds."""
        stems = self.stem_rarity.weighed(
            len(self), [segment.stems.held_by for segment in self.segments], [everyday_stems()]
        )
        grams = self.gram_rarity.weighed(
            len(self),
            [segment.grams.held_by for segment in self.segments],
            [everyday_grams()],
            _COMMON,
        )
        factors = bm25_factors(self.mean_length)
        segments = tuple(
            replace(segment, stems=_bounded(segment.stems, stems, factors))
            for segment in self.segments
        )
        return replace(self, segments=segments, stem_rarity=stems, gram_rarity=grams)

    @cached_property
    def mean_length(self) -> float:
        """Stems of a title."""
        return sum(len(s.stems.terms) for s in self.segments) / max(len(self), 1)

    @cached_property
    def stem_postings(self) -> Index:
        """Stems, to be searched."""
        parts = tuple(segment.stems for segment in self.segments)
        factors = bm25_factors(self.mean_length)
        costs = _costs(parts, len(self.stem_rarity))
        return Index(parts, self.stem_rarity, factors, _STEMS_ASKED, costs)

    @cached_property
    def gram_postings(self) -> Index:
        """Character n-grams, to be searched."""
        parts = tuple(segment.grams for segment in self.segments)
        costs = _costs(parts, len(self.gram_rarity))
        return Index(parts, self.gram_rarity, cosine_factors(), _GRAMS_ASKED, costs, _GRAM_PLACES)

    @cached_property
    def bases(self) -> NDArray[np.int64]:
        """The number of each segment's first title, and of all titles."""
        return np.cumsum([0, *(len(segment.texts) for segment in self.segments)])

    @cached_property
    def is_number(self) -> NDArray[np.bool_]:
        """By stem: whether it is a number."""
        flags = np.zeros(len(self.stem_rarity), dtype=np.bool_)
        flags[self.number_terms] = True
        return flags

    @property
    def stems(self) -> TokenBatch:
        """The stems of all titles: for learning; a large index never asks."""
        return self.shown(np.arange(len(self), dtype=np.int32)).stems

    @property
    def grams(self) -> TokenBatch:
        """The distinct n-grams of all titles: for learning; a large index never asks."""
        return self.shown(np.arange(len(self), dtype=np.int32)).grams

    def texts(self, docs: NDArray[np.int32]) -> pa.LargeStringArray:
        """The titles of these numbers; null where the number is -1."""
        docs = docs.ravel()
        which = np.searchsorted(self.bases, docs, side="right") - 1
        found, places = [pa.nulls(1, pa.large_string())], np.zeros(len(docs), dtype=np.int64)
        taken = 1
        for number in np.unique(which[docs >= 0]).tolist():
            (theirs,) = np.nonzero((which == number) & (docs >= 0))
            found.append(
                self.segments[number].texts.take(pa.array(docs[theirs] - self.bases[number]))
            )
            places[theirs] = np.arange(taken, taken + len(theirs))
            taken += len(theirs)
        return pa.concat_arrays(found).take(pa.array(places))

    def shown(self, docs: NDArray[np.int32]) -> Shown:
        """Read some titles out again."""
        texts = self.texts(docs)
        offsets, terms = self._terms(docs.ravel())
        return Shown(
            TokenBatch(offsets, self.stem_rarity.terms[terms]),
            self.is_number[terms],
            distinct_grams(character_grams(texts)),
        )

    def _terms(self, docs: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Offsets and stem numbers of these titles."""
        offsets = np.zeros(len(docs) + 1, dtype=np.int64)
        for segment, base in zip(self.segments, self.bases.tolist(), strict=False):
            count_terms(docs, base, segment.stems.offsets, offsets)
        np.cumsum(offsets, out=offsets)
        terms = np.empty(int(offsets[-1]), dtype=np.int32)
        for segment, base in zip(self.segments, self.bases.tolist(), strict=False):
            copy_terms(docs, base, segment.stems.offsets, segment.stems.terms, offsets, terms)
        return offsets, terms

    def words(self, docs: NDArray[np.int32]) -> TitleWords:
        """Read some titles out again as numbers, in compiled passes."""
        docs = docs.ravel()
        offsets, terms = self._terms(docs)
        read = [utf8(segment.texts) for segment in self.segments]
        bases = self.bases.tolist()
        slow = np.zeros(len(docs), dtype=np.bool_)
        room = np.zeros(len(docs) + 1, dtype=np.int64)
        for segment, (_, starts), base in zip(self.segments, read, bases, strict=False):
            count_bytes(docs, base, starts, segment.slow, room, slow)
        (places,) = np.nonzero(slow)
        spelt = [f" {' '.join(words_kept(text))} " for text in self.texts(docs[places]).to_pylist()]
        room[places + 1] = list(map(len, spelt))
        np.cumsum(room, out=room)
        counts = np.zeros(len(docs), dtype=np.int64)
        grams = np.empty(int(room[-1]), dtype=np.uint64)
        for segment, (data, starts), base in zip(self.segments, read, bases, strict=False):
            four_grams(docs, base, data, starts, segment.slow, room, grams, counts)
        for place, text in zip(places.tolist(), spelt, strict=True):
            counts[place] = four_grams_spelt(text, grams[room[place] :])
        return TitleWords(offsets, terms, room, counts, grams)


def _costs(parts: Sequence[Postings], count: int) -> NDArray[np.int64]:
    """Places in the lists of each of ``count`` terms, over all segments."""
    costs = np.zeros(count, dtype=np.int64)
    for part in parts:
        lengths = part.list_lengths
        costs[: len(lengths)] += lengths
    return costs


def _flags(slow: NDArray[np.bool_] | None, count: int) -> NDArray[np.bool_]:
    return np.ones(count, dtype=np.bool_) if slow is None else slow


def _bounded(postings: Postings, rarity: Rarity, factors: NDArray[np.float64]) -> Postings:
    if not len(postings.frequent.limits):
        return with_bounds(postings, rarity, factors)
    risen = with_ratios(postings, rarity, factors)
    if risen.frequent.ratios.max() <= _LOOSE:
        return risen
    return with_bounds(postings, rarity, factors)


_LOOSE = 1.2  # bounds that have grown this loose are made anew


def _number_hashes(titles: Sequence[str]) -> NDArray[np.uint64]:
    """The stems that are numbers, hashed."""
    numbers = {
        word
        for title in titles
        if not title.isascii() or _DIGITS.search(title)
        for word in _DIGITS.findall(normalise(title))
    }
    return np.array([hash_word(stem_word(word)) for word in numbers], dtype=np.uint64)
