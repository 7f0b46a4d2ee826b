"""What a narrative index holds in memory: word counts of narratives, one memory line a term.

Every narrative keeps counts of the ``CENTRE_TERMS`` words that say most about it. Every word
keeps the ``RING`` narratives that used it last, so finding candidates costs one memory line a
word whatever the number of narratives. See :mod:`tangkal.situational_insight.clustering`.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

TERM_BITS = 20
RING_BITS = 18
RING = 32  # narratives remembered a word, the latest first to stay
ITEM_TERMS = 32  # words of one item that take part, heaviest first
CENTRE_TERMS = 256
LEADS = 4  # typical families kept a narrative
LEAD_TERMS = 24
CANDIDATES = 16  # narratives compared exactly
RECENT = 1 << 16  # families whose words are kept, so that an analyst's split can use them

# positions in `counters`
DOCS, USED, HAND, NEXT_SERIAL, WORDS, PLACED, SINCE, FREED, TIDY_HOUR = range(9)

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]


class Settings(NamedTuple):
    """What decides a join."""

    evidence: float  # nats that a family's words must speak for a narrative
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
    placed: npt.NDArray[np.bool_]  # its family was compared, not only followed

    @classmethod
    def make(cls, rows: int) -> "Outcome":
        """Room for so many rows."""
        return cls(
            np.empty(rows, np.int64),
            np.empty(rows, np.bool_),
            np.empty(rows, np.int64),
            np.empty(rows, np.bool_),
        )


class Words(NamedTuple):
    """Distinct terms and how often each was used."""

    terms: Int64
    weights: Float64


class Scratch(NamedTuple):
    """Room the kernels reuse from row to row, always left zeroed."""

    marked: Float32  # [2**TERM_BITS]
    votes: Float64  # [n slots]
    seen: Int64
    best: Int64

    @classmethod
    def make(cls, slots: int) -> "Scratch":
        """Room for *slots* narratives."""
        return cls(
            np.zeros(1 << TERM_BITS, np.float32),
            np.zeros(slots, np.float64),
            np.empty(max(ITEM_TERMS, CENTRE_TERMS) * RING, np.int64),
            np.empty(CANDIDATES, np.int64),
        )


class Centres(NamedTuple):
    """Everything the kernel reads and writes; n = slots allocated."""

    counters: Int64  # [9]
    clock: Float64  # [CLOCK_ITEMS] the latest hours met, earliest first: see `tick`
    df: Float32  # [2**TERM_BITS] families a term appeared in
    ring: Int32  # [2**RING_BITS, RING] slots, -1 empty
    ring_at: npt.NDArray[np.uint8]  # [2**RING_BITS] next place to write
    recent: Int32  # [RECENT, LEAD_TERMS] words of the families placed last, -1 empty
    terms: Int32  # [n, CENTRE_TERMS]
    weights: Float32  # [n, CENTRE_TERMS] how often each was used
    held: Int64  # [n] how many different words are kept
    words: Float64  # [n] uses of all words, those not kept too
    mass: Float64  # [n] families, as far as they are still remembered
    first_hour: Float64  # [n] hours since 1970
    last_hour: Float64  # [n]
    items: Int64  # [n]
    families: Int64  # [n]
    touched: npt.NDArray[np.uint8]  # [n] used since the clock hand last passed
    grown: npt.NDArray[np.uint8]  # [n] has new words since narratives were last compared
    stage: npt.NDArray[np.uint8]  # [n] see `history`: told of, asleep
    free: Int64  # [n] a pile of slots whose narratives were merged away
    serial: Int64  # [n] which narrative holds the slot
    lead_terms: Int32  # [n, LEADS, LEAD_TERMS], -1 empty
    lead_score: Float32  # [n, LEADS], -1 empty

    @classmethod
    def empty(cls, slots: int) -> "Centres":
        """No narrative yet, room for *slots*."""
        per_slot = {
            name: np.full((slots, *shape), EMPTY[name], kind)
            for name, (shape, kind) in SHAPES.items()
        }
        return cls(
            counters=np.zeros(9, np.int64),
            clock=np.zeros(CLOCK_ITEMS),
            df=np.zeros(1 << TERM_BITS, np.float32),
            ring=np.full((1 << RING_BITS, RING), -1, np.int32),
            ring_at=np.zeros(1 << RING_BITS, np.uint8),
            recent=np.full((RECENT, LEAD_TERMS), -1, np.int32),
            **per_slot,
        )

    @property
    def slots(self) -> int:
        """Narratives there is room for."""
        return int(self.serial.shape[0])

    def grown_to(self, slots: int) -> "Centres":
        """The same narratives in the same places, with room for *slots*."""
        larger = {}
        for name in PER_SLOT:
            old = getattr(self, name)
            larger[name] = np.full((slots, *old.shape[1:]), EMPTY[name], old.dtype)
            larger[name][: self.slots] = old
        return self._replace(**larger)


CLOCK_ITEMS = 3  # so many items must have reached an hour before it is the stream's

# Arrays with one row a slot: their shapes, and what an unused row holds.
SHAPES: dict[str, tuple[tuple[int, ...], type[np.generic]]] = {
    "terms": ((CENTRE_TERMS,), np.int32),
    "weights": ((CENTRE_TERMS,), np.float32),
    "held": ((), np.int64),
    "words": ((), np.float64),
    "mass": ((), np.float64),
    "first_hour": ((), np.float64),
    "last_hour": ((), np.float64),
    "items": ((), np.int64),
    "families": ((), np.int64),
    "touched": ((), np.uint8),
    "grown": ((), np.uint8),
    "stage": ((), np.uint8),
    "free": ((), np.int64),
    "serial": ((), np.int64),
    "lead_terms": ((LEADS, LEAD_TERMS), np.int32),
    "lead_score": ((LEADS,), np.float32),
}
EMPTY = dict.fromkeys(SHAPES, 0) | {"serial": -1, "lead_terms": -1, "lead_score": -1}
PER_SLOT = tuple(SHAPES)
