"""From what an index found to a page: in the exact order, and only its row groups are read."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tangkal.engines.base import Search
from tangkal.engines.index.block import Block
from tangkal.engines.index.search import Groups, Refs

KEPT_BYTES = 64 << 20  # in each process, of row groups of about 6 MB
MOST_FILES = 4_096


def read_rows(refs: Refs, blocks: Sequence[Block], columns: Sequence[str]) -> pa.Table:
    """The rows, one at least, in the order asked for.

    Raises:
        FileNotFoundError: a file is gone, as after a compaction; ask again.
    """
    order = np.lexsort((refs.rows, refs.blocks))
    places, rows = refs.blocks[order].tolist(), refs.rows[order].tolist()
    tables = []
    for file, each in groupby(zip(places, rows, strict=True), key=lambda at: blocks[at[0]].file):
        wanted = [blocks[place].first + row for place, row in each]
        tables.append(rows_of(file, wanted, columns))
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return pa.concat_tables(tables).take(pa.array(back))


def rows_of(file: Path, rows: Sequence[int], columns: Sequence[str]) -> pa.Table:
    """Some rows of a file, ascending.

    Raises:
        FileNotFoundError: it is gone; what was kept of it is not told either.
    """
    stat = file.stat()
    stored = Stored(file, stat.st_ino, stat.st_mtime_ns, stat.st_size)
    starts = kept.starts(stored)
    wanted = np.asarray(rows)
    groups = np.searchsorted(starts, wanted, side="right") - 1
    tables = []
    for group in np.unique(groups).tolist():
        table = kept.group(stored, group, tuple(columns))
        tables.append(table.take(pa.array(wanted[groups == group] - starts[group])))
    return pa.concat_tables(tables)


class Stored(NamedTuple):
    """A file as it stands: one put in its place is another."""

    path: Path
    inode: int
    written_ns: int
    size: int


class Kept:
    """The row groups read last.

    A page asks the same group twice and the next page often again; to decode one takes longer
    than all else that the page does.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._starts: OrderedDict[Stored, NDArray[np.int64]] = OrderedDict()
        self._groups: OrderedDict[tuple[Stored, int, tuple[str, ...]], pa.Table] = OrderedDict()

    def starts(self, stored: Stored) -> NDArray[np.int64]:
        """The first row of each row group, and the number of rows at the end."""
        with self._lock:
            found = self._starts.get(stored)
        if found is None:
            about = pq.read_metadata(stored.path)
            sizes = [about.row_group(n).num_rows for n in range(about.num_row_groups)]
            found = np.cumsum([0, *sizes], dtype=np.int64)
            with self._lock:
                self._starts[stored] = found
                while len(self._starts) > MOST_FILES:
                    self._starts.popitem(last=False)
        return found

    def group(self, stored: Stored, group: int, columns: tuple[str, ...]) -> pa.Table:
        """A row group's columns."""
        key = (stored, group, columns)
        with self._lock:
            if (found := self._groups.get(key)) is not None:
                self._groups.move_to_end(key)
                return found
        with pq.ParquetFile(stored.path) as file:
            found = file.read_row_group(group, columns=list(columns))
        with self._lock:
            if key not in self._groups and found.nbytes <= self.most_bytes:
                self._groups[key] = found
                self._bytes += found.nbytes
                while self._bytes > self.most_bytes:
                    _key, oldest = self._groups.popitem(last=False)
                    self._bytes -= oldest.nbytes
        return found


kept = Kept(KEPT_BYTES)


def page_of(refs: Refs, search: Search) -> tuple[Refs, int]:
    """The rows of a page with all that are alike to its first and last, and how many to skip.

    Args:
        refs: newest first, then by the ids' beginnings; which of two alike comes first, only
            their whole ids tell.
    """
    start, end = min(search.offset, len(refs)), min(search.offset + search.limit, len(refs))
    if start == end:
        return refs.taken(np.arange(0)), 0
    alike = (refs.moments[1:] == refs.moments[:-1]) & (refs.ids[1:] == refs.ids[:-1])
    bounds = np.r_[0, np.flatnonzero(~alike) + 1, len(refs)]
    low = int(bounds[np.searchsorted(bounds, start, "right") - 1])
    high = int(bounds[np.searchsorted(bounds, end)])
    return refs.taken(np.arange(low, high)), start - low


def in_order(found: pa.Table, moments: NDArray[np.int64]) -> pa.Table:
    """Newest first, then by item id."""
    ids = found["item_id"].to_pylist()
    order = sorted(range(len(ids)), key=lambda row: (-int(moments[row]), ids[row]))
    return found.take(pa.array(order, pa.int64()))


def largest(
    found: Groups, search: Search, names_of: Callable[[NDArray[np.uint64]], list[str]]
) -> list[tuple[str, int]]:
    """The narratives of a page by size, then by name, and their places among those found.

    Only those that are as large as the page's are asked for their names.
    """
    by_size = np.argsort(-found.items, kind="stable")
    page = by_size[search.offset : search.offset + search.limit]
    if not len(page):
        return []
    most, least = found.items[page[0]], found.items[page[-1]]
    near = np.flatnonzero((found.items <= most) & (found.items >= least))
    larger = int((found.items > most).sum())
    named = list(zip(names_of(found.hashes[near]), near.tolist(), strict=True))
    named.sort(key=lambda each: (-int(found.items[each[1]]), each[0]))
    return named[search.offset - larger :][: search.limit]
