"""Items as files: no author but institutions and outlets, nothing a spreadsheet would run."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from tempfile import TemporaryFile

import pyarrow as pa

from tangkal.desk.cases.items import lake
from tangkal.desk.ui import sheets
from tangkal.engines import Search
from tangkal.kernel.schema import LAKE

COLUMNS = (
    "item_id",
    "published_at",
    "observed_at",
    "platform",
    "title",
    "text",
    "url",
    "author_name",
    "region_code",
    "language",
    "narrative_id",
    "family_id",
    "source",
    "source_kind",
    "shares",
    "likes",
    "views",
    "is_exercise",
)
PAGE = 10_000
MOST = 100_000
CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Format:
    """One way to hand out what was found."""

    name: str  # of the file
    content_type: str
    write: Callable[[Search], Iterator[str] | Iterator[bytes]]


class Line:
    """What csv.writer writes to: it hands each line on."""

    def write(self, text: str) -> str:
        return text


def pages(search: Search) -> Iterator[pa.Table]:
    """The found items, newest first, at most MOST of them."""
    for offset in range(0, MOST, PAGE):
        table = lake().found(replace(search, limit=PAGE, offset=offset))
        yield table.select(list(COLUMNS))
        if table.num_rows < PAGE:
            return


def csv_lines(search: Search) -> Iterator[str]:
    """With a heading; a leading quote keeps a spreadsheet from running a formula."""
    writer = csv.writer(Line())
    yield "\ufeff"  # without it a spreadsheet takes UTF-8 for something else
    yield writer.writerow(COLUMNS)
    for table in pages(search):
        for row in table.to_pylist():
            yield writer.writerow([cell(row[name]) for name in COLUMNS])


def json_lines(search: Search) -> Iterator[str]:
    """One JSON object a line; moments as ISO 8601."""
    for table in pages(search):
        for row in table.to_pylist():
            told = {name: told_value(row[name]) for name in COLUMNS}
            yield json.dumps(told, ensure_ascii=False) + "\n"


def parquet(search: Search) -> Iterator[bytes]:
    """A Parquet file; its last part tells where the others lie, so it is made before it goes."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - few pages need it

    schema = pa.schema([LAKE.field(name) for name in COLUMNS])
    with TemporaryFile() as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            for table in pages(search):
                writer.write_table(table)
        file.seek(0)
        while part := file.read(CHUNK):
            yield part


def told_value(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def cell(value: object) -> str:
    """A value as text; a leading quote keeps a spreadsheet from running it as a formula."""
    return sheets.cell(value.isoformat() if hasattr(value, "isoformat") else value)


FORMATS = {
    "csv": Format("items.csv", "text/csv; charset=utf-8", csv_lines),
    "jsonl": Format("items.jsonl", "application/x-ndjson; charset=utf-8", json_lines),
    "parquet": Format("items.parquet", "application/vnd.apache.parquet", parquet),
}
