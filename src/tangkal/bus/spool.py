"""The default bus: a folder of Arrow files on this machine, safe between processes."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from tangkal.bus.base import Bus, BusError, Delivery, SetAside
from tangkal.bus.envelope import DamagedBatch, checksum, pack, unpack
from tangkal.kernel.durable import (
    locked,
    put_in_place,
    remove_leftovers,
    sync_folder,
    temporary_path,
    write_durably,
)

log = logging.getLogger(__name__)

# Names outlive their files, so that an ingest repeated a month later still doubles nothing.
# A batch set aside gives its name back (null): the same rows may then be brought again.
NAMES = """
CREATE TABLE IF NOT EXISTS batches (position INTEGER PRIMARY KEY, batch_id TEXT UNIQUE)
"""


class Waiting(NamedTuple):
    """A batch file, understood from its name alone."""

    position: int
    checksum: str
    path: Path


class SpoolBus(Bus):
    """A durable local stream; a file a batch, named by position and checksum.

    Publishers hold the lock until the file has its name, and readers list the folder under
    the shared lock. Without that a listing could show batch 8 and miss batch 7 renamed a
    moment earlier, and the reader would go past 7 for ever.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self._damaged = self.folder / "aside"
        self._lock = self.folder / "lock"
        try:
            self._damaged.mkdir(parents=True, exist_ok=True)
            with self._writing() as names, names:
                names.execute(NAMES)
        except (OSError, sqlite3.Error) as error:
            raise BusError(f"{self.folder} cannot be written to: {error}") from error

    def _publish(self, batch_id: str, table: pa.Table) -> bool:
        try:
            return self._keep(batch_id, table)
        except (OSError, sqlite3.Error) as error:  # no space, no right to write, a failing disk
            raise BusError(f"{self.folder} cannot keep batch {batch_id}: {error}") from error

    def _keep(self, batch_id: str, table: pa.Table) -> bool:
        content = pack(batch_id, table)
        with self._writing() as names:
            last = self._enter_unnamed(names)
            if names.execute("SELECT 1 FROM batches WHERE batch_id = ?", [batch_id]).fetchone():
                return False
            self._write(last + 1, content)
            with names:
                names.execute("INSERT INTO batches VALUES (?, ?)", [last + 1, batch_id])
        return True

    def _read(self, after: int, limit: int) -> list[Delivery]:
        deliveries: list[Delivery] = []
        for waiting in self._waiting():
            if waiting.position <= after:
                continue
            try:
                batch_id, table = unpack(waiting.path.read_bytes(), waiting.checksum)
            except FileNotFoundError:
                continue  # forgotten since we listed it
            except (DamagedBatch, OSError) as error:
                self.set_aside(waiting.position, str(error))
                continue
            deliveries.append(Delivery(waiting.position, batch_id, table))
            if len(deliveries) == limit:
                break
        return deliveries

    def _forget(self, up_to: int) -> None:
        with self._writing() as names:
            self._enter_unnamed(names)
            for waiting in self._list():
                if waiting.position <= up_to:
                    waiting.path.unlink(missing_ok=True)
            sync_folder(self.folder)

    def _depth(self, after: int) -> int:
        return sum(waiting.position > after for waiting in self._waiting())

    def _last(self) -> int:
        with locked(self._lock, shared=True), self._names() as names:
            named: int = names.execute("SELECT coalesce(max(position), 0) FROM batches").fetchone()[
                0
            ]
            return max([named, *(waiting.position for waiting in self._list())])

    def set_aside(self, position: int, reason: str) -> None:
        with self._writing() as names:
            self._set_aside(names, position, reason)

    def aside(self) -> list[SetAside]:
        found = sorted(self._damaged.glob("*.reason"))
        return [SetAside(int(path.stem), path.read_text(encoding="utf-8")) for path in found]

    def _set_aside(self, names: sqlite3.Connection, position: int, reason: str) -> None:
        for waiting in self._list():
            if waiting.position != position:
                continue
            log.warning("batch %s is set aside: %s", waiting.path.name, reason)
            write_durably(self._damaged / f"{position:020d}.reason", reason.encode())
            with names:
                names.execute("INSERT OR REPLACE INTO batches VALUES (?, NULL)", [position])
            os.replace(waiting.path, self._damaged / waiting.path.name)
            sync_folder(self.folder)

    def _enter_unnamed(self, names: sqlite3.Connection) -> int:
        """Enter files whose publisher died before their name was kept; the last position."""
        last = last_named(names)
        for waiting in self._list():
            if waiting.position <= last:
                continue
            try:
                batch_id, _ = unpack(waiting.path.read_bytes(), waiting.checksum)
                with names:
                    names.execute("INSERT INTO batches VALUES (?, ?)", [waiting.position, batch_id])
            except (DamagedBatch, OSError) as error:
                self._set_aside(names, waiting.position, str(error))
            last = waiting.position
        return last

    def _write(self, position: int, content: bytes) -> None:
        path = self.folder / f"{position:020d}.{checksum(content)}.arrow"
        temporary = temporary_path(path)
        temporary.write_bytes(content)
        put_in_place(temporary, path)

    def _waiting(self) -> list[Waiting]:
        with locked(self._lock, shared=True):
            return self._list()

    def _list(self) -> list[Waiting]:
        """Batch files by position; the caller holds the lock."""
        parts = (path.name.split(".") for path in self.folder.glob("[0-9]*.arrow"))
        return sorted(
            Waiting(int(part[0]), part[1], self.folder / ".".join(part))
            for part in parts
            if len(part) == 3 and part[0].isdecimal()
        )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with locked(self._lock), self._names() as names:
            remove_leftovers(self.folder)
            yield names

    @contextmanager
    def _names(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.folder / "names.sqlite3", timeout=60)) as names:
            yield names


def last_named(names: sqlite3.Connection) -> int:
    found = names.execute("SELECT coalesce(max(position), 0) FROM batches").fetchone()
    return int(found[0])
