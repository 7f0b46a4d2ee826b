"""Decide which source reads a document: by what it holds, then its name, then its type."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from tangkal.kernel import UnreadableSource
from tangkal.sources.base import Document, Kind, Manifest
from tangkal.sources.registry import SOURCES


def detect(document: Document, wanted: Kind | None = None) -> Manifest:
    """The source whose reader fits this document.

    Content decides where it is unmistakable (a Parquet magic number, `<rss`, ClaimReview
    markup), because servers name types wrongly and people name files wrongly.

    Args:
        document: what to read.
        wanted: leave out sources that cannot bring this kind.

    Raises:
        UnreadableSource: empty, or nothing here reads it.
    """
    head = document.head()
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableSource(f"{document.name} is empty")
    able = [m for m in SOURCES if wanted is None or wanted in m.kinds]
    extension = _extension(document)
    for manifest in able:
        if manifest.recognises(head):
            return manifest
    for manifest in able:
        if extension in manifest.extensions or document.content_type in manifest.content_types:
            return manifest
    if b"\x00" in head[:4096] and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableSource(
            f"{document.name} is not text and not Parquet; "
            "export it as CSV, JSON lines or Parquet and read that"
        )
    others = sorted({kind for m in SOURCES if m.recognises(head) for kind in m.kinds})
    if wanted and others:
        raise UnreadableSource(f"{document.name} holds {' and '.join(others)}, not {wanted}")
    raise UnreadableSource(
        f"{document.name} looks like no source Tangkal reads: "
        + ", ".join(m.title for m in SOURCES)
    )


def _extension(document: Document) -> str:
    name = urlsplit(document.url).path if document.url else document.name
    return PurePosixPath(name).suffix.lower()
