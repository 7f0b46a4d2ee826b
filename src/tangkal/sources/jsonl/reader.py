"""Read JSON lines one by one; nested objects become dotted columns."""

import json
from collections.abc import Iterator
from typing import NoReturn

from tangkal.kernel import UnreadableSource
from tangkal.sources.base import BadRow, Document, Row
from tangkal.sources.lines import bounded_lines

LARGEST_DOCUMENT = 100_000_000  # bytes; in memory it takes ten times as much
_DEEPEST = 8  # Zeeschuimer's X objects put the text at depth 6


def read_jsonl(document: Document) -> Iterator[Row | BadRow]:
    """Rows of a JSON-lines file, or of one JSON document that is or holds a list of objects.

    Yields:
        A row an object, `line` its line (in a list: its place). A BadRow for a line that is
        no JSON object or no UTF-8. Empty lines are no records.

    Raises:
        UnreadableSource: a list that is not JSON as a whole or too large for one document, or a
            line too long to be a record.
    """
    if _is_one_document(document.head(1 << 20)):
        yield from _read_list(document)
        return
    with document.open() as stream:
        for line, raw in enumerate(bounded_lines(stream, document.name), start=1):
            if line == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")  # noqa: PLW2901
            if raw.strip():
                yield _read_line(line, raw)


def _is_one_document(head: bytes) -> bool:
    """A list, or an object that goes on over the line's end, rather than one object a line."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    first = start.split(b"\n", 1)[0].strip()
    return start.startswith(b"[") or (first.startswith(b"{") and first.endswith((b"{", b"[", b",")))


def _read_list(document: Document) -> Iterator[Row | BadRow]:
    if document.size > LARGEST_DOCUMENT:
        raise UnreadableSource(
            f"{document.name} is one JSON document of {document.size / 1e6:.0f} MB, which must be "
            f"read whole; at most {LARGEST_DOCUMENT / 1e6:.0f} MB are: write one object a line"
        )
    try:
        content = json.loads(document.read(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(
            f"{document.name} begins like one JSON document but is none: {error}; "
            "write one object a line, then one broken line costs one row"
        ) from None
    for place, record in enumerate(_records(content, document), start=1):
        yield _as_row(place, record, json.dumps(record, ensure_ascii=False))


def _records(content: object, document: Document) -> list[object]:
    """The list itself, or the only list of objects inside an envelope."""
    if isinstance(content, list):
        return content
    assert isinstance(content, dict)  # _is_one_document saw its brace
    lists = [v for v in content.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
    if len(lists) != 1:
        raise UnreadableSource(
            f"{document.name} is one JSON object holding {len(lists)} lists of records; "
            "write one object a line"
        )
    return lists[0]


def _read_line(line: int, raw: bytes) -> Row | BadRow:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        shown = raw.decode("utf-8", errors="replace").strip()
        reason = f"byte 0x{raw[error.start]:02X} on line {line} is not UTF-8"
        return BadRow(line, "bytes of another encoding", reason, shown)
    try:
        record = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        return BadRow(line, "not JSON", f"line {line} is not JSON: {error}", text.strip())
    return _as_row(line, record, text.strip())


def _as_row(line: int, record: object, raw: str) -> Row | BadRow:
    if not isinstance(record, dict):
        kind = type(record).__name__
        return BadRow(line, "not an object", f"line {line} holds a {kind}, not an object", raw)
    return Row(line, flatten(record))


def flatten(record: dict[str, object]) -> dict[str, object]:
    """One level of columns: {"a": {"b": 1}} becomes {"a.b": 1}; short lists become text.

    >>> flatten({"id": 1, "stats": {"likes": 2}, "urls": ["u1", "u2"]})
    {'id': 1, 'stats.likes': 2, 'urls': 'u1 u2'}
    """
    if not any(isinstance(value, dict | list) for value in record.values()):
        return record
    flat: dict[str, object] = {}
    _flatten_into(flat, "", record, _DEEPEST)
    return flat


def _flatten_into(flat: dict[str, object], prefix: str, value: object, depth: int) -> None:
    if isinstance(value, dict) and depth:
        for key, inner in value.items():
            _flatten_into(flat, f"{prefix}.{key}" if prefix else str(key), inner, depth - 1)
    elif isinstance(value, list):
        plain = [str(v) for v in value if isinstance(v, str | int | float)]
        if len(plain) == len(value):
            flat[prefix] = " ".join(plain) or None
    elif not isinstance(value, dict):
        flat[prefix] = value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")
