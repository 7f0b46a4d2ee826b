"""Match texts with claims somebody has already checked. A match is a measurement.

Two speeds. :meth:`KnownClaimIndex.match_batch` serves the stream: one compiled pass over a
batch. :meth:`KnownClaimIndex.match` serves a person with one question.

Claims sit in segments of flat arrays that never change once built; adding builds a new
segment (merging small ones as it grows), removing takes a copy of a segment's list of the
living. Both end by replacing one tuple, so readers in other threads see either the old or
the new state, whole.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.kernel.records import ClaimMatch, KnownClaim
from tangkal.recognise.candidates import Texts, narrow_candidates, wide_candidates
from tangkal.recognise.features import NAMES, Titles, compare
from tangkal.recognise.gloss import glosses
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.postings import find_term
from tangkal.recognise.reasons import addresses, bare_address, explain
from tangkal.recognise.restraint import MAYBE
from tangkal.recognise.standing import RIVALS, gather, stand
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import hash_word

STREAM_METHOD = "stems-weighed/2"
QUESTION_METHOD = "stems+grams-weighed/2"
_STEM_COSINE = NAMES.index("stem_cosine")
_ALIKE, _SAME_WORDS = 0.999, 0.95  # a text that is the title, whatever else is like it
_TEXT_LENGTH = NAMES.index("text_length")
_SAME_ADDRESS = 0.99  # a text that carries the claim's own address speaks of that claim


@dataclass(frozen=True, slots=True)
class _Segment:
    """Some claims and their titles; withdrawn ones are no longer ``alive``."""

    number: int
    claims: tuple[KnownClaim, ...]
    titles: Titles
    alive: NDArray[np.bool_]


class KnownClaimIndex:
    """All known claims, searchable while they come and go."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self._knowledge = Knowledge.shipped() if knowledge is None else knowledge
        self._lock = Lock()
        self._claims: dict[str, KnownClaim] = {}
        self._places: dict[str, tuple[int, int]] = {}  # segment number, row
        self._addresses: dict[str, str] = {}  # bare address to claim id
        self._segments: tuple[_Segment, ...] = ()
        self._stem_table = StemTable()
        self._revision = 0
        self._built = 0

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
            keep, merged = self._split_for(self._without(fresh), len(fresh))
            living = [
                claim
                for segment in merged
                for claim, alive in zip(segment.claims, segment.alive, strict=True)
                if alive
            ]
            segment = self._build((*living, *fresh.values()), keep)
            self._claims.update(fresh)
            self._addresses.update(
                (bare_address(claim.url), claim.claim_id) for claim in fresh.values() if claim.url
            )
            self._places.update(
                (claim.claim_id, (segment.number, row)) for row, claim in enumerate(segment.claims)
            )
            self._segments = (*keep, segment)
            self._revision += 1

    def remove(self, claim_ids: Collection[str]) -> None:
        """Stop matching these claims at once; unknown ids are no error."""
        with self._lock:
            self._segments = self._without(claim_ids)
            for claim_id in claim_ids:
                self._claims.pop(claim_id, None)
                self._places.pop(claim_id, None)
            self._revision += 1

    def _without(self, claim_ids: Collection[str]) -> tuple[_Segment, ...]:
        """The segments with these claims no longer alive; their addresses are forgotten."""
        dead: dict[int, list[int]] = {}
        for claim_id in claim_ids:
            if claim_id not in self._places:
                continue
            number, row = self._places[claim_id]
            dead.setdefault(number, []).append(row)
            url = self._claims[claim_id].url
            if url and self._addresses.get(bare_address(url)) == claim_id:
                del self._addresses[bare_address(url)]
        return tuple(
            _bury(segment, dead[segment.number]) if segment.number in dead else segment
            for segment in self._segments
        )

    def _split_for(
        self, segments: tuple[_Segment, ...], n_fresh: int
    ) -> tuple[tuple[_Segment, ...], tuple[_Segment, ...]]:
        """Segments to keep and those to merge into the new one.

        Each kept segment stays more than twice as large as all that follow, so a claim is
        rebuilt a logarithmic number of times and few segments need searching.
        """
        kept, size = len(segments), n_fresh
        while kept and int(segments[kept - 1].alive.sum()) <= 2 * size:
            size += int(segments[kept - 1].alive.sum())
            kept -= 1
        return segments[:kept], segments[kept:]

    def _build(self, claims: tuple[KnownClaim, ...], beside: tuple[_Segment, ...]) -> _Segment:
        largest = beside[0].titles if beside else None
        titles = Titles.build([claim.title for claim in claims], self._stem_table, largest)
        self._built += 1
        return _Segment(self._built, claims, titles, np.ones(len(claims), dtype=np.bool_))

    def match_batch(
        self, item_ids: Sequence[str], texts: Sequence[str], k: int = 3
    ) -> list[list[ClaimMatch]]:
        """The stream path: for each text its best claims, best first, none below "maybe".

        Raises:
            InvalidInput: the lengths differ or k is under 1.
        """
        if len(item_ids) != len(texts) or k < 1:
            raise InvalidInput(f"{len(item_ids)} item ids for {len(texts)} texts, {k=}")
        return self._match(item_ids, texts, k, MAYBE, is_stream=True)

    def match(
        self, text: str, k: int = 5, item_id: str = "question", *, floor: float = MAYBE
    ) -> list[ClaimMatch]:
        """The question path: one text, its best claims, best first, none under ``floor``.

        Scores mean the same on both paths; this one also finds claims that share no whole
        word with the text.
        """
        return self._match([item_id], [text], k, floor, is_stream=False)[0]

    def rank(self, texts: Sequence[str], k: int = 5) -> list[list[tuple[str, float]]]:
        """The question path for many texts, bare: the best k (claim id, score) of each.

        The same order and scores as :meth:`match` with a floor of 0, without its reasons.
        """
        found = self._find(texts, k, 0.0, is_stream=False, segments=self._segments)
        return [[(claim.claim_id, score) for score, claim in hits] for hits in found]

    def _match(
        self,
        item_ids: Sequence[str],
        texts: Sequence[str],
        k: int,
        floor: float,
        *,
        is_stream: bool,
    ) -> list[list[ClaimMatch]]:
        segments = self._segments
        rarity = _rarity(segments)
        method = STREAM_METHOD if is_stream else QUESTION_METHOD
        found = self._find(texts, k, floor, is_stream=is_stream, segments=segments)
        return [
            [
                ClaimMatch(
                    item_id=item_id,
                    claim_id=claim.claim_id,
                    score=score,
                    reasons=explain(text, claim, rarity),
                    method=method,
                )
                for score, claim in hits
            ]
            for item_id, text, hits in zip(item_ids, texts, found, strict=True)
        ]

    def _find(
        self,
        texts: Sequence[str],
        k: int,
        floor: float,
        *,
        is_stream: bool,
        segments: tuple[_Segment, ...],
    ) -> list[list[tuple[float, KnownClaim]]]:
        """For each text the best k claims and their scores, best first."""
        found: list[dict[str, tuple[float, KnownClaim]]] = [{} for _ in texts]
        if segments and texts:
            read = Texts.read(texts, self._stem_table)
            self._weigh(segments, read, k, floor, is_stream, found)
            self._weigh_glosses(segments, glosses(texts, read.stems), k, floor, is_stream, found)
        for hits, text in zip(found, texts, strict=True):
            for claim in self._addressed(text):
                hits[claim.claim_id] = (_SAME_ADDRESS, claim)
        return [sorted(hits.values(), key=lambda hit: -hit[0])[:k] for hits in found]

    def _weigh(
        self,
        segments: tuple[_Segment, ...],
        read: Texts,
        k: int,
        floor: float,
        is_stream: bool,
        found: list[dict[str, tuple[float, KnownClaim]]],
    ) -> None:
        """Add the best k claims of each text to ``found``."""
        gather_from = narrow_candidates if is_stream else wide_candidates
        known, depth = self._knowledge, max(k, RIVALS)
        ranker = known.ranker
        parts = []
        lengths = np.zeros(len(found), dtype=np.float32)
        for number, segment in enumerate(segments):
            rows = gather_from(segment.titles, read, segment.alive)
            features = compare(
                segment.titles, read.stems, read.grams, rows, known.associations, known.habits
            )
            totals = ranker.totals(features, rows)
            lengths = np.maximum(lengths, features[:, :, _TEXT_LENGTH].max(axis=1))
            alike = features[:, :, _STEM_COSINE] > _ALIKE
            parts.append(_best((totals, rows, np.full(rows.shape, number), alike), depth))
        totals, rows, which, alike = _best(
            tuple(np.concatenate(columns, axis=1) for columns in zip(*parts, strict=True)), depth
        )
        grams = gather([segment.titles.grams for segment in segments], which, rows)
        chances = ranker.chances(totals, stand(totals, grams, ranker.usual_rival), lengths)
        chances = np.where(alike, np.maximum(chances, _SAME_WORDS), chances)[:, :k]
        for i, place in np.argwhere((chances >= floor) & (rows[:, :k] >= 0)).tolist():
            claim = segments[which[i, place]].claims[rows[i, place]]
            found[i][claim.claim_id] = (float(chances[i, place]), claim)

    def _weigh_glosses(
        self,
        segments: tuple[_Segment, ...],
        glossed: dict[int, str],
        k: int,
        floor: float,
        is_stream: bool,
        found: list[dict[str, tuple[float, KnownClaim]]],
    ) -> None:
        """Weigh texts of other languages once more, word for word in Indonesian."""
        if not glossed:
            return
        again: list[dict[str, tuple[float, KnownClaim]]] = [{} for _ in glossed]
        read = Texts.read(list(glossed.values()), self._stem_table)
        self._weigh(segments, read, k, floor, is_stream, again)
        for i, hits in zip(glossed, again, strict=True):
            for claim_id, hit in hits.items():
                found[i][claim_id] = max(found[i].get(claim_id, hit), hit, key=itemgetter(0))

    def _addressed(self, text: str) -> list[KnownClaim]:
        """Claims whose own address stands in the text."""
        ids = (self._addresses.get(bare_address(address)) for address in addresses(text))
        claims = (self._claims.get(claim_id) for claim_id in ids if claim_id is not None)
        return [claim for claim in claims if claim is not None]


def _best(columns: tuple[NDArray[Any], ...], depth: int) -> tuple[NDArray[Any], ...]:
    """The ``depth`` heaviest places of each row, by the first of some columns alike in shape."""
    best = np.argsort(-columns[0], axis=1, kind="stable")[:, :depth]
    return tuple(np.take_along_axis(column, best, axis=1) for column in columns)


def _bury(segment: _Segment, rows: Sequence[int]) -> _Segment:
    alive = segment.alive.copy()
    alive[rows] = False
    return replace(segment, alive=alive)


def _rarity(segments: tuple[_Segment, ...]) -> Callable[[str], float]:
    """How rare a stem is among the titles of the largest segment."""

    def rarity(stem: str) -> float:
        if not segments:
            return 0.0
        stems = segments[0].titles.stem_postings
        place = find_term(stems.terms, np.uint64(hash_word(stem)))
        return float(stems.idf[place]) if place >= 0 else stems.unseen_idf

    return rarity
