"""Clustering of texts into narratives, row by row, compiled.

A narrative is a Dirichlet-multinomial over words whose prior is how often the stream itself
uses each word, and a family joins the narrative whose words make its own most likely against
that prior: a mixture by the Dirichlet process, as Yin et al. 2018 (MStream,
doi:10.1145/3219819.3220094) cluster short texts, with these differences. The prior is the
stream's, learned one family at a time, not even; so rare words speak and common ones do not,
in any language. Words of one text hang together, so a long text speaks with no more than
``EFFECTIVE_WORDS`` words. And a narrative's pull halves with every half-life of its silence.

The candidate rings, the clock eviction and the later comparison of narratives with one another
(:mod:`tangkal.situational_insight.merging`) are ours.
"""

import math

import numpy as np
import numpy.typing as npt

from tangkal.situational_insight.centres import (
    CANDIDATES,
    CENTRE_TERMS,
    DOCS,
    FREED,
    HAND,
    ITEM_TERMS,
    LEAD_TERMS,
    LEADS,
    NEXT_SERIAL,
    PLACED,
    RECENT,
    RING,
    RING_BITS,
    SINCE,
    TERM_BITS,
    TIDY_HOUR,
    USED,
    WORDS,
    Centres,
    Float32,
    Float64,
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

# How many words' worth the stream's own habits weigh against a narrative's words. From 50 to
# 100 the benchmarks change little; below, stories fragment, above, they run together.
CONCENTRATION = 60.0
EFFECTIVE_WORDS = 6.0  # independent words a text speaks with at most
NEW_WORD = 0.5  # uses that a word not yet met is taken to have had
NEW_WORDS = 5_000  # words the stream is taken to have in store
RAREST = 2.0**-17  # the least share of a word: one shared word alone never proves a story
REMEMBERED_WORDS = 4_096.0  # beyond, a narrative's counts are halved, so that it can move on
TIDY_FAMILIES = 512  # narratives are compared after so many families,
TIDY_FEWEST = 16  # or after so many once an hour of the stream is over,
TIDY_HOURS = 24  # or after so many hours


@compiled
def _idf(df: Float32, docs: int, term: int) -> float:
    return math.log(1.0 + (docs + 1.0) / (df[term] + 0.5))


@compiled
def _heaviest_terms(c: Centres, rows: Rows, row: int, item: Words) -> int:
    """Fill the item's heaviest distinct terms, once each, and count all; returns how many."""
    df, docs = c.df, c.counters[DOCS]
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
    c.counters[WORDS] += n
    order = np.argsort(heavy, kind="mergesort")
    kept = min(n, ITEM_TERMS)
    for rank in range(kept):
        i = order[rank]
        item.terms[rank] = distinct[i]
        item.weights[rank] = 1.0
    return kept


@compiled
def pseudo_count(c: Centres, term: int, own: float) -> float:
    """Uses of a word that a narrative is taken to have had before its first.

    *own* uses, those of the text that asks, do not count.
    """
    share = (c.df[term] - own + NEW_WORD) / (c.counters[WORDS] + NEW_WORD * NEW_WORDS)
    return float(CONCENTRATION * max(share, RAREST))


@compiled
def vote_in_rings(terms: Int64, n: int, votes_each: Float64, ring: Int32, scratch: Scratch) -> int:
    """Narratives whose latest users share the heaviest words, best first; returns how many."""
    votes, seen, best = scratch.votes, scratch.seen, scratch.best
    n_seen = 0
    for i in range(n):
        if votes_each[i] <= 0.0:
            continue
        line = terms[i] >> (TERM_BITS - RING_BITS)
        for at in range(RING):
            slot = ring[line, at]
            if slot < 0:
                continue
            if votes[slot] == 0.0:
                seen[n_seen] = slot
                n_seen += 1
            votes[slot] += votes_each[i]
    n_best = _highest(votes, seen, n_seen, best)
    for i in range(n_seen):
        votes[seen[i]] = 0.0
    return n_best


@compiled
def _highest(votes: Float64, seen: Int64, n_seen: int, best: Int64) -> int:
    """The slots with most votes, the lower one first where they are even."""
    n_best = 0
    for i in range(n_seen):
        slot = seen[i]
        at = n_best
        while at > 0 and (
            votes[slot] > votes[best[at - 1]]
            or (votes[slot] == votes[best[at - 1]] and slot < best[at - 1])
        ):
            at -= 1
        if at >= CANDIDATES:
            continue
        n_best = min(n_best + 1, CANDIDATES)
        for move in range(n_best - 1, at, -1):
            best[move] = best[move - 1]
        best[at] = slot
    return n_best


@compiled
def _words_speak(c: Centres, slot: int, n: int, marked: Float32) -> float:
    """Log odds that a text's words come from a narrative rather than from the stream at large.

    *marked* holds the pseudo-counts of the text's n words.
    """
    found = 0.0
    terms, weights = c.terms[slot], c.weights[slot]
    for at in range(c.held[slot]):
        prior = marked[terms[at]]
        if prior > 0.0:
            found += math.log1p(weights[at] / prior)
    if found == 0.0:
        return -math.inf
    used = c.words[slot]
    return found - (
        math.lgamma(CONCENTRATION + used + n)
        - math.lgamma(CONCENTRATION + used)
        - math.lgamma(CONCENTRATION + n)
        + math.lgamma(CONCENTRATION)
    )


@compiled
def _free_slot(c: Centres, limit: int) -> int:
    """A slot merged away, the next unused, or the first not used since the hand last passed."""
    counters, touched = c.counters, c.touched
    if counters[FREED] > 0:
        counters[FREED] -= 1
        return int(c.free[counters[FREED]])
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
def add_words(c: Centres, slot: int, item: Words, n: int) -> None:
    """Count words with a narrative's; where it is full, the least used makes room."""
    centre, weights = c.terms[slot], c.weights[slot]
    for i in range(n):
        term, used = item.terms[i], item.weights[i]
        held = c.held[slot]
        place = 0
        while place < held and centre[place] != term:
            place += 1
        if place < held:
            weights[place] += used
        elif held < CENTRE_TERMS:
            centre[held], weights[held] = term, used
            c.held[slot] += 1
        else:
            least = np.argmin(weights)
            if weights[least] <= used:
                centre[least], weights[least] = term, used
        _enter_ring(term, slot, c.ring, c.ring_at)


@compiled
def _let_go(c: Centres, slot: int) -> None:
    """Halve what a narrative remembers once it is more than ``REMEMBERED_WORDS``."""
    while c.words[slot] > REMEMBERED_WORDS:
        c.words[slot] *= 0.5
        c.mass[slot] *= 0.5
        for at in range(c.held[slot]):
            c.weights[slot, at] *= 0.5


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
def _mark_centre(c: Centres, slot: int, marked: Float32) -> None:
    """Write a narrative's words into *marked*, weighted by their rarity."""
    docs = c.counters[DOCS]
    for at in range(c.held[slot]):
        term = c.terms[slot, at]
        marked[term] = c.weights[slot, at] * _idf(c.df, docs, term)


@compiled
def unmark(c: Centres, slot: int, marked: Float32) -> None:
    for at in range(c.held[slot]):
        marked[c.terms[slot, at]] = 0.0


@compiled
def _keep_lead(c: Centres, slot: int, item: Words, n: int, marked: Float32) -> int:
    """Keep the item among its narrative's typical ones if it is nearer; returns its place.

    The kept ones are measured anew: a story that moves on outgrows its first words.
    """
    docs = c.counters[DOCS]
    leads, scores = c.lead_terms[slot], c.lead_score[slot]
    _mark_centre(c, slot, marked)
    place = 0
    for at in range(LEADS):
        if scores[at] >= 0.0:
            scores[at] = _nearness(leads[at], LEAD_TERMS, marked, c.df, docs)
        if scores[at] < scores[place]:
            place = at
    score = np.float32(_nearness(item.terms, min(n, LEAD_TERMS), marked, c.df, docs))
    unmark(c, slot, marked)
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
    marked = scratch.marked
    votes = np.empty(n, np.float64)
    for i in range(n):
        prior = pseudo_count(c, item.terms[i], 1.0)
        marked[item.terms[i]] = prior
        votes[i] = -math.log(prior)
    temper = min(1.0, EFFECTIVE_WORDS / max(n, 1))
    slot, top = -1, 0.0
    for i in range(vote_in_rings(item.terms, n, votes, c.ring, scratch)):
        other = scratch.best[i]
        if c.serial[other] < 0:
            continue
        away = max(0.0, hour - c.last_hour[other], c.first_hour[other] - hour)
        # A crowd makes up for the evidence that is asked for, never for evidence against it.
        pull = min(0.0, math.log(c.mass[other]) - settings.evidence)
        pull -= away / settings.half_life_hours * math.log(2.0)
        score = temper * _words_speak(c, other, n, marked) + pull
        if score > top:
            slot, top = other, score
    for i in range(n):
        marked[item.terms[i]] = 0.0
    return slot


@compiled
def begin(c: Centres, hour: float, limit: int) -> int:
    """An empty narrative in a free slot."""
    slot = _free_slot(c, limit)
    c.serial[slot] = c.counters[NEXT_SERIAL]
    c.counters[NEXT_SERIAL] += 1
    c.first_hour[slot] = hour
    c.last_hour[slot] = hour
    clear(c, slot)
    return slot


@compiled
def clear(c: Centres, slot: int) -> None:
    """Forget what a slot's narrative said."""
    c.held[slot] = 0
    c.words[slot] = 0.0
    c.mass[slot] = 0.0
    c.items[slot] = 0
    c.families[slot] = 0
    c.touched[slot] = 0
    c.grown[slot] = 0
    c.stage[slot] = 0
    c.lead_terms[slot] = -1
    c.lead_score[slot] = -1.0


@compiled
def join(c: Centres, slot: int, item: Words, n: int) -> None:
    """Count one family's n words with a narrative's."""
    add_words(c, slot, item, n)
    c.words[slot] += n
    c.mass[slot] += 1.0
    c.families[slot] += 1
    c.grown[slot] = 1
    _let_go(c, slot)


@compiled
def _place(
    c: Centres, rows: Rows, row: int, item: Words, scratch: Scratch, settings: Settings,
    out: Outcome,
) -> int:  # fmt: skip
    """Compare a family and count its words; the slot of the narrative it joins or begins."""
    n = _heaviest_terms(c, rows, row, item)
    slot = _nearest(c, item, n, rows.hours[row], scratch, settings)
    c.counters[DOCS] += 1
    c.counters[SINCE] += 1
    if slot < 0:
        slot = begin(c, rows.hours[row], settings.limit)
        out.created[row] = True
    join(c, slot, item, n)
    recent = c.counters[PLACED] % RECENT
    for i in range(LEAD_TERMS):
        c.recent[recent, i] = item.terms[i] if i < n else -1
    c.counters[PLACED] += 1
    out.placed[row] = True
    out.lead[row] = _keep_lead(c, slot, item, n, scratch.marked)
    return slot


@compiled
def _tick(clock: Float64, hour: float) -> float:
    """The stream's hour: the latest that several items reached, so that one cannot lie."""
    if hour > clock[0]:
        clock[0] = hour
        clock.sort()
    return float(clock[0])


@compiled
def _is_tidy_due(c: Centres) -> bool:
    since, passed = c.counters[SINCE], math.floor(c.clock[0]) - c.counters[TIDY_HOUR]
    return bool(
        since >= TIDY_FAMILIES or (passed >= 1 and since >= TIDY_FEWEST) or passed >= TIDY_HOURS
    )


@compiled
def assign_rows(
    c: Centres, rows: Rows, start: int, placed: Placed, settings: Settings, scratch: Scratch,
    out: Outcome,
) -> int:  # fmt: skip
    """Give rows a slot, in row order; a family's later rows follow its first.

    Changes ``c``, the batch's ``placed`` families and ``out``. Returns the row it came to: the
    end, or one before which narratives must be compared.
    """
    item = Words(np.empty(ITEM_TERMS, np.int64), np.empty(ITEM_TERMS, np.float64))
    for row in range(start, rows.hours.shape[0]):
        if _is_tidy_due(c):
            return row
        hour = rows.hours[row]
        family = rows.family[row]
        slot = placed.slot[family]
        out.created[row] = False
        out.placed[row] = False
        out.lead[row] = -1
        if slot < 0 or c.serial[slot] != placed.serial[family]:
            slot = _place(c, rows, row, item, scratch, settings, out)
            placed.slot[family] = slot
            placed.serial[family] = c.serial[slot]
        c.items[slot] += 1
        c.touched[slot] = 1
        c.first_hour[slot] = min(c.first_hour[slot], hour)
        c.last_hour[slot] = max(c.last_hour[slot], hour)
        _tick(c.clock, hour)
        out.slot[row] = slot
    return int(rows.hours.shape[0])


@compiled
def lead_nearness(c: Centres, slots: Int64, marked: Float32, out: Float32) -> None:
    """How near each kept lead of the slots is to its narrative's centre, into out[n, LEADS]."""
    docs = c.counters[DOCS]
    for row in range(slots.shape[0]):
        slot = slots[row]
        _mark_centre(c, slot, marked)
        for lead in range(LEADS):
            out[row, lead] = _nearness(c.lead_terms[slot, lead], LEAD_TERMS, marked, c.df, docs)
        unmark(c, slot, marked)
