"""From what an index found to a page: in the exact order, and only its row groups are read."""

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tangkal.engines.base import Search
from tangkal.engines.index.block import Block
from tangkal.engines.index.search import Groups, Refs


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
        tables.append(rows_of(pq.ParquetFile(file), wanted, columns))
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return pa.concat_tables(tables).take(pa.array(back))


def rows_of(file: pq.ParquetFile, rows: Sequence[int], columns: Sequence[str]) -> pa.Table:
    """Some rows of a file, ascending."""
    sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    starts = np.cumsum([0, *sizes])
    wanted = np.asarray(rows)
    groups = np.searchsorted(starts, wanted, side="right") - 1
    tables = []
    for group in np.unique(groups).tolist():
        table = file.read_row_group(group, columns=list(columns))
        tables.append(table.take(pa.array(wanted[groups == group] - starts[group])))
    return pa.concat_tables(tables)


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
