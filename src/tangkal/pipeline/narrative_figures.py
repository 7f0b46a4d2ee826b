"""What every narrative amounts to now, counted as items come in.

The lake can answer the same, but it reads all it holds to do so: with ten million items that
is seconds, for every batch. These figures cost microseconds an item, whatever the lake holds.
They are part of the stream's snapshot, so a killed worker neither loses nor doubles a count.

Items of an exercise and of the world are counted apart, as two of these.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tangkal.engines.base import Lake, Span
from tangkal.kernel import InvalidInput
from tangkal.pipeline.account_ages import AccountAges, account_key
from tangkal.pipeline.sparse_counts import SparseCounts

Int64 = npt.NDArray[np.int64]
Arrays = Mapping[str, npt.NDArray[Any]]

KEPT_HOURS = 22 * 24  # hours before the newest that hourly counts go back
ENOUGH_AUTHORS = 5  # accounts of a narrative are told apart up to so many
FIELDS = ("platform", "source_kind")
READ_AGAIN = ["narrative_id", "published_at", "observed_at", "platform", "source_kind", "author"]
PAGE = 10_000  # rows that the lake gives at once
SIDES = {False: "world", True: "exercise"}
SLACK = 1.25  # so many more narratives than live ones are held at most
TIDY_HOURS = 24
FRESH_SHARE = 0.25  # of a day's items: so much must be new before texts are read again
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_US_AN_HOUR = 3_600_000_000
_NEVER = np.iinfo(np.int64).max

_FIRST_ROOM = 1_024


class NarrativeFigures:
    """Counts of narratives, answered without reading anything."""

    def __init__(self) -> None:
        self._slots: dict[str, int] = {}
        self._next = 0  # a slot is not used twice: old cells may still carry it
        self._totals: Int64 = np.zeros(_FIRST_ROOM, np.int64)
        self._first: Int64 = np.full(_FIRST_ROOM, _NEVER, np.int64)
        self._last: Int64 = np.full(_FIRST_ROOM, -_NEVER, np.int64)
        self._by: dict[str, dict[int, dict[str, int]]] = {field: {} for field in FIELDS}
        self._authors: dict[int, set[int]] = {}
        self._hours = SparseCounts()
        self._from_new = SparseCounts()  # items by accounts that were new then
        self._ages = AccountAges()
        self._looked: dict[int, int] = {}
        self._beginning = _NEVER
        self.newest_hour = 0

    def __len__(self) -> int:
        return len(self._slots)

    # Taking in

    def add(self, rows: pa.Table) -> None:
        """Count rows of the LAKE schema, each once."""
        if rows.num_rows == 0:
            return
        moments = moments_us(rows)
        hours = moments // _US_AN_HOUR
        names = rows["narrative_id"].combine_chunks().dictionary_encode()
        slots = np.array([self._slot(name) for name in names.dictionary.to_pylist()], np.int64)[
            names.indices.to_numpy()
        ]
        np.add.at(self._totals, slots, 1)
        np.minimum.at(self._first, slots, moments)
        np.maximum.at(self._last, slots, moments)
        self._beginning = min(self._beginning, int(moments.min()))
        self.newest_hour = max(self.newest_hour, int(hours.max()))
        self._hours.add(slots, hours, np.ones(len(slots), np.int64))
        for field in FIELDS:
            self._count_field(field, slots, rows[field])
        self._count_accounts(slots, hours, rows["author"])

    def merge(self, into: str, other: str) -> None:
        """Count one narrative's items as another's from now on."""
        old = self._slots.pop(other, None)
        if old is None:
            return
        slot = self._slot(into)
        self._totals[slot] += self._totals[old]
        self._first[slot] = min(self._first[slot], self._first[old])
        self._last[slot] = max(self._last[slot], self._last[old])
        self._hours.move(old, slot)
        self._from_new.move(old, slot)
        for counted in self._by.values():
            for value, items in counted.pop(old, {}).items():
                mine = counted.setdefault(slot, {})
                mine[value] = mine.get(value, 0) + items
        both = self._authors.get(slot, set()) | self._authors.pop(old, set())
        self._authors[slot] = set(sorted(both)[:ENOUGH_AUTHORS])

    def read_again(self, ids: Sequence[str], lake: Lake, *, is_exercise: bool) -> None:
        """Count narratives anew from the lake: after a split, or when it dropped old days."""
        for name in ids:
            self._forget(name)
        for name, rows in items_of(ids, lake).items():
            mine = rows.filter(pc.equal(rows["is_exercise"], is_exercise))
            if mine.num_rows:
                self._add_again(name, mine)

    def keep_only(self, ids: Collection[str]) -> None:
        """Forget narratives that are no longer live, and hours that nobody asks for."""
        kept = set(ids)
        for name in [each for each in self._slots if each not in kept]:
            self._forget(name)
        old = np.fromiter(self._slots.values(), np.int64, len(self._slots))
        for cells in (self._hours, self._from_new):
            cells.keep(old, self.newest_hour - KEPT_HOURS)
        self._renumber(old)

    def _renumber(self, old: Int64) -> None:
        """Give the slots that are left the first numbers, so that room does not grow with time."""
        new = {slot: place for place, slot in enumerate(old.tolist())}
        self._totals, self._first = self._totals[old], self._first[old]
        self._last = self._last[old]
        self._room(max(_FIRST_ROOM, 2 * len(old)))
        self._slots = {name: new[slot] for name, slot in self._slots.items()}
        self._next = len(old)
        places = np.zeros(int(old.max(initial=-1)) + 1, np.int64)
        places[old] = np.arange(len(old))
        self._hours.renumber(places)
        self._from_new.renumber(places)
        self._by = {
            field: {new[slot]: each for slot, each in counted.items()}
            for field, counted in self._by.items()
        }
        self._authors = {new[slot]: each for slot, each in self._authors.items()}
        self._looked = {new[slot]: each for slot, each in self._looked.items()}

    # Answering

    def beginning(self) -> datetime | None:
        """The earliest moment counted; None while nothing is."""
        return None if self._beginning == _NEVER else moment_of(self._beginning)

    def hourly_counts(self, ids: Sequence[str], first_hour: datetime, hours: int) -> Int64:
        """int64[n, hours] items from an hour on, as the lake would answer.

        Raises:
            InvalidInput: an hour further back than KEPT_HOURS before the newest.
        """
        start = (first_hour - EPOCH) // timedelta(hours=1)
        if start + hours <= self.newest_hour - KEPT_HOURS:
            raise InvalidInput(f"hours from {first_hour.isoformat()} are no longer kept")
        return self._hours.table(self._found(ids), start, hours)

    def totals(self, ids: Sequence[str]) -> Int64:
        """int64[n] items; 0 for a narrative that is not known."""
        slots = self._found(ids)
        return np.where(slots < 0, 0, self._totals[slots])

    def first_last(self, ids: Sequence[str]) -> list[Span | None]:
        """Earliest and latest moment; None for a narrative that is not known."""
        return [
            None
            if (slot := self._slots.get(each)) is None
            else (moment_of(int(self._first[slot])), moment_of(int(self._last[slot])))
            for each in ids
        ]

    def counts_by(self, ids: Sequence[str], field: str) -> dict[str, dict[str, int]]:
        """Items of each narrative by platform or kind of source."""
        counted = self._by[field]
        return {each: dict(counted.get(self._slots.get(each, -1), {})) for each in ids}

    def authors(self, ids: Sequence[str]) -> list[int]:
        """Different accounts, at most ENOUGH_AUTHORS."""
        return [len(self._authors.get(self._slots.get(each, -1), ())) for each in ids]

    def due_for_reading(self, ids: Sequence[str], until: datetime, *, at_least: int) -> list[str]:
        """Narratives whose last day brought so many items from new accounts, and news since.

        Each answer counts as read: the same narrative is named again when a quarter more came.
        """
        end = (until - EPOCH) // timedelta(hours=1)
        day = self._from_new.table(self._found(ids), end - 24, 24).sum(axis=1)
        due = []
        for name, items in zip(ids, day.tolist(), strict=True):
            slot = self._slots.get(name, -1)
            total = int(self._totals[slot]) if slot >= 0 else 0
            if items >= at_least and total - self._looked.get(slot, 0) >= FRESH_SHARE * items:
                self._looked[slot] = total
                due.append(name)
        return due

    # Keeping

    def snapshot(self) -> dict[str, npt.NDArray[Any]]:
        """Everything but what was read already, as plain arrays."""
        names = list(self._slots)
        slots = self._found(names)
        hour_keys, hour_counts = self._hours.cells()
        new_keys, new_counts = self._from_new.cells()
        arrays: dict[str, npt.NDArray[Any]] = {
            "marks": np.array([self._next, self._beginning, self.newest_hour], np.int64),
            "names": np.array(names, np.str_) if names else np.zeros(0, "U1"),
            "slots": slots,
            "totals": self._totals[slots],
            "first": self._first[slots],
            "last": self._last[slots],
            "hour_keys": hour_keys,
            "hour_counts": hour_counts,
            "new_keys": new_keys,
            "new_counts": new_counts,
            **self._ages.snapshot(),
        }
        for field, counted in self._by.items():
            told = [(slot, v, n) for slot, each in counted.items() for v, n in each.items()]
            arrays[f"{field}_slots"] = np.array([slot for slot, _, _ in told], np.int64)
            arrays[f"{field}_values"] = np.array([value for _, value, _ in told] or [""], np.str_)
            arrays[f"{field}_counts"] = np.array([items for _, _, items in told], np.int64)
        seen = [(slot, account) for slot, each in self._authors.items() for account in each]
        arrays["author_slots"] = np.array([slot for slot, _ in seen], np.int64)
        arrays["author_keys"] = np.array([account for _, account in seen], np.int64)
        return arrays

    @classmethod
    def restore(cls, arrays: Arrays) -> "NarrativeFigures":
        """The figures that :meth:`snapshot` saved."""
        figures = cls()
        figures._next, figures._beginning, figures.newest_hour = map(int, arrays["marks"])
        slots = arrays["slots"]
        figures._room(max(_FIRST_ROOM, 2 * figures._next))
        figures._slots = dict(zip(arrays["names"].tolist(), slots.tolist(), strict=True))
        figures._totals[slots] = arrays["totals"]
        figures._first[slots] = arrays["first"]
        figures._last[slots] = arrays["last"]
        figures._hours = SparseCounts.of_cells(arrays["hour_keys"], arrays["hour_counts"])
        figures._from_new = SparseCounts.of_cells(arrays["new_keys"], arrays["new_counts"])
        figures._ages.restore(arrays)
        for field, counted in figures._by.items():
            told = (arrays[f"{field}_{part}"].tolist() for part in ("slots", "values", "counts"))
            for slot, value, items in zip(*told, strict=False):
                counted.setdefault(slot, {})[value] = items
        seen = zip(arrays["author_slots"].tolist(), arrays["author_keys"].tolist(), strict=True)
        for slot, account in seen:
            figures._authors.setdefault(slot, set()).add(account)
        return figures

    # Inside

    def _slot(self, name: str) -> int:
        slot = self._slots.get(name)
        if slot is None:
            slot = self._slots[name] = self._next
            self._next += 1
            if slot == len(self._totals):
                self._room(2 * slot)
        return slot

    def _room(self, room: int) -> None:
        """Room for so many slots; those in use keep what they hold."""
        more = max(0, room - len(self._totals))
        self._totals = np.concatenate([self._totals, np.zeros(more, np.int64)])
        self._first = np.concatenate([self._first, np.full(more, _NEVER, np.int64)])
        self._last = np.concatenate([self._last, np.full(more, -_NEVER, np.int64)])

    def _found(self, ids: Sequence[str]) -> Int64:
        return np.fromiter((self._slots.get(each, -1) for each in ids), np.int64, len(ids))

    def _forget(self, name: str) -> None:
        slot = self._slots.pop(name, None)
        if slot is not None:
            for counted in self._by.values():
                counted.pop(slot, None)
            self._authors.pop(slot, None)
            self._looked.pop(slot, None)

    def _count_field(self, field: str, slots: Int64, column: pa.ChunkedArray) -> None:
        values = column.combine_chunks().dictionary_encode()
        names = values.dictionary.to_pylist()
        pairs = slots * len(names) + values.indices.to_numpy()
        counted = self._by[field]
        found, items = np.unique(pairs, return_counts=True)
        for pair, count in zip(found.tolist(), items.tolist(), strict=True):
            mine = counted.setdefault(pair // len(names), {})
            name = names[pair % len(names)]
            mine[name] = mine.get(name, 0) + count

    def _count_accounts(self, slots: Int64, hours: Int64, column: pa.ChunkedArray) -> None:
        values = column.combine_chunks().dictionary_encode()
        known = np.flatnonzero(values.is_valid().to_numpy(zero_copy_only=False))
        if len(known) == 0:
            return
        keys = np.array([account_key(each) for each in values.dictionary.to_pylist()], np.int64)
        accounts = keys[values.indices.drop_null().to_numpy()]
        new = known[self._ages.take(accounts, hours[known])]
        self._from_new.add(slots[new], hours[new], np.ones(len(new), np.int64))
        for slot, account in zip(slots[known].tolist(), accounts.tolist(), strict=True):
            mine = self._authors.setdefault(slot, set())
            if len(mine) < ENOUGH_AUTHORS:
                mine.add(account)

    def _add_again(self, name: str, rows: pa.Table) -> None:
        """Count rows under a name; their accounts have aged already."""
        slot = self._slot(name)
        moments = moments_us(rows)
        self._totals[slot] = rows.num_rows
        self._first[slot], self._last[slot] = moments.min(), moments.max()
        same = np.full(rows.num_rows, slot, np.int64)
        hours = moments // _US_AN_HOUR
        recent = hours >= self.newest_hour - KEPT_HOURS
        self._hours.add(same[recent], hours[recent], np.ones(int(recent.sum()), np.int64))
        for field in FIELDS:
            self._count_field(field, same, rows[field])
        authors = {each for each in rows["author"].to_pylist() if each}
        self._authors[slot] = {account_key(each) for each in sorted(authors)[:ENOUGH_AUTHORS]}


def items_of(ids: Sequence[str], lake: Lake) -> dict[str, pa.Table]:
    """All items of some narratives, a page at a time; without any the narrative is left out."""
    found: dict[str, pa.Table] = {}
    columns = [*READ_AGAIN, "is_exercise"]
    for name in dict.fromkeys(ids):
        pages: list[pa.Table] = []
        while not pages or pages[-1].num_rows == PAGE:
            page = lake.narrative_items(name, limit=PAGE, offset=PAGE * len(pages))
            pages.append(page.select(columns))
        found[name] = pa.concat_tables(pages)
    return found


def moments_us(rows: pa.Table) -> Int64:
    """When each item appeared, or where that is not known was seen: microseconds since 1970."""
    moments = pc.coalesce(rows["published_at"], rows["observed_at"])
    return np.asarray(moments.cast(pa.int64()).combine_chunks().to_numpy(), np.int64)


def moment_of(microseconds: int) -> datetime:
    return EPOCH + microseconds * MICROSECOND


class LiveFigures:
    """The figures of the world and of exercises, which never meet."""

    def __init__(self) -> None:
        self._sides = {False: NarrativeFigures(), True: NarrativeFigures()}
        self._tidied_at = 0

    def of(self, *, is_exercise: bool) -> NarrativeFigures:
        """One side's."""
        return self._sides[is_exercise]

    def add(self, rows: pa.Table) -> None:
        """Count rows of the LAKE schema, each on its side."""
        for is_exercise, side in self._sides.items():
            side.add(rows.filter(pc.equal(rows["is_exercise"], is_exercise)))

    def merge(self, into: str, other: str) -> None:
        """Count one narrative's items as another's, on both sides."""
        for side in self._sides.values():
            side.merge(into, other)

    def read_again(self, ids: Sequence[str], lake: Lake) -> None:
        """Count narratives anew from the lake, after one was split."""
        for is_exercise, side in self._sides.items():
            side.read_again(ids, lake, is_exercise=is_exercise)

    def tidy(self, live: Collection[str]) -> None:
        """Forget narratives that are not live and hours long past, when it is worth the time."""
        held = max(map(len, self._sides.values()))
        newest = max(side.newest_hour for side in self._sides.values())
        if held > SLACK * len(live) + _FIRST_ROOM or newest >= self._tidied_at + TIDY_HOURS:
            for side in self._sides.values():
                side.keep_only(live)
            self._tidied_at = newest

    def snapshot(self) -> dict[str, npt.NDArray[Any]]:
        """Both sides as plain arrays."""
        return {
            f"{SIDES[is_exercise]}.{name}": array
            for is_exercise, side in self._sides.items()
            for name, array in side.snapshot().items()
        }

    @classmethod
    def restore(cls, arrays: Arrays) -> "LiveFigures":
        """What :meth:`snapshot` gave."""
        figures = cls()
        for is_exercise, side in SIDES.items():
            mine = {
                name.removeprefix(f"{side}."): array
                for name, array in arrays.items()
                if name.startswith(f"{side}.")
            }
            figures._sides[is_exercise] = NarrativeFigures.restore(mine)
        return figures
