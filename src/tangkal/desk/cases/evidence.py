"""Make evidence from what was seen. Nothing is stored here: a command does that.

The hash is over the file's bytes, or, where there is no file, over the record's own words and
provenance, so that anyone can compute it again and see that nothing was changed.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.cases.files import check_file
from tangkal.desk.cases.models import Evidence
from tangkal.desk.recognise.models import KnownClaim
from tangkal.kernel import InvalidInput

HASHED = ("kind", "title", "text", "item_id", "url", "source", "platform")
TITLE_LENGTH = 120
ADDRESS_LENGTH = 1000


def from_item(item: Mapping[str, object]) -> Evidence:
    """Copy one item of the lake: a row of the LAKE schema as a dictionary.

    Raises:
        InvalidInput: the row lacks an id, its text, or when it was observed.
    """
    text = str(item.get("text") or "")
    title = str(item.get("title") or "") or text
    observed_at = moment(item.get("observed_at"))
    if not item.get("item_id") or not title.strip() or observed_at is None:
        raise InvalidInput(f"item {item.get('item_id')!r} has no id, text or observed_at")
    platform = str(item.get("platform") or "unknown")
    url, text = address_and_text(str(item.get("url") or ""), text)
    return sealed(
        Evidence(
            kind=Evidence.Kind.ITEM,
            title=shortened(title),
            text=text,
            item_id=str(item["item_id"]),
            url=url,
            # Only institutions and outlets have a name here; a private author is a keyed hash.
            source=str(item.get("author_name") or item.get("source") or platform)[:200],
            platform=platform[:30],
            published_at=moment(item.get("published_at")),
            captured_at=observed_at,
        )
    )


def from_words(
    *,
    kind: str,
    title: str,
    source: str,
    text: str = "",
    url: str = "",
    published_at: datetime | None = None,
    captured_at: datetime | None = None,
) -> Evidence:
    """A page as read, an official document's words, or a statement somebody gave."""
    return sealed(
        Evidence(
            kind=kind,
            title=shortened(title),
            text=text,
            url=url,
            source=source[:200],
            platform="web" if url else "",
            published_at=published_at,
            captured_at=captured_at or timezone.now(),
        )
    )


def from_file(
    upload: "File[bytes]",
    *,
    title: str,
    source: str,
    text: str = "",
    kind: str = Evidence.Kind.FILE,
    captured_at: datetime | None = None,
) -> Evidence:
    """A file, checked and named by its hash.

    Raises:
        ValidationError: the file is too large or not of a type we keep.
    """
    checked = check_file(upload)
    return Evidence(
        kind=kind,
        title=shortened(title or checked.name),
        text=text,
        file=checked.stored,
        file_name=checked.name,
        content_type=checked.content_type,
        size_bytes=checked.size_bytes,
        source=source[:200],
        captured_at=captured_at or timezone.now(),
        sha256=checked.sha256,
    )


def from_known_claim(claim: KnownClaim) -> Evidence:
    """An earlier fact-check, copied as it reads today."""
    verdict = _("Verdict: %(verdict)s") % {"verdict": claim.verdict} if claim.verdict else ""
    url, text = address_and_text(
        claim.url, "\n\n".join(part for part in (verdict, claim.article_text) if part)
    )
    return sealed(
        Evidence(
            kind=Evidence.Kind.KNOWN_CLAIM,
            title=shortened(claim.title),
            text=text,
            url=url,
            source=(claim.publisher or _("imported fact-check"))[:200],
            known_claim=claim,
            platform="web" if url else "",
            captured_at=timezone.now(),
        )
    )


def address_and_text(url: str, text: str) -> tuple[str, str]:
    """An address fit to be a link; what is none (or too long) is kept in the words instead."""
    if not url or (url.startswith(("https://", "http://")) and len(url) <= ADDRESS_LENGTH):
        return url, text
    return "", f"{text}\n\n{url}".strip()


def sealed(evidence: Evidence) -> Evidence:
    evidence.sha256 = record_hash(evidence)
    return evidence


def record_hash(evidence: Evidence) -> str:
    """SHA-256 over the record's words and provenance as canonical JSON."""
    content = {name: getattr(evidence, name) for name in HASHED}
    content["kind"] = str(content["kind"])
    for name in ("published_at", "captured_at"):
        content[name] = stamp(getattr(evidence, name))
    encoded = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(encoded.encode()).hexdigest()


def file_hash(evidence: Evidence) -> str:
    """SHA-256 over the stored file's bytes, read now."""
    digest = hashlib.sha256()
    with evidence.file.open("rb") as stream:
        for chunk in stream.chunks():
            digest.update(chunk)
    return digest.hexdigest()


def is_intact(evidence: Evidence) -> bool:
    """Whether the stored copy still is what was captured."""
    found = file_hash(evidence) if evidence.file else record_hash(evidence)
    return found == evidence.sha256


def stamp(when: datetime | None) -> str | None:
    return when.astimezone(UTC).isoformat(timespec="microseconds") if when else None


def moment(value: object) -> datetime | None:
    """A lake's moment: a datetime, or its ISO form where it came through JSON."""
    found = datetime.fromisoformat(value) if isinstance(value, str) and value else value
    if not isinstance(found, datetime):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def shortened(title: str) -> str:
    words = " ".join(title.split())
    return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1].rstrip() + "…"
