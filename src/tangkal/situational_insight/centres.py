"""What a narrative index holds in memory: sparse tf-idf centres, one line of memory a term.

Every narrative keeps the ``CENTRE_TERMS`` words that say most about it. Every word keeps
the ``RING`` narratives that used it last, so finding candidates costs one memory line a
word whatever the number of narratives. See :mod:`tangkal.situational_insight.clustering`.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

TERM_BITS = 20
RING_BITS = 18
RING = 32  # narratives remembered a word, the latest first to stay
ITEM_TERMS = 32  # words of one item that take part, heaviest first
CENTRE_TERMS = 64
LEADS = 4  # typical families kept a narrative
LEAD_TERMS = 24
CANDIDATES = 8  # narratives compared exactly
FORGET = 0.97  # a centre's old weight kept at each join

# positions in `counters`
DOCS, USED, HAND, NEXT_SERIAL = 0, 1, 2, 3

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]


class Settings(NamedTuple):
    """What decides a join."""

    threshold: float  # cosine after decay
    half_life_hours: float
    limit: int  # narratives held


class Rows(NamedTuple):
    """One batch: n rows."""

    offsets: Int64  # [n + 1] into hashes
    hashes: npt.NDArray[np.uint64]
    hours: Float64  # [n] hours since 1970
    family: Int64  # [n] number of the row's family within the batch


class Placed(NamedTuple):
    """Where the batch's families are; slot -1 for a family not met before."""

    slot: Int64
    serial: Int64


class Outcome(NamedTuple):
    """What became of each row."""

    slot: Int64
    created: npt.NDArray[np.bool_]  # it began the narrative
    lead: Int64  # its place among the typical items, -1 for none


class Words(NamedTuple):
    """One item's distinct terms and their 1 + log tf."""

    terms: Int64
    weights: Float64


class Scratch(NamedTuple):
    """Room the kernel reuses from row to row, always left zeroed."""

    marked: Float32  # [2**TERM_BITS] tf-idf of the item at hand
    votes: Float64  # [n slots]
    seen: Int64
    best: Int64


class Centres(NamedTuple):
    """Everything the kernel reads and writes; n = slots allocated."""

    counters: Int64  # [4]
    df: Float32  # [2**TERM_BITS] families a term appeared in
    ring: Int32  # [2**RING_BITS, RING] slots, -1 empty
    ring_at: npt.NDArray[np.uint8]  # [2**RING_BITS] next place to write
    terms: Int32  # [n, CENTRE_TERMS], -1 empty
    weights: Float32  # [n, CENTRE_TERMS]
    first_hour: Float64  # [n] hours since 1970
    last_hour: Float64  # [n]
    items: Int64  # [n]
    families: Int64  # [n]
    touched: npt.NDArray[np.uint8]  # [n] used since the clock hand last passed
    serial: Int64  # [n] which narrative holds the slot
    lead_terms: Int32  # [n, LEADS, LEAD_TERMS], -1 empty
    lead_score: Float32  # [n, LEADS], -1 empty

    @classmethod
    def empty(cls, slots: int) -> "Centres":
        """No narrative yet, room for *slots*."""
        return cls(
            counters=np.zeros(4, np.int64),
            df=np.zeros(1 << TERM_BITS, np.float32),
            ring=np.full((1 << RING_BITS, RING), -1, np.int32),
            ring_at=np.zeros(1 << RING_BITS, np.uint8),
            terms=np.full((slots, CENTRE_TERMS), -1, np.int32),
            weights=np.zeros((slots, CENTRE_TERMS), np.float32),
            first_hour=np.zeros(slots),
            last_hour=np.zeros(slots),
            items=np.zeros(slots, np.int64),
            families=np.zeros(slots, np.int64),
            touched=np.zeros(slots, np.uint8),
            serial=np.full(slots, -1, np.int64),
            lead_terms=np.full((slots, LEADS, LEAD_TERMS), -1, np.int32),
            lead_score=np.full((slots, LEADS), -1, np.float32),
        )

    @property
    def slots(self) -> int:
        """Narratives there is room for."""
        return int(self.serial.shape[0])

    def grown(self, slots: int) -> "Centres":
        """The same narratives in the same places, with room for *slots*."""
        larger = {}
        for name in PER_SLOT:
            old = getattr(self, name)
            larger[name] = np.full((slots, *old.shape[1:]), EMPTY[name], old.dtype)
            larger[name][: self.slots] = old
        return self._replace(**larger)


# Arrays with one row a slot, and what an unused row holds.
EMPTY = {
    "terms": -1,
    "weights": 0,
    "first_hour": 0,
    "last_hour": 0,
    "items": 0,
    "families": 0,
    "touched": 0,
    "serial": -1,
    "lead_terms": -1,
    "lead_score": -1,
}
PER_SLOT = tuple(EMPTY)
