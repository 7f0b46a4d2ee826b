"""Fact-checks others published: ClaimReview in pages and feeds, Fact Check Tools answers."""

import re

from tangkal.sources.base import Manifest
from tangkal.sources.claimreview.reader import read_claimreviews

_marks = re.compile(rb"\bClaimReview\b|\"claimReview\"|schema\.org/DataFeed")
_json_lines = re.compile(rb"^\s*\{[^\n]*\}[ \t]*\r?\n\s*\{")

MANIFEST = Manifest(
    name="claimreview",
    title="ClaimReview page or feed",
    kinds=("claims",),
    has_own_columns=False,
    extensions=(".jsonld",),
    content_types=("application/ld+json",),
    # One JSON document or one page; JSON lines that quote the word are another thing.
    recognises=lambda head: bool(_marks.search(head)) and _is_document(head),
    fixture="fixture.jsonld",
    read=read_claimreviews,
)


def _is_document(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return start in (b"<", b"{", b"[") and not _json_lines.match(head)
