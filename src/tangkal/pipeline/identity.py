"""Names that stay the same however often a thing is brought in."""

import hashlib
import json
import re
from datetime import date, datetime

_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_short_number = re.compile(r"\d{1,7}")


def item_id(
    *,
    platform: str,
    native_id: str | None,
    author: str | None = None,
    published_at: datetime | None = None,
    title: str | None = None,
    text: str = "",
    url: str | None = None,
    occurrence: int = 1,
) -> str:
    """The name of an item: 32 hex digits.

    The platform's own id decides where there is one. A row number (or an id of no known
    platform) is not the platform's: two files number their rows alike, so the text joins in.
    Without an id the content decides, and equal rows of one file are told apart by their
    occurrence, so that a file ingested again, even grown, gives the same names.

    Args:
        text: masked, as stored: what is hashed here can be made again from what is kept.
        occurrence: 1 for the first row of this content in its file, 2 for the second …
    """
    if native_id and platform != "unknown" and not _short_number.fullmatch(native_id):
        return digest("native", platform, native_id)
    if native_id:
        return digest("row", platform, native_id, title, text)
    moment = published_at.isoformat() if published_at else None
    return digest("content", platform, author, moment, title, text, url, occurrence)


def claim_id(
    *, url: str | None, publisher: str | None, title: str, published_on: date | None
) -> str:
    """The name of a known claim: its address decides, else publisher, title and date."""
    day = published_on.isoformat() if published_on else None
    parts = ("url", url) if url else ("title", publisher, title, day)
    return f"kc-{digest(*parts)[:16]}"


def digest(*parts: object) -> str:
    """32 hex digits of SHA-256 over the parts, with no way to run two into one."""
    return hashlib.sha256(_encode(parts).encode()).hexdigest()[:32]
