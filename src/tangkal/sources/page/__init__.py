"""One web page: its article, without menus and advertisements."""

import re

from tangkal.sources.base import Manifest
from tangkal.sources.page.reader import read_page

_html = re.compile(rb"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)

MANIFEST = Manifest(
    name="page",
    title="web page",
    kinds=("items",),
    has_own_columns=False,
    extensions=(".html", ".htm", ".xhtml"),
    content_types=("text/html", "application/xhtml+xml"),
    recognises=lambda head: _html.search(head[:4096]) is not None,
    fixture="fixture.html",
    read=read_page,
)
