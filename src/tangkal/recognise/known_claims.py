"""Match texts with claims somebody has already checked. A match is a measurement.

Two speeds. :meth:`KnownClaimIndex.match_batch` serves the stream: one compiled pass over a
batch. :meth:`KnownClaimIndex.match` serves a person with one question.

Claims sit in segments of flat arrays that never change once built; adding builds a new
segment (merging small ones as it grows), removing marks a row dead. Both end by replacing
one tuple, so readers in other threads see either the old or the new state, whole.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.kernel.records import ClaimMatch, KnownClaim
from tangkal.recognise.postings import Postings, cosine_postings, find_term, search
from tangkal.recognise.reasons import explain, without_addresses
from tangkal.recognise.restraint import MAYBE
from tangkal.text.stem import StemTable
from tangkal.text.tokens import hash_word

_METHOD = "stem-cosine/1"


@dataclass(frozen=True, slots=True)
class _Segment:
    """Some claims and their postings; ``alive`` alone changes, and only from True to False."""

    claims: tuple[KnownClaim, ...]
    stems: Postings
    alive: NDArray[np.bool_]


class KnownClaimIndex:
    """All known claims, searchable while they come and go."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._claims: dict[str, KnownClaim] = {}
        self._places: dict[str, tuple[_Segment, int]] = {}
        self._segments: tuple[_Segment, ...] = ()
        self._stem_table = StemTable()
        self._revision = 0

    @property
    def revision(self) -> int:
        """Rises with every change, so that others know when their kept matches are old."""
        return self._revision

    def __len__(self) -> int:
        return len(self._claims)

    def __contains__(self, claim_id: str) -> bool:
        return claim_id in self._claims

    def claim(self, claim_id: str) -> KnownClaim:
        """The claim of this id.

        Raises:
            InvalidInput: no such claim is known (any more).
        """
        try:
            return self._claims[claim_id]
        except KeyError:
            raise InvalidInput(f"no known claim has the id {claim_id!r}") from None

    def add(self, claims: Sequence[KnownClaim]) -> None:
        """Make claims matchable from the next call on; a known id is replaced."""
        fresh = {claim.claim_id: claim for claim in claims}
        if not fresh:
            return
        with self._lock:
            self._bury(fresh)
            self._claims.update(fresh)
            keep, merged = self._split_for(len(fresh))
            living = [
                claim
                for segment in merged
                for claim, alive in zip(segment.claims, segment.alive, strict=True)
                if alive
            ]
            segment = self._build((*living, *fresh.values()), keep)
            for row, claim in enumerate(segment.claims):
                self._places[claim.claim_id] = (segment, row)
            self._segments = (*keep, segment)
            self._revision += 1

    def remove(self, claim_ids: Collection[str]) -> None:
        """Stop matching these claims at once; unknown ids are no error."""
        with self._lock:
            self._bury(claim_ids)
            for claim_id in claim_ids:
                self._claims.pop(claim_id, None)
            self._revision += 1

    def _bury(self, claim_ids: Collection[str]) -> None:
        for claim_id in claim_ids:
            place = self._places.pop(claim_id, None)
            if place is not None:
                segment, row = place
                segment.alive[row] = False

    def _split_for(self, n_fresh: int) -> tuple[tuple[_Segment, ...], tuple[_Segment, ...]]:
        """Segments to keep and those to merge into the new one.

        Each kept segment stays more than twice as large as all that follow, so a claim is
        rebuilt a logarithmic number of times and few segments need searching.
        """
        keep, size = list(self._segments), n_fresh
        while keep and int(keep[-1].alive.sum()) <= 2 * size:
            size += int(keep.pop().alive.sum())
        return tuple(keep), self._segments[len(keep) :]

    def _build(self, claims: tuple[KnownClaim, ...], beside: tuple[_Segment, ...]) -> _Segment:
        stems = self._stem_table.stems([claim.title for claim in claims])
        background = beside[0].stems if beside else None
        postings = cosine_postings(stems, background)
        return _Segment(claims, postings, np.ones(len(claims), dtype=np.bool_))

    def match_batch(
        self, item_ids: Sequence[str], texts: Sequence[str], k: int = 3
    ) -> list[list[ClaimMatch]]:
        """The stream path: for each text its best claims, best first, none below "maybe".

        Raises:
            InvalidInput: the lengths differ or k is under 1.
        """
        if len(item_ids) != len(texts) or k < 1:
            raise InvalidInput(f"{len(item_ids)} item ids for {len(texts)} texts, {k=}")
        return self._match(item_ids, texts, k)

    def match(self, text: str, k: int = 5, item_id: str = "question") -> list[ClaimMatch]:
        """The question path: one text, its best claims, best first."""
        return self._match([item_id], [text], k)[0]

    def _match(
        self, item_ids: Sequence[str], texts: Sequence[str], k: int
    ) -> list[list[ClaimMatch]]:
        segments = self._segments
        found: list[list[tuple[float, _Segment, int]]] = [[] for _ in texts]
        queries = self._stem_table.stems([without_addresses(text) for text in texts])
        for segment in segments:
            docs, scores = search(segment.stems, queries, k, segment.alive)
            for i, row in zip(*np.nonzero(scores >= MAYBE), strict=True):
                found[i].append((float(scores[i, row]), segment, int(docs[i, row])))
        rarity = self._rarity(segments)
        return [
            [
                ClaimMatch(
                    item_id=item_ids[i],
                    claim_id=segment.claims[row].claim_id,
                    score=min(score, 1.0),
                    reasons=explain(texts[i], segment.claims[row], rarity),
                    method=_METHOD,
                )
                for score, segment, row in sorted(hits, key=lambda hit: -hit[0])[:k]
            ]
            for i, hits in enumerate(found)
        ]

    def _rarity(self, segments: tuple[_Segment, ...]) -> Callable[[str], float]:
        """How rare a stem is among the titles of the largest segment."""

        def rarity(stem: str) -> float:
            if not segments:
                return 0.0
            stems = segments[0].stems
            place = find_term(stems.terms, np.uint64(hash_word(stem)))
            return float(stems.idf[place]) if place >= 0 else stems.unseen_idf

        return rarity
