"""Snapshots of live state: arrays and a few facts, replaced in one step, versioned."""

import json
import secrets
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tangkal.kernel import TangkalError
from tangkal.kernel.durable import put_in_place, remove_leftovers, temporary_path, write_durably

Arrays = dict[str, np.ndarray]


class CheckpointUnusable(TangkalError):
    """There is a snapshot, but not one this code can go on from; the message says why."""


class Checkpoint(NamedTuple):
    """What was saved: plain arrays and JSON values."""

    arrays: Arrays
    facts: dict[str, Any]


def write(
    folder: Path, name: str, version: int, arrays: Mapping[str, Any], facts: dict[str, Any]
) -> None:
    """Save a snapshot; a crash leaves the one before it.

    The arrays go into a file of a new name, then ``<name>.json`` is made to point at it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    remove_leftovers(folder)
    stored = folder / f"{name}-{secrets.token_hex(6)}.npz"
    temporary = temporary_path(stored)
    with temporary.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **arrays)
    put_in_place(temporary, stored)
    pointer = {"version": version, "file": stored.name, "facts": facts}
    write_durably(folder / f"{name}.json", json.dumps(pointer).encode())
    for old in folder.glob(f"{name}-*.npz"):
        if old != stored:
            old.unlink()


def read(folder: Path, name: str, version: int) -> Checkpoint | None:
    """The last snapshot; None where none was ever saved.

    Raises:
        CheckpointUnusable: it is of another version, damaged, or its arrays are missing.
    """
    try:
        text = (folder / f"{name}.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise CheckpointUnusable(f"{folder / name}.json cannot be read: {error}") from error
    try:
        pointer = json.loads(text)
        found, file, facts = pointer["version"], pointer["file"], dict(pointer["facts"])
    except (ValueError, KeyError, TypeError) as error:
        raise CheckpointUnusable(f"{folder / name}.json is damaged: {error!r}") from error
    if found != version:
        raise CheckpointUnusable(f"{name} has version {found}; this code reads {version}")
    return Checkpoint(read_arrays(folder / Path(file).name), facts)


def read_arrays(path: Path) -> Arrays:
    """All arrays of a file; the archive's own checksums notice a changed bit."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise CheckpointUnusable(f"{path} is missing or damaged: {error}") from error
