"""What every lake promises: items appended once, found again, dropped a day at a time."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, final

import numpy as np
import pyarrow as pa

from tangkal.engines.query import Query, all_of, read_query
from tangkal.kernel import InvalidInput, InvalidRecord, TangkalError
from tangkal.kernel.batches import check_batch_id
from tangkal.kernel.records import check_aware
from tangkal.kernel.schema import LAKE, conform

Span = tuple[datetime, datetime]
COUNTABLE = ("platform", "source_kind", "language", "region_code", "author")
TALLIED = (*COUNTABLE, "narrative_id", "family_id", "source", "hour")
SURVEYED = ("platform", "language", "region_code", "source_kind", "is_exercise")
MAX_ROWS = 10_000  # a page of results, not an export


class LakeError(TangkalError):
    """The lake cannot be read or written; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Where items belong now, where that differs from the narrative written at arrival.

    What was written stays as it was: merges and splits change this and no file.
    """

    narratives: Mapping[str, str] = field(default_factory=dict)  # id at arrival → current id
    families: Mapping[str, str] = field(default_factory=dict)  # family → current id; stronger

    def __post_init__(self) -> None:
        for current in {*self.narratives.values(), *self.families.values()}:
            if self.narratives.get(current, current) != current:
                raise InvalidRecord(
                    f"narrative {current!r} is named as current and belongs to "
                    f"{self.narratives[current]!r} itself; give the last of a chain"
                )

    def __bool__(self) -> bool:
        return bool(self.narratives or self.families)

    def current(self, narrative_id: str, family_id: str) -> str:
        """The narrative an item belongs to now.

        >>> Membership(narratives={"a": "b"}, families={"f": "c"}).current("a", "g")
        'b'
        """
        found = self.families.get(family_id)
        return self.narratives.get(narrative_id, narrative_id) if found is None else found

    def at_arrival(self, ids: Collection[str]) -> tuple[list[str], list[str]]:
        """Where the items of some current narratives may be found.

        Returns:
            ids at arrival whose items belong to one of them unless their family moved, and
            families that moved to one of them.
        """
        stayed = [each for each in ids if self.narratives.get(each, each) == each]
        wanted = set(ids)
        came = [old for old, now in self.narratives.items() if now in wanted and old != now]
        moved = [family for family, now in self.families.items() if now in wanted]
        return [*stayed, *came], moved

    def applied(self, table: pa.Table) -> pa.Table:
        """A table whose narrative_id is the current one; it must have family_id too."""
        if not self or "narrative_id" not in table.column_names:
            return table
        pairs = zip(table["narrative_id"].to_pylist(), table["family_id"].to_pylist(), strict=True)
        current = pa.array([self.current(*pair) for pair in pairs], pa.string())
        place = table.column_names.index("narrative_id")
        return table.set_column(place, table.schema.field(place), current)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for; every given condition must hold."""

    # What :mod:`tangkal.engines.query` reads; or words and phrases that must all occur.
    words: str | tuple[str, ...] = ""
    platform: str | None = None
    language: str | None = None
    region: str | None = None  # a code finds what lies below it too: "32" finds "32.04"
    since: datetime | None = None
    until: datetime | None = None  # not included
    narrative_id: str | None = None
    family_id: str | None = None
    source_kind: str | None = None
    is_exercise: bool | None = None  # None: the exercise's items and the world's
    limit: int = 50
    offset: int = 0

    def __post_init__(self) -> None:
        read(self.words)  # refuses what is too much
        check_page(self.limit, self.offset)
        check_aware(self.since, "since")
        check_aware(self.until, "until")

    @property
    def query(self) -> Query:
        return read(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a search finds, counted."""

    items: int
    first: datetime | None  # earliest moment found; None where nothing is
    last: datetime | None
    hours: Mapping[datetime, int]  # items by whole hour (UTC), oldest first, without empty hours
    by: Mapping[str, Mapping[Any, int]]  # of each field in SURVEYED, most first; None: absent


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeCount:
    """How large a narrative is among the items that a search found."""

    narrative_id: str
    items: int
    first: datetime  # earliest moment found
    last: datetime
    lead: str  # title or text of the earliest item, then of the lowest item id


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A question of :meth:`Lake.tally`, checked."""

    since: datetime
    until: datetime
    by: tuple[str, ...]
    narrative_ids: tuple[str, ...] | None
    region: str | None
    is_exercise: bool | None

    @property
    def schema(self) -> pa.Schema:
        fields = [(name, pa.int64() if name == "hour" else pa.string()) for name in self.by]
        return pa.schema([*fields, ("items", pa.int64()), ("first_item", pa.string())])


class Lake(ABC):
    """Every item seen, in the LAKE schema, in one partition a day of ``observed_at`` (UTC).

    An item's *moment* is when it was published, or, where that is not known, observed. One
    process writes; any number read at the same time, and each call sees one consistent state.

    An item's *narrative* is the one it belongs to now: see :meth:`belong`.
    """

    _membership: Membership = Membership()

    @final
    def belong(self, membership: Membership) -> None:
        """From now on answer, and understand questions, in these current narratives."""
        self._membership = membership

    @final
    def append(self, batch_id: str, table: pa.Table) -> bool:
        """Add a batch, all of it or nothing.

        Returns:
            True, or False where a batch of this name is already in, also after compaction
            or retention; the table is then not looked at.

        Raises:
            InvalidInput: the name or the table is not what the LAKE schema asks for.
        """
        check_batch_id(batch_id)
        return self._append(batch_id, conform(table, LAKE, "LAKE"))

    @final
    def items(self, ids: Sequence[str]) -> pa.Table:
        """The items with these ids, in the order asked for; unknown ids give no row."""
        if not ids:
            return LAKE.empty_table()
        found = self._items(list(dict.fromkeys(ids)))
        place = {item_id: row for row, item_id in enumerate(found["item_id"].to_pylist())}
        rows = [place[item_id] for item_id in dict.fromkeys(ids) if item_id in place]
        return found.take(pa.array(rows, pa.int64()))

    @final
    def search(
        self,
        words: str | Sequence[str] = "",
        *,
        platform: str | None = None,
        language: str | None = None,
        region: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        narrative_id: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> pa.Table:
        """Items that are what is asked for, newest moment first, then by item id.

        Args:
            words: in the language of :mod:`tangkal.engines.query`; or words and phrases, each
                of which must occur.

        Raises:
            InvalidInput: a moment without time zone, or a limit outside 1..10,000.
        """
        return self._search(
            Search(
                words=words if isinstance(words, str) else tuple(words),
                platform=platform,
                language=language,
                region=region,
                since=since,
                until=until,
                narrative_id=narrative_id,
                limit=limit,
                offset=offset,
            )
        )

    @final
    def found(self, search: Search) -> pa.Table:
        """What :meth:`search` answers, for a search made before."""
        return self._search(search)

    @final
    def count_found(self, search: Search) -> int:
        """How many items a search finds in all, whatever its limit and offset."""
        return self._count_found(search)

    @final
    def survey(self, search: Search) -> Survey:
        """What a search finds in all, counted by hour and by the fields in SURVEYED."""
        survey = self._survey(search)
        by = {
            name: dict(sorted(survey.by[name].items(), key=lambda each: (-each[1], str(each[0]))))
            for name in SURVEYED
        }
        return replace(survey, hours=dict(sorted(survey.hours.items())), by=by)

    @final
    def narratives(self, search: Search) -> list[NarrativeCount]:
        """The narratives of the items that a search finds, largest first, then by id.

        The search's limit and offset count narratives; `items` counts what was found of each.
        """
        return self._narratives(search)

    @final
    def narrative_items(self, narrative_id: str, limit: int = 50, offset: int = 0) -> pa.Table:
        """A narrative's items, newest moment first."""
        return self.search(narrative_id=narrative_id, limit=limit, offset=offset)

    @final
    def window(
        self,
        since: datetime,
        until: datetime,
        columns: Sequence[str],
        *,
        most: int,
        narrative_ids: Sequence[str] | None = None,
    ) -> pa.Table:
        """Some columns of the items with a moment in a span, oldest first, then by item id.

        Args:
            since: aware; `until`, aware, is not included.
            most: rows at most; where there are more, the newest stay.
            narrative_ids: only these narratives; None for all.

        Raises:
            InvalidInput: a moment without time zone, a column the LAKE does not have, or no rows.
        """
        check_aware(since, "since")
        check_aware(until, "until")
        if most < 1 or not set(columns) <= set(LAKE.names):
            raise InvalidInput(f"{most=} must be 1 or more and {columns=} those of the lake")
        schema = pa.schema([LAKE.field(name) for name in columns])
        if narrative_ids is not None and not narrative_ids:
            return schema.empty_table()
        only = None if narrative_ids is None else list(dict.fromkeys(narrative_ids))
        return conform(self._window(since, until, list(columns), most, only), schema, "LAKE")

    @final
    def hourly_counts(
        self, narrative_ids: Sequence[str], first_hour: datetime, hours: int
    ) -> np.ndarray:
        """Items per narrative and hour of their moment.

        Args:
            narrative_ids: n narratives; the rows of the answer.
            first_hour: start of the first hour, on the hour, with time zone.
            hours: how many hours, at least 1.

        Returns:
            int64[n, hours], 0 where nothing was seen.

        Raises:
            InvalidInput: a first hour that is not on the hour, or no hours.
        """
        check_aware(first_hour, "first_hour")
        start = first_hour.astimezone(UTC)
        if hours < 1 or start != start.replace(minute=0, second=0, microsecond=0):
            raise InvalidInput(f"first_hour {first_hour.isoformat()} or {hours=} is not whole")
        counts = np.zeros((len(narrative_ids), hours), np.int64)
        if narrative_ids:
            wanted = list(dict.fromkeys(narrative_ids))
            found = self._hourly_counts(wanted, start, hours)
            place = {narrative_id: row for row, narrative_id in enumerate(wanted)}
            counts[:] = found[[place[narrative_id] for narrative_id in narrative_ids]]
        return counts

    @final
    def totals(self, narrative_ids: Sequence[str]) -> np.ndarray:
        """Items per narrative, int64[n]; 0 for a narrative the lake does not hold."""
        totals = self._totals(list(dict.fromkeys(narrative_ids))) if narrative_ids else {}
        return np.array([totals.get(each, 0) for each in narrative_ids], np.int64)

    @final
    def first_last(self, narrative_ids: Sequence[str]) -> list[Span | None]:
        """Earliest and latest moment per narrative; None where the lake holds none of it."""
        spans = self._first_last(list(dict.fromkeys(narrative_ids))) if narrative_ids else {}
        return [spans.get(each) for each in narrative_ids]

    @final
    def platform_counts(self, narrative_id: str) -> dict[str, int]:
        """Items per platform of one narrative, most first, then by name."""
        counts = self._platform_counts(narrative_id)
        return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))

    @final
    def counts_by(self, narrative_ids: Sequence[str], field: str) -> dict[str, dict[str, int]]:
        """Items of each narrative by one field's value; items without a value are left out.

        Raises:
            InvalidInput: a field that is not in COUNTABLE.
        """
        if field not in COUNTABLE:
            raise InvalidInput(f"cannot count by {field!r}; one of {', '.join(COUNTABLE)}")
        counts: dict[str, dict[str, int]] = {each: {} for each in narrative_ids}
        if counts:
            for narrative_id, value, items in self._counts_by(list(counts), field):
                counts[narrative_id][value] = items
        return counts

    @final
    def tally(
        self,
        since: datetime,
        until: datetime,
        by: Sequence[str],
        *,
        narrative_ids: Sequence[str] | None = None,
        region: str | None = None,
        is_exercise: bool | None = None,
    ) -> pa.Table:
        """Items with a moment in a span, counted by several fields in one pass.

        Args:
            since: aware; `until`, aware, is not included.
            by: fields of TALLIED, none twice; "hour" is whole hours since `since`.
            narrative_ids: only these narratives; None for all.
            region: only this region's code and what lies below it.
            is_exercise: only the exercise's items, or only the world's; None for both.

        Returns:
            A row a combination that occurs: the fields (an absent value is null), `items` and
            `first_item`, the id of the earliest; by the fields' values, null last.

        Raises:
            InvalidInput: a moment without time zone, or a field that is not tallied.
        """
        check_aware(since, "since")
        check_aware(until, "until")
        if not set(by) <= set(TALLIED) or len(set(by)) < len(by) or not by:
            raise InvalidInput(f"cannot tally by {list(by)}; some of {', '.join(TALLIED)}")
        tally = Tally(
            since=since,
            until=until,
            by=tuple(by),
            narrative_ids=None if narrative_ids is None else tuple(dict.fromkeys(narrative_ids)),
            region=region,
            is_exercise=is_exercise,
        )
        if tally.narrative_ids == ():
            return tally.schema.empty_table()
        return self._tally(tally).cast(tally.schema)

    @abstractmethod
    def count(self) -> int:
        """How many items the lake holds."""

    @abstractmethod
    def beginning(self) -> datetime | None:
        """The earliest moment of any item; None while the lake is empty."""

    @abstractmethod
    def days(self) -> list[date]:
        """Days with items, oldest first."""

    @abstractmethod
    def compact(self, day: date) -> None:
        """Rewrite a day's many small files as few; readers at work are not disturbed."""

    @abstractmethod
    def drop_before(self, day: date) -> int:
        """Drop whole days before this one; how many items went."""

    @abstractmethod
    def replay(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        """All items' columns, in the order their batches came, day by day."""

    @abstractmethod
    def _append(self, batch_id: str, table: pa.Table) -> bool: ...

    @abstractmethod
    def _items(self, ids: list[str]) -> pa.Table: ...

    @abstractmethod
    def _search(self, search: Search) -> pa.Table: ...

    @abstractmethod
    def _count_found(self, search: Search) -> int: ...

    @abstractmethod
    def _survey(self, search: Search) -> Survey: ...

    @abstractmethod
    def _narratives(self, search: Search) -> list[NarrativeCount]: ...

    @abstractmethod
    def _window(
        self,
        since: datetime,
        until: datetime,
        columns: list[str],
        most: int,
        narratives: list[str] | None,
    ) -> pa.Table: ...

    @abstractmethod
    def _hourly_counts(self, ids: list[str], start: datetime, hours: int) -> np.ndarray: ...

    @abstractmethod
    def _totals(self, ids: list[str]) -> dict[str, int]: ...

    @abstractmethod
    def _first_last(self, ids: list[str]) -> dict[str, Span]: ...

    @abstractmethod
    def _counts_by(self, ids: list[str], field: str) -> list[tuple[str, str, int]]: ...

    @abstractmethod
    def _platform_counts(self, narrative_id: str) -> dict[str, int]: ...

    @abstractmethod
    def _tally(self, tally: Tally) -> pa.Table: ...


@lru_cache(maxsize=256)
def read(words: str | tuple[str, ...]) -> Query:
    return read_query(words) if isinstance(words, str) else all_of(words)


def check_page(limit: int, offset: int) -> None:
    if not 1 <= limit <= MAX_ROWS or offset < 0:
        raise InvalidInput(f"{limit=} must be 1 to {MAX_ROWS} and {offset=} not negative")
