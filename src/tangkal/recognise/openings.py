"""The openings of answers: a second field beside the title, for claims whose article is known.

A title is ten words; the article behind it says the rest: the names, places and turns of phrase
that a hoax has and the headline left out. Kept apart from the title, a long text cannot drown a
short one: a claim without an article is weighed by its title alone and loses nothing to one that
has both. Openings are numbered as the titles are; most archives have few, and those without one
take up no room.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.everyday import everyday_stems
from tangkal.recognise.postings import Index, Postings, bm25_factors, invert, join, search
from tangkal.recognise.rarity import Rarity
from tangkal.recognise.reasons import OPENING_CHARACTERS, without_addresses
from tangkal.recognise.titles import Titles, TitleWords
from tangkal.text.compiled import compiled
from tangkal.text.hashed import slot_of
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import TokenBatch

OPENINGS_ASKED = 20  # claims that a question finds by their openings, beside those by title
_STEMS_ASKED = 400
_READ = 250  # stems of a text that are compared; a longer text is read by its beginning


@dataclass(frozen=True)
class Openings:
    """All openings, numbered through their segments as the titles are."""

    segments: tuple[Postings, ...]
    rarity: Rarity

    @classmethod
    def none(cls) -> "Openings":
        """Before the first claim."""
        return cls((), Rarity.empty())

    @property
    def are_known(self) -> bool:
        """Whether any claim has an article."""
        return len(self.rarity) > 0

    def with_segment(self, articles: Sequence[str | None], stem_table: StemTable) -> "Openings":
        """With those of n more claims at the end, empty where one has no article."""
        read = [without_addresses((text or "")[:OPENING_CHARACTERS]) for text in articles]
        stems = stem_table.stems(read)
        rarity = self.rarity.with_terms(stems.hashes)
        offsets, terms = _distinct(stems.offsets, rarity.numbers_of(stems.hashes))
        segment = invert(offsets, terms, rarity, keep=True)
        return Openings((*self.segments, segment), rarity)

    def joined(self, first: int, kept: Sequence[NDArray[np.bool_]]) -> "Openings":
        """With the segments from ``first`` on as one, without the claims that are not kept."""
        one = join(list(self.segments[first:]), list(kept), self.rarity, keep=True)
        return replace(self, segments=(*self.segments[:first], one))

    def weighed(self) -> "Openings":
        """The same with the rarity of all stems measured."""
        held_by = [segment.held_by for segment in self.segments]
        return replace(self, rarity=self.rarity.weighed(self._count, held_by, [everyday_stems()]))

    @cached_property
    def _count(self) -> int:
        return sum(int((segment.lengths > 0).sum()) for segment in self.segments)

    @cached_property
    def postings(self) -> Index:
        """To be searched."""
        stems = sum(len(segment.terms) for segment in self.segments)
        factors = bm25_factors(stems / max(self._count, 1))
        nothing = np.zeros(0, dtype=np.int64)  # read only where a question's places are limited
        return Index(self.segments, self.rarity, factors, _STEMS_ASKED, nothing)

    @cached_property
    def bases(self) -> NDArray[np.int64]:
        """The number of each segment's first claim, and of all claims."""
        return np.cumsum([0, *(segment.n_docs for segment in self.segments)])

    def with_candidates(
        self, candidates: NDArray[np.int32], stems: TokenBatch, alive: NDArray[np.bool_]
    ) -> NDArray[np.int32]:
        """Candidates int32[n, c] and, beside them, the best claims by their openings.

        Each claim stands once in a row; -1 fills what is left.
        """
        if not self.are_known:
            return candidates
        more, _ = search(self.postings, stems, OPENINGS_ASKED, alive)
        found = np.sort(np.concatenate([candidates, more], axis=1), axis=1)
        found[:, 1:][found[:, 1:] == found[:, :-1]] = -1
        return found

    def likeness(
        self, stems: TokenBatch, candidates: NDArray[np.int32], titles: Titles, words: TitleWords
    ) -> NDArray[np.float32]:
        """How much of each text its candidates' openings hold beyond their titles.

        Args:
            stems: of n texts.
            candidates: int32[n, c], -1 for none.
            words: the titles of the same candidates, as ``titles.words`` reads them.

        Returns:
            float32[n, c]: the cosine, by rarity, of text and opening, counting in its numerator
            only stems that the title lacks; -1 where the claim has no opening.
        """
        out = np.full(candidates.shape, -1.0, dtype=np.float32)
        if not (self.are_known and candidates.size):
            return out
        idf = self.rarity.idf_by_number
        asked = _Asked.read(stems, self.rarity, titles.stem_rarity)
        for segment, base in zip(self.segments, self.bases.tolist(), strict=False):
            _compare(
                asked.offsets, asked.openings, asked.titles, asked.lengths, candidates, base,
                segment.offsets, segment.terms, idf, words.offsets, words.terms, out,
            )  # fmt: skip
        return out


@dataclass(frozen=True, slots=True)
class _Asked:
    """The different stems of n texts as both fields number them."""

    offsets: NDArray[np.int64]
    openings: NDArray[np.int32]  # ascending within a text; only those that some opening holds
    titles: NDArray[np.int32]  # the same stems' numbers among titles, -1 where none holds it
    lengths: NDArray[np.float64]  # [n] root of the sum of rarities squared, unknown ones too

    @classmethod
    def read(cls, stems: TokenBatch, openings: Rarity, titles: Rarity) -> "_Asked":
        count = len(stems.offsets) - 1
        offsets = np.zeros(count + 1, dtype=np.int64)
        first = np.empty(len(stems.hashes), dtype=np.int32)
        second = np.empty(len(stems.hashes), dtype=np.int32)
        lengths = np.zeros(count)
        _read(
            stems.offsets, stems.hashes, openings.keys, openings.numbers, openings.idf,
            np.float32(openings.unseen_idf), titles.keys, titles.numbers,
            offsets, first, second, lengths,
        )  # fmt: skip
        return cls(offsets, first, second, lengths)


def _distinct(
    offsets: NDArray[np.int64], terms: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Each text's different terms, ascending."""
    rows = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    order = np.lexsort((terms, rows))
    rows, terms = rows[order], terms[order]
    is_first = np.ones(len(terms), dtype=np.bool_)
    is_first[1:] = (terms[1:] != terms[:-1]) | (rows[1:] != rows[:-1])
    counts = np.bincount(rows[is_first], minlength=len(offsets) - 1)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), terms[is_first]


@compiled
def _read(
    offsets: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    keys: NDArray[np.uint64],
    numbers: NDArray[np.uint32],
    idf: NDArray[np.float32],
    unseen: np.float32,
    title_keys: NDArray[np.uint64],
    title_numbers: NDArray[np.uint32],
    out_offsets: NDArray[np.int64],
    first: NDArray[np.int32],
    second: NDArray[np.int32],
    lengths: NDArray[np.float64],
) -> None:
    used = 0
    ordered = np.empty(_READ, dtype=np.int64)
    for q in range(len(offsets) - 1):
        text = np.sort(hashes[offsets[q] : min(offsets[q + 1], offsets[q] + _READ)])
        known = 0
        square = 0.0
        for i in range(len(text)):
            if i and text[i] == text[i - 1]:
                continue
            slot = slot_of(keys, text[i])
            rare = np.float64(idf[slot]) if slot >= 0 else np.float64(unseen)
            square += rare * rare
            if slot < 0:
                continue
            there = slot_of(title_keys, text[i])
            number = np.int64(title_numbers[there]) + 1 if there >= 0 else 0
            ordered[known] = (np.int64(numbers[slot]) << 32) | number
            known += 1
        ordered[:known].sort()
        for i in range(known):
            first[used + i] = np.int32(ordered[i] >> 32)
            second[used + i] = np.int32(ordered[i] & 0xFFFFFFFF) - 1
        used += known
        out_offsets[q + 1] = used
        lengths[q] = np.sqrt(square)


@compiled
def _compare(
    q_offsets: NDArray[np.int64],
    q_terms: NDArray[np.int32],
    q_titles: NDArray[np.int32],
    q_lengths: NDArray[np.float64],
    candidates: NDArray[np.int32],
    base: int,
    offsets: NDArray[np.int64],
    terms: NDArray[np.int32],
    idf: NDArray[np.float32],
    t_offsets: NDArray[np.int64],
    t_terms: NDArray[np.int32],
    out: NDArray[np.float32],
) -> None:
    n, c = candidates.shape
    for q in range(n):
        for place in range(c):
            doc = candidates[q, place] - base
            if doc < 0 or doc >= len(offsets) - 1 or offsets[doc] == offsets[doc + 1]:
                continue
            row = q * c + place
            title = t_terms[t_offsets[row] : t_offsets[row + 1]]
            at = q_offsets[q]
            held = square = 0.0
            for term in terms[offsets[doc] : offsets[doc + 1]]:
                weight = np.float64(idf[term])
                square += weight * weight
                while at < q_offsets[q + 1] and q_terms[at] < term:
                    at += 1
                if at < q_offsets[q + 1] and q_terms[at] == term:
                    in_title = False
                    for other in title:
                        in_title = in_title or other == q_titles[at]
                    if not in_title:
                        held += weight * weight
            length = q_lengths[q] * np.sqrt(square)
            out[q, place] = np.float32(held / max(length, 1e-9))
