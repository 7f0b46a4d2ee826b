"""Do two narratives tell one story after all? Evidence that grows as both are told.

Two narratives become one where their words together are likelier from one story than from two:
the ratio of their Dirichlet-multinomial likelihoods, times the odds that the Dirichlet process
gives one crowd of families against two (Heller & Ghahramani 2005, doi:10.1145/1102351.1102389).
Both must be each other's best: a chain of half-likenesses joins nothing.
"""

import math

import numpy as np
import numpy.typing as npt

from tangkal.situational_insight.centres import (
    CENTRE_TERMS,
    DOCS,
    FREED,
    LEAD_TERMS,
    LEADS,
    SINCE,
    TIDY_HOUR,
    Centres,
    Float32,
    Float64,
    Int32,
    Int64,
    Scratch,
    Settings,
    Words,
)
from tangkal.situational_insight.clustering import (
    CONCENTRATION,
    EFFECTIVE_WORDS,
    add_words,
    clear,
    join,
    pseudo_count,
    unmark,
    vote_in_rings,
)
from tangkal.text.compiled import compiled

MERGE_EVIDENCE = 1.4  # times that of a join: two things are claimed, and many read of it


@compiled
def find_partners(
    c: Centres,
    scratch: Scratch,
    settings: Settings,
    pinned: npt.NDArray[np.uint8],
    apart: Int64,
    partner: Int64,
    evidence: Float64,
) -> None:
    """The best partner of each slot that has grown, and what speaks for it, in nats.

    Slots marked in ``pinned`` [n slots] have none, nor do pairs in ``apart`` [m, 2] each other.
    Writes ``partner`` [n slots], -1 for none, and ``evidence`` [n slots].
    """
    partner[:] = -1
    evidence[:] = 0.0
    terms = np.empty(CENTRE_TERMS, np.int64)
    votes = np.empty(CENTRE_TERMS, np.float64)
    c.counters[SINCE] = 0
    c.counters[TIDY_HOUR] = np.int64(math.floor(c.clock[0]))
    for slot in range(c.serial.shape[0]):
        if c.grown[slot] == 0 or c.serial[slot] < 0:
            continue
        c.grown[slot] = 0
        if pinned[slot]:
            continue
        n = c.held[slot]
        shared_out = math.log1p(c.words[slot] / CONCENTRATION)
        for at in range(n):
            terms[at] = c.terms[slot, at]
            prior = pseudo_count(c, terms[at], 0.0)
            # Words that say more of the narrative than of the stream vote.
            votes[at] = math.log1p(c.weights[slot, at] / prior) - shared_out
            scratch.marked[terms[at]] = c.weights[slot, at]
        n_best = vote_in_rings(terms, n, votes, c.ring, scratch)
        for i in range(n_best):
            other = scratch.best[i]
            if other == slot or c.serial[other] < 0 or pinned[other]:
                continue
            if _are_apart(apart, slot, other):
                continue
            found = _speaks_for_one(c, slot, other, scratch.marked, settings)
            if found > evidence[slot]:
                evidence[slot], partner[slot] = found, other
            if found > evidence[other]:
                evidence[other], partner[other] = found, slot
        unmark(c, slot, scratch.marked)


@compiled
def _are_apart(apart: Int64, slot: int, other: int) -> bool:
    found = False
    for row in range(apart.shape[0]):
        found |= apart[row, 0] == slot and apart[row, 1] == other
    return found


@compiled
def _speaks_for_one(
    c: Centres, slot: int, other: int, marked: Float32, settings: Settings
) -> float:
    """Log odds of one story against two, above what a merge asks for."""
    found = 0.0
    shared = 0
    for at in range(c.held[other]):
        term = c.terms[other, at]
        if marked[term] <= 0.0:
            continue
        prior = pseudo_count(c, term, 0.0)
        here, there = marked[term], c.weights[other, at]
        found += math.lgamma(prior + here + there) + math.lgamma(prior)
        found -= math.lgamma(prior + here) + math.lgamma(prior + there)
        shared += 1
    if shared < 2:
        return -1.0
    one, two = c.words[slot], c.words[other]
    found += math.lgamma(CONCENTRATION + one) + math.lgamma(CONCENTRATION + two)
    found -= math.lgamma(CONCENTRATION) + math.lgamma(CONCENTRATION + one + two)
    crowd, crowd_too = c.mass[slot], c.mass[other]
    found *= min(1.0, EFFECTIVE_WORDS * (crowd + crowd_too) / (one + two))
    odds = math.lgamma(crowd + crowd_too) - math.lgamma(crowd) - math.lgamma(crowd_too)
    away = max(
        0.0, c.first_hour[slot] - c.last_hour[other], c.first_hour[other] - c.last_hour[slot]
    )
    faded = away / settings.half_life_hours * math.log(2.0)
    return float(found + odds - faded - MERGE_EVIDENCE * settings.evidence)


@compiled
def cosine(c: Centres, slot: int, other: int, marked: Float32) -> float:
    """Cosine of two narratives' words, weighted by the logarithm of their rarity; for people."""
    dot, own, its = 0.0, 0.0, 0.0
    for at in range(c.held[slot]):
        value = c.weights[slot, at] * weight_of(c, c.terms[slot, at])
        own += value * value
        marked[c.terms[slot, at]] = value
    for at in range(c.held[other]):
        value = c.weights[other, at] * weight_of(c, c.terms[other, at])
        its += value * value
        dot += value * marked[c.terms[other, at]]
    unmark(c, slot, marked)
    return dot / math.sqrt(own * its) if own > 0.0 and its > 0.0 else 0.0


@compiled
def weight_of(c: Centres, term: int) -> float:
    """The logarithm of a word's rarity among families (idf)."""
    return math.log(1.0 + (c.counters[DOCS] + 1.0) / (c.df[term] + 0.5))


@compiled
def pour(c: Centres, source: int, into: int) -> None:
    """Add one narrative's words, leads, items and hours to another's, and free its slot."""
    item = Words(np.empty(CENTRE_TERMS, np.int64), np.empty(CENTRE_TERMS, np.float64))
    n = c.held[source]
    for at in range(n):
        item.terms[at] = c.terms[source, at]
        item.weights[at] = c.weights[source, at]
    add_words(c, into, item, n)
    _pour_leads(c, source, into)
    c.words[into] += c.words[source]
    c.mass[into] += c.mass[source]
    c.items[into] += c.items[source]
    c.families[into] += c.families[source]
    c.first_hour[into] = min(c.first_hour[into], c.first_hour[source])
    c.last_hour[into] = max(c.last_hour[into], c.last_hour[source])
    c.touched[into] = 1
    c.grown[into] = 1
    clear(c, source)
    c.serial[source] = -1
    c.free[c.counters[FREED]] = source
    c.counters[FREED] += 1


@compiled
def _pour_leads(c: Centres, source: int, into: int) -> None:
    """The other's leads into the free places, in order."""
    free = 0
    for lead in range(LEADS):
        while free < LEADS and c.lead_score[into, free] >= 0.0:
            free += 1
        if free < LEADS and c.lead_score[source, lead] >= 0.0:
            c.lead_terms[into, free] = c.lead_terms[source, lead]
            c.lead_score[into, free] = c.lead_score[source, lead]


@compiled
def part(c: Centres, home: int, new: int, recent: Int64, leads: Int64, families: int) -> None:
    """Give a new narrative *families* families of another's: their words, as far as known.

    Args:
        c: changed.
        home: the slot they leave.
        new: the slot, just begun, they go to.
        recent: places of theirs in ``c.recent``.
        leads: places of theirs among the home's leads.
        families: how many they are.
    """
    for place in recent:
        _move_words(c, home, new, c.recent[place])
    for lead in range(leads.shape[0]):
        if recent.shape[0] == 0:
            _move_words(c, home, new, c.lead_terms[home, leads[lead]])
        c.lead_terms[new, lead] = c.lead_terms[home, leads[lead]]
        c.lead_score[new, lead] = c.lead_score[home, leads[lead]]
        c.lead_score[home, leads[lead]] = -1.0
    _close_ranks(c, home)
    items = min(c.items[home], families)
    c.families[new] = families
    c.items[new] = items
    c.items[home] -= items
    c.families[home] = max(0, c.families[home] - families)
    c.mass[home] = max(1.0, c.mass[home])
    c.first_hour[new] = c.first_hour[home]
    c.last_hour[new] = c.last_hour[home]
    c.touched[new] = 1


@compiled
def _move_words(c: Centres, home: int, new: int, terms: Int32) -> None:
    item = Words(np.empty(LEAD_TERMS, np.int64), np.ones(LEAD_TERMS, np.float64))
    n = 0
    for term in terms:
        if term >= 0:
            item.terms[n] = term
            n += 1
            for at in range(c.held[home]):
                if c.terms[home, at] == term:
                    c.weights[home, at] = max(0.0, c.weights[home, at] - 1.0)
    join(c, new, item, n)
    c.words[home] = max(0.0, c.words[home] - n)
    c.mass[home] -= 1.0


@compiled
def _close_ranks(c: Centres, home: int) -> None:
    """Kept leads first: free places are filled from the end of them."""
    kept = 0
    for lead in range(LEADS):
        if c.lead_score[home, lead] >= 0.0:
            c.lead_terms[home, kept] = c.lead_terms[home, lead]
            c.lead_score[home, kept] = c.lead_score[home, lead]
            kept += 1
    for lead in range(kept, LEADS):
        c.lead_terms[home, lead] = -1
        c.lead_score[home, lead] = -1.0
