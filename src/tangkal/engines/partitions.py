"""The lake's files on disk: a folder a day, a Parquet file a batch, later joined."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tangkal.engines.catalogue import DataFile
from tangkal.engines.index.layout import BLOCK_ROWS
from tangkal.kernel.durable import TEMPORARY, put_in_place, sync_folder, temporary_path

LARGE_ROWS = 500_000  # a file of this many rows is left alone, so no row is rewritten often
GROUP_ROWS = BLOCK_ROWS  # few enough that a page of rows found is read with few others
INDEX = ".index"  # what an index beside a file ends in
COMPRESSION = "zstd"


def split_days(table: pa.Table) -> Iterator[tuple[date, pa.Table]]:
    """A table's rows by day of observed_at (UTC), each in the order they had."""
    days = table["observed_at"].cast(pa.timestamp("us")).cast(pa.date32())
    for day in pc.unique(days).sort():
        yield day.as_py(), table.filter(pc.equal(days, day))


def write(folder: Path, day: date, name: str, table: pa.Table, place: int) -> DataFile:
    """Write one file durably; it counts only once the catalogue lists it.

    A file of that name left by a killed writer is replaced.
    """
    path = folder / f"day={day.isoformat()}" / name
    make_day(path.parent)
    temporary = temporary_path(path)
    try:
        pq.write_table(table, temporary, compression=COMPRESSION, row_group_size=GROUP_ROWS)
        put_in_place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return describe_table(folder, path, table, place)


def joined_rows(folder: Path, files: Sequence[DataFile]) -> pa.Table:
    """All rows of some files, in their order."""
    tables = [pq.read_table(folder / file.path, partitioning=None) for file in files]
    return pa.concat_tables(tables)


def write_joined(folder: Path, files: Sequence[DataFile], table: pa.Table) -> DataFile:
    """One file with all rows of some; ``~`` keeps its name apart from batch ids."""
    first, last = files[0], files[-1]
    name = f"joined~{first.place}-{last.place}-{table.num_rows}.parquet"
    return write(folder, date.fromisoformat(first.day), name, table, first.place)


def groups_to_join(files: Sequence[DataFile]) -> list[list[DataFile]]:
    """Neighbours in arrival that are worth joining: at least two, not yet large."""
    groups: list[list[DataFile]] = []
    for is_small, run in groupby(files, key=lambda file: file.rows < LARGE_ROWS):
        if is_small:
            groups.extend(fill(list(run)))
    return [group for group in groups if len(group) > 1]


def fill(files: list[DataFile]) -> list[list[DataFile]]:
    """Cut a run of files into groups of about LARGE_ROWS rows."""
    groups: list[list[DataFile]] = [[]]
    rows = 0
    for file in files:
        if rows >= LARGE_ROWS:
            groups.append([])
            rows = 0
        groups[-1].append(file)
        rows += file.rows
    return groups


def sweep(folder: Path, day: date, listed: Sequence[DataFile]) -> None:
    """Remove a day's files that no longer count; the caller holds the writer's lock."""
    partition = folder / f"day={day.isoformat()}"
    keep = {folder / file.path for file in listed}
    keep |= {path.with_suffix(INDEX) for path in keep}
    found = (partition.glob(name) for name in ("*.parquet", f"*{INDEX}", f"{TEMPORARY}*"))
    for path in chain.from_iterable(found):
        if path not in keep:
            path.unlink(missing_ok=True)
    if partition.is_dir():
        sync_folder(partition)
    if not keep and partition.is_dir() and not any(partition.iterdir()):
        partition.rmdir()
        sync_folder(folder)


def find(folder: Path) -> list[tuple[Path, set[str]]]:
    """Files that together hold every batch once, and which batches; by day and age.

    A joined file may still lie beside the files it was made of: the larger one counts.
    """
    found: list[tuple[Path, set[str]]] = []
    for partition in sorted(folder.glob("day=*")):
        counted: set[str] = set()
        files = partition.glob("[!.]*.parquet")
        for path in sorted(files, key=lambda path: pq.read_metadata(path).num_rows, reverse=True):
            batch_ids = pq.read_table(path, columns=["batch_id"], partitioning=None)["batch_id"]
            names = set(batch_ids.unique().to_pylist())
            if not names <= counted:
                counted |= names
                found.append((path, names))
    return sorted(found, key=lambda each: (each[0].parent.name, each[0].stat().st_mtime_ns))


def describe(folder: Path, path: Path, place: int) -> DataFile:
    """What the catalogue keeps of a file, read from the file."""
    moments = pq.read_table(path, columns=["published_at", "observed_at"], partitioning=None)
    return describe_table(folder, path, moments, place)


def describe_table(folder: Path, path: Path, table: pa.Table, place: int) -> DataFile:
    moments = pc.coalesce(table["published_at"], table["observed_at"]).cast(pa.int64())
    span = pc.min_max(moments).as_py()
    day = path.parent.name.removeprefix("day=")
    name = str(path.relative_to(folder))
    return DataFile(name, day, place, table.num_rows, span["min"], span["max"])


def make_day(partition: Path) -> None:
    if not partition.is_dir():
        partition.mkdir(exist_ok=True)
        sync_folder(partition.parent)
