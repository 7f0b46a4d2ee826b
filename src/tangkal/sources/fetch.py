"""Fetch a document from the web within limits, and never from inside one's own network.

A form that fetches any address for a visitor is a way into the network behind it (SSRF).
So for callers that face the web every host is resolved here, every address it has must be
public, and the connection goes to the very address that was checked: a name that answers
differently the second time (DNS rebinding) gains nothing. Redirects pass the same gate.
"""

import time
import zlib
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from tangkal.kernel import UnreadableSource
from tangkal.sources.base import Document
from tangkal.sources.hosts import Resolve, is_public, resolve_host

PUBLIC_PORTS = frozenset({80, 443, 8080, 8443})
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How much patience one fetch gets."""

    bytes: int = 10_000_000  # after decompression
    seconds: float = 30.0  # in all, redirects included
    redirects: int = 5


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
    deadline = time.monotonic() + limits.seconds
    here = url.strip()
    with httpx.Client(trust_env=allow_private, follow_redirects=False) as client:
        for _ in range(limits.redirects + 1):
            request = _prepare(client, here, allow_private=allow_private, resolve=resolve)
            try:
                response = client.send(request, stream=True)
                try:
                    if response.status_code not in _REDIRECTS:
                        return _receive(response, url, here, limits, deadline)
                    here = urljoin(here, response.headers.get("location", ""))
                finally:
                    response.close()
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                reason = str(error) or type(error).__name__
                raise UnreadableSource(f"{here} cannot be fetched: {reason}") from error
            if time.monotonic() > deadline:
                raise UnreadableSource(f"{url} took longer than {limits.seconds:.0f} s")
    raise UnreadableSource(f"{url} redirects more than {limits.redirects} times")


def _prepare(
    client: httpx.Client, url: str, *, allow_private: bool, resolve: Resolve
) -> httpx.Request:
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
        "User-Agent": "Tangkal/1 (+source reader)",
        "Accept": "text/html,application/xhtml+xml,application/xml,application/json,*/*;q=0.5",
        "Accept-Encoding": "gzip",
    }
    timeout = httpx.Timeout(10.0)
    try:
        if allow_private:
            return client.build_request("GET", url, headers=headers, timeout=timeout)
        if port not in PUBLIC_PORTS:
            raise UnreadableSource(f"port {port} of {host} is not one of a public web site")
        address = _checked_address(host, port, resolve)
        target = httpx.URL(url).copy_with(host=address)
        return client.build_request(
            "GET", target, headers=headers, timeout=timeout, extensions={"sni_hostname": host}
        )
    except httpx.InvalidURL as error:
        raise UnreadableSource(f"{url!r} is no web address: {error}") from None


def _checked_address(host: str, port: int, resolve: Resolve) -> str:
    addresses = resolve(host, port)
    inside = [address for address in addresses if not is_public(address)]
    if inside or not addresses:
        raise UnreadableSource(
            f"{host} is not on the public internet ({', '.join(inside) or 'no address'}); "
            "an operator can read it with 'tangkal ingest'"
        )
    return addresses[0]


def _receive(
    response: httpx.Response, url: str, final: str, limits: FetchLimits, deadline: float
) -> Document:
    if response.status_code != 200:
        raise UnreadableSource(f"{final} answers with status {response.status_code}")
    body = _read_body(response, final, limits, deadline)
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Document(name=url, body=body, content_type=content_type or None, url=final)


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
