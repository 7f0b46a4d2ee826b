"""Read the article of a web page."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tangkal.kernel import UnreadableSource
from tangkal.sources.base import BadRow, Document, Row


def read_page(document: Document) -> Iterator[Row | BadRow]:
    """The page's article as one row under item field names.

    Its address (the canonical one where the page names it) is its name for good.

    Raises:
        UnreadableSource: no article can be told from the page's furniture.
    """
    import trafilatura  # noqa: PLC0415  # slow to import, and needed by pages only

    article: Any = trafilatura.bare_extraction(
        document.read(), url=document.url, with_metadata=True, favor_recall=True
    )
    text = (article.text or "").strip() if article else ""
    if not text:
        raise UnreadableSource(
            f"no article can be read from {document.name}; "
            "a page built by scripts or behind a login must be saved as text first"
        )
    yield Row(
        1,
        {
            "native_id": _own_name(article.url, document.url),
            "title": article.title,
            "text": text,
            "url": document.url or article.url,
            "author": article.author or article.sitename,
            "author_name": article.sitename or article.hostname,
            "published_at": article.date,
            "language": article.language,
        },
    )


def _own_name(canonical: str | None, fetched: str | None) -> str | None:
    """The canonical address, unless it belongs to another site: a page names only itself."""
    if not canonical or not fetched:
        return canonical or fetched
    return canonical if urlsplit(canonical).netloc == urlsplit(fetched).netloc else fetched
