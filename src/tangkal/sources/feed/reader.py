"""Read a feed's entries; an entry's guid, else its address, is its name for good."""

import calendar
import io
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import lxml.html

from tangkal.kernel import UnreadableSource
from tangkal.sources.base import BadRow, Document, Row


def read_feed(document: Document) -> Iterator[Row | BadRow]:
    """Rows of an RSS or Atom feed under item field names, `line` being the entry's number.

    The author is the entry's own, else the feed's title.

    Raises:
        UnreadableSource: not XML, or no entries in what is not well-formed.
    """
    import feedparser  # noqa: PLC0415  # slow to import, and needed by feeds only

    headers = {"content-type": document.content_type} if document.content_type else {}
    # A stream, never bytes: feedparser takes short bytes for the name of a file to open.
    parsed = feedparser.parse(io.BytesIO(document.read()), response_headers=headers)
    if parsed.bozo and not parsed.entries:
        raise UnreadableSource(f"{document.name} is not a feed: {parsed.get('bozo_exception')}")
    publisher = parsed.feed.get("title")
    language = parsed.feed.get("language")
    for place, entry in enumerate(parsed.entries, start=1):
        yield _as_row(place, entry, publisher, language)


def _as_row(
    place: int, entry: Mapping[str, Any], publisher: str | None, language: str | None
) -> Row | BadRow:
    title = plain(entry.get("title", ""))
    bodies = [part.get("value", "") for part in entry.get("content", [])]
    text = plain(max([*bodies, entry.get("summary", "")], key=len))
    if not title and not text:
        return BadRow(place, "no text", f"entry {place} has neither title nor text", str(entry))
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return Row(
        place,
        {
            "native_id": _name(entry),
            "title": title or None,
            "text": text or title,
            "url": entry.get("link"),
            "author": entry.get("author") or publisher,
            "author_name": publisher,
            "published_at": calendar.timegm(moment) if moment else entry.get("published"),
            "language": language,
        },
    )


def _name(entry: Mapping[str, Any]) -> str | None:
    """The guid; one that is no address is unique within its site only, so the site joins in."""
    guid, link = entry.get("id"), entry.get("link")
    if guid and link and "://" not in guid:
        return f"{urlsplit(link).netloc}:{guid}"
    return guid or link


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    try:
        element = lxml.html.fromstring(f"<div>{html}</div>")
    except (ValueError, lxml.etree.LxmlError):
        return " ".join(html.split())
    for unread in element.xpath(".//script|.//style"):
        unread.drop_tree()
    for block in element.iter("p", "div", "br", "li", "td", "h1", "h2", "h3", "blockquote"):
        block.tail = f" {block.tail or ''}"
    return " ".join(element.text_content().split())
