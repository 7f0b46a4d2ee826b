"""The default lake: Parquet files on this machine, asked through DuckDB."""

import os
import threading
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tangkal.engines import partitions
from tangkal.engines.base import Lake, LakeError, Membership, NarrativeCount, Search, Span, Tally
from tangkal.engines.catalogue import Catalogue, DataFile
from tangkal.kernel import InvalidInput
from tangkal.kernel.durable import locked
from tangkal.kernel.schema import LAKE, conform

MOMENT = "coalesce(published_at, observed_at)"
NARRATIVE = "narrative_id IN (SELECT unnest($ids))"  # a hash join, however many ids
SERIES = "(SELECT unnest($ids) AS narrative_id, generate_subscripts($ids, 1) - 1 AS series)"
HOUR_OF_TALLY = f"(epoch_us({MOMENT}) - $since) // 3600000000 AS hour"
HOUR = timedelta(hours=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Closed networks: never reach for an extension; UTC, so that answers do not depend on a machine.
CONFIG: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
TRIES = 5  # a query meets a compaction at most now and then; five in a row is something else

Values = dict[str, Any]


class DuckLake(Lake):
    """``day=YYYY-MM-DD/<batch id>.parquet`` under one folder, with a list of what counts.

    A connection a thread, in memory, so nothing is locked and nothing but Parquet is kept. A
    compaction may remove files between a reader's look at the list and its scan; the reader
    then asks again with the new list, so every answer is of one state.
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
            files = [
                partitions.write(self.folder, day, f"{batch_id}.parquet", rows, place)
                for day, rows in partitions.split_days(table)
            ]
            self._catalogue.add([batch_id], files)
        return True

    def compact(self, day: date) -> None:
        """Join a day's small files, in order of arrival; large ones stay as they are."""
        with locked(self._lock):
            for group in partitions.groups_to_join(self._catalogue.files(day=day)):
                joined = partitions.join(self.folder, group)
                self._catalogue.replace(group, [joined])
            partitions.sweep(self.folder, day, self._catalogue.files(day=day))

    def drop_before(self, day: date) -> int:
        with locked(self._lock):
            old = [file for file in self._catalogue.files() if file.day < day.isoformat()]
            self._catalogue.replace(old, [])
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
        return None if first is None else EPOCH + timedelta(microseconds=first)

    def days(self) -> list[date]:
        return self._catalogue.days()

    def _items(self, ids: list[str]) -> pa.Table:
        query = "SELECT * FROM lake WHERE item_id IN (SELECT unnest($ids))"
        return conform(self._ask(query, {"ids": ids}), LAKE, "LAKE")

    def _search(self, search: Search) -> pa.Table:
        conditions, values = search_conditions(search)
        since, until = microseconds(search.since), microseconds(search.until)
        found = self._ask(
            f"SELECT * FROM lake WHERE {conditions} "  # noqa: S608  # values are bound
            f"ORDER BY {MOMENT} DESC, item_id LIMIT {search.limit} OFFSET {search.offset}",
            values,
            since=since,
            until=until,
            narratives=narratives_of(search),
        )
        return conform(found, LAKE, "LAKE")

    def _count_found(self, search: Search) -> int:
        conditions, values = search_conditions(search)
        found = self._ask(
            f"SELECT count(*) AS items FROM lake WHERE {conditions}",  # noqa: S608
            values,
            since=microseconds(search.since),
            until=microseconds(search.until),
            narratives=narratives_of(search),
        )
        return int(found["items"][0].as_py())

    def _narratives(self, search: Search) -> list[NarrativeCount]:
        conditions, values = search_conditions(search)
        found = self._ask(
            f"SELECT narrative_id, count(*) AS items, min({MOMENT}) AS first, "  # noqa: S608
            f"max({MOMENT}) AS last, "
            f"arg_min(coalesce(nullif(title, ''), text), ({MOMENT}, item_id)) AS lead "
            f"FROM lake WHERE {conditions} GROUP BY 1 "
            f"ORDER BY items DESC, narrative_id LIMIT {search.limit} OFFSET {search.offset}",
            values,
            since=microseconds(search.since),
            until=microseconds(search.until),
            narratives=narratives_of(search),
        )
        return [NarrativeCount(**row) for row in found.to_pylist()]

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
        since, until = microseconds(start), microseconds(start + hours * HOUR)
        found = self._ask(
            f"SELECT series, (epoch_us({MOMENT}) - $since) // 3600000000 AS hour, "  # noqa: S608
            f"count(*) AS items FROM lake JOIN {SERIES} USING (narrative_id) "
            f"WHERE epoch_us({MOMENT}) >= $since AND epoch_us({MOMENT}) < $until GROUP BY ALL",
            {"ids": ids, "since": since, "until": until},
            since=since,
            until=until,
            narratives=ids,
        )
        counts = np.zeros((len(ids), hours), np.int64)
        series, hour, items = (found[name].to_numpy() for name in ("series", "hour", "items"))
        counts[series.astype(np.int64), hour.astype(np.int64)] = items
        return counts

    def _totals(self, ids: list[str]) -> dict[str, int]:
        return self._counts(
            f"SELECT narrative_id AS name, count(*) AS items "  # noqa: S608
            f"FROM lake WHERE {NARRATIVE} GROUP BY 1",
            {"ids": ids},
            narratives=ids,
        )

    def _first_last(self, ids: list[str]) -> dict[str, Span]:
        found = self._ask(
            f"SELECT narrative_id, min({MOMENT}) AS first, max({MOMENT}) AS last "  # noqa: S608
            f"FROM lake WHERE {NARRATIVE} GROUP BY 1",
            {"ids": ids},
            narratives=ids,
        )
        columns = [found[name].to_pylist() for name in ("narrative_id", "first", "last")]
        return {name: (first, last) for name, first, last in zip(*columns, strict=True)}

    def _platform_counts(self, narrative_id: str) -> dict[str, int]:
        return self._counts(
            f"SELECT platform AS name, count(*) AS items "  # noqa: S608
            f"FROM lake WHERE {NARRATIVE} GROUP BY 1",
            {"ids": [narrative_id]},
            narratives=[narrative_id],
        )

    def _counts_by(self, ids: list[str], field: str) -> list[tuple[str, str, int]]:
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

    def _counts(
        self, query: str, values: Values, *, narratives: Collection[str] | None = None
    ) -> dict[str, int]:
        found = self._ask(query, values, narratives=narratives)
        return dict(zip(found["name"].to_pylist(), found["items"].to_pylist(), strict=True))

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


def narratives_of(search: Search) -> list[str] | None:
    return None if search.narrative_id is None else [search.narrative_id]


def search_conditions(search: Search) -> tuple[str, Values]:
    """The WHERE clause and its bound values."""
    asked: list[tuple[str, str, object]] = [
        (f"contains(lower(concat(title, ' ', text)), $word{place})", f"word{place}", word)
        for place, word in enumerate(search.words)
    ]
    asked += [
        ("platform = $platform", "platform", search.platform),
        ("language = $language", "language", search.language),
        ("narrative_id = $narrative_id", "narrative_id", search.narrative_id),
        ("starts_with(region_code || '.', $region || '.')", "region", search.region),
        (f"epoch_us({MOMENT}) >= $since", "since", microseconds(search.since)),
        (f"epoch_us({MOMENT}) < $until", "until", microseconds(search.until)),
    ]
    given = [each for each in asked if each[2] is not None]
    conditions = " AND ".join(condition for condition, _, _ in given)
    return conditions or "true", {name: value for _, name, value in given}


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


def microseconds(moment: datetime | None) -> int | None:
    """Since 1970, exactly: a float would be off by some."""
    if moment is None:
        return None
    since = moment - datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return since // timedelta(microseconds=1)
