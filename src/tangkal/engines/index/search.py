"""Questions to an index: block by block, in numbers, and only what is found is read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.engines.base import SURVEYED, Search, Survey
from tangkal.engines.index.block import Block, Moved, Rows, sorted_hashes
from tangkal.engines.index.hashes import first_bytes
from tangkal.engines.moments import HOUR_US, moment_at


@dataclass(frozen=True, slots=True)
class Refs:
    """Rows found in several blocks, with what they are ordered by."""

    blocks: NDArray[np.int64]  # place of the block among those that were asked
    rows: NDArray[np.int64]
    moments: NDArray[np.int64]
    ids: NDArray[np.uint64]  # the first bytes of the item ids

    def __len__(self) -> int:
        return len(self.rows)

    def taken(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> "Refs":
        return Refs(self.blocks[which], self.rows[which], self.moments[which], self.ids[which])


def refs_of(found: Sequence[tuple[int, Block, Rows]]) -> Refs:
    if not found:
        none = np.zeros(0, np.int64)
        return Refs(none, none, none, np.zeros(0, np.uint64))
    return Refs(
        np.concatenate([np.full(len(rows), place) for place, _, rows in found]),
        np.concatenate([rows for _, _, rows in found]),
        np.concatenate([block.arrays["moments"][rows] for _, block, rows in found]),
        np.concatenate([block.arrays["ids"][rows] for _, block, rows in found]),
    )


def joined(parts: Sequence[Refs]) -> Refs:
    """Rows found several times, one after the other."""
    each = [(part.blocks, part.rows, part.moments, part.ids) for part in parts]
    if not each:
        return refs_of([])
    return Refs(*(np.concatenate(column) for column in zip(*each, strict=True)))


@dataclass(frozen=True, slots=True)
class Groups:
    """Narratives found, each once: n of each."""

    hashes: NDArray[np.uint64]
    items: NDArray[np.int64]
    first: NDArray[np.int64]  # microseconds
    last: NDArray[np.int64]


class Index:
    """All blocks of one state of the lake, asked with one membership."""

    def __init__(self, blocks: Sequence[Block], moved: Moved) -> None:
        self.blocks, self.moved = blocks, moved

    def count(self, search: Search) -> int:
        return sum(len(block.fits(search, self.moved)) for block in self.blocks)

    def newest(self, search: Search) -> Refs:
        """The rows of a search's page and before it, newest first, then by the ids' beginnings.

        Rows that are alike in both are there together, so perhaps more than the page needs.
        """
        most = search.offset + search.limit
        kept: list[tuple[int, Block, Rows]] = []
        least: int | None = None  # the moment that a row must reach to be among the newest
        for place in sorted(range(len(self.blocks)), key=lambda n: -self.blocks[n].latest):
            block = self.blocks[place]
            if least is not None and block.latest < least:
                break
            kept.append((place, block, block.fits(search, self.moved)))
            kept = since(kept, least)
            if sum(len(rows) for _, _, rows in kept) >= most:
                least = nth_newest(kept, most)
                kept = since(kept, least)
        refs = refs_of(kept)
        return refs.taken(np.lexsort((refs.ids, -refs.moments)))

    def survey(self, search: Search) -> Survey:
        hours: Counter[int] = Counter()
        by: dict[str, Counter[object]] = {name: Counter() for name in SURVEYED}
        spans: list[tuple[int, int]] = []
        items = 0
        for block in self.blocks:
            rows = block.fits(search, self.moved)
            if not len(rows):
                continue
            items += len(rows)
            moments = block.arrays["moments"][rows]
            spans.append((int(moments.min()), int(moments.max())))
            for hour, count in counted(hours_of(block, moments, 0)):
                hours[hour] += count
            for name in SURVEYED:
                values = block.stored.values[name]
                counts = np.bincount(block.arrays[name][rows], minlength=len(values)).tolist()
                for value, count in zip(values, counts, strict=True):
                    if count:
                        by[name][value] += count
        return Survey(
            items=items,
            first=moment_at(min(first for first, _ in spans)) if spans else None,
            last=moment_at(max(last for _, last in spans)) if spans else None,
            hours={moment_at(hour * HOUR_US): count for hour, count in hours.items()},
            by=by,
        )

    # Narratives

    def groups(self, search: Search) -> Groups:
        """The narratives of what a search finds, in no order."""
        parts: list[tuple[NDArray[np.uint64] | NDArray[np.int64], ...]] = []
        for block in self.blocks:
            rows = block.fits(search, self.moved)
            if len(rows):
                parts.append(grouped(block, rows, self.moved))
        if not parts:
            empty = np.zeros(0, np.int64)
            return Groups(np.zeros(0, np.uint64), empty, empty, empty)
        hashes, items, first, last = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(hashes, kind="stable")
        hashes = hashes[order]
        starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
        return Groups(
            hashes[starts].astype(np.uint64),
            np.add.reduceat(items[order], starts),
            np.minimum.reduceat(first[order], starts),
            np.maximum.reduceat(last[order], starts),
        )

    def name_of(self, narrative: int) -> str:
        found = (block.name_of(narrative, self.moved) for block in self.blocks)
        return next(name for name in found if name is not None)

    def names_of(self, narratives: NDArray[np.uint64]) -> list[str]:
        """The names of some narratives, all of which some block knows."""
        names = {each: self.moved.names.get(each) for each in narratives.tolist()}
        missing = np.array(sorted(each for each, name in names.items() if name is None), np.uint64)
        for block in self.blocks:
            if not len(missing):
                break
            here = missing[np.isin(missing, block.arrays["narratives"])]
            for each in here.tolist():
                names[each] = block.name_of(each, self.moved)
            if len(here):
                missing = np.setdiff1d(missing, here)
        return [str(names[each]) for each in narratives.tolist()]

    def earliest(self, search: Search, narrative: int, first: int) -> Refs:
        """The rows of a narrative at its earliest moment, with the lowest beginning of an id."""
        kept = []
        for place, block in enumerate(self.blocks):
            if block.earliest <= first <= block.latest:
                rows = block.fits(search, self.moved)
                own = block.belonging(self.moved)
                here = own.hashes[own.codes[rows]] == np.uint64(narrative)
                rows = rows[here & (block.arrays["moments"][rows] == first)]
                if len(rows):
                    kept.append((place, block, rows))
        refs = refs_of(kept)
        return refs.taken(refs.ids == refs.ids.min())

    def of(
        self, ids: Sequence[str], since: int | None = None, until: int | None = None
    ) -> Iterator[tuple[Block, Rows, NDArray[np.int32]]]:
        """Rows that belong to some narratives, and for each the narrative's place in `ids`."""
        wanted = sorted_hashes(ids)
        for block in self.blocks:
            if block.may_hold(since, until):
                series = block.series_of(wanted, self.moved)
                rows = np.flatnonzero((series >= 0) & block.within(since, until))
                if len(rows):
                    yield block, rows, series[rows]

    def hourly(self, ids: Sequence[str], since: int, hours: int) -> NDArray[np.int64]:
        counts = np.zeros(len(ids) * hours, np.int64)
        for block, rows, series in self.of(ids, since, since + hours * HOUR_US):
            hour = hours_of(block, block.arrays["moments"][rows], since)
            counts += np.bincount(series * hours + hour, minlength=len(counts))
        return counts.reshape(len(ids), hours)

    def totals(self, ids: Sequence[str]) -> NDArray[np.int64]:
        counts = np.zeros(len(ids), np.int64)
        for _, _, series in self.of(ids):
            counts += np.bincount(series, minlength=len(counts))
        return counts

    def spans(self, ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        first, last = np.full(len(ids), 1 << 62), np.full(len(ids), -(1 << 62))
        for block, rows, series in self.of(ids):
            np.minimum.at(first, series, block.arrays["moments"][rows])
            np.maximum.at(last, series, block.arrays["moments"][rows])
        return {
            name: (int(first[place]), int(last[place]))
            for place, name in enumerate(ids)
            if first[place] <= last[place]
        }

    def counts_by(self, ids: Sequence[str], field: str) -> Counter[tuple[str, object]]:
        counts: Counter[tuple[str, object]] = Counter()
        for block, rows, series in self.of(ids):
            values = block.stored.values[field]
            keys = series.astype(np.int64) * len(values) + block.arrays[field][rows]
            for key, count in counted(keys):
                counts[ids[key // len(values)], values[key % len(values)]] += count
        return counts

    def items(self, ids: Sequence[str]) -> Refs:
        """Rows whose item id begins as one of these does."""
        wanted = np.unique(first_bytes(list(ids)))
        found = [
            (place, block, rows)
            for place, block in enumerate(self.blocks)
            if len(rows := np.flatnonzero(np.isin(block.arrays["ids"], wanted)))
        ]
        return refs_of(found)


def grouped(
    block: Block, rows: Rows, moved: Moved
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Hash, items, earliest and latest moment of each narrative among rows of a block."""
    own = block.belonging(moved)
    codes, moments = own.codes[rows], block.arrays["moments"][rows]
    items = np.bincount(codes, minlength=len(own.hashes))
    first = np.full(len(own.hashes), 1 << 62)
    last = np.full(len(own.hashes), -(1 << 62))
    np.minimum.at(first, codes, moments)
    np.maximum.at(last, codes, moments)
    here = items > 0
    return own.hashes[here], items[here], first[here], last[here]


def hours_of(block: Block, moments: NDArray[np.int64], since: int) -> NDArray[np.int64]:
    """Whole hours since a moment; of a block within one hour, without dividing for each row."""
    first, last = (block.earliest - since) // HOUR_US, (block.latest - since) // HOUR_US
    if first == last:
        return np.full(len(moments), first)
    return (moments - since) // HOUR_US


def counted(codes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Different numbers and how often each occurs; quick where they lie close together."""
    low, high = int(codes.min()), int(codes.max())
    if high - low > 4 * len(codes) + 1024:
        values, counts = np.unique(codes, return_counts=True)
    else:
        every = np.bincount(codes.astype(np.int64) - low)
        values = np.flatnonzero(every)
        counts = every[values]
        values = values + low
    yield from zip(values.tolist(), counts.tolist(), strict=True)


def nth_newest(kept: Sequence[tuple[int, Block, Rows]], most: int) -> int:
    moments = np.concatenate([block.arrays["moments"][rows] for _, block, rows in kept])
    return int(np.partition(moments, len(moments) - most)[len(moments) - most])


def since(kept: list[tuple[int, Block, Rows]], least: int | None) -> list[tuple[int, Block, Rows]]:
    """Without what is older than a moment."""
    if least is None:
        return kept
    newer = [
        (place, block, rows[block.arrays["moments"][rows] >= least]) for place, block, rows in kept
    ]
    return [each for each in newer if len(each[2])]
