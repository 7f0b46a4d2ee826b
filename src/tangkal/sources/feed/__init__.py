"""RSS and Atom feeds."""

import re

from tangkal.sources.base import Manifest
from tangkal.sources.feed.reader import read_feed

_root = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|RDF)[\s>]")

MANIFEST = Manifest(
    name="feed",
    title="RSS or Atom feed",
    kinds=("items",),
    has_own_columns=False,
    extensions=(".rss", ".atom"),
    content_types=("application/rss+xml", "application/atom+xml"),
    recognises=lambda head: _root.search(head[:2048]) is not None,
    fixture="fixture.xml",
    read=read_feed,
)
