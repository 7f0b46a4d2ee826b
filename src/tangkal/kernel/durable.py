"""Files that survive a power cut: the old content or the new, never half of either."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPORARY = ".writing-"  # readers skip names that start so; a killed writer leaves one behind


def temporary_path(path: Path) -> Path:
    """A fresh name beside ``path``, hidden from readers, on the same file system."""
    return path.with_name(f"{TEMPORARY}{secrets.token_hex(6)}-{path.name}"[:250])


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable; without it a power cut may undo them."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make a file's content durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(temporary: Path, path: Path) -> None:
    """Give a finished temporary file its name, durably and in one step."""
    sync_file(temporary)
    os.replace(temporary, path)
    sync_folder(path.parent)


def write_durably(path: Path, content: bytes) -> None:
    """Write or replace a file; a reader sees the old content or the new."""
    temporary = temporary_path(path)
    try:
        temporary.write_bytes(content)
        put_in_place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> None:
    """Remove what killed writers left; call it only while no writer can be at work."""
    for path in folder.glob(f"{TEMPORARY}*"):
        path.unlink(missing_ok=True)


@contextmanager
def locked(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold a lock between processes and threads; the system frees it when a holder dies."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
