"""One POST to an address that was checked: no redirects, a bounded answer, a deadline."""

import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tangkal.desk.alerts.sending.base import SECONDS, Outcome, Undeliverable, later, never, sent
from tangkal.desk.alerts.sending.hosts import Unresolved, checked_address

if TYPE_CHECKING:
    import ssl

    import httpx

MOST_BYTES = 16_384  # of an answer; the rest is not read
IDLE_S = 2.0  # how long a kept connection may say nothing; services keep theirs for a minute


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    inside: Collection[str],
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
    silence_s: float = 10.0,
) -> Answer | Outcome:
    """The server's answer, or the outcome where there is none.

    Args:
        seconds: for the whole answer.
        most_bytes: of the answer that are read.
        silence_s: how long the server may say nothing.
    """
    import httpx  # noqa: PLC0415 - the web process need not carry it

    try:
        target, host, netloc = aim(url, inside)
        with client_for(host) as client:
            request = client.build_request(
                "POST",
                target,
                content=body,
                headers={**headers, "Host": netloc, "User-Agent": "Tangkal/1 (+alerts)"},
                timeout=httpx.Timeout(min(silence_s, seconds)),
                extensions={"sni_hostname": host},
            )
            return receive(client, request, time.monotonic() + seconds, most_bytes)
    except Undeliverable as error:
        return never(str(error))
    except httpx.InvalidURL as error:
        return never(f"no web address: {error}")
    except (Unresolved, httpx.HTTPError, OSError) as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return never("the server's certificate is not to be trusted")
        return later(type(error).__name__)


class Kept(threading.local):
    """The connections that a thread keeps open, by host."""

    def __init__(self) -> None:
        self.is_on = False
        self.clients: dict[str, httpx.Client] = {}


kept = Kept()


def keep_alive() -> None:
    """Let this thread keep its connections from one post to the next: for one that sends many."""
    kept.is_on = True


@contextmanager
def client_for(host: str) -> "Iterator[httpx.Client]":
    """What carries a request to a host: this thread's own where it keeps one, else a new one.

    One a host and never one for two, though they share an address: a connection's certificate
    was checked for the name that it was opened for. One that has been idle is opened anew, as
    a server that hangs up on it while we write leaves us not knowing whether we were heard.
    """
    import httpx  # noqa: PLC0415 - as in post

    if not kept.is_on:
        with httpx.Client(trust_env=False, follow_redirects=False, verify=trust()) as client:
            yield client
        return
    if host not in kept.clients:
        limits = httpx.Limits(max_connections=1, keepalive_expiry=IDLE_S)
        kept.clients[host] = httpx.Client(
            trust_env=False, follow_redirects=False, verify=trust(), limits=limits
        )
    try:
        yield kept.clients[host]
    except Exception:
        kept.clients.pop(host).close()
        raise


@lru_cache(maxsize=1)
def trust() -> "ssl.SSLContext":
    """Whom we trust: read once a process, as reading it costs more than a whole delivery."""
    import httpx  # noqa: PLC0415 - as above

    return httpx.create_ssl_context(trust_env=False)


def aim(url: str, inside: Collection[str]) -> tuple[str, str, str]:
    """The address to connect to, the host it is of, and what the Host header says.

    Raises:
        Undeliverable, Unresolved
    """
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Undeliverable("no web address") from None
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.username:
        raise Undeliverable("give an address that begins with https:// and holds no password")
    address = checked_address(host, port, inside)
    bare = f"[{address}]" if ":" in address else address
    target = parts._replace(netloc=f"{bare}:{port}", fragment="").geturl()
    return target, host, parts.netloc


def receive(
    client: object, request: object, deadline: float, most_bytes: int = MOST_BYTES
) -> Answer | Outcome:
    response = client.send(request, stream=True)  # type: ignore[attr-defined]
    try:
        body = b""
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > most_bytes:
                break
            if time.monotonic() > deadline:
                return later("the answer took too long")
        return Answer(response.status_code, response.headers, body[:most_bytes])
    finally:
        response.close()


def outcome_of(answer: Answer) -> Outcome:
    """2xx is delivered; what may pass is tried again; everything else is for a person."""
    status = answer.status
    if 200 <= status < 300:
        return sent()
    if 300 <= status < 400:
        return never(f"the server sends elsewhere ({status}); redirects are not followed")
    if status in {408, 425, 429} or status >= 500:
        return later(f"status {status}", retry_after(answer.headers.get("retry-after", "")))
    return never(f"status {status}")


def retry_after(value: str) -> float | None:
    """Seconds of a Retry-After header, which holds a number or a date (RFC 9110, 10.2.3)."""
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment.tzinfo else None
