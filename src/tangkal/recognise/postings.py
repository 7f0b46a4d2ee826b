"""An inverted index in flat arrays: for each term, which texts hold it.

The same structure serves stems and character n-grams. What a term weighs is its idf squared
(see :mod:`tangkal.recognise.rarity`), what a text's sum counts for depends on its length:

``bm25``    the saturation of Okapi BM25 (Robertson and Zaragoza 2009,
            doi:10.1561/1500000019) for a term that stands once
``cosine``  one over the root of the number of terms

Searching skips without losing anything. Terms are read from the rarest on. Beside each text
stands how much its frequent terms can add at most; once that cannot lift a text into the
answer, the long lists of frequent terms stay unread, and only the texts still in the running
are looked at one by one. The idea is MaxScore's (Turtle and Flood 1995,
doi:10.1016/0306-4573(95)00020-H), with bounds by text instead of by list: what a title can
still gain is bounded by its own few words, whatever the length of the post.
"""

from dataclasses import dataclass, replace
from threading import local

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.rarity import Rarity, plan_queries, unit_of_weight
from tangkal.text.compiled import compiled
from tangkal.text.tokens import TokenBatch

K1, B = 1.2, 0.75
BLOCK_BITS = 16
_BLOCK = 1 << BLOCK_BITS  # texts that two bytes tell apart
_LONGEST = 1 << 10  # terms of a text that are told apart by the length factor
# A term is frequent at step b where more than one text in BANDS[b] of the segment holds it.
BANDS = (2048, 512, 256, 128, 64, 32)
_SKIPS_FROM = 1 << 13  # texts; a smaller segment is read wholly
_HEAVY_SHARE = 32  # one text in so many is listed as heavy in frequent terms
_PROBE = 24  # looking at one text costs as much as reading so many postings
_ALWAYS_READ = 16  # rarest terms of a query that are read whatever they cost
_SLACK = 1.0 + 1e-6  # bounds are kept clear of rounding


@dataclass(frozen=True, slots=True)
class Frequent:
    """How much the frequent terms of each text weigh: what its unread terms could add."""

    limits: NDArray[np.int32]  # [b]: a term held by more texts than this is frequent
    sums: NDArray[np.int32]  # [b, n_docs]
    heavy_docs: NDArray[np.int32]  # [b, m] texts of the largest sum * factor, largest first
    heavy_sums: NDArray[np.float32]  # [b, m]
    ratios: NDArray[np.float64]  # [b] by how much weights and factors rose since, at most
    terms: NDArray[np.int32]  # the terms that are frequent at step 0 ...
    weights: NDArray[np.int32]  # ... and what they weighed when the sums were made
    factors: NDArray[np.float64]  # as they were then

    @classmethod
    def none(cls) -> "Frequent":
        """Of a segment that is read wholly."""
        empty = np.zeros(0, dtype=np.int32)
        grid = np.zeros((0, 0), dtype=np.int32)
        return cls(
            empty, grid, grid, grid.astype(np.float32), np.zeros(0), empty, empty, np.zeros(0)
        )


@dataclass(frozen=True, slots=True)
class Postings:
    """Terms of n texts, inverted.

    Texts are counted in blocks of 65,536, so that two bytes are enough for each place in a list:
    with b blocks, term t is held by the texts ``65536 * j + docs[starts[t * b + j]:
    starts[t * b + j + 1]]`` of each block j, and its whole list ends at ``starts[(t + 1) * b]``.
    """

    n_docs: int
    starts: NDArray[np.int32]  # blocks * terms known when it was built + 1
    docs: NDArray[np.uint16]  # ascending within a term and block
    held_by: NDArray[np.int32]  # texts by term; common terms have no list
    lengths: NDArray[np.uint16]  # terms of each text, repetitions counted
    offsets: NDArray[np.int64]  # the same the other way round: the terms of text d are
    terms: NDArray[np.int32]  # terms[offsets[d]:offsets[d + 1]], in order; or none are kept
    repeating: NDArray[np.bool_]  # texts that hold a term more than once; empty if none are kept
    frequent: Frequent

    @property
    def blocks(self) -> int:
        return blocks_of(self.n_docs)

    @property
    def list_lengths(self) -> NDArray[np.int64]:
        """Places in the list of each term."""
        return np.diff(self.starts[:: self.blocks]).astype(np.int64)


def blocks_of(n_docs: int) -> int:
    """Blocks of so many texts, at least one."""
    return max(1, -(-n_docs // _BLOCK))


@dataclass(frozen=True, slots=True)
class Index:
    """Postings of one or more segments under one rarity; texts are numbered through."""

    segments: tuple[Postings, ...]
    rarity: Rarity
    factors: NDArray[np.float64]  # by length
    longest_query: int  # the rarest terms that are searched for
    costs: NDArray[np.int64]  # by term: places in its lists
    most_places: int = np.iinfo(np.int64).max  # read for one query, but for its rarest terms

    @property
    def n_docs(self) -> int:
        return sum(segment.n_docs for segment in self.segments)

    @property
    def terms(self) -> NDArray[np.uint64]:
        """All terms as a table for :func:`tangkal.text.hashed.slot_of`."""
        return self.rarity.keys

    @property
    def idf(self) -> NDArray[np.float32]:
        """How rare the term of each slot is."""
        return self.rarity.idf

    @property
    def unseen_idf(self) -> float:
        """What a term in no text weighs."""
        return self.rarity.unseen_idf


def bm25_factors(mean_length: float) -> NDArray[np.float64]:
    """What a text's sum is multiplied by, for each length."""
    lengths = np.arange(_LONGEST, dtype=np.float64)
    saturated = 1 + K1 * (1 - B + B * lengths / max(mean_length, 1e-9))
    return np.asarray(unit_of_weight() * (K1 + 1) / saturated, dtype=np.float64)


def cosine_factors() -> NDArray[np.float64]:
    """The same where n-grams are compared."""
    lengths = np.maximum(np.arange(_LONGEST, dtype=np.float64), 1)
    return np.asarray(unit_of_weight() / np.sqrt(lengths), dtype=np.float64)


def invert(
    offsets: NDArray[np.int64], terms: NDArray[np.int32], rarity: Rarity, *, keep: bool
) -> Postings:
    """The postings of one segment; no bounds yet, see :func:`with_bounds`.

    Args:
        offsets, terms: text d holds ``terms[offsets[d]:offsets[d + 1]]``.
        keep: whether the terms stay at hand by text, too; only then can searching skip.
    """
    n_docs = len(offsets) - 1
    held_by = np.zeros(len(rarity), dtype=np.int32)
    _count(offsets, terms, held_by)
    blocks = blocks_of(n_docs)
    counts = np.zeros(len(rarity) * blocks, dtype=np.int32)
    _count_blocks(offsets, terms, rarity.common, blocks, counts)
    starts = _starts(counts)
    docs = np.empty(int(starts[-1]), dtype=np.uint16)
    _fill(offsets, terms, rarity.common, blocks, starts[:-1].copy(), docs)
    lengths = np.minimum(np.diff(offsets), _LONGEST - 1).astype(np.uint16)
    repeating = np.zeros(n_docs if keep else 0, dtype=np.bool_)
    if keep:
        _find_repeating(offsets, terms, repeating)
    else:
        offsets, terms = np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32)
    return Postings(
        n_docs, starts, docs, held_by, lengths, offsets, terms, repeating, Frequent.none()
    )


def join(
    parts: list[Postings], kept: list[NDArray[np.bool_]], rarity: Rarity, *, keep: bool
) -> Postings:
    """Several segments as one, without the texts that are not kept. No bounds yet.

    Texts keep their order.
    """
    rows, n_docs = _renumbered(kept)
    blocks = blocks_of(n_docs)
    cells = np.zeros(len(rarity) * blocks, dtype=np.int32)
    for part, row in zip(parts, rows, strict=True):
        _count_kept(part.starts, part.docs, part.blocks, row, rarity.common, blocks, cells)
    held_by = cells.reshape(-1, blocks).sum(axis=1, dtype=np.int32)
    for part in parts:  # common terms may have no lists: their counts go on as they were
        listless = np.flatnonzero(rarity.common[: len(part.held_by)])
        held_by[listless] += part.held_by[listless]
    starts = _starts(cells)
    docs, places = np.empty(int(starts[-1]), dtype=np.uint16), starts[:-1].copy()
    for part, row in zip(parts, rows, strict=True):
        _append(
            part.starts, part.docs, part.blocks, row, rarity.common, blocks, places, docs
        )  # fmt: skip
    lengths = np.concatenate([p.lengths[f] for p, f in zip(parts, kept, strict=True)])
    offsets, terms = np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32)
    if keep:
        counts = [np.diff(part.offsets) for part in parts]
        offsets = np.zeros(n_docs + 1, dtype=np.int64)
        np.cumsum(
            np.concatenate([c[f] for c, f in zip(counts, kept, strict=True)]), out=offsets[1:]
        )
        terms = np.concatenate(
            [p.terms[np.repeat(f, c)] for p, f, c in zip(parts, kept, counts, strict=True)]
        )
    repeating = np.concatenate(
        [p.repeating[f] if keep else p.repeating for p, f in zip(parts, kept, strict=True)]
    )
    return Postings(
        n_docs, starts, docs, held_by, lengths, offsets, terms, repeating, Frequent.none()
    )


def _renumbered(kept: list[NDArray[np.bool_]]) -> tuple[list[NDArray[np.int32]], int]:
    """The new number of each text of each part, -1 where it is not kept; and how many are."""
    rows, base = [], 0
    for flags in kept:
        rows.append(np.where(flags, np.cumsum(flags) - 1 + base, -1).astype(np.int32))
        base += int(flags.sum())
    return rows, base


def _starts(counts: NDArray[np.int32]) -> NDArray[np.int32]:
    starts = np.zeros(len(counts) + 1, dtype=np.int32)
    np.cumsum(counts, out=starts[1:])
    return starts


def with_bounds(postings: Postings, rarity: Rarity, factors: NDArray[np.float64]) -> Postings:
    """The same with bounds that let searching skip; a small segment needs none."""
    if postings.n_docs < _SKIPS_FROM or not len(postings.terms):
        return postings
    limits = np.array([postings.n_docs // band for band in BANDS], dtype=np.int32)
    counts = postings.list_lengths
    sums = np.zeros((len(limits), postings.n_docs), dtype=np.int32)
    _sum_frequent(postings.offsets, postings.terms, counts, rarity.weights, limits, sums)
    weighed = sums * factors[postings.lengths]
    listed = min(max(1024, postings.n_docs // _HEAVY_SHARE), postings.n_docs - 1)
    heavy = np.argpartition(-weighed, listed, axis=1)[:, :listed]
    heavy_sums = np.take_along_axis(weighed, heavy, axis=1)
    order = np.argsort(-heavy_sums, axis=1, kind="stable")
    terms = np.flatnonzero(counts > limits[0]).astype(np.int32)
    frequent = Frequent(
        limits,
        sums,
        np.take_along_axis(heavy, order, axis=1).astype(np.int32),
        np.nextafter(np.take_along_axis(heavy_sums, order, axis=1).astype(np.float32), np.inf),
        np.ones(len(limits)),
        terms,
        rarity.weights[terms],
        factors,
    )
    return replace(postings, frequent=frequent)


def with_ratios(postings: Postings, rarity: Rarity, factors: NDArray[np.float64]) -> Postings:
    """Keep the bounds true after the terms were weighed anew."""
    frequent = postings.frequent
    if not len(frequent.limits):
        return postings
    rises = rarity.weights[frequent.terms] / np.maximum(frequent.weights, 1)
    counts = postings.list_lengths[frequent.terms]
    longer = float((factors / frequent.factors).max())
    ratios = np.array(
        [max(1.0, rises[counts > limit].max(initial=0.0)) * longer for limit in frequent.limits]
    )
    return replace(postings, frequent=replace(frequent, ratios=ratios))


class _Scratch(local):
    """Working space of one thread: all zeros between searches."""

    def __init__(self) -> None:
        self.sums = np.zeros(0, dtype=np.int32)
        self.touched = np.zeros(0, dtype=np.int32)
        self.marks = np.zeros(0, dtype=np.int32)

    def make_room(self, n_docs: int, n_terms: int) -> None:
        if len(self.sums) < n_docs:
            self.sums = np.zeros(n_docs, dtype=np.int32)
            self.touched = np.zeros(n_docs + 1, dtype=np.int32)  # one is written ahead
        if len(self.marks) < n_terms:
            self.marks = np.zeros(2 * n_terms, dtype=np.int32)


scratch = _Scratch()


def search(
    index: Index,
    queries: TokenBatch,
    k: int,
    alive: NDArray[np.bool_],
    *,
    skipping: bool = True,
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The k heaviest living texts for each query.

    A query term counts once however often it is repeated: posts repeat for emphasis.

    Args:
        alive: by text, whether it may be found.
        skipping: False reads every list to its end; the answer is the same.

    Returns:
        docs int32[n, k] (-1 where fewer than k share a term) and their scores float32[n, k],
        heaviest first, equal scores in text order.
    """
    docs = np.full((len(queries), k), -1, dtype=np.int32)
    scores = np.zeros((len(queries), k), dtype=np.float32)
    if not (index.n_docs and len(queries) and k):
        return docs, scores
    rarity = index.rarity
    offsets = np.zeros(len(queries) + 1, dtype=np.int64)
    numbers = np.empty(len(queries.hashes), dtype=np.int32)
    plan_queries(
        queries.offsets, queries.hashes, rarity.keys, rarity.numbers, rarity.weights,
        index.longest_query, offsets, numbers,
    )  # fmt: skip
    if index.most_places < np.iinfo(np.int64).max:
        _leave_out(offsets, numbers, index.costs, index.most_places)
    base = 0
    for part in index.segments:
        frequent = part.frequent if skipping else Frequent.none()
        scratch.make_room(part.n_docs, len(rarity))
        _search(
            offsets, numbers, rarity.weights, part.starts, part.blocks, part.docs, part.lengths,
            index.factors, part.offsets, part.terms, frequent.limits, frequent.sums,
            frequent.heavy_docs, frequent.heavy_sums, frequent.ratios,
            alive[base : base + part.n_docs], base,
            scratch.sums, scratch.touched, scratch.marks, docs, scores,
        )  # fmt: skip
        base += part.n_docs
    return docs, scores


@compiled
def _leave_out(
    offsets: NDArray[np.int64], terms: NDArray[np.int32], costs: NDArray[np.int64], most: int
) -> None:
    """Of each query, rarest terms first, keep what can be read within so many places."""
    used = start = 0
    for q in range(len(offsets) - 1):
        places = 0
        end = offsets[q + 1]
        for i in range(start, end):
            places += costs[terms[i]]
            if places > most and i - start >= _ALWAYS_READ:
                break
            terms[used] = terms[i]
            used += 1
        start = end
        offsets[q + 1] = used


@compiled
def distinct_sorted(hashes: NDArray[np.uint64], out: NDArray[np.uint64]) -> int:
    """Write the distinct hashes of one query, ascending; return how many."""
    out[: len(hashes)] = hashes
    out[: len(hashes)].sort()
    kept = 0
    for i in range(len(hashes)):
        if i == 0 or out[i] != out[i - 1]:
            out[kept] = out[i]
            kept += 1
    return kept


@compiled
def find_term(terms: NDArray[np.uint64], term: np.uint64) -> int:
    """The place of a term in a sorted list, or -1."""
    low, high = 0, len(terms)
    while low < high:
        middle = (low + high) >> 1
        if terms[middle] < term:
            low = middle + 1
        else:
            high = middle
    return low if low < len(terms) and terms[low] == term else -1


@compiled
def _is_repeated(terms: NDArray[np.int32], i: int) -> bool:
    """Whether a text's i-th term stood in it before."""
    for j in range(i):  # noqa: SIM110 - the kernels' compiler knows no any()
        if terms[j] == terms[i]:
            return True
    return False


@compiled
def _find_repeating(
    offsets: NDArray[np.int64], terms: NDArray[np.int32], repeating: NDArray[np.bool_]
) -> None:
    for doc in range(len(offsets) - 1):
        own = terms[offsets[doc] : offsets[doc + 1]]
        for i in range(len(own)):
            repeating[doc] |= _is_repeated(own, i)


@compiled
def _count(
    offsets: NDArray[np.int64], terms: NDArray[np.int32], held_by: NDArray[np.int32]
) -> None:
    for doc in range(len(offsets) - 1):
        own = terms[offsets[doc] : offsets[doc + 1]]
        for i in range(len(own)):
            if not _is_repeated(own, i):
                held_by[own[i]] += 1


@compiled
def _count_blocks(
    offsets: NDArray[np.int64],
    terms: NDArray[np.int32],
    common: NDArray[np.bool_],
    blocks: int,
    counts: NDArray[np.int32],
) -> None:
    for doc in range(len(offsets) - 1):
        own = terms[offsets[doc] : offsets[doc + 1]]
        for i in range(len(own)):
            if not common[own[i]] and not _is_repeated(own, i):
                counts[own[i] * blocks + (doc >> BLOCK_BITS)] += 1


@compiled
def _fill(
    offsets: NDArray[np.int64],
    terms: NDArray[np.int32],
    common: NDArray[np.bool_],
    blocks: int,
    places: NDArray[np.int32],
    docs: NDArray[np.uint16],
) -> None:
    for doc in range(len(offsets) - 1):
        own = terms[offsets[doc] : offsets[doc + 1]]
        for i in range(len(own)):
            if not common[own[i]] and not _is_repeated(own, i):
                cell = own[i] * blocks + (doc >> BLOCK_BITS)
                docs[places[cell]] = doc & (_BLOCK - 1)
                places[cell] += 1


@compiled
def _count_kept(
    starts: NDArray[np.int32],
    docs: NDArray[np.uint16],
    own_blocks: int,
    rows: NDArray[np.int32],
    common: NDArray[np.bool_],
    blocks: int,
    counts: NDArray[np.int32],
) -> None:
    for cell in range(len(starts) - 1):
        term, first = cell // own_blocks, (cell % own_blocks) << BLOCK_BITS
        if common[term]:
            continue
        for p in range(starts[cell], starts[cell + 1]):
            row = rows[first + docs[p]]
            if row >= 0:
                counts[term * blocks + (row >> BLOCK_BITS)] += 1


@compiled
def _append(
    starts: NDArray[np.int32],
    docs: NDArray[np.uint16],
    own_blocks: int,
    rows: NDArray[np.int32],
    common: NDArray[np.bool_],
    blocks: int,
    places: NDArray[np.int32],
    out: NDArray[np.uint16],
) -> None:
    for cell in range(len(starts) - 1):
        term, first = cell // own_blocks, (cell % own_blocks) << BLOCK_BITS
        if common[term]:
            continue
        for p in range(starts[cell], starts[cell + 1]):
            row = rows[first + docs[p]]
            if row >= 0:
                place = term * blocks + (row >> BLOCK_BITS)
                out[places[place]] = row & (_BLOCK - 1)
                places[place] += 1


@compiled
def _sum_frequent(
    offsets: NDArray[np.int64],
    terms: NDArray[np.int32],
    counts: NDArray[np.int64],
    weights: NDArray[np.int32],
    limits: NDArray[np.int32],
    sums: NDArray[np.int32],
) -> None:
    for doc in range(len(offsets) - 1):
        own = terms[offsets[doc] : offsets[doc + 1]]
        for i in range(len(own)):
            if counts[own[i]] <= limits[0] or _is_repeated(own, i):
                continue
            for band in range(len(limits)):
                if counts[own[i]] > limits[band]:
                    sums[band, doc] += weights[own[i]]


@compiled
def keep_heaviest(
    doc: int, score: np.float32, docs: NDArray[np.int32], scores: NDArray[np.float32]
) -> None:
    """Insert a text into a short list kept heaviest first, ties by text number."""
    k = len(docs)
    if docs[k - 1] >= 0 and (
        score < scores[k - 1] or (score == scores[k - 1] and doc > docs[k - 1])
    ):
        return
    place = k - 1
    while place > 0 and (
        docs[place - 1] < 0
        or scores[place - 1] < score
        or (scores[place - 1] == score and docs[place - 1] > doc)
    ):
        scores[place] = scores[place - 1]
        docs[place] = docs[place - 1]
        place -= 1
    scores[place] = score
    docs[place] = doc


@compiled
def _threshold(
    sums: NDArray[np.int32],
    touched: NDArray[np.int32],
    lengths: NDArray[np.uint16],
    factors: NDArray[np.float64],
    docs: NDArray[np.int32],
    scores: NDArray[np.float32],
    best: NDArray[np.float32],
) -> float:
    """A score that the answer's last text will surely reach; 0 where there is none yet."""
    k = len(best)
    filled = 0
    for i in range(k):
        best[i] = scores[i]
        filled += docs[i] >= 0
    for doc in touched:
        score = np.float32(sums[doc] * factors[lengths[doc]])
        if score <= best[k - 1]:
            filled += 1
            continue
        place = k - 1
        while place > 0 and best[place - 1] < score:
            best[place] = best[place - 1]
            place -= 1
        best[place] = score
        filled += 1
    surely = np.float64(best[k - 1]) if filled >= k else 0.0
    return float(surely)


@compiled
def weigh_marked(terms: NDArray[np.int32], marks: NDArray[np.int32]) -> int:
    """The whole weight of a text that holds these terms."""
    total = 0
    for i in range(len(terms)):
        weight = marks[terms[i]]
        if weight > 0 and not _is_repeated(terms, i):
            total += weight
    return total


@compiled
def _count_heavy(heavy: NDArray[np.float32], ratio: float, threshold: float) -> int:
    """How many of the listed texts could reach the threshold by their frequent terms alone."""
    low, high = 0, len(heavy)
    while low < high:
        middle = (low + high) >> 1
        if heavy[middle] * ratio * _SLACK >= threshold:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _search(  # noqa: PLR0912, PLR0915 - one pass over a query's lists, in one place for speed
    q_offsets: NDArray[np.int64],
    q_terms: NDArray[np.int32],
    weights: NDArray[np.int32],
    starts: NDArray[np.int32],
    blocks: int,
    posting_docs: NDArray[np.uint16],
    lengths: NDArray[np.uint16],
    factors: NDArray[np.float64],
    offsets: NDArray[np.int64],
    doc_terms: NDArray[np.int32],
    limits: NDArray[np.int32],
    frequent: NDArray[np.int32],
    heavy_docs: NDArray[np.int32],
    heavy_sums: NDArray[np.float32],
    ratios: NDArray[np.float64],
    alive: NDArray[np.bool_],
    base: int,
    sums: NDArray[np.int32],
    touched: NDArray[np.int32],
    marks: NDArray[np.int32],
    out_docs: NDArray[np.int32],
    out_scores: NDArray[np.float32],
) -> None:
    n_terms, n_bands = (len(starts) - 1) // blocks, len(limits)
    best = np.empty(out_docs.shape[1], dtype=np.float32)
    for q in range(len(q_offsets) - 1):
        query = q_terms[q_offsets[q] : q_offsets[q + 1]]
        docs, scores = out_docs[q], out_scores[q]
        unread_postings = unread_weight = 0
        for term in query:
            if term < n_terms:
                unread_postings += starts[(term + 1) * blocks] - starts[term * blocks]
                unread_weight += weights[term]
        n_touched = n_heavy = 0
        threshold = 0.0
        at = n_bands
        low = 0
        for band in range(n_bands + 1):
            high = limits[band] if band < n_bands else len(lengths)
            for term in query:
                if term >= n_terms:
                    continue
                length = starts[(term + 1) * blocks] - starts[term * blocks]
                if length <= low or length > high:
                    continue
                weight = weights[term]
                unread_postings -= length
                unread_weight -= weight
                for block in range(blocks):
                    cell, first = term * blocks + block, block << BLOCK_BITS
                    for p in range(starts[cell], starts[cell + 1]):
                        doc = first + np.int64(posting_docs[p])
                        if sums[doc] == 0:
                            if not alive[doc]:
                                continue
                            touched[n_touched] = doc
                            n_touched += 1
                        sums[doc] += weight
            low = high
            if unread_postings == 0:
                at = n_bands
                break
            if band == n_bands:
                break
            threshold = _threshold(sums, touched[:n_touched], lengths, factors, docs, scores, best)
            if threshold <= 0.0:
                continue
            n_heavy = _count_heavy(heavy_sums[band], ratios[band], threshold)
            if unread_weight * factors[0] < threshold:
                n_heavy = 0
            elif n_heavy == heavy_docs.shape[1]:
                continue
            if n_heavy * _PROBE <= unread_postings:
                at = band
                break
        if at == n_bands:
            for doc in touched[:n_touched]:
                keep_heaviest(
                    base + doc, np.float32(sums[doc] * factors[lengths[doc]]), docs, scores
                )
                sums[doc] = 0
            continue
        for term in query:
            marks[term] = weights[term]
        for doc in heavy_docs[at, :n_heavy]:
            if sums[doc] == 0 and alive[doc]:
                total = weigh_marked(doc_terms[offsets[doc] : offsets[doc + 1]], marks)
                score = np.float32(total * factors[lengths[doc]])
                if total > 0 and score >= threshold:
                    keep_heaviest(base + doc, score, docs, scores)
        for doc in touched[:n_touched]:
            room = min(np.float64(unread_weight), frequent[at, doc] * ratios[at])
            if (sums[doc] + room) * factors[lengths[doc]] * _SLACK >= threshold:
                total = weigh_marked(doc_terms[offsets[doc] : offsets[doc + 1]], marks)
                keep_heaviest(base + doc, np.float32(total * factors[lengths[doc]]), docs, scores)
            sums[doc] = 0
        for term in query:
            marks[term] = 0
