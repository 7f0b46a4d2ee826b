"""Single-pass clustering of texts into narratives, row by row, compiled.

Word weights (idf) are learned from the stream one row at a time, so the outcome does not
depend on where a batch was cut.

On-line new event detection after Allan, Papka & Lavrenko 1998, doi:10.1145/290941.290954;
the candidate rings and the clock eviction are ours.
"""

import math

import numpy as np
import numpy.typing as npt

from tangkal.situational_insight.centres import (
    CANDIDATES,
    CENTRE_TERMS,
    DOCS,
    FORGET,
    HAND,
    ITEM_TERMS,
    LEAD_TERMS,
    LEADS,
    NEXT_SERIAL,
    RING,
    RING_BITS,
    TERM_BITS,
    USED,
    Centres,
    Float32,
    Int32,
    Int64,
    Outcome,
    Placed,
    Rows,
    Scratch,
    Settings,
    Words,
)
from tangkal.text.compiled import compiled


@compiled
def _idf(df: Float32, docs: int, term: int) -> float:
    return math.log(1.0 + (docs + 1.0) / (df[term] + 0.5))


@compiled
def _heaviest_terms(rows: Rows, row: int, df: Float32, docs: int, item: Words) -> int:
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


@compiled
def _norm(item: Words, n: int, df: Float32, docs: int) -> float:
    total = 0.0
    for i in range(n):
        value = item.weights[i] * _idf(df, docs, item.terms[i])
        total += value * value
    return math.sqrt(total)


@compiled
def _cosine_with_marked(
    marked: Float32, norm: float, terms: Int32, weights: Float32, df: Float32, docs: int
) -> float:
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
    return dot / (norm * math.sqrt(total))


@compiled
def _candidates(terms: Int64, n: int, ring: Int32, scratch: Scratch) -> int:
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


@compiled
def _free_slot(counters: Int64, touched: npt.NDArray[np.uint8], limit: int) -> int:
    """The next unused slot, or the first not used since the clock hand last passed."""
    if counters[USED] < limit:
        slot = int(counters[USED])
        counters[USED] += 1
        return slot
    while touched[counters[HAND]]:
        touched[counters[HAND]] = 0
        counters[HAND] = (counters[HAND] + 1) % limit
    slot = int(counters[HAND])
    counters[HAND] = (counters[HAND] + 1) % limit
    return slot


@compiled
def _enter_ring(term: int, slot: int, ring: Int32, ring_at: npt.NDArray[np.uint8]) -> None:
    line = term >> (TERM_BITS - RING_BITS)
    for at in range(RING):
        if ring[line, at] == slot:
            return
    ring[line, ring_at[line]] = slot
    ring_at[line] = (ring_at[line] + 1) % RING


@compiled
def _join_centre(
    item: Words, n: int, centre: Int32, weights: Float32, df: Float32, docs: int
) -> None:
    """Move a centre towards an item; the lightest words make room for heavier ones."""
    for i in range(CENTRE_TERMS):
        weights[i] *= FORGET
        if weights[i] < 1e-3:  # long gone; left to shrink it would crawl as a subnormal
            centre[i] = -1
            weights[i] = 0.0
    _add_terms(item, n, centre, weights, df, docs)


@compiled
def _add_terms(
    item: Words, n: int, centre: Int32, weights: Float32, df: Float32, docs: int
) -> None:
    """Add words to a centre; the lightest make room for heavier ones."""
    terms, item_weights = item.terms, item.weights
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


@compiled
def _nearness(terms: Int32 | Int64, n: int, marked: Float32, df: Float32, docs: int) -> float:
    """Cosine of some terms with the marked centre, but for the centre's own length."""
    dot = 0.0
    own = 0.0
    for i in range(n):
        if terms[i] >= 0:
            value = _idf(df, docs, terms[i])
            own += value * value
            dot += value * marked[terms[i]]
    return dot / math.sqrt(own) if own > 0.0 else 0.0


@compiled
def _mark_centre(
    terms: Int32, weights: Float32, marked: Float32, df: Float32, docs: int, sign: float
) -> None:
    """Write a centre's tf-idf into *marked* (sign 1), or clear it again (sign 0)."""
    for i in range(CENTRE_TERMS):
        if terms[i] >= 0:
            marked[terms[i]] = sign * weights[i] * _idf(df, docs, terms[i])


@compiled
def _keep_lead(c: Centres, slot: int, item: Words, n: int, marked: Float32) -> int:
    """Keep the item among its narrative's typical ones if it is nearer; returns its place.

    The kept ones are measured anew: a story that moves on outgrows its first words.
    """
    docs = c.counters[DOCS]
    leads, scores = c.lead_terms[slot], c.lead_score[slot]
    _mark_centre(c.terms[slot], c.weights[slot], marked, c.df, docs, 1.0)
    place = 0
    for at in range(LEADS):
        if scores[at] >= 0.0:
            scores[at] = _nearness(leads[at], LEAD_TERMS, marked, c.df, docs)
        if scores[at] < scores[place]:
            place = at
    score = np.float32(_nearness(item.terms, min(n, LEAD_TERMS), marked, c.df, docs))
    _mark_centre(c.terms[slot], c.weights[slot], marked, c.df, docs, 0.0)
    if score <= scores[place]:
        return -1
    scores[place] = score
    for i in range(LEAD_TERMS):
        leads[place, i] = item.terms[i] if i < n else -1
    return place


@compiled
def _nearest(
    c: Centres, item: Words, n: int, hour: float, scratch: Scratch, settings: Settings
) -> int:
    """Slot of the narrative the item joins; -1 for none."""
    docs = c.counters[DOCS]
    norm = _norm(item, n, c.df, docs)
    for i in range(n):
        term = item.terms[i]
        scratch.marked[term] = item.weights[i] * _idf(c.df, docs, term)
    slot, top = -1, 0.0
    for i in range(_candidates(item.terms, n, c.ring, scratch)):
        other = scratch.best[i]
        cosine = _cosine_with_marked(
            scratch.marked, norm, c.terms[other], c.weights[other], c.df, docs
        )
        away = max(0.0, hour - c.last_hour[other], c.first_hour[other] - hour)
        score = cosine * 2.0 ** (-away / settings.half_life_hours)
        if score >= settings.threshold and score > top:
            slot, top = other, score
    for i in range(n):
        scratch.marked[item.terms[i]] = 0.0
    return slot


@compiled
def begin(c: Centres, hour: float, limit: int) -> int:
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


@compiled
def assign_rows(c: Centres, rows: Rows, placed: Placed, settings: Settings, out: Outcome) -> None:
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
            slot = _nearest(c, item, n, hour, scratch, settings)
            if slot < 0:
                slot = begin(c, hour, settings.limit)
                out.created[row] = True
            _join_centre(item, n, c.terms[slot], c.weights[slot], c.df, c.counters[DOCS])
            for i in range(n):
                _enter_ring(item.terms[i], slot, c.ring, c.ring_at)
            out.lead[row] = _keep_lead(c, slot, item, n, scratch.marked)
            c.families[slot] += 1
            placed.slot[family] = slot
            placed.serial[family] = c.serial[slot]
        c.items[slot] += 1
        c.touched[slot] = 1
        c.first_hour[slot] = min(c.first_hour[slot], hour)
        c.last_hour[slot] = max(c.last_hour[slot], hour)
        out.slot[row] = slot


@compiled
def lead_nearness(c: Centres, slots: Int64, out: Float32) -> None:
    """How near each kept lead of the slots is to its narrative's centre, into out[n, LEADS]."""
    marked = np.zeros(1 << TERM_BITS, np.float32)
    docs = c.counters[DOCS]
    for row in range(slots.shape[0]):
        slot = slots[row]
        _mark_centre(c.terms[slot], c.weights[slot], marked, c.df, docs, 1.0)
        for lead in range(LEADS):
            out[row, lead] = _nearness(c.lead_terms[slot, lead], LEAD_TERMS, marked, c.df, docs)
        _mark_centre(c.terms[slot], c.weights[slot], marked, c.df, docs, 0.0)


@compiled
def pour(c: Centres, source: int, into: int) -> None:
    """Add one narrative's words, leads, items and hours to another's."""
    docs = c.counters[DOCS]
    n = 0
    item = Words(np.empty(CENTRE_TERMS, np.int64), np.empty(CENTRE_TERMS, np.float64))
    for at in range(CENTRE_TERMS):
        if c.terms[source, at] >= 0:
            item.terms[n] = c.terms[source, at]
            item.weights[n] = c.weights[source, at]
            n += 1
    _add_terms(item, n, c.terms[into], c.weights[into], c.df, docs)
    for i in range(n):
        _enter_ring(item.terms[i], into, c.ring, c.ring_at)
    free = 0
    for lead in range(LEADS):
        while free < LEADS and c.lead_score[into, free] >= 0.0:
            free += 1
        if free < LEADS and c.lead_score[source, lead] >= 0.0:
            c.lead_terms[into, free] = c.lead_terms[source, lead]
            c.lead_score[into, free] = c.lead_score[source, lead]
    c.items[into] += c.items[source]
    c.families[into] += c.families[source]
    c.first_hour[into] = min(c.first_hour[into], c.first_hour[source])
    c.last_hour[into] = max(c.last_hour[into], c.last_hour[source])
    c.touched[into] = 1
    c.touched[source] = 0
    c.terms[source] = -1
    c.weights[source] = 0.0
    c.lead_terms[source] = -1
    c.lead_score[source] = -1.0


@compiled
def part(c: Centres, home: int, new: int, leads: Int64, families: int) -> None:
    """Give a new narrative the leads and words that leave another with *families* families."""
    docs = c.counters[DOCS]
    item = Words(np.empty(LEAD_TERMS, np.int64), np.empty(LEAD_TERMS, np.float64))
    for place in range(leads.shape[0]):
        n = 0
        for at in range(LEAD_TERMS):
            if c.lead_terms[home, leads[place], at] >= 0:
                item.terms[n] = c.lead_terms[home, leads[place], at]
                item.weights[n] = 1.0
                n += 1
        _add_terms(item, n, c.terms[new], c.weights[new], c.df, docs)
        for i in range(n):
            _enter_ring(item.terms[i], new, c.ring, c.ring_at)
        c.lead_terms[new, place] = c.lead_terms[home, leads[place]]
        c.lead_score[new, place] = c.lead_score[home, leads[place]]
        c.lead_score[home, leads[place]] = -1.0
    kept = 0
    for lead in range(LEADS):
        if c.lead_score[home, lead] >= 0.0:
            c.lead_terms[home, kept] = c.lead_terms[home, lead]
            c.lead_score[home, kept] = c.lead_score[home, lead]
            kept += 1
    for lead in range(kept, LEADS):
        c.lead_terms[home, lead] = -1
        c.lead_score[home, lead] = -1.0
    items = min(c.items[home], families)
    c.families[new] = families
    c.items[new] = items
    c.items[home] -= items
    c.families[home] = max(0, c.families[home] - families)
    c.last_hour[new] = c.last_hour[home]
    c.touched[new] = 1
