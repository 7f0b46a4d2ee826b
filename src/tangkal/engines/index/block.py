"""One block of an index: which of its rows a question finds."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tangkal.engines.base import Membership, Search
from tangkal.engines.index.hashes import hash_of
from tangkal.engines.index.layout import POSITION_BITS, Stored
from tangkal.engines.moments import microseconds
from tangkal.engines.query import Kind, Part, Query, Term

Rows = NDArray[np.int64]  # of a block, ascending
Mask = NDArray[np.bool_]


class Moved:
    """A membership as numbers."""

    def __init__(self, membership: Membership) -> None:
        self.membership = membership
        self.narratives = as_hashes(membership.narratives)
        self.families = as_hashes(membership.families)
        current = {*membership.narratives.values(), *membership.families.values()}
        self.names = {hash_of(name): name for name in current}


def as_hashes(moved: Mapping[str, str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    pairs = sorted((hash_of(old), hash_of(now)) for old, now in moved.items())
    table = np.array(pairs, np.uint64).reshape(-1, 2)
    return np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])


@dataclass(frozen=True, slots=True)
class Belonging:
    """To which narrative each row belongs now: ``hashes[codes[row]]``."""

    codes: NDArray[np.uint16] | NDArray[np.uint32]
    hashes: NDArray[np.uint64]


class Block:
    """Up to 16,384 rows of one Parquet file, from row `first` of it on."""

    def __init__(self, file: Path, first: int, stored: Stored) -> None:
        self.file, self.first, self.stored = file, first, stored
        self.rows = stored.rows
        self.arrays = stored.arrays
        self.earliest, self.latest = stored.values["span"]
        self._belonging: tuple[Moved, Belonging] | None = None

    # Words

    def said(self, query: Query) -> Mask | None:
        """Which rows are what a question asks for; None where no row is."""
        found = np.ones(self.rows, np.bool_)
        if query.is_wordless:
            return None
        for group in query.every:
            either = np.zeros(self.rows, np.bool_)
            for term in group:
                either[self._rows_of(term)] = True
            found &= either
            if not found.any():
                return None
        for term in query.none:
            found[self._rows_of(term)] = False
        return found

    def _rows_of(self, term: Term) -> NDArray[np.uint32]:
        """The rows in which the words of a term follow one another; some perhaps twice."""
        places: NDArray[np.uint32] | None = None
        for distance, part in enumerate(term):
            found = self._places_of(part)
            if distance:
                # A word at the very start of a row has none before it: no borrowing.
                found = found[(found & ((1 << POSITION_BITS) - 1)) >= distance] - distance
            places = found if places is None else both(places, found)
            if not len(places):
                break
        found = np.zeros(0, np.uint32) if places is None else places
        return found >> np.uint32(POSITION_BITS)

    def _places_of(self, part: Part) -> NDArray[np.uint32]:
        places, starts = self.arrays["places"], self.arrays["starts"]
        if part.kind is Kind.STEM:
            stem = np.uint64(hash_of(part.text))
            stems = self.arrays["stems"]
            left, right = np.searchsorted(stems, stem), np.searchsorted(stems, stem, "right")
            words = self.arrays["stem_words"][left:right].tolist()
            if len(words) == 1:
                return places[starts[words[0]] : starts[words[0] + 1]]
            each = [places[starts[word] : starts[word + 1]] for word in words]
            return np.concatenate([np.zeros(0, np.uint32), *each])
        first = bisect_left(self._words, part.text.encode())
        end = first
        if part.kind is Kind.PREFIX:
            end = bisect_left(self._words, after(part.text.encode()))
        elif first < len(self._words) and self._words[first] == part.text.encode():
            end = first + 1
        return places[starts[first] : starts[end]]

    @cached_property
    def _words(self) -> "Strings":
        return Strings(self.arrays["words"], self.arrays["words_at"])

    # Filters

    def fits(self, search: Search, moved: Moved) -> Rows:
        """The rows that a search finds, whatever its limit and offset."""
        if not self.may_hold(microseconds(search.since), microseconds(search.until)):
            return NOTHING
        found = self.said(search.query)
        if found is None:
            return NOTHING
        for column, allows in tests_of(search):
            allowed = np.array(
                [allows(value) is True for value in self.stored.values[column]], np.bool_
            )
            if not allowed.all():
                found &= allowed[self.arrays[column]]
        if search.family_id is not None:
            found &= self.arrays["families"] == np.uint64(hash_of(search.family_id))
        if search.narrative_id is not None:
            found &= self.series([search.narrative_id], moved) >= 0
        found &= self.within(microseconds(search.since), microseconds(search.until))
        return np.flatnonzero(found)

    def may_hold(self, since: int | None, until: int | None) -> bool:
        return (since is None or self.latest >= since) and (until is None or self.earliest < until)

    def within(self, since: int | None, until: int | None) -> Mask:
        moments = self.arrays["moments"]
        found = np.ones(self.rows, np.bool_)
        if since is not None and self.earliest < since:
            found &= moments >= since
        if until is not None and self.latest >= until:
            found &= moments < until
        return found

    # Narratives

    def belonging(self, moved: Moved) -> Belonging:
        """Where each row belongs now, by a membership."""
        if self._belonging is None or self._belonging[0] is not moved:
            self._belonging = (moved, self._belong(moved))
        return self._belonging[1]

    def _belong(self, moved: Moved) -> Belonging:
        codes, hashes = self.arrays["narrative"], self.arrays["narratives"]
        old, now = moved.narratives
        if len(old):
            place = np.minimum(np.searchsorted(old, hashes), len(old) - 1)
            hashes = np.where(old[place] == hashes, now[place], hashes)
        old, now = moved.families
        if len(old):
            families, order = self.arrays["families"], self.arrays["families_order"]
            left = np.searchsorted(families, old, "left", sorter=order)
            right = np.searchsorted(families, old, "right", sorter=order)
            here = np.flatnonzero(right > left)
            if len(here):
                codes = codes.astype(np.uint32)
                for number, family in enumerate(here.tolist()):
                    codes[order[left[family] : right[family]]] = len(hashes) + number
                hashes = np.concatenate([hashes, now[here]])
        return Belonging(codes, hashes)

    def series(self, ids: Sequence[str], moved: Moved) -> NDArray[np.int32]:
        """For each row the place of its narrative among some, or -1."""
        return self.series_of(sorted_hashes(ids), moved)

    def series_of(
        self, wanted: tuple[NDArray[np.uint64], NDArray[np.int64]], moved: Moved
    ) -> NDArray[np.int32]:
        """As :meth:`series`, for hashes in order and the places they stand for."""
        own, (hashes, places) = self.belonging(moved), wanted
        at = np.minimum(np.searchsorted(hashes, own.hashes), len(hashes) - 1)
        series = np.where(hashes[at] == own.hashes, places[at], -1).astype(np.int32)
        if not (series >= 0).any():
            return np.full(self.rows, -1, np.int32)
        return series[own.codes]

    def name_of(self, narrative: int, moved: Moved) -> str | None:
        """The narrative of this hash by name, where it is one of this block's."""
        if narrative in moved.names:
            return moved.names[narrative]
        hashes = self.arrays["narratives"]
        place = int(np.searchsorted(hashes, np.uint64(narrative)))
        if place == len(hashes) or int(hashes[place]) != narrative:
            return None
        return Strings(self.arrays["names"], self.arrays["names_at"])[place].decode()


NOTHING: Rows = np.zeros(0, np.int64)


class Strings:
    """Strings one after the other, read where they lie."""

    def __init__(self, data: NDArray[np.uint8], bounds: NDArray[np.uint32]) -> None:
        self._data, self._bounds = data, bounds

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __getitem__(self, place: int) -> bytes:
        return self._data[self._bounds[place] : self._bounds[place + 1]].tobytes()


def sorted_hashes(ids: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    hashes = np.array([hash_of(each) for each in ids], np.uint64)
    order = np.argsort(hashes)
    return hashes[order], order


def both(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return np.intersect1d(first, second, assume_unique=True)


def after(prefix: bytes) -> bytes:
    """The least that is more than everything with a prefix; UTF-8 has no byte 0xFF."""
    return prefix + b"\xff"


def tests_of(search: Search) -> list[tuple[str, Callable[[object], bool]]]:
    """The columns that a search narrows, and which of their values it lets through."""
    equal = {
        "platform": search.platform,
        "language": search.language,
        "source_kind": search.source_kind,
        "is_exercise": search.is_exercise,
    }
    asked: list[tuple[str, Callable[[object], bool]]] = [
        (name, wanted.__eq__) for name, wanted in equal.items() if wanted is not None
    ]
    if search.region is not None:
        asked.append(("region_code", lambda code: below(code, search.region)))
    return asked


def below(code: object, region: str | None) -> bool:
    """Whether a region's code is another one's or lies below it; an absent one does not."""
    return f"{code or ''}.".startswith(f"{region}.")
