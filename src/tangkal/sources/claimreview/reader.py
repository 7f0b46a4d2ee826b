"""Find fact-checks in whatever carries them, and put them under claim field names.

Understood: schema.org ClaimReview as JSON-LD or microdata in a page, a bare JSON(-LD)
document with any nesting (`@graph`, a Data Commons `DataFeed`), and the answer of Google's
Fact Check Tools (`claims[].claimReview[]`).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tangkal.kernel import UnreadableSource
from tangkal.sources.base import BadRow, Document, Row

Node = Mapping[str, Any]


def read_claimreviews(document: Document) -> Iterator[Row | BadRow]:
    """Fact-checks under claim field names, `line` being the record's number.

    Yields:
        A BadRow where a review names no claim.

    Raises:
        UnreadableSource: neither page nor JSON, or no fact-check in it.
    """
    body = document.read()
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        content = _structured_data(body, document)
    else:
        content = _parse(body, document)
    try:
        reviews = list(_reviews(content))
    except RecursionError:
        raise UnreadableSource(f"{document.name} is nested too deeply") from None
    if not reviews:
        raise UnreadableSource(f"{document.name} holds no ClaimReview")
    for place, (found, claim) in enumerate(reviews, start=1):
        yield _as_row(place, found, claim, document)


def _parse(body: bytes, document: Document) -> object:
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(f"{document.name} is not JSON: {error}") from None


def _structured_data(body: bytes, document: Document) -> object:
    import extruct  # noqa: PLC0415  # slow to import, and needed by pages only

    try:
        return extruct.extract(
            body,
            base_url=document.url or "",
            syntaxes=["json-ld", "microdata"],
            uniform=True,
            errors="log",
        )
    except Exception as error:  # extruct lets its parsers' own errors through
        raise UnreadableSource(f"{document.name} cannot be read as a page: {error}") from error


def _reviews(content: object) -> Iterator[tuple[Node, Node | None]]:
    """Every review in a document, with the claim around it where a Google answer has one."""
    if isinstance(content, list):
        for part in content:
            yield from _reviews(part)
    elif isinstance(content, Mapping):
        if "ClaimReview" in _as_list(content.get("@type")):
            yield content, None
            return
        inner = content.get("claimReview")
        if isinstance(inner, list) and "text" in content:
            yield from ((review, content) for review in inner if isinstance(review, Mapping))
            return
        for part in content.values():
            if isinstance(part, list | Mapping):
                yield from _reviews(part)


def _as_row(place: int, found: Node, claim: Node | None, document: Document) -> Row | BadRow:
    values = _from_google(found, claim) if claim is not None else _from_schema(found)
    if not values["title"]:
        raw = json.dumps(found, ensure_ascii=False)
        return BadRow(place, "no claim", f"review {place} has no claimReviewed", raw)
    values["url"] = values["url"] or document.url
    return Row(place, values)


def _from_schema(review: Node) -> dict[str, Any]:
    rating = _first(review.get("reviewRating")) or {}
    author = _first(review.get("author")) or _first(review.get("publisher")) or {}
    verdict = rating.get("alternateName") or rating.get("ratingValue")
    return {
        "title": _text(review.get("claimReviewed")),
        "verdict": None if verdict is None else str(_text(verdict)),
        "published_on": _text(review.get("datePublished")),
        "url": _text(review.get("url")),
        "publisher": _text(author.get("name")),
        "language": _text(review.get("inLanguage")),
        "article_text": _text(review.get("reviewBody") or review.get("articleBody")),
    }


def _from_google(review: Node, claim: Node) -> dict[str, Any]:
    publisher = review.get("publisher") or {}
    return {
        "title": _text(claim.get("text")) or _text(review.get("title")),
        "verdict": _text(review.get("textualRating")),
        "published_on": _text(review.get("reviewDate")),
        "url": _text(review.get("url")),
        "publisher": _text(publisher.get("name")) or _text(publisher.get("site")),
        "language": _text(review.get("languageCode")),
        # The fact-check's own headline says in other words what was checked.
        "article_text": _text(review.get("title")),
    }


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _first(value: object) -> Node | None:
    return next((part for part in _as_list(value) if isinstance(part, Mapping)), None)


def _text(value: object) -> str | None:
    """A JSON-LD value as text: plain, in a list, or as {"@value": …}."""
    for part in _as_list(value):
        plain = part.get("@value") or part.get("@id") if isinstance(part, Mapping) else part
        if isinstance(plain, str | int | float) and str(plain).strip():
            return str(plain).strip()
    return None
