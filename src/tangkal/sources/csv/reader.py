"""Read CSV record by record, with the line each starts on and no record lost.

Python's csv module lets one forgotten quote swallow the rest of the file, so records are
cut here, where a quote that never closes costs one line, and the module splits the fields.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator

from tangkal.kernel import UnreadableSource
from tangkal.sources.base import BadRow, Document, Row
from tangkal.sources.csv.dialect import guess_delimiter, header_names
from tangkal.sources.csv.quoting import quoting_after
from tangkal.sources.encodings import guess_encoding
from tangkal.sources.lines import bounded_lines

# A quoted field longer than this is taken for a quote that was never closed.
MOST_LINES = 1000
MOST_CHARACTERS = 2_000_000

_undecoded = re.compile("[\udc80-\udcff]")  # what surrogateescape makes of a wrong byte

csv.field_size_limit(4 * MOST_CHARACTERS)


def read_csv(document: Document) -> Iterator[Row | BadRow]:
    """Rows of a CSV file, under the names of its header line.

    Yields:
        A row a record, `line` being the line it starts on. A BadRow where the number of
        fields differs from the header's, bytes are not of the file's encoding, or a quote
        never closes. Empty lines are no records.

    Raises:
        UnreadableSource: there is no header line, or a line is too long to be one.
    """
    head = document.head()
    encoding = guess_encoding(head)
    delimiter = guess_delimiter(head.decode(encoding, errors="replace"))
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    with document.open() as stream:
        lines = io.TextIOWrapper(stream, encoding, errors=errors, newline="")
        records = cut_records(bounded_lines(lines, document.name), delimiter)
        names: list[str] | None = None
        for line, parts in records:
            text = "".join(parts) if isinstance(parts, list) else parts.raw
            if not text.strip("\r\n"):
                continue
            if names is None:
                if isinstance(parts, BadRow):
                    raise UnreadableSource(f"{document.name}: header line: {parts.reason}")
                names = header_names(split_fields(parts, delimiter))
                continue
            yield (
                parts
                if isinstance(parts, BadRow)
                else make_row(line, parts, names, delimiter, encoding)
            )
        if names is None:
            raise UnreadableSource(f"{document.name} has no header line")


def cut_records(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str] | BadRow]]:
    """Group physical lines into records: a line that ends inside quotes goes on."""
    pushed_back: deque[str] = deque()
    number = 0  # of the line last taken

    def take() -> str | None:
        return pushed_back.popleft() if pushed_back else next(lines, None)

    while (first := take()) is not None:
        number += 1
        parts, length = [first], len(first)
        state = quoting_after(first, delimiter, inside=False)
        while state == "open" and len(parts) < MOST_LINES and length < MOST_CHARACTERS:
            more = take()
            if more is None:
                break
            parts.append(more)
            length += len(more)
            state = quoting_after(more, delimiter, inside=True)
        if state == "closed":
            yield number, parts
            number += len(parts) - 1
        else:
            pushed_back.extendleft(reversed(parts[1:]))
            yield number, never_closed(number, first)


def never_closed(line: int, raw: str) -> BadRow:
    """The record whose quotation mark would swallow the lines after it."""
    return BadRow(
        line,
        "quote never closed",
        f"a quotation mark opened on line {line} is never closed; "
        "close it or double the quotation mark",
        printable(raw),
    )


def split_fields(parts: list[str], delimiter: str) -> list[str]:
    """The fields of one record."""
    return next(csv.reader(parts, delimiter=delimiter))


def make_row(
    line: int, parts: list[str], names: list[str], delimiter: str, encoding: str
) -> Row | BadRow:
    """Name a record's fields, or say why that cannot be done."""
    raw = "".join(parts).rstrip("\r\n")
    if not raw.isascii() and (broken := _undecoded.search(raw)):
        return BadRow(
            line,
            "bytes of another encoding",
            f"byte 0x{ord(broken.group()) - 0xDC00:02X} on line {line} is not {encoding}; "
            "save the file as UTF-8",
            printable(raw),
        )
    try:
        fields = split_fields(parts, delimiter)
    except csv.Error as error:
        return BadRow(line, "not CSV", f"line {line} is not CSV: {error}", raw)
    if len(fields) > len(names) and not any(fields[len(names) :]):
        fields = fields[: len(names)]
    if len(fields) != len(names):
        return BadRow(
            line,
            "wrong number of fields",
            f"line {line} has {len(fields)} fields where the header has {len(names)}",
            raw,
        )
    return Row(line, dict(zip(names, fields, strict=True)))


def printable(text: str) -> str:
    """Text that can be stored: bytes that are no character become U+FFFD."""
    return _undecoded.sub("\ufffd", text).rstrip("\r\n")
