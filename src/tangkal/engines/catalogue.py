"""The lake's list of files: what is in, in what order, and which batches have been seen.

A folder listing cannot say which of two files replaced the other, so readers would count a
day twice, or not at all, while it is compacted. The list changes in one transaction.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

TABLES = """
CREATE TABLE IF NOT EXISTS batches (batch_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    place INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    first_moment INTEGER NOT NULL,
    last_moment INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS files_by_day ON files (day, place);
"""
COLUMNS = "path, day, place, rows, first_moment, last_moment"


class DataFile(NamedTuple):
    """One Parquet file of the lake."""

    path: str  # inside the lake folder
    day: str  # of observed_at, UTC
    place: int  # order of arrival
    rows: int
    first_moment: int  # microseconds since 1970, of coalesce(published_at, observed_at)
    last_moment: int


class Catalogue:
    """A small SQLite file in the lake folder, read at every query, written by the one writer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._connection() as connection:
            # Readers then never wait for the writer, nor the writer for readers.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(TABLES)

    @property
    def is_new(self) -> bool:
        """Whether the files already in the folder still have to be entered."""
        return self._one("PRAGMA user_version") == 0

    def finish(self) -> None:
        """All files that were there at the start are entered."""
        with self._connection() as connection:
            connection.execute("PRAGMA user_version = 1")

    def files(
        self, *, day: date | None = None, since: int | None = None, until: int | None = None
    ) -> list[DataFile]:
        """Files that may hold moments in since ≤ moment < until, by day and arrival."""
        query = (
            f"SELECT {COLUMNS} FROM files WHERE (:day IS NULL OR day = :day) "  # noqa: S608
            "AND (:since IS NULL OR last_moment >= :since) "
            "AND (:until IS NULL OR first_moment < :until) ORDER BY day, place"
        )
        values = {"day": day and day.isoformat(), "since": since, "until": until}
        with self._connection() as connection:
            return [DataFile(*row) for row in connection.execute(query, values)]

    def rows(self) -> int:
        return self._one("SELECT coalesce(sum(rows), 0) FROM files")

    def next_place(self) -> int:
        return self._one("SELECT coalesce(max(place), 0) + 1 FROM files")

    def first_moment(self) -> int | None:
        """The earliest moment of any item, in microseconds since 1970."""
        return min((file.first_moment for file in self.files()), default=None)

    def days(self) -> list[date]:
        with self._connection() as connection:
            found = connection.execute("SELECT DISTINCT day FROM files ORDER BY day")
            return [date.fromisoformat(day) for (day,) in found]

    def holds(self, batch_id: str) -> bool:
        return bool(self._one("SELECT count(*) FROM batches WHERE batch_id = ?", [batch_id]))

    def add(self, batch_ids: Sequence[str], files: Sequence[DataFile]) -> None:
        """Enter batches with their files, all at once."""
        with self._connection() as connection, connection:
            enter(connection, batch_ids, files)

    def replace(self, old: Sequence[DataFile], new: Sequence[DataFile]) -> None:
        """Put new files in the place of old ones, all at once."""
        with self._connection() as connection, connection:
            connection.executemany("DELETE FROM files WHERE path = ?", [[f.path] for f in old])
            enter(connection, [], new)

    def _one(self, query: str, values: Sequence[object] = ()) -> int:
        with self._connection() as connection:
            return int(connection.execute(query, values).fetchone()[0])

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one call: SQLite's may not travel between threads or forks."""
        with closing(sqlite3.connect(self.path, timeout=60)) as connection:
            connection.execute("PRAGMA synchronous = FULL")  # WAL's default may lose the last
            yield connection


def enter(
    connection: sqlite3.Connection, batch_ids: Sequence[str], files: Sequence[DataFile]
) -> None:
    connection.executemany("INSERT OR IGNORE INTO batches VALUES (?)", [[b] for b in batch_ids])
    connection.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", files)
