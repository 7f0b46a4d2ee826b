"""Snapshots of live state: arrays and a few facts, replaced in one step, versioned.

What is small is written anew each time. What is large and only grows at its end, a
:class:`Log`, is kept in parts: a snapshot adds one and names those it goes on from. Small
parts are joined as they are followed by as many rows again, so that a row is written a few
times in its life and a restart reads a few dozen files.
"""

import json
import secrets
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tangkal.kernel import TangkalError
from tangkal.kernel.durable import put_in_place, remove_leftovers, temporary_path, write_durably

Arrays = dict[str, np.ndarray]

LARGEST_PART = 500_000  # rows; larger parts are not joined any more


class CheckpointUnusable(TangkalError):
    """There is a snapshot, but not one this code can go on from; the message says why."""


class Log(NamedTuple):
    """Numbered rows, added at the end and forgotten at the beginning."""

    lineage: str  # rows of equal number are the same rows where this is the same
    first: int  # number of the oldest living row
    recent: int  # rows from this number on can be had without those before it
    end: int
    rows_since: Callable[[int], Arrays]  # asked for `first`, or a number from `recent` on


class Part(NamedTuple):
    """One stretch of a log on disk."""

    file: str
    first: int
    end: int


class KeptLog(NamedTuple):
    """A log as a snapshot names it."""

    lineage: str
    first: int
    end: int
    parts: list[Part]


class Checkpoint(NamedTuple):
    """What was saved: plain arrays, JSON values and logs."""

    arrays: Arrays
    facts: dict[str, Any]
    folder: Path
    logs: dict[str, KeptLog]

    def parts(self, name: str) -> Iterator[Arrays]:
        """A log's living rows, oldest first, a part at a time.

        Raises:
            CheckpointUnusable: a part is missing or damaged, or not all rows are there.
        """
        log = self.logs[name]
        number = log.first
        for part in log.parts:
            rows = read_part(self.folder, part)
            if not part.first <= number <= part.end:
                raise CheckpointUnusable(f"{name} lacks the rows before {part.first}")
            yield {each: array[number - part.first :] for each, array in rows.items()}
            number = part.end
        if number != log.end:
            raise CheckpointUnusable(f"{name} ends at row {number}, not at {log.end}")


def write(
    folder: Path,
    name: str,
    version: int,
    arrays: Mapping[str, Any],
    facts: dict[str, Any],
    logs: Mapping[str, Log] | None = None,
) -> None:
    """Save a snapshot; a crash leaves the one before it.

    The arrays go into files of new names, then ``<name>.json`` is made to point at them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    remove_leftovers(folder)
    kept = {
        each: add_part(folder, f"{name}-{each}", log, previous(folder, name, version).get(each))
        for each, log in (logs or {}).items()
    }
    stored = store(folder, name, arrays)
    pointer = {"version": version, "file": stored, "facts": facts, "logs": kept}
    write_durably(folder / f"{name}.json", json.dumps(pointer).encode())
    named = {stored} | {part.file for log in kept.values() for part in log.parts}
    for old in folder.glob(f"{name}-*.npz"):
        if old.name not in named:
            old.unlink()


def previous(folder: Path, name: str, version: int) -> dict[str, KeptLog]:
    """The logs of the last snapshot; none where it is not one to go on from."""
    try:
        pointer = read_pointer(folder, name, version)
    except CheckpointUnusable:
        return {}
    return {} if pointer is None else pointer[2]


def add_part(folder: Path, name: str, log: Log, before: KeptLog | None) -> KeptLog:
    """Write what is new of a log, with what is best joined to it."""
    parts: list[Part] = []
    if before is not None and before.lineage == log.lineage and log.recent <= before.end <= log.end:
        parts = [part for part in before.parts if part.end > log.first]
    start = parts[-1].end if parts else log.first
    if start < log.end:
        rows = log.rows_since(start)
        try:
            rows, start = join_small(folder, parts, rows, start, log.end)
        except CheckpointUnusable:  # a part was lost since: write the whole log again
            parts, start = [], log.first
            rows = log.rows_since(start)
        parts.append(Part(store(folder, name, rows), start, log.end))
    return KeptLog(log.lineage, log.first, log.end, parts)


def join_small(
    folder: Path, parts: list[Part], rows: Arrays, start: int, end: int
) -> tuple[Arrays, int]:
    """Take in the last parts while they are no longer than what follows them."""
    before: list[Arrays] = []
    while parts and parts[-1].end - parts[-1].first <= min(end - start, LARGEST_PART):
        part = parts.pop()
        before.append(read_part(folder, part))
        start = part.first
    pieces = [*reversed(before), rows]
    return {each: np.concatenate([piece[each] for piece in pieces]) for each in rows}, start


def store(folder: Path, name: str, arrays: Mapping[str, Any]) -> str:
    """Write arrays durably under a new name; the name."""
    stored = folder / f"{name}-{secrets.token_hex(6)}.npz"
    temporary = temporary_path(stored)
    with temporary.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **arrays)
    put_in_place(temporary, stored)
    return stored.name


def read(folder: Path, name: str, version: int) -> Checkpoint | None:
    """The last snapshot; None where none was ever saved.

    Raises:
        CheckpointUnusable: it is of another version, damaged, or its arrays are missing.
    """
    pointer = read_pointer(folder, name, version)
    if pointer is None:
        return None
    file, facts, logs = pointer
    return Checkpoint(read_arrays(folder / Path(file).name), facts, folder, logs)


def read_pointer(
    folder: Path, name: str, version: int
) -> tuple[str, dict[str, Any], dict[str, KeptLog]] | None:
    """The file, facts and logs that the last snapshot names."""
    try:
        text = (folder / f"{name}.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise CheckpointUnusable(f"{folder / name}.json cannot be read: {error}") from error
    try:
        pointer = json.loads(text)
        if pointer["version"] != version:
            raise CheckpointUnusable(
                f"{name} has version {pointer['version']}; this code reads {version}"
            )
        logs = {each: as_log(*log) for each, log in pointer["logs"].items()}
        return str(pointer["file"]), dict(pointer["facts"]), logs
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CheckpointUnusable(f"{folder / name}.json is damaged: {error!r}") from error


def as_log(lineage: str, first: int, end: int, parts: list[list[Any]]) -> KeptLog:
    return KeptLog(str(lineage), int(first), int(end), [Part(*part) for part in parts])


def read_part(folder: Path, part: Part) -> Arrays:
    """The rows of one part, as many as it should hold."""
    path = folder / Path(part.file).name
    rows = read_arrays(path)
    if any(len(array) != part.end - part.first for array in rows.values()) or not rows:
        raise CheckpointUnusable(f"{path} does not hold rows {part.first} to {part.end}")
    return rows


def read_arrays(path: Path) -> Arrays:
    """All arrays of a file; the archive's own checksums notice a changed bit."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise CheckpointUnusable(f"{path} is missing or damaged: {error}") from error
