"""Plain inverted indexes, read wholly: the baselines that our matcher is compared with.

Okapi BM25 and TF-IDF cosine as the textbooks have them, owing nothing to
:mod:`tangkal.recognise`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.text.compiled import compiled
from tangkal.text.tokens import TokenBatch

_BM25_K1, _BM25_B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Postings:
    """Terms of n texts, inverted. Term t is held by ``docs[starts[t]:starts[t + 1]]``."""

    n_docs: int
    terms: NDArray[np.uint64]  # sorted distinct term hashes
    starts: NDArray[np.int64]  # len(terms) + 1
    docs: NDArray[np.int32]  # ascending within a term
    weights: NDArray[np.float32]  # of the term in that text, idf already in it
    idf: NDArray[np.float32]  # per term
    unseen_idf: float  # what a term in no text would weigh
    is_cosine: bool  # else a plain sum, as BM25 is


@dataclass(frozen=True, slots=True)
class Background:
    """Texts that are not searched but count when a term's rarity is measured."""

    n_docs: int
    terms: NDArray[np.uint64]  # ascending
    held_by: NDArray[np.int64]  # texts holding each term

    @classmethod
    def of(cls, postings: Postings) -> "Background":
        """The texts of other postings."""
        return cls(postings.n_docs, postings.terms, np.diff(postings.starts))

    def count(self, terms: NDArray[np.uint64]) -> NDArray[np.int64]:
        """In how many of these texts each term stands."""
        if not len(self.terms):
            return np.zeros(len(terms), dtype=np.int64)
        places = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[places] == terms, self.held_by[places], 0)


def cosine_postings(batch: TokenBatch, backgrounds: Sequence[Background] = ()) -> Postings:
    """Weight terms by (1 + ln tf) · idf, each text scaled to length 1."""
    n_docs, terms, starts, docs, tf, idf, total = _invert(batch, backgrounds)
    weights = (1 + np.log(tf)) * np.repeat(idf, np.diff(starts))
    norms = np.sqrt(np.bincount(docs, weights**2, minlength=n_docs))
    weights /= np.maximum(norms, 1e-9)[docs]
    return _postings(n_docs, terms, starts, docs, weights, idf, total, True)


def bm25_postings(
    batch: TokenBatch,
    backgrounds: Sequence[Background] = (),
    *,
    k1: float = _BM25_K1,
    b: float = _BM25_B,
) -> Postings:
    """Weight terms by Okapi BM25 (Robertson and Zaragoza 2009, doi:10.1561/1500000019)."""
    n_docs, terms, starts, docs, tf, idf, total = _invert(batch, backgrounds)
    lengths = np.diff(batch.offsets).astype(np.float64)
    mean = max(float(lengths.mean()) if n_docs else 0.0, 1e-9)
    saturation = k1 * (1 - b + b * lengths / mean)
    weights = np.repeat(idf, np.diff(starts)) * tf * (k1 + 1) / (tf + saturation[docs])
    return _postings(n_docs, terms, starts, docs, weights, idf, total, False)


def _invert(
    batch: TokenBatch, backgrounds: Sequence[Background]
) -> tuple[
    int,
    NDArray[np.uint64],
    NDArray[np.int64],
    NDArray[np.int32],
    NDArray[np.float64],
    NDArray[np.float64],
    int,
]:
    n_docs = len(batch)
    terms, numbers = np.unique(batch.hashes, return_inverse=True)
    owners = np.repeat(np.arange(n_docs, dtype=np.int64), np.diff(batch.offsets))
    pairs, tf = np.unique(numbers.astype(np.int64) * max(n_docs, 1) + owners, return_counts=True)
    held_by = np.bincount(pairs // max(n_docs, 1), minlength=len(terms))
    starts = np.zeros(len(terms) + 1, dtype=np.int64)
    np.cumsum(held_by, out=starts[1:])
    total, everywhere = n_docs, held_by.astype(np.int64)
    for background in backgrounds:
        total += background.n_docs
        everywhere += background.count(terms)
    idf = np.log1p((total - everywhere + 0.5) / (everywhere + 0.5))
    docs = (pairs % max(n_docs, 1)).astype(np.int32)
    return n_docs, terms, starts, docs, tf.astype(np.float64), idf, total


def _postings(
    n_docs: int,
    terms: NDArray[np.uint64],
    starts: NDArray[np.int64],
    docs: NDArray[np.int32],
    weights: NDArray[np.float64],
    idf: NDArray[np.float64],
    total: int,
    is_cosine: bool,
) -> Postings:
    return Postings(
        n_docs=n_docs,
        terms=terms,
        starts=starts,
        docs=docs,
        weights=weights.astype(np.float32),
        idf=idf.astype(np.float32),
        unseen_idf=float(np.log1p((total + 0.5) / 0.5)),
        is_cosine=is_cosine,
    )


def search(
    postings: Postings, queries: TokenBatch, k: int, alive: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The k heaviest living texts for each query.

    A query term counts once however often it is repeated: posts repeat for emphasis.

    Returns:
        docs int32[n, k] (-1 where fewer than k share a term) and their scores float32[n, k],
        heaviest first, equal scores in text order.
    """
    docs = np.full((len(queries), k), -1, dtype=np.int32)
    scores = np.zeros((len(queries), k), dtype=np.float32)
    if postings.n_docs and len(queries) and k:
        _search(
            queries.offsets, queries.hashes, postings.terms, postings.starts, postings.docs,
            postings.weights, postings.idf, np.float32(postings.unseen_idf), postings.is_cosine,
            alive, docs, scores,
        )  # fmt: skip
    return docs, scores


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
def keep_best(
    candidates: NDArray[np.int32],
    totals: NDArray[np.float32],
    docs: NDArray[np.int32],
    scores: NDArray[np.float32],
) -> None:
    """Insert candidates into a short list kept heaviest first, ties by text number."""
    k = len(docs)
    kept = 0
    for doc in candidates:
        score = totals[doc]
        if kept == k and score < scores[k - 1]:
            continue
        place = kept
        while place > 0 and (
            scores[place - 1] < score or (scores[place - 1] == score and docs[place - 1] > doc)
        ):
            place -= 1
        if place == k:
            continue
        kept = min(kept + 1, k)
        for j in range(kept - 1, place, -1):
            scores[j] = scores[j - 1]
            docs[j] = docs[j - 1]
        scores[place] = score
        docs[place] = doc


@compiled
def _search(
    offsets: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    terms: NDArray[np.uint64],
    starts: NDArray[np.int64],
    posting_docs: NDArray[np.int32],
    posting_weights: NDArray[np.float32],
    idf: NDArray[np.float32],
    unseen_idf: np.float32,
    is_cosine: bool,
    alive: NDArray[np.bool_],
    docs: NDArray[np.int32],
    scores: NDArray[np.float32],
) -> None:
    totals = np.zeros(len(alive), dtype=np.float32)
    touched = np.empty(len(alive), dtype=np.int32)
    longest = 0
    for q in range(len(offsets) - 1):
        longest = max(longest, offsets[q + 1] - offsets[q])
    query = np.empty(longest, dtype=np.uint64)
    for q in range(len(offsets) - 1):
        n_terms = distinct_sorted(hashes[offsets[q] : offsets[q + 1]], query)
        n_touched = 0
        square = np.float32(0.0)
        for term in query[:n_terms]:
            number = find_term(terms, term)
            weight = idf[number] if number >= 0 else unseen_idf
            square += weight * weight
            if number < 0:
                continue
            if not is_cosine:
                weight = np.float32(1.0)
            for p in range(starts[number], starts[number + 1]):
                doc = posting_docs[p]
                if totals[doc] == 0.0:
                    if not alive[doc]:
                        continue
                    touched[n_touched] = doc
                    n_touched += 1
                totals[doc] += weight * posting_weights[p]
        keep_best(touched[:n_touched], totals, docs[q], scores[q])
        for doc in touched[:n_touched]:
            totals[doc] = 0.0
        if is_cosine and square > 0:
            scores[q] /= np.sqrt(square)
