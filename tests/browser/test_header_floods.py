"""The really served desk under header floods and broken requests: refused, and it goes on."""

import socket
from urllib.parse import urlsplit

import pytest

PATIENCE_S = 120  # a loaded machine is slow and not wrong


def raw(url: str, *pieces: bytes) -> bytes:
    """What the server answers to these bytes; empty where it hangs up."""
    parts = urlsplit(url)
    answer = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE_S) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
            while piece := line.recv(65536):
                answer += piece
        except OSError:
            pass
    return answer


def headers(*lines: bytes, path: bytes = b"/", method: bytes = b"GET") -> bytes:
    first = method + b" " + path + b" HTTP/1.1"
    return b"\r\n".join([first, b"Host: 127.0.0.1", b"Connection: close", *lines, b"", b""])


FLOODS = {
    "thousands of headers": headers(*[b"X-Banjir-%d: 1" % n for n in range(20_000)]),
    "one header of many megabytes": headers(b"X-Banjir: " + b"a" * 8_000_000),
    "a header's name of a megabyte": headers(b"X" * 1_000_000 + b": 1"),
    "a path of a megabyte": headers(path=b"/" + b"a" * 1_000_000),
    "a query of a megabyte": headers(path=b"/cari/?q=" + b"a" * 1_000_000),
    "a cookie of a megabyte": headers(b"Cookie: sessionid=" + b"a" * 1_000_000),
    "ten thousand cookies": headers(
        b"Cookie: " + b"; ".join([b"a%d=1" % n for n in range(10_000)])
    ),
    "a NUL in a header": headers(b"X-Nol: a\x00b"),
    "a header without a name": headers(b": 1"),
    "a line that is no header": headers(b"bukan kepala"),
    "two lengths": headers(b"Content-Length: 5", b"Content-Length: 7", method=b"POST"),
    "a length and chunks": headers(
        b"Content-Length: 5", b"Transfer-Encoding: chunked", method=b"POST"
    ),
    "a negative length": headers(b"Content-Length: -1", method=b"POST"),
    "a length beyond all": headers(b"Content-Length: 99999999999999999999", method=b"POST"),
    "two hosts": headers(b"Host: lain.example"),
    "a strange host": b"GET / HTTP/1.1\r\nHost: lain.example\r\nConnection: close\r\n\r\n",
    "a host with a path": b"GET / HTTP/1.1\r\nHost: a/../b\r\nConnection: close\r\n\r\n",
    "a folded header": headers(b"X-Lipat: a\r\n b"),
    "a method nobody knows": headers(method=b"BANJIR"),
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01" + bytes(500),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_is_refused_and_the_desk_goes_on(desk_server, flood):
    answer = raw(desk_server.url, FLOODS[flood])
    status = answer.split(b" ", 2)[1] if answer.startswith(b"HTTP/") else b""
    assert not status.startswith(b"5"), answer[:200]
    assert b"Traceback" not in answer
    assert b"lain.example" not in answer
    well = raw(desk_server.url, headers(path=b"/robots.txt"))
    assert well.startswith(b"HTTP/1.1 200"), well[:200]


def test_many_who_never_finish_their_headers_keep_nobody_else_out(desk_server):
    """Slow senders (a header a minute): the lines they hold are not a reader's."""
    parts = urlsplit(desk_server.url)
    held = [
        socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE_S)
        for _each in range(200)
    ]
    try:
        for line in held:
            line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Lambat: ")
        well = raw(desk_server.url, headers(path=b"/robots.txt"))
    finally:
        for line in held:
            line.close()
    assert well.startswith(b"HTTP/1.1 200"), well[:200]
