"""Terms by number: every stem or n-gram that any title holds, and how rare it is.

All segments of an index count terms by the same numbers, so that a query's terms are looked up
once and each segment is then a matter of plain array reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tangkal.text.compiled import compiled
from tangkal.text.hashed import SMALLEST, enter, room_for, slot_of

# Weights are whole numbers, so that a sum is the same in whatever order it is made.
_SCALE = 1024.0


@dataclass(frozen=True, slots=True)
class Background:
    """Texts that are not searched but count when a term's rarity is measured."""

    n_docs: int
    terms: NDArray[np.uint64]  # ascending
    held_by: NDArray[np.int64]  # texts holding each term

    def count(self, terms: NDArray[np.uint64]) -> NDArray[np.int64]:
        """In how many of these texts each term stands."""
        if not len(self.terms):
            return np.zeros(len(terms), dtype=np.int64)
        places = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[places] == terms, self.held_by[places], 0)


@dataclass(frozen=True, slots=True)
class Rarity:
    """Terms numbered in the order they came. A rarity never changes; a grown one replaces it."""

    keys: NDArray[np.uint64]  # slots, see tangkal.text.hashed
    numbers: NDArray[np.uint32]  # of the term in that slot
    terms: NDArray[np.uint64]  # by number
    common: NDArray[np.bool_]  # by number: so frequent that it is not searched for
    idf: NDArray[np.float32]  # by slot: what a term that stands there weighs
    weights: NDArray[np.int32]  # by number: idf squared, in 1/1024; 0 where not searched for
    unseen_idf: float = 0.0  # what a term in no text would weigh

    @classmethod
    def empty(cls) -> "Rarity":
        """No terms yet."""
        slots = np.zeros(SMALLEST, dtype=np.uint64)
        none = np.zeros(0, dtype=np.uint64)
        return cls(
            slots, slots.astype(np.uint32), none, none.astype(bool), slots.astype(np.float32),
            none.astype(np.int32),
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.terms)

    def with_terms(self, hashes: NDArray[np.uint64]) -> "Rarity":
        """A rarity that also knows these terms, in order of appearance."""
        unknown = hashes[look_up(self.keys, self.numbers, hashes) < 0]
        if not len(unknown):
            return self
        fresh = _in_order(unknown)
        count = len(self) + len(fresh)
        keys, numbers = self.keys.copy(), self.numbers.copy()
        if room_for(count) > 2 * len(keys):
            keys = np.zeros(room_for(count), dtype=np.uint64)
            numbers = np.zeros(len(keys), dtype=np.uint32)
            enter(keys, numbers, self.terms, np.arange(len(self), dtype=np.uint32))
        enter(keys, numbers, fresh, np.arange(len(self), count, dtype=np.uint32))
        common = np.zeros(count, dtype=np.bool_)
        common[: len(self)] = self.common
        terms = np.concatenate([self.terms, fresh])
        return replace(self, keys=keys, numbers=numbers, terms=terms, common=common)

    def numbers_of(self, hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The number of each term, -1 where it is not known."""
        return look_up(self.keys, self.numbers, hashes)

    def weighed(
        self,
        n_docs: int,
        held_by: Sequence[NDArray[np.int32]],
        backgrounds: Sequence[Background] = (),
        common: tuple[int, float] | None = None,
    ) -> "Rarity":
        """The same terms, their rarity measured.

        Args:
            n_docs: texts in all.
            held_by: for each part of them, how many texts hold each term (by number; a part
                older than a term is shorter).
            common: texts, and share of all texts, above which a term is no longer searched
                for; once so, always so.
        """
        everywhere = np.zeros(len(self), dtype=np.int64)
        for counts in held_by:
            everywhere[: len(counts)] += counts
        flags = self.common
        if common is not None:
            flags = flags | (everywhere > max(common[0], common[1] * n_docs))
        total = n_docs
        for background in backgrounds:
            total += background.n_docs
            everywhere += background.count(self.terms)
        if not len(self):
            return replace(self, unseen_idf=float(np.log1p((total + 0.5) / 0.5)))
        idf = np.log1p(np.maximum(total - everywhere + 0.5, 0.5) / (everywhere + 0.5))
        weights = np.maximum(np.rint(idf**2 * _SCALE), 1).astype(np.int32)
        weights[flags] = 0
        return replace(
            self,
            common=flags,
            idf=np.where(self.keys != 0, idf[self.numbers], 0.0).astype(np.float32),
            weights=weights,
            unseen_idf=float(np.log1p((total + 0.5) / 0.5)),
        )

    @property
    def idf_by_number(self) -> NDArray[np.float32]:
        """How rare each term is, by number."""
        held = self.keys != 0
        out = np.zeros(len(self), dtype=np.float32)
        out[self.numbers[held].astype(np.int64)] = self.idf[held]
        return out

    def idf_of(self, term: int) -> float:
        """How rare one term is."""
        slot = slot_of(self.keys, np.uint64(term))
        return float(self.idf[slot]) if slot >= 0 else self.unseen_idf


def unit_of_weight() -> float:
    """What a weight of 1 stands for."""
    return 1 / _SCALE


def _in_order(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The different hashes, in order of appearance."""
    keys = np.zeros(room_for(len(hashes)), dtype=np.uint64)
    out = np.empty(len(hashes), dtype=np.uint64)
    return out[: _first_seen(hashes, keys, out)].copy()


@compiled
def _first_seen(
    hashes: NDArray[np.uint64], keys: NDArray[np.uint64], out: NDArray[np.uint64]
) -> int:
    used = 0
    for term in hashes:
        slot = slot_of(keys, term)
        if slot < 0:
            keys[~slot] = max(term, np.uint64(1))
            out[used] = term
            used += 1
    return used


@compiled
def look_up(
    keys: NDArray[np.uint64], numbers: NDArray[np.uint32], hashes: NDArray[np.uint64]
) -> NDArray[np.int32]:
    """The number of each hash, -1 where the table does not hold it."""
    out = np.empty(len(hashes), dtype=np.int32)
    for i in range(len(hashes)):
        slot = slot_of(keys, hashes[i])
        out[i] = np.int32(numbers[slot]) if slot >= 0 else np.int32(-1)
    return out


@compiled
def plan_queries(
    offsets: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    keys: NDArray[np.uint64],
    numbers: NDArray[np.uint32],
    weights: NDArray[np.int32],
    limit: int,
    out_offsets: NDArray[np.int64],
    out: NDArray[np.int32],
) -> None:
    """The different known terms of each query, heaviest first, at most ``limit`` of them."""
    used = 0
    longest = 0
    for q in range(len(offsets) - 1):
        longest = max(longest, offsets[q + 1] - offsets[q])
    ranked = np.empty(longest, dtype=np.int64)
    for q in range(len(offsets) - 1):
        found = 0
        for i in range(offsets[q], offsets[q + 1]):
            slot = slot_of(keys, hashes[i])
            if slot >= 0:
                number = np.int64(numbers[slot])
                if number < len(weights) and weights[number] > 0:
                    # heaviest first, then by number: one sort of one number does both
                    ranked[found] = (-np.int64(weights[number]) << 32) + number
                    found += 1
        ranked[:found].sort()
        kept = 0
        for i in range(found):
            if kept == limit:
                break
            if i == 0 or ranked[i] != ranked[i - 1]:
                out[used + kept] = np.int32(ranked[i] & 0xFFFFFFFF)
                kept += 1
        used += kept
        out_offsets[q + 1] = used
