"""What was read already: an interrupted ingest goes on at the very next row."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from os import PathLike
from types import TracebackType
from typing import Self

from tangkal.kernel import UnreadableSource

_TABLES = """
CREATE TABLE IF NOT EXISTS ingests (
    ingest_key TEXT PRIMARY KEY,   -- content, kind, mapping and options together
    source TEXT NOT NULL,
    rows_done INTEGER NOT NULL,    -- records handed on, from the first
    quarantined INTEGER NOT NULL,  -- of these
    updated_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS seen_items (item_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""


def open_database(path: str | PathLike[str]) -> sqlite3.Connection:
    """A connection several processes may hold at once.

    Raises:
        UnreadableSource: the file cannot be opened as a database.
    """
    try:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # a power cut must not unsay a row
    except sqlite3.Error as error:
        raise UnreadableSource(f"{path} cannot be opened: {error}") from error
    connection.row_factory = sqlite3.Row
    return connection


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an ingest has come."""

    rows_done: int = 0
    quarantined: int = 0


class Ledger:
    """How far each ingest has come, and which items of feeds and pages were seen."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self._database = open_database(path)
        self._database.executescript(_TABLES)

    def standing(self, ingest_key: str) -> Standing:
        """How far this ingest has come; nothing done where it is new."""
        row = self._database.execute(
            "SELECT rows_done, quarantined FROM ingests WHERE ingest_key = ?", (ingest_key,)
        ).fetchone()
        return Standing(row["rows_done"], row["quarantined"]) if row else Standing()

    def advance(
        self, ingest_key: str, source: str, standing: Standing, seen: Iterable[str] = ()
    ) -> None:
        """Remember that records up to `standing.rows_done` were handed on; never goes back."""
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.execute(
                "INSERT INTO ingests VALUES (?, ?, ?, ?, ?) ON CONFLICT (ingest_key) DO UPDATE "
                "SET rows_done = excluded.rows_done, quarantined = excluded.quarantined, "
                "updated_at = excluded.updated_at WHERE excluded.rows_done > rows_done",
                (
                    ingest_key,
                    source,
                    standing.rows_done,
                    standing.quarantined,
                    datetime.now(UTC).isoformat(timespec="seconds"),
                ),
            )
            self._database.executemany(
                "INSERT OR IGNORE INTO seen_items VALUES (?)", ((name,) for name in seen)
            )

    def seen(self, item_ids: Sequence[str]) -> set[str]:
        """Which of these items came from a feed or page before."""
        return {
            name
            for name in item_ids
            if self._database.execute(
                "SELECT 1 FROM seen_items WHERE item_id = ?", (name,)
            ).fetchone()
        }

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
