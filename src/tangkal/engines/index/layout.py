"""An index on disk: arrays one after the other, and at the end a list of what lies where."""

import json
import mmap
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tangkal.kernel import TangkalError
from tangkal.kernel.durable import put_in_place, temporary_path

BLOCK_ROWS = 1 << 14  # of a Parquet row group too, so that a row found is read with few others
POSITION_BITS = 18  # no text that the intake lets in has as many words; later ones share the last
COLUMNS = (
    "item_id", "title", "text", "platform", "language", "region_code", "source_kind",
    "published_at", "observed_at", "is_exercise", "family_id", "narrative_id",
)  # fmt: skip
CODED = ("platform", "language", "region_code", "source_kind", "is_exercise")

VERSION = 1  # raise it when a block's arrays or the reading of words change: all are made again
MAGIC = b"tangkal-index-1\n"
TAIL = struct.Struct("<QI16s")  # length of the list, its checksum, the magic again

Arrays = dict[str, np.ndarray]


class IndexUnusable(TangkalError):
    """An index is missing, damaged, or of another file; it is made again from the items."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One block of rows: its arrays, and the values that their codes stand for."""

    rows: int
    arrays: Arrays
    values: dict[str, list[Any]]


def write(path: Path, mark: str, blocks: Sequence[Stored]) -> None:
    """Write an index durably; a reader sees all of it or none.

    Args:
        mark: says which Parquet file it is of, see :func:`mark_of`.
    """
    temporary = temporary_path(path)
    listed = []
    try:
        with temporary.open("wb") as file:
            file.write(MAGIC)
            for block in blocks:
                places = {}
                for name, array in block.arrays.items():
                    file.write(b"\0" * (-file.tell() % 8))
                    places[name] = [array.dtype.str, file.tell(), len(array)]
                    file.write(np.ascontiguousarray(array).data)
                listed.append({"rows": block.rows, "arrays": places, "values": block.values})
            told = {"version": VERSION, "mark": mark, "blocks": listed}
            content = json.dumps(told, separators=(",", ":")).encode()
            file.write(content)
            file.write(TAIL.pack(len(content), zlib.crc32(content), MAGIC))
        put_in_place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def read(path: Path, mark: str) -> list[Stored]:
    """The blocks of an index, mapped: only what is looked at is read.

    Raises:
        IndexUnusable: it is not there, not whole, of another version or another file.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        length, checksum, magic = TAIL.unpack(mapped[-TAIL.size :])
        content = mapped[-TAIL.size - length : -TAIL.size]
        if magic != MAGIC or zlib.crc32(content) != checksum:
            raise IndexUnusable(f"{path} is damaged")
        told = json.loads(content)
        if told["version"] != VERSION or told["mark"] != mark:
            raise IndexUnusable(f"{path} is of another file or version")
        return [
            Stored(
                block["rows"],
                {
                    name: np.frombuffer(mapped, dtype, count, offset)
                    for name, (dtype, offset, count) in block["arrays"].items()
                },
                block["values"],
            )
            for block in told["blocks"]
        ]
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        raise IndexUnusable(f"{path} cannot be used: {error}") from error


def mark_of(parquet: Path) -> str:
    """What tells one Parquet file from another of the same name: its size and its footer.

    Raises:
        FileNotFoundError: the file is gone.
    """
    size = parquet.stat().st_size
    with parquet.open("rb") as file:
        file.seek(max(0, size - 8))
        (length,) = struct.unpack("<I4x", file.read(8))
        file.seek(max(0, size - 8 - length))
        return f"{size}-{zlib.crc32(file.read(length)):08x}"
