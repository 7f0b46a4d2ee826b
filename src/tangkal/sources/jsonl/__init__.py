"""JSON lines (NDJSON): one object a line; also a JSON file holding one list of objects."""

from tangkal.sources.base import Manifest
from tangkal.sources.jsonl.reader import read_jsonl

MANIFEST = Manifest(
    name="jsonl",
    title="JSON lines",
    kinds=("items", "claims"),
    has_own_columns=True,
    extensions=(".jsonl", ".ndjson", ".json"),
    content_types=("application/x-ndjson", "application/jsonl", "application/json"),
    recognises=lambda head: head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[{")),
    fixture="fixture.jsonl",
    read=read_jsonl,
)
