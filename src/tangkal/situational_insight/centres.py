"""The arithmetic of narratives: sparse tf-idf centres, one line of memory a term.

Every narrative keeps the ``CENTRE_TERMS`` words that say most about it. Every word keeps
the ``RING`` narratives that used it last, so finding candidates costs one memory line a
word whatever the number of narratives. Word weights (idf) are learned from the stream, row
by row, so the outcome does not depend on where a batch was cut.

Single-pass clustering after Allan, Papka & Lavrenko 1998 (on-line new event detection),
doi:10.1145/290941.290954; the candidate rings and the clock eviction are ours.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

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


@njit(cache=True, nogil=True)
def _idf(df, docs, term):  # type: ignore[no-untyped-def]
    return np.log(1.0 + (docs + 1.0) / (df[term] + 0.5))


@njit(cache=True, nogil=True)
def _heaviest_terms(rows, row, df, docs, item):  # type: ignore[no-untyped-def]
    """Fill the item's distinct terms and their 1 + log tf, count them; returns how many."""
    start, stop, hashes = rows.offsets[row], rows.offsets[row + 1], rows.hashes
    found = np.empty(stop - start, np.int64)
    for at in range(start, stop):
        mixed = hashes[at] ^ (hashes[at] >> np.uint64(32))
        found[at - start] = np.int64(mixed & np.uint64((1 << TERM_BITS) - 1))
    found.sort()
    distinct = np.empty(found.shape[0], np.int64)
    counts = np.empty(found.shape[0], np.float64)
    n = 0
    for value in found:
        if n and distinct[n - 1] == value:
            counts[n - 1] += 1.0
        else:
            distinct[n] = value
            counts[n] = 1.0
            n += 1
    heavy = np.empty(n, np.float64)
    for i in range(n):
        heavy[i] = -(1.0 + np.log(counts[i])) * _idf(df, docs, distinct[i])
        df[distinct[i]] += 1.0
    order = np.argsort(heavy, kind="mergesort")
    kept = min(n, ITEM_TERMS)
    for rank in range(kept):
        i = order[rank]
        item.terms[rank] = distinct[i]
        item.weights[rank] = 1.0 + np.log(counts[i])
    return kept


@njit(cache=True, nogil=True)
def _norm(terms, weights, n, df, docs):  # type: ignore[no-untyped-def]
    total = 0.0
    for i in range(n):
        if terms[i] >= 0:
            value = weights[i] * _idf(df, docs, terms[i])
            total += value * value
    return np.sqrt(total)


@njit(cache=True, nogil=True)
def _cosine_with_marked(  # type: ignore[no-untyped-def] # noqa: PLR0917
    marked, norm, terms, weights, df, docs
):
    """Cosine between the item marked in *marked* (its tf-idf weights) and one centre."""
    dot = 0.0
    total = 0.0
    shared = 0
    for i in range(terms.shape[0]):
        term = terms[i]
        if term >= 0:
            value = weights[i] * _idf(df, docs, term)
            total += value * value
            if marked[term] > 0.0:
                dot += marked[term] * value
                shared += 1
    if shared < 2 or total <= 0.0:
        return 0.0
    return dot / (norm * np.sqrt(total))


@njit(cache=True, nogil=True)
def _candidates(terms, n, ring, scratch):  # type: ignore[no-untyped-def]
    """Narratives whose latest users share the item's heaviest words; returns how many."""
    marked, votes, seen, best = scratch.marked, scratch.votes, scratch.seen, scratch.best
    n_seen = 0
    for i in range(n):
        vote = marked[terms[i]] * marked[terms[i]]
        line = terms[i] >> (TERM_BITS - RING_BITS)
        for at in range(RING):
            slot = ring[line, at]
            if slot < 0:
                continue
            if votes[slot] == 0.0:
                seen[n_seen] = slot
                n_seen += 1
            votes[slot] += vote
    n_best = 0
    while n_best < CANDIDATES:
        top = -1
        for i in range(n_seen):
            slot = seen[i]
            if votes[slot] > 0.0 and (
                top < 0 or votes[slot] > votes[top] or (votes[slot] == votes[top] and slot < top)
            ):
                top = slot
        if top < 0:
            break
        best[n_best] = top
        n_best += 1
        votes[top] = 0.0
    for i in range(n_seen):
        votes[seen[i]] = 0.0
    return n_best


@njit(cache=True, nogil=True)
def _free_slot(counters, touched, limit):  # type: ignore[no-untyped-def]
    """The next unused slot, or the first not used since the clock hand last passed."""
    if counters[USED] < limit:
        slot = counters[USED]
        counters[USED] += 1
        return slot
    while touched[counters[HAND]]:
        touched[counters[HAND]] = 0
        counters[HAND] = (counters[HAND] + 1) % limit
    slot = counters[HAND]
    counters[HAND] = (counters[HAND] + 1) % limit
    return slot


@njit(cache=True, nogil=True)
def _enter_ring(term, slot, ring, ring_at):  # type: ignore[no-untyped-def]
    line = term >> (TERM_BITS - RING_BITS)
    for at in range(RING):
        if ring[line, at] == slot:
            return
    ring[line, ring_at[line]] = slot
    ring_at[line] = (ring_at[line] + 1) % RING


@njit(cache=True, nogil=True)
def _join_centre(  # type: ignore[no-untyped-def] # noqa: PLR0917
    item, n, centre, weights, df, docs
):
    """Move a centre towards an item; the lightest words make room for heavier ones."""
    terms, item_weights = item.terms, item.weights
    for i in range(CENTRE_TERMS):
        weights[i] *= FORGET
    for i in range(n):
        place = -1
        lightest = -1
        lightest_value = np.inf
        for at in range(CENTRE_TERMS):
            if centre[at] == terms[i]:
                place = at
                break
            value = -1.0 if centre[at] < 0 else weights[at] * _idf(df, docs, centre[at])
            if value < lightest_value:
                lightest_value = value
                lightest = at
        if place >= 0:
            weights[place] += item_weights[i]
        elif item_weights[i] * _idf(df, docs, terms[i]) > lightest_value:
            centre[lightest] = terms[i]
            weights[lightest] = item_weights[i]


@njit(cache=True, nogil=True)
def _keep_lead(terms, n, score, lead_terms, lead_score):  # type: ignore[no-untyped-def]
    """Keep the item among the narrative's typical ones if it is nearer; returns its place."""
    place = 0
    for at in range(1, LEADS):
        if lead_score[at] < lead_score[place]:
            place = at
    if score <= lead_score[place]:
        return -1
    lead_score[place] = score
    for i in range(LEAD_TERMS):
        lead_terms[place, i] = terms[i] if i < n else -1
    return place


@njit(cache=True, nogil=True)
def _nearest(  # type: ignore[no-untyped-def] # noqa: PLR0917
    c, item, n, hour, scratch, settings
):
    """Slot of the narrative the item joins and its cosine; -1 and 0 for none."""
    docs = c.counters[DOCS]
    norm = _norm(item.terms, item.weights, n, c.df, docs)
    for i in range(n):
        term = item.terms[i]
        scratch.marked[term] = item.weights[i] * _idf(c.df, docs, term)
    slot, top, similar = -1, 0.0, 0.0
    for i in range(_candidates(item.terms, n, c.ring, scratch)):
        other = scratch.best[i]
        cosine = _cosine_with_marked(
            scratch.marked, norm, c.terms[other], c.weights[other], c.df, docs
        )
        away = max(0.0, hour - c.last_hour[other], c.first_hour[other] - hour)
        score = cosine * 2.0 ** (-away / settings.half_life_hours)
        if score >= settings.threshold and score > top:
            slot, top, similar = other, score, cosine
    for i in range(n):
        scratch.marked[item.terms[i]] = 0.0
    return slot, similar


@njit(cache=True, nogil=True)
def _begin(c, hour, limit):  # type: ignore[no-untyped-def]
    """An empty narrative in a free slot."""
    slot = _free_slot(c.counters, c.touched, limit)
    c.serial[slot] = c.counters[NEXT_SERIAL]
    c.counters[NEXT_SERIAL] += 1
    c.first_hour[slot] = hour
    c.last_hour[slot] = hour
    c.items[slot] = 0
    c.families[slot] = 0
    c.terms[slot] = -1
    c.weights[slot] = 0.0
    c.lead_terms[slot] = -1
    c.lead_score[slot] = -1.0
    return slot


@njit(cache=True, nogil=True)
def assign_rows(c, rows, placed, settings, out):  # type: ignore[no-untyped-def]
    """Give every row a slot, in row order; a family's later rows follow its first.

    Changes ``c``, the batch's ``placed`` families and ``out``.
    """
    scratch = Scratch(
        np.zeros(1 << TERM_BITS, np.float32),
        np.zeros(c.serial.shape[0], np.float64),
        np.empty(ITEM_TERMS * RING, np.int64),
        np.empty(CANDIDATES, np.int64),
    )
    item = Words(np.empty(ITEM_TERMS, np.int64), np.empty(ITEM_TERMS, np.float64))
    for row in range(rows.hours.shape[0]):
        hour = rows.hours[row]
        family = rows.family[row]
        slot = placed.slot[family]
        out.created[row] = False
        out.lead[row] = -1
        if slot < 0 or c.serial[slot] != placed.serial[family]:
            n = _heaviest_terms(rows, row, c.df, c.counters[DOCS], item)
            c.counters[DOCS] += 1
            slot, similar = _nearest(c, item, n, hour, scratch, settings)
            if slot < 0:
                slot = _begin(c, hour, settings.limit)
                out.created[row] = True
                # The first member made the centre; others may prove nearer to it.
                similar = settings.threshold
            _join_centre(item, n, c.terms[slot], c.weights[slot], c.df, c.counters[DOCS])
            for i in range(n):
                _enter_ring(item.terms[i], slot, c.ring, c.ring_at)
            out.lead[row] = _keep_lead(
                item.terms, n, similar, c.lead_terms[slot], c.lead_score[slot]
            )
            c.families[slot] += 1
            placed.slot[family] = slot
            placed.serial[family] = c.serial[slot]
        c.items[slot] += 1
        c.touched[slot] = 1
        c.first_hour[slot] = min(c.first_hour[slot], hour)
        c.last_hour[slot] = max(c.last_hour[slot], hour)
        out.slot[row] = slot


@njit(cache=True, nogil=True)
def lead_similarities(  # type: ignore[no-untyped-def] # noqa: PLR0917
    terms, weights, lead_terms, df, docs, out
):
    """Cosine of each kept lead with its narrative's present centre, into out[n, LEADS]."""
    marked = np.zeros(1 << TERM_BITS, np.float32)
    for slot in range(terms.shape[0]):
        total = 0.0
        for i in range(CENTRE_TERMS):
            if terms[slot, i] >= 0:
                marked[terms[slot, i]] = weights[slot, i] * _idf(df, docs, terms[slot, i])
                total += marked[terms[slot, i]] ** 2
        for lead in range(LEADS):
            dot = 0.0
            own = 0.0
            for i in range(LEAD_TERMS):
                term = lead_terms[slot, lead, i]
                if term >= 0:
                    value = _idf(df, docs, term)
                    own += value * value
                    dot += value * marked[term]
            out[slot, lead] = dot / np.sqrt(own * total) if own > 0.0 and total > 0.0 else 0.0
        for i in range(CENTRE_TERMS):
            if terms[slot, i] >= 0:
                marked[terms[slot, i]] = 0.0
