"""Fetch a document from the web within limits, and never from inside one's own network.

A form that fetches any address for a visitor is a way into the network behind it (SSRF).
So for callers that face the web every host is resolved here, every address it has must be
public, and the connection goes to the very address that was checked: a name that answers
differently the second time (DNS rebinding) gains nothing. Redirects pass the same gate.
"""

import logging
import time
import zlib
from codecs import lookup
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from email.message import Message
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

import httpx

from tangkal.kernel import UnreadableSource
from tangkal.sources.base import Document
from tangkal.sources.hosts import Resolve, is_named, is_public, resolve_host

log = logging.getLogger(__name__)

AGENT = "Tangkal/1 (+source reader)"
PUBLIC_PORTS = frozenset({80, 443, 8080, 8443})
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How much patience one fetch gets."""

    bytes: int = 10_000_000  # after decompression
    seconds: float = 30.0  # in all, redirects included
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What was asked and what came back, redirects followed."""

    url: str  # as asked for
    hops: tuple[str, ...]  # every address asked, the first one first
    status: int
    headers: tuple[tuple[str, str], ...]  # of the last answer, as sent
    body: bytes  # unpacked

    @property
    def final(self) -> str:
        return self.hops[-1]

    def header(self, name: str) -> str:
        """The first header of this name; empty where none was sent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def content_type(self) -> str | None:
        """The type without its parameters, in lower case; None where none was sent."""
        return self.header("content-type").partition(";")[0].strip().lower() or None

    @property
    def charset(self) -> str | None:
        """The encoding that the answer names for its words, where Python knows it."""
        message = Message()
        message["content-type"] = self.header("content-type")
        named = message.get_content_charset()
        try:
            return lookup(named).name if named else None
        except LookupError:
            return None


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    limits: FetchLimits = FetchLimits(),  # frozen
    resolve: Resolve = resolve_host,
) -> Document:
    """Fetch one address.

    Args:
        url: http or https.
        allow_private: also reach this machine and private networks, through the proxy of
            the environment if there is one. Only for operators at the command line.
        limits: bytes, seconds, redirects.
        resolve: names to addresses; a test's seam.

    Raises:
        UnreadableSource: refused, not found, too big, too slow, or an error status; the
            sentence names the address and which.
    """
    found = exchange(url, allow_private=allow_private, limits=limits, resolve=resolve)
    if found.status != 200:
        raise UnreadableSource(f"{found.final} answers with status {found.status}")
    return Document(name=url, body=found.body, content_type=found.content_type, url=found.final)


def exchange(
    url: str,
    *,
    allow_private: bool = False,
    inside: Collection[str] = (),
    limits: FetchLimits = FetchLimits(),  # frozen
    resolve: Resolve = resolve_host,
    agent: str = AGENT,
    known: Mapping[str, str] = MappingProxyType({}),
) -> Exchange:
    """Ask one address and follow its redirects, whatever status comes in the end.

    Args:
        inside: hosts, addresses and networks in a private network that may be reached too.
        agent: what we call ourselves.
        known: headers that say which version is here already, e.g. ``If-None-Match``; a site
            that has no other then answers 304 and sends nothing.

    Raises:
        UnreadableSource: refused, too big, too slow, or no answer.
    """
    deadline = time.monotonic() + limits.seconds
    hops = [url.strip()]
    gate = _Gate(
        allow_private=allow_private, inside=inside, resolve=resolve, agent=agent, known=known
    )
    with httpx.Client(trust_env=allow_private, follow_redirects=False) as client:
        for _ in range(limits.redirects + 1):
            here = hops[-1]
            request = _prepare(client, here, gate)
            try:
                response = client.send(request, stream=True)
                try:
                    if response.status_code not in _REDIRECTS:
                        return _receive(response, url, hops, limits, deadline)
                    hops.append(urljoin(here, response.headers.get("location", "")))
                finally:
                    response.close()
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                reason = str(error) or type(error).__name__
                raise UnreadableSource(f"{here} cannot be fetched: {reason}") from error
            if time.monotonic() > deadline:
                raise UnreadableSource(f"{url} took longer than {limits.seconds:.0f} s")
    raise UnreadableSource(f"{url} redirects more than {limits.redirects} times")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gate:
    """Which addresses one fetch may reach."""

    allow_private: bool
    inside: Collection[str]
    resolve: Resolve
    agent: str
    known: Mapping[str, str]


def _prepare(client: httpx.Client, url: str, gate: _Gate) -> httpx.Request:
    """The request for one hop, aimed at an address that was checked."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise UnreadableSource(f"{url!r} is no web address: {error}") from None
    host = parts.hostname
    if parts.scheme not in {"http", "https"} or not host:
        raise UnreadableSource(f"{url!r} is no address of the web; give http:// or https://")
    if parts.username or parts.password:
        raise UnreadableSource(f"the address of {host} holds a name or password; take it out")
    headers = {
        "Host": parts.netloc,
        "User-Agent": gate.agent,
        "Accept": "text/html,application/xhtml+xml,application/xml,application/json,*/*;q=0.5",
        "Accept-Encoding": "gzip",
        **gate.known,
    }
    timeout = httpx.Timeout(10.0)
    try:
        if gate.allow_private:
            return client.build_request("GET", url, headers=headers, timeout=timeout)
        address = _checked_address(host, port, gate)
        target = httpx.URL(url).copy_with(host=address)
        return client.build_request(
            "GET", target, headers=headers, timeout=timeout, extensions={"sni_hostname": host}
        )
    except httpx.InvalidURL as error:
        raise UnreadableSource(f"{url!r} is no web address: {error}") from None


def _checked_address(host: str, port: int, gate: _Gate) -> str:
    is_of_ours = is_named(host, gate.inside)
    if port not in PUBLIC_PORTS and not is_of_ours:
        raise UnreadableSource(f"port {port} of {host} is not one of a public web site")
    addresses = gate.resolve(host, port)
    private = [
        address
        for address in addresses
        if not is_public(address) and not is_of_ours and not is_named(address, gate.inside)
    ]
    if private or not addresses:
        log.warning("refused to reach %r, which is at %s", host, ", ".join(private) or "no address")
        raise UnreadableSource(
            f"{host} is not on the public internet ({', '.join(private) or 'no address'}); "
            "an operator can read it with 'tangkal ingest'"
        )
    return addresses[0]


def _receive(
    response: httpx.Response, url: str, hops: list[str], limits: FetchLimits, deadline: float
) -> Exchange:
    return Exchange(
        url=url,
        hops=tuple(hops),
        status=response.status_code,
        headers=tuple(response.headers.multi_items()),
        body=_read_body(response, hops[-1], limits, deadline),
    )


def _read_body(response: httpx.Response, final: str, limits: FetchLimits, deadline: float) -> bytes:
    """The body, unpacked no further than the limit: 10 MB of zeros travel in 10 kB."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip", "x-gzip", ""}:
        raise UnreadableSource(f"{final} answers in the encoding {coding!r}, not asked for")
    unpack = zlib.decompressobj(31) if "gzip" in coding else None
    body = bytearray()
    for chunk in response.iter_raw():
        if time.monotonic() > deadline:
            raise UnreadableSource(f"{final} took longer than {limits.seconds:.0f} s")
        try:
            room = limits.bytes + 1 - len(body)
            body += unpack.decompress(chunk, room) if unpack else chunk
        except zlib.error as error:
            raise UnreadableSource(f"{final} sent damaged gzip: {error}") from None
        if len(body) > limits.bytes:
            raise UnreadableSource(f"{final} is bigger than {limits.bytes / 1e6:g} MB")
    if unpack is not None and not unpack.eof:
        raise UnreadableSource(f"{final} sent gzip that breaks off")
    return bytes(body)
