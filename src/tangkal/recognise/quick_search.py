"""The stream's search: of a long post's words only the rarest are looked up.

Reading the lists of all words of a post costs most and says least: nearly every claim holds
some of its frequent words. Here the lists of the rarest words are read, as many as BUDGET
allows; the claims that weigh most by these are then weighed by all words. A claim that shares
none but frequent words with a long post can be missed; how seldom that happens is measured by
``recognise.speed``. A short post, and any post among few claims, is searched for wholly.
"""

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.postings import Index, keep_heaviest, scratch, weigh_marked
from tangkal.recognise.rarity import plan_queries
from tangkal.text.compiled import compiled
from tangkal.text.tokens import TokenBatch

BUDGET = 8_000  # places in lists read for one post, over all segments
WEIGHED = 48  # claims of a segment weighed by all words
_FEWEST = 6  # words whose lists are read whatever they cost


def search_quickly(
    index: Index,
    queries: TokenBatch,
    k: int,
    alive: NDArray[np.bool_],
    *,
    budget: int = BUDGET,
    weighed: int = WEIGHED,
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The k heaviest living texts for each query, as far as its rarest words lead there.

    The same answer as :func:`tangkal.recognise.postings.search` where the lists of all words
    of a query fit in the BUDGET.
    """
    docs = np.full((len(queries), k), -1, dtype=np.int32)
    scores = np.zeros((len(queries), k), dtype=np.float32)
    if not (index.n_docs and len(queries) and k):
        return docs, scores
    rarity = index.rarity
    offsets = np.zeros(len(queries) + 1, dtype=np.int64)
    terms = np.empty(len(queries.hashes), dtype=np.int32)
    plan_queries(
        queries.offsets, queries.hashes, rarity.keys, rarity.numbers, rarity.weights,
        index.longest_query, offsets, terms,
    )  # fmt: skip
    costs = np.zeros(int(offsets[-1]), dtype=np.int64)
    for part in index.segments:
        _add_costs(part.starts, terms, costs)
    ends = np.empty(len(queries), dtype=np.int64)
    _plan_ends(offsets, costs, budget, ends)
    base = 0
    for part in index.segments:
        scratch.make_room(part.n_docs, len(rarity))
        _search_quickly(
            offsets, ends, terms, rarity.weights, part.starts, part.docs, part.lengths,
            index.factors, part.offsets, part.terms, alive[base : base + part.n_docs],
            base, weighed,
            scratch.sums, scratch.touched, scratch.marks, docs, scores,
        )  # fmt: skip
        base += part.n_docs
    return docs, scores


@compiled
def _add_costs(
    starts: NDArray[np.int32], terms: NDArray[np.int32], costs: NDArray[np.int64]
) -> None:
    for i in range(len(costs)):
        if terms[i] < len(starts) - 1:
            costs[i] += starts[terms[i] + 1] - starts[terms[i]]


@compiled
def _plan_ends(
    offsets: NDArray[np.int64], costs: NDArray[np.int64], budget: int, ends: NDArray[np.int64]
) -> None:
    """How far the lists of each query, rarest first, are read."""
    for q in range(len(ends)):
        spent = 0
        end = offsets[q]
        while end < offsets[q + 1]:
            spent += costs[end]
            if spent > budget and end - offsets[q] >= _FEWEST:
                break
            end += 1
        ends[q] = end


@compiled
def _search_quickly(  # noqa: PLR0912 - one pass over a query's lists, in one place for speed
    offsets: NDArray[np.int64],
    ends: NDArray[np.int64],
    terms: NDArray[np.int32],
    weights: NDArray[np.int32],
    starts: NDArray[np.int32],
    posting_docs: NDArray[np.int32],
    lengths: NDArray[np.uint16],
    factors: NDArray[np.float64],
    doc_offsets: NDArray[np.int64],
    doc_terms: NDArray[np.int32],
    alive: NDArray[np.bool_],
    base: int,
    weighed: int,
    sums: NDArray[np.int32],
    touched: NDArray[np.int32],
    marks: NDArray[np.int32],
    out_docs: NDArray[np.int32],
    out_scores: NDArray[np.float32],
) -> None:
    n_terms = len(starts) - 1
    few_docs = np.empty(weighed, dtype=np.int32)
    few_scores = np.empty(weighed, dtype=np.float32)
    for q in range(len(ends)):
        n_touched = 0
        for term in terms[offsets[q] : ends[q]]:
            if term >= n_terms:
                continue
            weight = weights[term]
            for p in range(starts[term], starts[term + 1]):
                doc = posting_docs[p]
                if sums[doc] == 0:
                    touched[n_touched] = doc
                    n_touched += 1
                sums[doc] += weight
        docs, scores = out_docs[q], out_scores[q]
        is_whole = ends[q] == offsets[q + 1]
        if not is_whole:
            few_docs[:] = -1
            few_scores[:] = 0.0
        for doc in touched[:n_touched]:
            score = np.float32(sums[doc] * factors[lengths[doc]])
            sums[doc] = 0
            if is_whole:
                if score >= scores[-1] and alive[doc]:
                    keep_heaviest(base + doc, score, docs, scores)
            elif score > few_scores[-1] and alive[doc]:
                keep_heaviest(int(doc), score, few_docs, few_scores)
        if is_whole:
            continue
        query = terms[offsets[q] : offsets[q + 1]]
        for term in query:
            marks[term] = weights[term]
        for doc in few_docs:
            if doc >= 0:
                total = weigh_marked(doc_terms[doc_offsets[doc] : doc_offsets[doc + 1]], marks)
                score = np.float32(total * factors[lengths[doc]])
                keep_heaviest(base + int(doc), score, docs, scores)
        for term in query:
            marks[term] = 0
