"""The stream's search: of a long post's words only the rarest are looked up.

Reading the lists of all words of a post costs most and says least: nearly every claim holds
some of its frequent words. Here the lists of the rarest words are read, as many as their
budget allows; the claims that weigh most by these are then weighed by all words. A claim that
shares none but frequent words with a long post can be missed; how seldom that happens is measured
by ``recognise.speed``. A short post, and any post among few claims, is searched for wholly.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.postings import (
    BANDS,
    BLOCK_BITS,
    Index,
    Postings,
    keep_heaviest,
    scratch,
    weigh_marked,
)
from tangkal.text.compiled import compiled
from tangkal.text.tokens import TokenBatch

# Places in lists read for one post, over all segments, and claims then weighed by all words: so
# many and one more for each so many claims. Lists grow with the claims, and rivals do.
_PLACES, _CLAIMS_A_PLACE = 5_000, 200
_WEIGHED, _CLAIMS_A_WEIGHED = 160, 2_500
FAR_BEHIND = 0.4  # of the best one's weight: a text under it is not worth comparing
_FEWEST = 6  # words whose lists are read whatever they cost


def search_quickly(
    index: Index,
    queries: TokenBatch,
    k: int,
    alive: NDArray[np.bool_],
    *,
    budget: int | None = None,
    weighed: int | None = None,
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The k heaviest living texts for each query, as far as its rarest words lead there.

    The same answer as :func:`tangkal.recognise.postings.search` where the lists of all words
    of a query fit in the budget.

    Args:
        budget: places read; None is what suits so many claims.
        weighed: claims weighed by all words; None likewise.
    """
    if budget is None:
        budget = _PLACES + index.n_docs // _CLAIMS_A_PLACE
    if weighed is None:
        weighed = _WEIGHED + index.n_docs // _CLAIMS_A_WEIGHED
    n = len(queries)
    docs = np.full((n, k), -1, dtype=np.int32)
    scores = np.zeros((n, k), dtype=np.float32)
    if not (index.n_docs and n and k):
        return docs, scores
    rarity = index.rarity
    offsets = np.zeros(n + 1, dtype=np.int64)
    ends = np.empty(n, dtype=np.int64)
    cheapest = np.empty(n, dtype=np.int64)
    terms = np.empty(len(queries.hashes), dtype=np.int32)
    scratch.make_room(0, len(rarity))
    _plan(
        queries.offsets, rarity.numbers_of(queries.hashes), rarity.weights, index.costs,
        index.longest_query, budget, scratch.marks, offsets, ends, cheapest, terms,
    )  # fmt: skip
    few = _Few.room(n, weighed)
    largest = float(index.factors.max())
    for part, base in _parts(index):
        scratch.make_room(part.n_docs, len(rarity))
        _read_lists(
            offsets, ends, terms, rarity.weights, part.starts, part.blocks, part.docs,
            part.lengths, index.factors, largest, alive[base : base + part.n_docs], base,
            scratch.sums, scratch.touched, few.docs, few.scores, few.counts, docs, scores,
        )  # fmt: skip
    _put_best_first(few.docs, few.scores, few.counts, weighed, k)
    for is_first in (True, False):
        for part, base in _parts(index):
            _weigh_few(
                offsets, ends, terms, rarity.weights, part.lengths, index.factors, part.offsets,
                part.terms, part.repeating, base, scratch.marks, few.docs, few.scores, few.counts,
                k if is_first else 0, cheapest, index.n_docs // np.array(BANDS),
                part.frequent.sums, part.frequent.ratios, docs, scores,
            )  # fmt: skip
    return docs, scores


def _parts(index: Index) -> Iterator[tuple[Postings, int]]:
    """The segments, and the number of each one's first text."""
    base = 0
    for part in index.segments:
        yield part, base
        base += part.n_docs


@dataclass(frozen=True, slots=True)
class _Few:
    """The heaviest texts of each query by the words read: at most twice as many as are weighed."""

    docs: NDArray[np.int32]
    scores: NDArray[np.float32]
    counts: NDArray[np.int64]

    @classmethod
    def room(cls, n: int, weighed: int) -> "_Few":
        shape = (n, 2 * weighed)
        return cls(np.empty(shape, np.int32), np.empty(shape, np.float32), np.zeros(n, np.int64))


@compiled
def _sink(heap: NDArray[np.int64], size: int, place: int) -> None:
    """Let an entry of a heap, smallest first, sink to where it belongs."""
    entry = heap[place]
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= entry:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = entry


@compiled
def _plan(  # noqa: PLR0912 - a heap's few lines in one place
    offsets: NDArray[np.int64],
    numbers: NDArray[np.int32],
    weights: NDArray[np.int32],
    costs: NDArray[np.int64],
    limit: int,
    budget: int,
    marks: NDArray[np.int32],
    out_offsets: NDArray[np.int64],
    ends: NDArray[np.int64],
    cheapest: NDArray[np.int64],
    out: NDArray[np.int32],
) -> None:
    """The different known terms of each query, and up to where their lists are read.

    Those that are read stand first, rarest first; the others follow in any order; ``cheapest`` is
    the shortest list among these. At most ``limit`` are kept, the rarest.
    """
    used = longest = 0
    for q in range(len(offsets) - 1):
        longest = max(longest, offsets[q + 1] - offsets[q])
    heap = np.empty(longest, dtype=np.int64)
    for q in range(len(offsets) - 1):
        size = 0
        for i in range(offsets[q], offsets[q + 1]):
            number = np.int64(numbers[i])
            if number >= 0 and weights[number] > 0 and marks[number] == 0:
                marks[number] = 1
                # heaviest first, then by number: one number says both
                heap[size] = (-np.int64(weights[number]) << 32) + number
                size += 1
        for i in range(size):
            marks[np.int64(heap[i] & 0xFFFFFFFF)] = 0
        for place in range(size // 2 - 1, -1, -1):
            _sink(heap, size, place)
        spent = read = 0
        is_reading, is_crowded = True, size > limit
        while size > 0 and read < limit and (is_reading or is_crowded):
            number = np.int64(heap[0] & 0xFFFFFFFF)
            if is_reading:
                spent += costs[number]
                if spent > budget and read >= _FEWEST:
                    is_reading = False
                    ends[q] = used + read
                    continue
            out[used + read] = np.int32(number)
            read += 1
            size -= 1
            heap[0] = heap[size]
            _sink(heap, size, 0)
        if is_reading:
            ends[q] = used + read
        if not is_crowded:
            for i in range(size):
                out[used + read] = np.int32(heap[i] & 0xFFFFFFFF)
                read += 1
        cheapest[q] = np.iinfo(np.int64).max
        for i in range(ends[q], used + read):
            cheapest[q] = min(cheapest[q], costs[out[i]])
        used += read
        out_offsets[q + 1] = used


@compiled
def _select(docs: NDArray[np.int32], scores: NDArray[np.float32], count: int, wanted: int) -> None:
    """Bring the ``wanted`` heaviest of ``count`` texts to the front, in any order (Hoare 1961)."""
    low, high = 0, count - 1
    while low < high:
        middle = scores[(low + high) >> 1]
        i, j = low, high
        while i <= j:
            while scores[i] > middle:
                i += 1
            while scores[j] < middle:
                j -= 1
            if i <= j:
                scores[i], scores[j] = scores[j], scores[i]
                docs[i], docs[j] = docs[j], docs[i]
                i += 1
                j -= 1
        if wanted - 1 <= j:
            high = j
        elif wanted - 1 >= i:
            low = i
        else:
            break


@compiled
def _put_best_first(
    docs: NDArray[np.int32],
    scores: NDArray[np.float32],
    counts: NDArray[np.int64],
    weighed: int,
    k: int,
) -> None:
    """Leave the heaviest, and of these the k heaviest in front."""
    for q in range(len(counts)):
        if counts[q] > weighed:
            _select(docs[q], scores[q], counts[q], weighed)
            counts[q] = weighed
        if counts[q] > k:
            _select(docs[q], scores[q], counts[q], k)


@compiled
def _read_lists(  # noqa: PLR0912 - one pass over a query's lists, in one place for speed
    offsets: NDArray[np.int64],
    ends: NDArray[np.int64],
    terms: NDArray[np.int32],
    weights: NDArray[np.int32],
    starts: NDArray[np.int32],
    blocks: int,
    posting_docs: NDArray[np.uint16],
    lengths: NDArray[np.uint16],
    factors: NDArray[np.float64],
    largest: float,
    alive: NDArray[np.bool_],
    base: int,
    sums: NDArray[np.int32],
    touched: NDArray[np.int32],
    few_docs: NDArray[np.int32],
    few_scores: NDArray[np.float32],
    few_counts: NDArray[np.int64],
    out_docs: NDArray[np.int32],
    out_scores: NDArray[np.float32],
) -> None:
    """Add up what the lists of one segment say; keep the heaviest texts of each query."""
    n_terms = (len(starts) - 1) // blocks
    for q in range(len(ends)):
        n_touched = 0
        for term in terms[offsets[q] : ends[q]]:
            if term >= n_terms:
                continue
            weight = weights[term]
            for block in range(blocks):
                cell, first = term * blocks + block, block << BLOCK_BITS
                for p in range(starts[cell], starts[cell + 1]):
                    doc = first + np.int64(posting_docs[p])
                    before = sums[doc]
                    touched[n_touched] = doc
                    n_touched += before == 0
                    sums[doc] = before + weight
        docs, scores = out_docs[q], out_scores[q]
        if ends[q] == offsets[q + 1]:
            for doc in touched[:n_touched]:
                score = np.float32(sums[doc] * factors[lengths[doc]])
                sums[doc] = 0
                if score >= scores[-1] and alive[doc]:
                    keep_heaviest(base + doc, score, docs, scores)
            continue
        some_docs, some_scores, count = few_docs[q], few_scores[q], few_counts[q]
        room = len(some_docs)
        # What every text must reach: where there were more than can be weighed, the least of these.
        cutoff = np.float32(0.0)
        if count > room // 2:
            _select(some_docs, some_scores, count, room // 2)
            count = room // 2
            cutoff = some_scores[:count].min()
        for doc in touched[:n_touched]:
            total = sums[doc]
            sums[doc] = 0
            # Most weigh too little whatever their length: it is not even looked up.
            if total * largest <= cutoff:
                continue
            score = np.float32(total * factors[lengths[doc]])
            if score > cutoff and alive[doc]:
                some_docs[count], some_scores[count] = base + doc, score
                count += 1
                if count == room:
                    _select(some_docs, some_scores, count, room // 2)
                    count = room // 2
                    cutoff = some_scores[:count].min()
        few_counts[q] = count


@compiled
def _weigh_few(  # noqa: PLR0912 - the same for the few texts that are left
    offsets: NDArray[np.int64],
    ends: NDArray[np.int64],
    terms: NDArray[np.int32],
    weights: NDArray[np.int32],
    lengths: NDArray[np.uint16],
    factors: NDArray[np.float64],
    doc_offsets: NDArray[np.int64],
    doc_terms: NDArray[np.int32],
    repeating: NDArray[np.bool_],
    base: int,
    marks: NDArray[np.int32],
    few_docs: NDArray[np.int32],
    few_scores: NDArray[np.float32],
    few_counts: NDArray[np.int64],
    first: int,
    cheapest: NDArray[np.int64],
    limits: NDArray[np.int64],
    frequent: NDArray[np.int32],
    ratios: NDArray[np.float64],
    out_docs: NDArray[np.int32],
    out_scores: NDArray[np.float32],
) -> int:
    """Weigh those of the few that are of this segment by all words of their query.

    Args:
        first: the first so many are weighed; 0 for all others, where they still can matter: the
            words that were not read are frequent, and how much its frequent words weigh is known
            of each text (see :class:`tangkal.recognise.postings.Frequent`).
        limits: in how many texts more than this a word is frequent at each step.

    Returns:
        nothing of use: it keeps the compiler from leaving out what only warms the cache.
    """
    room = few_docs.shape[1]
    places, starts = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    sizes, more = np.empty(room, dtype=np.int64), np.empty(room)
    asked = 0
    for q in range(len(ends)):
        if ends[q] == offsets[q + 1]:
            continue
        query = terms[offsets[q] : offsets[q + 1]]
        docs, scores = out_docs[q], out_scores[q]
        step = -1
        if first == 0 and len(ratios):
            for one in range(len(limits)):
                # steps go from few texts to many: the last that fits bounds best
                if cheapest[q] > limits[one]:
                    step = one
        begin, end = (0, min(first, few_counts[q])) if first else (len(docs), few_counts[q])
        # What is asked of memory is asked for all of them at once: waiting for one text's words
        # before asking for the next one's takes longer than weighing them.
        here = 0
        for i in range(begin, end):
            doc = few_docs[q, i] - base
            if 0 <= doc < len(lengths):
                places[here], starts[here] = i, doc_offsets[doc]
                sizes[here] = doc_offsets[doc + 1] - doc_offsets[doc]
                more[here] = frequent[step, doc] * ratios[step] if step >= 0 else 0.0
                here += 1
        if not here:
            continue
        least = max(scores[-1], FAR_BEHIND * scores[0])
        touched = left = 0
        for i in range(here):
            factor = factors[min(sizes[i], len(factors) - 1)]
            most = few_scores[q, places[i]] + more[i] * factor
            if step < 0 or most >= least:
                places[left], starts[left], sizes[left] = places[i], starts[i], sizes[i]
                touched += doc_terms[starts[i]] + doc_terms[starts[i] + sizes[i] - 1]
                left += 1
        for term in query:
            marks[term] = weights[term]
        for i in range(left):
            number = few_docs[q, places[i]]
            own = doc_terms[starts[i] : starts[i] + sizes[i]]
            if repeating[number - base]:
                total = weigh_marked(own, marks)
            else:
                total = 0
                for term in own:
                    total += marks[term]
            score = np.float32(total * factors[min(sizes[i], len(factors) - 1)])
            if score >= scores[-1]:
                keep_heaviest(int(number), score, docs, scores)
        for term in query:
            marks[term] = 0
        asked += touched
    return asked
