"""Read Parquet a few thousand rows at a time, so that size does not matter."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from tangkal.kernel import UnreadableSource
from tangkal.sources.base import BadRow, Document, Row
from tangkal.sources.jsonl.reader import flatten


def read_parquet(document: Document) -> Iterator[Row | BadRow]:
    """Rows of a Parquet file, `line` being the record's number.

    Raises:
        UnreadableSource: the file is damaged or cut off; a Parquet file is readable only whole.
    """
    source = pa.BufferReader(document.body) if document.body is not None else document.path
    line = 0
    try:
        with pq.ParquetFile(source) as file:
            size, rows = document.size, max(1, file.metadata.num_rows)
            for batch in file.iter_batches(batch_size=2000):
                for values in batch.to_pylist():
                    line += 1
                    yield Row(line, flatten(values))
                document.bytes_read = size * line // rows
    except (pa.ArrowException, OSError) as error:
        raise UnreadableSource(
            f"{document.name} is not a whole Parquet file (after row {line}): {error}"
        ) from error
