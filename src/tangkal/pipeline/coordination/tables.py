"""A file as one table of text columns: CSV, JSON lines or Parquet."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from tangkal.kernel import UnreadableSource
from tangkal.sources.base import BadRow, Document, Row
from tangkal.sources.csv.dialect import guess_delimiter
from tangkal.sources.csv.reader import read_csv
from tangkal.sources.detect import detect


def read_table(path: Path) -> tuple[pa.Table, int]:
    """All rows with every value as text (lists joined by spaces), and the rows left out.

    Well-formed UTF-8 CSV is read in compiled code; what that refuses goes through the
    forgiving readers of `tangkal ingest`.

    Raises:
        UnreadableSource: there is no such file, or it is no table.
    """
    document = Document.of_file(path)
    if path.suffix.lower() in {".parquet", ".pq"}:
        return as_text(read_parquet(path)), 0
    if path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        return from_rows(document)
    try:
        return read_plain_csv(document)
    except pa.ArrowInvalid:
        return from_rows(document)


def read_parquet(path: Path) -> pa.Table:
    try:
        return pq.read_table(path)
    except (pa.ArrowException, OSError) as problem:
        raise UnreadableSource(f"{path.name} is not a whole Parquet file: {problem}") from problem


def read_plain_csv(document: Document) -> tuple[pa.Table, int]:
    """UTF-8 with a header; rows with another number of fields are left out and counted."""
    assert document.path is not None
    head = document.head().decode("utf-8-sig", errors="replace")
    header = next(iter(head.splitlines()), "")
    delimiter = guess_delimiter(head)
    wrong = 0

    def leave_out(_row: object) -> str:
        nonlocal wrong
        wrong += 1
        return "skip"

    names = [name.strip().strip('"') for name in header.split(delimiter)]
    table = pcsv.read_csv(
        document.path,
        parse_options=pcsv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, invalid_row_handler=leave_out
        ),
        convert_options=pcsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    return as_text(table), wrong


def from_rows(document: Document) -> tuple[pa.Table, int]:
    """Row by row, whatever the encoding; unreadable rows are left out and counted."""
    path = document.path
    assert path is not None
    reader = read_csv if path.suffix.lower() in {".csv", ".tsv", ".txt"} else detect(document).read
    rows: list[dict[str, object]] = []
    wrong = 0
    for row in reader(document):
        if isinstance(row, BadRow):
            wrong += 1
        elif isinstance(row, Row):
            rows.append({name: plain(value) for name, value in row.values.items()})
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    return pa.table(columns), wrong


def plain(value: object) -> str | None:
    """A value as text; lists joined by spaces."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        return " ".join(str(each) for each in value)
    return str(value)


def as_text(table: pa.Table) -> pa.Table:
    """Every column as text; moments in ISO 8601 with their zone, lists joined by spaces."""
    return pa.table({name: text_column(table[name]) for name in table.column_names})


def text_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_string(kind):
        return column
    if pa.types.is_timestamp(kind):
        form = "%Y-%m-%dT%H:%M:%S" + ("%z" if kind.tz else "")
        return pc.strftime(column, format=form)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.chunked_array([pa.array(map(plain, column.to_pylist()), pa.string())])
    if pa.types.is_dictionary(kind):
        return text_column(column.cast(kind.value_type))
    return column.cast(pa.string())
