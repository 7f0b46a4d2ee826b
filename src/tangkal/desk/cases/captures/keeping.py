"""A fetched page as one WARC file, so that any archive's tools can read and prove it.

The body is kept as it was after unpacking; the header that said how it was packed is left out,
as the WARC standard asks (ISO 28500:2017, WARC/1.1). Cookies are not kept: they are ours.
"""

import gzip
import hashlib
import uuid
from base64 import b32encode
from collections.abc import Iterable
from datetime import UTC, datetime

from tangkal.sources.fetch import Exchange

LEFT_OUT = frozenset({"set-cookie", "content-encoding", "transfer-encoding", "content-length"})


def kept_headers(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The answer's headers that are kept, in their order."""
    return [(name, value) for name, value in headers if name.lower() not in LEFT_OUT]


def warc(found: Exchange, at: datetime) -> bytes:
    """One response record, packed; the same page at the same moment gives the same bytes."""
    lines = [f"HTTP/1.1 {found.status}"]
    lines += [f"{one_line(name)}: {one_line(value)}" for name, value in kept_headers(found.headers)]
    lines.append(f"Content-Length: {len(found.body)}")
    http = "\r\n".join([*lines, "", ""]).encode("utf-8", errors="replace") + found.body
    payload = b32encode(hashlib.sha256(found.body).digest()).decode()
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{found.final} {stamp} {payload}")
    head = "\r\n".join(
        [
            "WARC/1.1",
            "WARC-Type: response",
            f"WARC-Target-URI: {one_line(found.final)}",
            f"WARC-Date: {stamp}",
            f"WARC-Record-ID: <urn:uuid:{name}>",
            f"WARC-Payload-Digest: sha256:{payload}",
            "Content-Type: application/http;msgtype=response",
            f"Content-Length: {len(http)}",
            "",
            "",
        ]
    ).encode("utf-8", errors="replace")
    return gzip.compress(head + http + b"\r\n\r\n", mtime=0)


def one_line(text: str) -> str:
    return " ".join(text.splitlines())
