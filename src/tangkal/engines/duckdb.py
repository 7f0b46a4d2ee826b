"""The default lake: Parquet files on this machine, asked through DuckDB."""

import os
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tangkal.engines import partitions
from tangkal.engines.base import (
    Lake,
    LakeError,
    Membership,
    NarrativeCount,
    Search,
    Span,
    Survey,
    Tally,
)
from tangkal.engines.catalogue import Catalogue, DataFile
from tangkal.engines.index.block import Moved
from tangkal.engines.index.layout import CODED
from tangkal.engines.index.pages import in_order, largest, page_of, read_rows
from tangkal.engines.index.search import Groups, Index, Refs, joined
from tangkal.engines.index.store import Store
from tangkal.engines.moments import microseconds, moment_at
from tangkal.kernel import InvalidInput
from tangkal.kernel.durable import locked
from tangkal.kernel.schema import LAKE, conform

MOMENT = "coalesce(published_at, observed_at)"
NARRATIVE = "narrative_id IN (SELECT unnest($ids))"  # a hash join, however many ids
HOUR_OF_TALLY = f"(epoch_us({MOMENT}) - $since) // 3600000000 AS hour"
HOUR = timedelta(hours=1)
# Closed networks: never reach for an extension; UTC, so that answers do not depend on a machine.
CONFIG: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
TRIES = 5  # a query meets a compaction at most now and then; five in a row is something else

Values = dict[str, Any]
T = TypeVar("T")


class DuckLake(Lake):
    """``day=YYYY-MM-DD/<batch id>.parquet`` under one folder, with a list of what counts.

    Beside each file lies an index (:mod:`tangkal.engines.index`) that finds words, narratives
    and families; what it does not count, DuckDB does: a connection a thread, in memory, so
    nothing is locked. A compaction may remove files between a reader's look at the list and its
    reading; it then asks again with the new list, so every answer is of one state.
    """

    def __init__(self, folder_or_url: str | os.PathLike[str]) -> None:
        address = os.fspath(folder_or_url)
        if "://" in address:
            raise InvalidInput(
                f"TANGKAL_LAKE_URL {address!r}: object storage is not supported yet; "
                "leave it empty to keep the lake in the home folder"
            )
        self.folder = Path(address)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = self.folder / "lock"
        self._threads = threading.local()
        self._store = Store(self.folder)
        self._moved = Moved(self._membership)
        with locked(self._lock):
            self._catalogue = Catalogue(self.folder / "catalogue.sqlite3")
            if self._catalogue.is_new:
                self._enter_found_files()

    # Writing

    def _append(self, batch_id: str, table: pa.Table) -> bool:
        with locked(self._lock):
            if self._catalogue.holds(batch_id):
                return False
            place = self._catalogue.next_place()
            files = []
            for day, rows in partitions.split_days(table):
                file = partitions.write(self.folder, day, f"{batch_id}.parquet", rows, place)
                self._store.keep(file, rows)
                files.append(file)
            self._catalogue.add([batch_id], files)
        return True

    def compact(self, day: date) -> None:
        """Join a day's small files, in order of arrival; large ones stay as they are."""
        with locked(self._lock):
            for group in partitions.groups_to_join(self._catalogue.files(day=day)):
                table = partitions.joined_rows(self.folder, group)
                joined = partitions.write_joined(self.folder, group, table)
                self._store.keep(joined, table, group)
                self._catalogue.replace(group, [joined])
                self._store.forget(group)
            files = self._catalogue.files(day=day)
            partitions.sweep(self.folder, day, files)
            self._store.complete(files)

    def drop_before(self, day: date) -> int:
        with locked(self._lock):
            old = [file for file in self._catalogue.files() if file.day < day.isoformat()]
            self._catalogue.replace(old, [])
            self._store.forget(old)
            for each in {file.day for file in old}:
                partitions.sweep(self.folder, date.fromisoformat(each), [])
        return sum(file.rows for file in old)

    def _enter_found_files(self) -> None:
        """A lake whose list was lost, or came by copy: the files themselves say what they hold."""
        for place, (path, batch_ids) in enumerate(partitions.find(self.folder), start=1):
            file = partitions.describe(self.folder, path, place)
            self._catalogue.add(sorted(batch_ids), [file])
        self._catalogue.finish()

    # Reading

    def count(self) -> int:
        return self._catalogue.rows()

    def beginning(self) -> datetime | None:
        first = self._catalogue.first_moment()
        return None if first is None else moment_at(first)

    def days(self) -> list[date]:
        return self._catalogue.days()

    def _items(self, ids: list[str]) -> pa.Table:
        found = self._look(lambda index: self._rows(index.items(ids), index))
        return found.filter(pc.is_in(found["item_id"], pa.array(ids, pa.string())))

    def _search(self, search: Search) -> pa.Table:
        def ask(index: Index) -> pa.Table:
            page, skipped = page_of(index.newest(search), search)
            found = in_order(self._rows(page, index), page.moments)
            return found.slice(skipped, search.limit)

        return self._look(ask, search.since, search.until)

    def _count_found(self, search: Search) -> int:
        return self._look(lambda index: index.count(search), search.since, search.until)

    def _survey(self, search: Search) -> Survey:
        return self._look(lambda index: index.survey(search), search.since, search.until)

    def _narratives(self, search: Search) -> list[NarrativeCount]:
        def ask(index: Index) -> list[NarrativeCount]:
            found = index.groups(search)
            listed = largest(found, search, index.names_of)
            leads = self._leads(index, search, found, [place for _, place in listed])
            return [
                NarrativeCount(
                    narrative_id=name,
                    items=int(found.items[place]),
                    first=moment_at(int(found.first[place])),
                    last=moment_at(int(found.last[place])),
                    lead=lead,
                )
                for (name, place), lead in zip(listed, leads, strict=True)
            ]

        return self._look(ask, search.since, search.until)

    def _window(
        self,
        since: datetime,
        until: datetime,
        columns: list[str],
        most: int,
        narratives: list[str] | None,
    ) -> pa.Table:
        first, end = microseconds(since), microseconds(until)
        chosen = ", ".join(columns)  # names of the LAKE schema, which base has checked
        only = "" if narratives is None else f"AND {NARRATIVE} "
        values: Values = {} if narratives is None else {"ids": narratives}
        return self._ask(
            f"SELECT {chosen} FROM (SELECT *, {MOMENT} AS moment FROM lake "  # noqa: S608
            f"WHERE epoch_us({MOMENT}) >= $since AND epoch_us({MOMENT}) < $until {only}"
            f"ORDER BY moment DESC, item_id LIMIT {most}) ORDER BY moment, item_id",
            {"since": first, "until": end, **values},
            since=first,
            until=end,
            narratives=narratives,
        )

    def _hourly_counts(self, ids: list[str], start: datetime, hours: int) -> np.ndarray:
        since = microseconds(start)
        end = start + hours * HOUR
        return self._look(lambda index: index.hourly(ids, since, hours), start, end)

    def _totals(self, ids: list[str]) -> dict[str, int]:
        totals = self._look(lambda index: index.totals(ids))
        return dict(zip(ids, totals.tolist(), strict=True))

    def _first_last(self, ids: list[str]) -> dict[str, Span]:
        spans = self._look(lambda index: index.spans(ids))
        return {name: (moment_at(first), moment_at(last)) for name, (first, last) in spans.items()}

    def _platform_counts(self, narrative_id: str) -> dict[str, int]:
        counted = self._counts_by([narrative_id], "platform")
        return {platform: items for _, platform, items in counted}

    def _counts_by(self, ids: list[str], field: str) -> list[tuple[str, str, int]]:
        if field in CODED:
            counts = self._look(lambda index: index.counts_by(ids, field))
            told = ((name, value, items) for (name, value), items in counts.items())
            return sorted((name, str(value), n) for name, value, n in told if value is not None)
        found = self._ask(
            f"SELECT narrative_id, {field} AS value, count(*) AS items FROM lake "  # noqa: S608
            f"WHERE {NARRATIVE} AND {field} IS NOT NULL GROUP BY ALL ORDER BY ALL",
            {"ids": ids},
            narratives=ids,
        )
        columns = [found[name].to_pylist() for name in ("narrative_id", "value", "items")]
        return list(zip(*columns, strict=True))

    def _tally(self, tally: Tally) -> pa.Table:
        since, until = microseconds(tally.since), microseconds(tally.until)
        conditions, values = tally_conditions(tally)
        columns = ", ".join(HOUR_OF_TALLY if name == "hour" else name for name in tally.by)
        return self._ask(
            f"SELECT {columns}, count(*) AS items, "  # noqa: S608  # names are checked
            f"arg_min(item_id, ({MOMENT}, item_id)) AS first_item "
            f"FROM lake WHERE {conditions} GROUP BY {', '.join(tally.by)} "
            f"ORDER BY {', '.join(f'{name} NULLS LAST' for name in tally.by)}",
            values,
            since=since,
            until=until,
            narratives=tally.narrative_ids,
        )

    def replay(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        membership = self._membership
        names = list(dict.fromkeys([*columns, "family_id"])) if membership else list(columns)
        for file in self._catalogue.files():
            stored = pq.ParquetFile(self.folder / file.path)
            for rows in stored.iter_batches(columns=names):
                table = membership.applied(pa.Table.from_batches([rows]))
                yield table.select(list(columns))

    def _look(
        self,
        ask: Callable[[Index], T],
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> T:
        """Ask the index of the files that may hold moments in the span."""
        moved = self._moved
        if moved.membership is not self._membership:
            moved = self._moved = Moved(self._membership)
        for _ in range(TRIES):
            files = self._catalogue.files(since=microseconds(since), until=microseconds(until))
            try:
                return ask(Index([b for file in files for b in self._store.blocks(file)], moved))
            except (OSError, pa.ArrowException) as error:
                failed = error
        raise LakeError(f"the lake in {self.folder} cannot be read: {failed}") from failed

    def _rows(
        self, refs: Refs, index: Index, columns: Sequence[str] = tuple(LAKE.names)
    ) -> pa.Table:
        """Rows that an index found, each in the narrative it belongs to now."""
        schema = pa.schema([LAKE.field(name) for name in columns])
        if not len(refs):
            return schema.empty_table()
        found = read_rows(refs, index.blocks, columns)
        return conform(index.moved.membership.applied(found), schema, "LAKE")

    def _leads(
        self, index: Index, search: Search, found: Groups, places: Sequence[int]
    ) -> list[str]:
        """The words of each narrative's earliest item among those found."""
        each = [
            index.earliest(search, int(found.hashes[place]), int(found.first[place]))
            for place in places
        ]
        rows = self._rows(joined(each), index, ("item_id", "title", "text")).to_pylist()
        leads = []
        for refs in each:  # of more than one, their ids begin alike
            alike, rows = rows[: len(refs)], rows[len(refs) :]
            lead = min(alike, key=lambda row: str(row["item_id"]))
            leads.append(str(lead["title"] or lead["text"]))
        return leads

    def _ask(
        self,
        query: str,
        values: Values,
        *,
        since: int | None = None,
        until: int | None = None,
        narratives: Collection[str] | None = None,
    ) -> pa.Table:
        """Run a query over ``lake``: the files that may hold moments in the span.

        Args:
            narratives: where the query asks for these alone, so that no others need be read.
        """
        # Half a second to load: a page that asks the lake nothing does not wait for it.
        from duckdb import IOException  # noqa: PLC0415

        lake, moved = belonging(self._membership, narratives)
        for _ in range(TRIES):
            files = self._catalogue.files(since=since, until=until)
            try:
                return self._run(f"{lake} {query}", {**values, **moved}, files)
            except IOException as error:
                failed = error
        raise LakeError(f"the lake in {self.folder} cannot be read: {failed}") from failed

    def _run(self, query: str, values: Values, files: list[DataFile]) -> pa.Table:
        connection = self._connection()
        if files:
            values = {**values, "files": [str(self.folder / file.path) for file in files]}
            source = "read_parquet($files, hive_partitioning = false)"
        else:
            connection.register("nothing", LAKE.empty_table())
            source = "nothing"
        statement = f"WITH stored AS (FROM {source}), {query}"
        return connection.sql(statement, params=values).to_arrow_table()

    def _connection(self) -> Any:
        if not hasattr(self._threads, "connection"):
            import duckdb  # noqa: PLC0415

            connection = duckdb.connect(":memory:", config=CONFIG)
            connection.execute("SET TimeZone = 'UTC'")
            self._threads.connection = connection
        return self._threads.connection


def belonging(membership: Membership, narratives: Collection[str] | None) -> tuple[str, Values]:
    """``lake`` as a part of a WITH clause: what is ``stored``, each item where it belongs now.

    Args:
        narratives: current ids, where no others are asked for: only what may belong to them
            is then looked up, instead of every row.
    """
    if not membership:
        return "lake AS (FROM stored)", {}
    values: Values = {}
    current, joins = "narrative_id", ""
    for name, column in (("narratives", "narrative_id"), ("families", "family_id")):
        if moved := getattr(membership, name):
            values |= {f"{name}_from": list(moved), f"{name}_to": list(moved.values())}
            joins += (
                f" LEFT JOIN (SELECT unnest(${name}_from) AS {name}_from, "
                f"unnest(${name}_to) AS {name}_to) ON {column} = {name}_from"
            )
            current = f"{name}_to, {current}"
    asked = "stored"
    if narratives is not None:
        values["asked"], families = membership.at_arrival(narratives)
        asked = "(FROM stored WHERE narrative_id IN (SELECT unnest($asked::VARCHAR[]))"
        if families:
            values["asked_families"] = families
            asked += " OR family_id IN (SELECT unnest($asked_families))"
        asked += ")"
    chosen = ", ".join(
        f"coalesce({current}) AS narrative_id" if name == "narrative_id" else name
        for name in LAKE.names
    )
    return f"lake AS (SELECT {chosen} FROM {asked}{joins})", values  # noqa: S608


def tally_conditions(tally: Tally) -> tuple[str, Values]:
    """The WHERE clause of a tally and its bound values."""
    asked: list[tuple[str, str, object]] = [
        (f"epoch_us({MOMENT}) >= $since", "since", microseconds(tally.since)),
        (f"epoch_us({MOMENT}) < $until", "until", microseconds(tally.until)),
        ("starts_with(region_code || '.', $region || '.')", "region", tally.region),
        ("is_exercise = $is_exercise", "is_exercise", tally.is_exercise),
        (NARRATIVE, "ids", None if tally.narrative_ids is None else list(tally.narrative_ids)),
    ]
    given = [each for each in asked if each[2] is not None]
    conditions = " AND ".join(condition for condition, _, _ in given)
    return conditions, {name: value for _, name, value in given}
