"""Open a source: fetch or find it, choose its reader, agree on what its columns mean."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tangkal.kernel import UnreadableSource
from tangkal.pipeline.identity import digest
from tangkal.pipeline.mapping import Mapping, MappingUnclear, as_given, guess_mapping
from tangkal.pipeline.options import IntakeOptions
from tangkal.sources import BadRow, Document, Kind, Manifest, Row, detect
from tangkal.text.privacy import HANDLE, mask_personal_data

SAMPLE = 50

Where = str | Path | Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A source ready to be read."""

    document: Document
    manifest: Manifest
    mapping: Mapping
    options: IntakeOptions

    @property
    def is_address(self) -> bool:
        return self.document.url is not None

    @property
    def label(self) -> str:
        """What is kept with each item as its source."""
        if self.options.source:
            return self.options.source
        if self.document.url is not None:
            return f"{self.manifest.name}:{urlsplit(self.document.url).netloc}"
        return f"file:{self.document.name}"

    @property
    def source_kind(self) -> str:
        usual = "manual" if self.manifest.has_own_columns else "media"
        return self.options.source_kind or usual

    @property
    def is_outlet(self) -> bool:
        """A feed or page the operator declared to be of the media: its name is no secret."""
        return not self.manifest.has_own_columns and self.options.source_kind == "media"

    def key(self) -> str:
        """Content, meaning and options: where any differs, it is another ingest."""
        options = self.options
        return digest(
            fingerprint(self.document),
            self.manifest.name,
            self.mapping.kind,
            sorted(self.mapping.fields.items()),
            options.platform,
            options.source_kind,
            options.timezone,
            options.skip,
            self.label,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an ingest would do, for somebody to agree to; personal data masked."""

    name: str
    reader: str  # the source's title, e.g. "CSV"
    kind: Kind | None  # None: `question` asks for it
    mapping: Mapping | None
    columns: tuple[str, ...]
    sample: tuple[dict[str, str], ...]  # column → text, at most 5 rows
    bad_rows: int  # among the first 50
    question: str = ""  # what must be said before it can be read


def load(where: Where, options: IntakeOptions) -> Document:
    """The document at a path or address.

    Raises:
        UnreadableSource: it is not there, or may not be fetched.
    """
    if isinstance(where, Document):
        return where
    if isinstance(where, str) and "://" in where:
        # The HTTP client takes half a second to load, and most sources are files.
        from tangkal.sources.fetch import fetch  # noqa: PLC0415

        return fetch(where, allow_private=options.allow_private)
    return Document.of_file(Path(where))


def open_source(where: Where, options: IntakeOptions) -> Opened:
    """A source with its reader and mapping.

    Raises:
        UnreadableSource: it cannot be read at all.
        MappingUnclear: its columns leave a question only the user can answer.
        InvalidInput: the mapping by hand names what is not there.
    """
    document = load(where, options)
    manifest = detect(document, options.kind)
    columns, rows, _ = _peek(manifest, document)
    return Opened(
        document=document,
        manifest=manifest,
        mapping=_agree(manifest, columns, rows, options),
        options=options,
    )


def preview(where: Where, options: IntakeOptions | None = None) -> Preview:
    """What an ingest of this source would do. Nothing is written.

    Raises:
        UnreadableSource: it cannot be read at all.
        InvalidInput: the mapping by hand names what is not there.
    """
    options = options or IntakeOptions()
    document = load(where, options)
    manifest = detect(document, options.kind)
    columns, rows, bad = _peek(manifest, document)
    mapping, question = None, ""
    try:
        mapping = _agree(manifest, columns, rows, options)
    except MappingUnclear as unclear:
        question = str(unclear)
    author = mapping.fields.get("author") if mapping else None
    return Preview(
        name=document.name,
        reader=manifest.title,
        kind=mapping.kind if mapping else None,
        mapping=mapping,
        columns=tuple(columns),
        sample=tuple(_shown(row, author, options) for row in rows[:5]),
        bad_rows=bad,
        question=question,
    )


def fingerprint(document: Document) -> str:
    """SHA-256 of the content, hex."""
    if document.body is not None:
        return hashlib.sha256(document.body).hexdigest()
    found = hashlib.sha256()
    with document.open() as stream:
        while part := stream.read(1 << 20):
            found.update(part)
    document.bytes_read = 0
    return found.hexdigest()


def _agree(
    manifest: Manifest, columns: list[str], rows: list[Row], options: IntakeOptions
) -> Mapping:
    if not manifest.has_own_columns:
        return as_given(options.kind or manifest.kinds[0])
    return guess_mapping(
        columns, [row.values for row in rows], kind=options.kind, by_hand=options.by_hand
    )


def _peek(manifest: Manifest, document: Document) -> tuple[list[str], list[Row], int]:
    """Columns and first rows. JSON lines may differ: every column of the sample counts."""
    records: Iterator[Row | BadRow] = manifest.read(document)
    sample = list(islice(records, SAMPLE))
    rows = [one for one in sample if isinstance(one, Row)]
    if not sample:
        raise UnreadableSource(f"{document.name} holds no records")
    if not rows and (rest := next((one for one in records if isinstance(one, Row)), None)):
        rows = [rest]
    if not rows:
        first = sample[0]
        assert isinstance(first, BadRow)
        raise UnreadableSource(f"{document.name} holds no readable record: {first.reason}")
    columns: dict[str, None] = {}
    for row in rows:
        columns.update(dict.fromkeys(row.values))
    document.bytes_read = 0
    return list(columns), rows, len(sample) - len(rows)


def _shown(row: Row, author: str | None, options: IntakeOptions) -> dict[str, str]:
    def show(column: str, value: Any) -> str:
        if value is None:
            return ""
        if column == author:
            return HANDLE
        return mask_personal_data(str(value)[:400], options.public_handles)[:160]

    return {column: show(column, value) for column, value in row.values.items()}
