"""The index files beside the lake's Parquet files: kept, found again, made again where lost."""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import pyarrow as pa
import pyarrow.parquet as pq

from tangkal.engines.catalogue import DataFile
from tangkal.engines.index import layout
from tangkal.engines.index.block import Block
from tangkal.engines.index.layout import BLOCK_ROWS, COLUMNS
from tangkal.engines.partitions import INDEX

log = logging.getLogger(__name__)

MOST_OPEN = 400  # mapped files hold a file handle each, and a process has some 1,000


class Store:
    """Indexes by the file they are of; the last ones used stay open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._open: OrderedDict[str, list[Block]] = OrderedDict()

    def keep(self, file: DataFile, table: pa.Table, joined: Sequence[DataFile] = ()) -> None:
        """Index a file just written.

        Args:
            joined: the files whose rows it has, in order: what is the same is not made again.
        """
        try:
            self._keep(self.folder / file.path, table, joined)
        except Exception:
            # Without its index an item is found all the same, only later; without its file never.
            log.exception("the index of %s is not made; the first question makes it", file.path)

    def _keep(self, path: Path, table: pa.Table, joined: Sequence[DataFile]) -> None:
        # The compiled kernels take a second to load: a page that only asks does not wait.
        from tangkal.engines.index.build import blocks_of  # noqa: PLC0415

        begun = self._full_blocks(joined)
        blocks = [*begun, *blocks_of(table.select(list(COLUMNS)), len(begun) * BLOCK_ROWS)]
        layout.write(index_of(path), layout.mark_of(path), blocks)

    def _full_blocks(self, joined: Sequence[DataFile]) -> list[layout.Stored]:
        """The blocks with which the first of some files begin, as long as they are full."""
        if not joined:
            return []
        try:
            path = self.folder / joined[0].path
            blocks = layout.read(index_of(path), layout.mark_of(path))
        except layout.IndexUnusable:
            return []
        return [block for block in blocks if block.rows == BLOCK_ROWS]

    def blocks(self, file: DataFile) -> list[Block]:
        """The index of a file; made now where there is none that can be used.

        Raises:
            FileNotFoundError: the file is gone.
        """
        with self._lock:
            if file.path in self._open:
                self._open.move_to_end(file.path)
                return self._open[file.path]
        path = self.folder / file.path
        mark = layout.mark_of(path)
        try:
            stored = layout.read(index_of(path), mark)
        except layout.IndexUnusable as error:
            log.warning("the index is made again: %s", error)
            stored = self._made(path, mark)
        blocks = [Block(path, number * BLOCK_ROWS, each) for number, each in enumerate(stored)]
        with self._lock:
            self._open[file.path] = blocks
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
        return blocks

    def _made(self, path: Path, mark: str) -> list[layout.Stored]:
        from tangkal.engines.index.build import blocks_of  # noqa: PLC0415

        table = pq.read_table(path, columns=list(COLUMNS), partitioning=None)
        stored = list(blocks_of(table))
        try:
            layout.write(index_of(path), mark, stored)
        except OSError as error:  # a reader without the right to write, or a folder just dropped
            log.warning("the index of %s is not kept: %s", path, error)
        return stored

    def complete(self, files: Sequence[DataFile]) -> None:
        """Make what is missing, so that no question waits for it."""
        for file in files:
            if not index_of(self.folder / file.path).exists():
                self.blocks(file)

    def forget(self, files: Sequence[DataFile]) -> None:
        """These files no longer count."""
        with self._lock:
            for file in files:
                self._open.pop(file.path, None)


def index_of(parquet: Path) -> Path:
    return parquet.with_suffix(INDEX)
