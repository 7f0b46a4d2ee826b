"""Rows that could not be read: kept with where and why, to be retried or discarded."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import PathLike
from types import TracebackType
from typing import Any, Self

from tangkal.kernel import InvalidInput, QuarantinedRow
from tangkal.pipeline.identity import digest
from tangkal.pipeline.ledger import open_database

_TABLES = """
CREATE TABLE IF NOT EXISTS quarantine (
    row_id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    line INTEGER NOT NULL,
    about TEXT NOT NULL,      -- groups equal reasons
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,        -- masked
    kind TEXT NOT NULL,
    status TEXT NOT NULL,     -- waiting, retried, discarded
    seen_at TEXT NOT NULL,
    context TEXT NOT NULL     -- JSON: what a retry needs to read the row as it was meant
) STRICT;
CREATE INDEX IF NOT EXISTS quarantine_status ON quarantine (status, seen_at);
"""
STATUSES = ("waiting", "retried", "discarded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A quarantined row with what a retry needs."""

    row: QuarantinedRow
    about: str
    context: dict[str, Any] = field(default_factory=dict)


def held_row(
    *,
    source: str,
    line: int,
    about: str,
    reason: str,
    raw: str,
    kind: str,
    seen_at: datetime,
    context: dict[str, Any],
    lines_move: bool = False,
) -> Held:
    """A row for quarantine; its name comes from where it stands and what it says.

    In a feed `lines_move`: every new entry pushes the others down, so the line is left out.
    """
    row = QuarantinedRow(
        row_id=f"q-{digest(source, None if lines_move else line, raw, kind)[:12]}",
        source=source,
        line=line,
        reason=reason,
        raw=raw,
        seen_at=seen_at,
        kind=kind,
    )
    return Held(row=row, about=about, context=context)


class Quarantine:
    """The store of quarantined rows. Nothing is ever deleted from it here."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self._database = open_database(path)
        self._database.executescript(_TABLES)

    def add(self, held: Iterable[Held]) -> int:
        """Keep rows; one already kept stays as it is. Answers how many were new."""
        before = self._database.total_changes
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany(
                "INSERT OR IGNORE INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (_as_tuple(one) for one in held),
            )
        return self._database.total_changes - before

    def list(
        self,
        *,
        status: str | None = "waiting",
        source: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[QuarantinedRow]:
        """Rows of a status (None: all), newest first.

        Raises:
            InvalidInput: there is no such status.
        """
        where, arguments = _condition(status, source)
        rows = self._database.execute(
            f"SELECT * FROM quarantine{where} ORDER BY seen_at DESC, source, line "  # noqa: S608
            "LIMIT ? OFFSET ?",
            (*arguments, limit, offset),
        )
        return [_as_record(row) for row in rows]

    def count(self, *, status: str | None = "waiting", source: str | None = None) -> int:
        """How many rows of a status there are."""
        where, arguments = _condition(status, source)
        row = self._database.execute(
            f"SELECT count(*) FROM quarantine{where}",  # noqa: S608
            arguments,
        ).fetchone()
        return int(row[0])

    def show(self, row_id: str) -> QuarantinedRow:
        """One row.

        Raises:
            InvalidInput: there is none of that name.
        """
        return self.held(row_id).row

    def held(self, row_id: str) -> Held:
        """One row with what a retry needs.

        Raises:
            InvalidInput: there is none of that name.
        """
        row = self._database.execute(
            "SELECT * FROM quarantine WHERE row_id = ?", (row_id,)
        ).fetchone()
        if row is None:
            raise InvalidInput(f"quarantine holds no row {row_id!r}; see 'tangkal quarantine list'")
        return Held(row=_as_record(row), about=row["about"], context=json.loads(row["context"]))

    def discard(self, row_ids: Sequence[str]) -> None:
        """Set rows aside for good; they stay on record.

        Raises:
            InvalidInput: there is none of that name, or it was retried already.
        """
        for row_id in row_ids:
            self._move(row_id, "discarded")

    def mark_retried(self, row_id: str) -> None:
        """The row was taken in after all."""
        self._move(row_id, "retried")

    def refuse_again(self, row_id: str, about: str, reason: str) -> None:
        """A retry failed: the newest reason is the one to act on."""
        self._database.execute(
            "UPDATE quarantine SET about = ?, reason = ? WHERE row_id = ?", (about, reason, row_id)
        )

    def forget_before(self, moment: datetime) -> int:
        """Delete rows first seen before a moment, whatever became of them; how many went."""
        limit = moment.astimezone(UTC).isoformat(timespec="seconds")
        with self._database:
            done = self._database.execute("DELETE FROM quarantine WHERE seen_at < ?", (limit,))
        return int(done.rowcount)

    def _move(self, row_id: str, status: str) -> None:
        now = self.show(row_id).status
        if now != "waiting":
            raise InvalidInput(f"row {row_id} is {now} already")
        self._database.execute(
            "UPDATE quarantine SET status = ? WHERE row_id = ? AND status = 'waiting'",
            (status, row_id),
        )

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


def _condition(status: str | None, source: str | None) -> tuple[str, tuple[str, ...]]:
    if status is not None and status not in STATUSES:
        raise InvalidInput(f"status {status!r} is not one of {', '.join(STATUSES)}")
    parts = [(f"{name} = ?", value) for name, value in (("status", status), ("source", source))
             if value is not None]  # fmt: skip
    where = " AND ".join(part for part, _ in parts)
    return (f" WHERE {where}" if where else ""), tuple(value for _, value in parts)


def _as_tuple(held: Held) -> tuple[object, ...]:
    row = held.row
    return (
        row.row_id, row.source, row.line, held.about, row.reason, row.raw, row.kind, row.status,
        row.seen_at.astimezone(UTC).isoformat(timespec="seconds"),
        json.dumps(held.context, ensure_ascii=False),
    )  # fmt: skip


def _as_record(row: Any) -> QuarantinedRow:
    return QuarantinedRow(
        row_id=row["row_id"],
        source=row["source"],
        line=row["line"],
        reason=row["reason"],
        raw=row["raw"],
        seen_at=datetime.fromisoformat(row["seen_at"]),
        kind=row["kind"],
        status=row["status"],
        about=row["about"],
    )
