"""Match texts with claims somebody has already checked. A match is a measurement.

Two speeds. :meth:`KnownClaimIndex.match_batch` serves the stream: compiled passes over a
batch, on every core. :meth:`KnownClaimIndex.match` serves a person with one question.

Claims sit in segments of flat arrays that never change once built; adding builds a new
segment (joining small ones as it grows), removing takes a copy of the list of the living.
Both end by replacing one state, so readers in other threads see either the old or the new
one, whole. No segment outgrows LARGEST, so adding never takes long, however many there are.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.kernel.records import ClaimMatch, KnownClaim
from tangkal.recognise.associations import Associations
from tangkal.recognise.candidates import Texts, narrow_candidates, wide_candidates
from tangkal.recognise.claim_columns import ClaimColumns, hashes_of
from tangkal.recognise.features import NAMES
from tangkal.recognise.gloss import glosses
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.openings import Openings
from tangkal.recognise.parallel import in_parts
from tangkal.recognise.quick_compare import quick_compare, quick_stand
from tangkal.recognise.quick_reasons import explain_many
from tangkal.recognise.reasons import READ_CHARACTERS, bare_address, explain
from tangkal.recognise.restraint import MAYBE
from tangkal.recognise.standing import RIVALS
from tangkal.recognise.stream_texts import StreamTexts
from tangkal.recognise.titles import Titles
from tangkal.recognise.word_tables import WordTables
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import hash_word, words_kept

STREAM_METHOD = "stems-weighed/6"
QUESTION_METHOD = "stems+grams-weighed/6"
LARGEST = 1 << 18  # claims of a segment
_AT_ONCE = 1 << 15  # claims read at a time
_TEXTS_AT_ONCE = 200  # texts a core takes at a time
_STEM_COSINE = NAMES.index("stem_cosine")
_ALIKE, _SAME_WORDS = 0.999, 0.95  # a text that is the title, whatever else is like it
_TEXT_LENGTH = NAMES.index("text_length")
_SAME_ADDRESS = 0.99  # a text that carries the claim's own address speaks of that claim

Hits = list[tuple[float, int]]  # score and claim number, best first


@dataclass(frozen=True, slots=True)
class _State:
    """All claims at one moment, numbered through the segments."""

    titles: Titles
    openings: Openings  # of the articles, numbered as the titles
    columns: tuple[ClaimColumns, ...]  # one for each segment of the titles
    alive: NDArray[np.bool_]  # withdrawn claims are not

    @classmethod
    def empty(cls) -> "_State":
        return cls(Titles.none(), Openings.none(), (), np.zeros(0, dtype=np.bool_))

    def place(self, number: int) -> tuple[ClaimColumns, int]:
        """Columns and row of a claim."""
        segment = int(np.searchsorted(self.titles.bases, number, side="right")) - 1
        return self.columns[segment], number - int(self.titles.bases[segment])

    def claim(self, number: int) -> KnownClaim:
        """The record of a claim."""
        columns, row = self.place(number)
        (title,) = self.titles.texts(np.array([number], dtype=np.int32)).to_pylist()
        return columns.claim(row, title)

    def claim_id(self, number: int) -> str:
        columns, row = self.place(number)
        return str(columns.table.column("claim_id")[row].as_py())

    def columns_of(self, numbers: NDArray[np.int32], name: str) -> list[Any]:
        """One column's values for these claims."""
        found: list[Any] = [None] * len(numbers)
        which = np.searchsorted(self.titles.bases, numbers, side="right") - 1
        for segment in np.unique(which).tolist():
            places = np.flatnonzero(which == segment)
            rows = pa.array(numbers[places] - self.titles.bases[segment])
            column = self.columns[segment].table.column(name).chunk(0)
            for place, value in zip(places.tolist(), column.take(rows).to_pylist(), strict=True):
                found[place] = value
        return found

    def number_of(self, claim_id: str) -> int | None:
        """The living claim of this id."""
        for columns, base in self._newest_first():
            for row in columns.rows_of(claim_id):
                if self.alive[base + row]:
                    return base + row
        return None

    def number_at(self, address: str) -> int | None:
        """The newest living claim of this bare address."""
        for columns, base in self._newest_first():
            for row in reversed(columns.rows_at(address)):
                if self.alive[base + row]:
                    return base + row
        return None

    def _newest_first(self) -> Iterator[tuple[ClaimColumns, int]]:
        bases = self.titles.bases.tolist()
        return zip(reversed(self.columns), reversed(bases[:-1]), strict=True)

    def without(self, claim_ids: Collection[str]) -> "_State":
        """With these claims no longer alive; unknown ids are no error."""
        alive = self.alive.copy()
        hashes = hashes_of(claim_ids)
        for columns, base in self._newest_first():
            known = columns.ids.known(hashes)
            for claim_id in (c for c, here in zip(claim_ids, known.tolist(), strict=True) if here):
                alive[[base + row for row in columns.rows_of(claim_id)]] = False
        return replace(self, alive=alive)

    def living_of(self, segment: int) -> NDArray[np.bool_]:
        return self.alive[self.titles.bases[segment] : self.titles.bases[segment + 1]]

    def plus(self, claims: Sequence[KnownClaim], stem_table: StemTable) -> "_State":
        """With n claims of new ids more, small segments joined; to be weighed."""
        titles = self.titles.with_segment([claim.title for claim in claims], stem_table)
        articles = [claim.article_text for claim in claims]
        openings = self.openings.with_segment(articles, stem_table)
        alive = np.concatenate([self.alive, np.ones(len(claims), dtype=np.bool_)])
        columns = (*self.columns, ClaimColumns.of(claims))
        return _State(titles, openings, columns, alive).joined()

    def joined(self) -> "_State":
        """With the last segments made one.

        Each segment left stays more than twice as large as all that follow (or as large as any
        may be), so a claim is moved a logarithmic number of times and few segments are searched.
        """
        first = len(self.columns) - 1
        size = int(self.living_of(first).sum())
        while first:
            more = int(self.living_of(first - 1).sum())
            if more > 2 * size or more + size > LARGEST:
                break
            size += more
            first -= 1
        if first == len(self.columns) - 1:
            return self
        kept = [self.living_of(number) for number in range(first, len(self.columns))]
        start = int(self.titles.bases[first])
        return _State(
            self.titles.joined(first, kept),
            self.openings.joined(first, kept),
            (*self.columns[:first], ClaimColumns.joined(self.columns[first:], kept)),
            np.concatenate([self.alive[:start], np.ones(size, dtype=np.bool_)]),
        )

    def weighed(self) -> "_State":
        return replace(self, titles=self.titles.weighed(), openings=self.openings.weighed())


class KnownClaimIndex:
    """All known claims, searchable while they come and go."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self._knowledge = Knowledge.shipped() if knowledge is None else knowledge
        self._lock = Lock()
        self._state = _State.empty()
        self._count = 0
        self._stem_table = StemTable()
        self._tables: tuple[Titles, WordTables] | None = None
        self._revision = 0

    @property
    def revision(self) -> int:
        """Rises with every change, so that others know when their kept matches are old."""
        return self._revision

    def __len__(self) -> int:
        return self._count

    def __contains__(self, claim_id: str) -> bool:
        return self._state.number_of(claim_id) is not None

    def claim(self, claim_id: str) -> KnownClaim:
        """The claim of this id.

        Raises:
            InvalidInput: no such claim is known (any more).
        """
        state = self._state
        number = state.number_of(claim_id)
        if number is None:
            raise InvalidInput(f"no known claim has the id {claim_id!r}")
        return state.claim(number)

    def add(self, claims: Iterable[KnownClaim]) -> None:
        """Make claims matchable from the next call on; a known id is replaced.

        Any number may be given, and lazily: no more than 32,768 records are held at a time.
        """
        given = iter(claims)
        with self._lock:
            state = self._state
            while several := list(islice(given, _AT_ONCE)):
                fresh = {claim.claim_id: claim for claim in several}
                state = state.without(fresh).plus(list(fresh.values()), self._stem_table)
            if state is not self._state:
                self._replace(state.weighed())

    def remove(self, claim_ids: Collection[str]) -> None:
        """Stop matching these claims at once; unknown ids are no error."""
        with self._lock:
            self._replace(self._state.without(claim_ids))

    def _replace(self, state: _State) -> None:
        self._state = state
        self._count = int(state.alive.sum())
        self._revision += 1

    def titles(self) -> dict[str, str]:
        """The titles of all claims that are matched, by id."""
        state = self._state
        living = zip(state.columns, state.titles.segments, strict=True)
        found: dict[str, str] = {}
        for number, (columns, segment) in enumerate(living):
            alive = pa.array(state.living_of(number))
            ids = columns.table.column("claim_id").filter(alive).to_pylist()
            found.update(zip(ids, segment.texts.filter(alive).to_pylist(), strict=True))
        return found

    def explain(self, text: str, claim_id: str) -> tuple[str, ...]:
        """Why a text is like a claim, strongest first.

        Raises:
            InvalidInput: no such claim is known (any more).
        """
        known = self._knowledge.associations
        return explain(text, self.claim(claim_id), _rarity(self._state.titles), associations=known)

    def match_batch(
        self, item_ids: Sequence[str], texts: Sequence[str], k: int = 3
    ) -> list[list[ClaimMatch]]:
        """The stream path: for each text its best claims, best first, none below "maybe".

        Raises:
            InvalidInput: the lengths differ or k is under 1.
        """
        if len(item_ids) != len(texts) or k < 1:
            raise InvalidInput(f"{len(item_ids)} item ids for {len(texts)} texts, {k=}")
        state = self._state

        def match_part(part: slice) -> list[list[ClaimMatch]]:
            read = StreamTexts.read(texts[part], self._stem_table)
            found, foreign = self._find(state, texts[part], read, k, MAYBE, is_stream=True)
            pairs = _Pairs.of(state, texts[part], found, foreign)
            reasons = _quick_reasons(pairs, read, state.titles, self._stem_table)
            return _matched(item_ids[part], found, pairs, reasons, STREAM_METHOD)

        return in_parts(match_part, len(texts), _TEXTS_AT_ONCE)

    def match(
        self, text: str, k: int = 5, item_id: str = "question", *, floor: float = MAYBE
    ) -> list[ClaimMatch]:
        """The question path: one text, its best claims, best first, none under ``floor``.

        Scores mean the same on both paths; this one also finds claims that share no whole
        word with the text.
        """
        state = self._state
        read = StreamTexts.read([text], self._stem_table)
        found, foreign = self._find(state, [text], read, k, floor, is_stream=False)
        pairs = _Pairs.of(state, [text], found, foreign)
        reasons = _full_reasons(pairs, state.titles, self._knowledge.associations)
        return _matched([item_id], found, pairs, reasons, QUESTION_METHOD)[0]

    def rank(
        self, texts: Sequence[str], k: int = 5, *, is_stream: bool = False, skipping: bool = True
    ) -> list[list[tuple[str, float]]]:
        """The question path for many texts, bare: the best k (claim id, score) of each.

        The same order and scores as :meth:`match` with a floor of 0, without its reasons.

        Args:
            is_stream: rank as :meth:`match_batch` does.
            skipping: False reads every posting list to its end, for comparison.
        """
        state = self._state

        def rank_part(part: slice) -> list[list[tuple[str, float]]]:
            read = StreamTexts.read(texts[part], self._stem_table)
            found, _ = self._find(
                state, texts[part], read, k, 0.0, is_stream=is_stream, skipping=skipping
            )
            return [[(state.claim_id(number), score) for score, number in hits] for hits in found]

        return in_parts(rank_part, len(texts), _TEXTS_AT_ONCE)

    def _find(
        self,
        state: _State,
        texts: Sequence[str],
        read: StreamTexts,
        k: int,
        floor: float,
        *,
        is_stream: bool,
        skipping: bool = True,
    ) -> tuple[list[Hits], Collection[int]]:
        """For each text the best k claims and their scores, best first; and which are foreign."""
        found: list[Hits] = [[] for _ in texts]
        glossed: dict[int, str] = {}
        if len(state.alive) and texts:
            self._weigh(state, read, k, floor, found, is_stream=is_stream, skipping=skipping)
            glossed = glosses(texts, read.stems)
            if glossed:  # texts of other languages once more, word for word in Indonesian
                again: list[Hits] = [[] for _ in glossed]
                anew = Texts.read(list(glossed.values()), self._stem_table)
                self._weigh(state, anew, k, floor, again, is_stream=is_stream, skipping=skipping)
                for place, hits in zip(glossed, again, strict=True):
                    found[place] = _better(found[place], hits)[:k]
        for place, addressed in _addressed(state, read.carried).items():
            others = [hit for hit in found[place] if hit[1] not in addressed]
            hits = [*((_SAME_ADDRESS, number) for number in sorted(addressed)), *others]
            found[place] = sorted(hits, key=lambda hit: -hit[0])[:k]
        return found, glossed

    def _weigh(
        self,
        state: _State,
        read: Texts,
        k: int,
        floor: float,
        found: list[Hits],
        *,
        is_stream: bool,
        skipping: bool,
    ) -> None:
        """Write the best k claims of each text to ``found``."""
        titles, known, depth = state.titles, self._knowledge, max(k, RIVALS)
        ranker = known.ranker
        gather_from = narrow_candidates if is_stream else wide_candidates
        rows = gather_from(titles, read, state.alive, skipping=skipping)
        if not is_stream:
            rows = state.openings.with_candidates(rows, read.stems, state.alive)
        words = titles.words(rows)
        compared = quick_compare(
            titles, self._tables_of(titles), read.stems, read.grams, rows, words
        )
        features = compared.features
        totals = ranker.totals(features, rows)
        totals += known.articles.weights(state.openings.likeness(read.stems, rows, titles, words))
        lengths = features[:, :, _TEXT_LENGTH].max(axis=1)
        alike = features[:, :, _STEM_COSINE] > _ALIKE
        best = np.argsort(-totals, axis=1, kind="stable")[:, :depth]
        totals = np.take_along_axis(totals, best, axis=1)
        rows, alike = (
            np.take_along_axis(rows, best, axis=1),
            np.take_along_axis(alike, best, axis=1),
        )
        standing = quick_stand(compared, totals, best, ranker.usual_rival)
        chances = ranker.chances(totals, standing, lengths)
        chances = np.where(alike, np.maximum(chances, _SAME_WORDS), chances)[:, :k]
        for i, place in np.argwhere((chances >= floor) & (rows[:, :k] >= 0)).tolist():
            found[i].append((float(chances[i, place]), int(rows[i, place])))
        for hits in found:
            hits.sort(key=lambda hit: -hit[0])

    def _tables_of(self, titles: Titles) -> WordTables:
        """What is known of the words of these titles; worked out again when they change."""
        kept = self._tables
        if kept is None or kept[0] is not titles:
            known = self._knowledge
            kept = (titles, WordTables.of(titles, known.associations, known.habits))
            self._tables = kept
        return kept[1]


def _better(one: Hits, other: Hits) -> Hits:
    """Both ways to read a text as one list: of a claim found twice, its better score."""
    scores: dict[int, float] = {}
    for score, number in (*one, *other):
        scores[number] = max(score, scores.get(number, 0.0))
    return sorted(((score, number) for number, score in scores.items()), key=lambda hit: -hit[0])


def _addressed(state: _State, carried: Sequence[Sequence[str]]) -> dict[int, set[int]]:
    """The claims whose own address each text carries, by the text's place; most carry none."""
    rows = [place for place, several in enumerate(carried) for _ in several]
    bare = [bare_address(address) for several in carried for address in several]
    hashes = hashes_of(bare)
    is_known = np.zeros(len(bare), dtype=np.bool_)
    for columns in state.columns:
        is_known |= columns.addresses.known(hashes)
    found: dict[int, set[int]] = {}
    for at in np.flatnonzero(is_known).tolist():
        number = state.number_at(bare[at])
        if number is not None:
            found.setdefault(rows[at], set()).add(number)
    return found


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Texts and the claims found for them, one after the other."""

    texts: Sequence[str]
    rows: NDArray[np.int64]  # which text
    ids: list[str]
    titles: list[str]
    urls: list[str | None]
    articles: list[str | None]
    foreign: Collection[int]  # rows of texts in other languages

    @classmethod
    def of(
        cls, state: _State, texts: Sequence[str], found: list[Hits], foreign: Collection[int]
    ) -> "_Pairs":
        numbers = np.array([number for hits in found for _, number in hits], dtype=np.int32)
        rows = np.repeat(np.arange(len(found)), [len(hits) for hits in found])
        titles = state.titles.texts(numbers).to_pylist() if len(numbers) else []
        names = ("claim_id", "url", "article_text")
        ids, urls, articles = (state.columns_of(numbers, name) for name in names)
        return cls(texts, rows, ids, titles, urls, articles, foreign)


def _quick_reasons(
    pairs: _Pairs, read: StreamTexts, titles: Titles, stem_table: StemTable
) -> Iterable[tuple[str, ...]]:
    """Reasons as the stream gives them."""
    asked, places = np.unique(pairs.rows, return_inverse=True)
    reasons = explain_many(
        read.to_explain(pairs.texts, asked.tolist(), stem_table),
        pairs.titles,
        pairs.urls,
        places,
        titles.stem_rarity,
        stem_table,
    )
    for pair, row in enumerate(pairs.rows.tolist()):
        if row in pairs.foreign:
            claim = KnownClaim(
                claim_id=pairs.ids[pair], title=pairs.titles[pair], url=pairs.urls[pair]
            )
            reasons[pair] = explain(pairs.texts[row], claim, _rarity(titles))
    return reasons


def _full_reasons(
    pairs: _Pairs, titles: Titles, associations: Associations
) -> Iterable[tuple[str, ...]]:
    """Reasons as a person who asks is given them."""
    rarity = _rarity(titles)
    for row, claim_id, title, url, article in zip(
        pairs.rows.tolist(), pairs.ids, pairs.titles, pairs.urls, pairs.articles, strict=True
    ):
        yield explain(
            pairs.texts[row],
            KnownClaim(claim_id=claim_id, title=title, url=url, article_text=article),
            rarity,
            is_foreign=row in pairs.foreign,
            found=words_kept(pairs.texts[row][:READ_CHARACTERS]),
            associations=associations,
        )


def _matched(
    item_ids: Sequence[str],
    found: list[Hits],
    pairs: _Pairs,
    reasons: Iterable[tuple[str, ...]],
    method: str,
) -> list[list[ClaimMatch]]:
    """The matches with their reasons."""
    told = zip(pairs.ids, reasons, strict=True)
    return [
        [
            ClaimMatch(item_id=item_id, claim_id=claim_id, score=score, reasons=why, method=method)
            for (score, _), (claim_id, why) in zip(hits, told, strict=False)
        ]
        for item_id, hits in zip(item_ids, found, strict=True)
    ]


def _rarity(titles: Titles) -> Callable[[str], float]:
    """How rare a stem is among all titles."""
    known: dict[str, float] = {}

    def rarity(stem: str) -> float:
        if stem not in known:
            known[stem] = titles.stem_rarity.idf_of(hash_word(stem))
        return known[stem]

    return rarity
