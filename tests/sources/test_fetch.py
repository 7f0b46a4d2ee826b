"""Fetching keeps to its limits, and never reaches inside for a stranger."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tangkal.kernel import UnreadableSource
from tangkal.sources import fetch as fetch_module
from tangkal.sources.fetch import FetchLimits, fetch
from tangkal.sources.hosts import is_public

PUBLIC = "93.184.216.34"


class Site(BaseHTTPRequestHandler):
    """A small site with one trick an address."""

    def do_GET(self):
        name, _, argument = self.path.strip("/").partition("/")
        if name == "redirect":
            left = int(argument)
            self.reply(302, b"", location=f"/redirect/{left - 1}" if left else "/text")
        elif name == "gzip":
            packed = gzip.compress(b"0" * int(argument))
            self.reply(200, packed, content_encoding="gzip")
        elif name == "brokengzip":
            self.reply(200, gzip.compress(b"x" * 5000)[:-8], content_encoding="gzip")
        elif name == "odd":
            self.reply(200, b"x", content_encoding="br")
        elif name == "out":
            self.reply(302, b"", location="file:///etc/passwd")
        elif name == "text":
            self.reply(200, b"isi", content_type="text/plain; charset=utf-8")
        else:
            self.reply(404, b"")

    def reply(self, status, body, **headers):
        self.send_response(status)
        for key, value in {"content_length": len(body), **headers}.items():
            self.send_header(key.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_operator_may_fetch_from_the_own_network(site):
    document = fetch(f"{site}/redirect/4", allow_private=True)
    assert (document.body, document.content_type) == (b"isi", "text/plain")
    assert document.url == f"{site}/text"


def test_compressed_answers_are_unpacked(site):
    assert fetch(f"{site}/gzip/70000", allow_private=True).body == b"0" * 70000


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/redirect/5", "redirects more than 5 times"),
        ("/gzip/100001", "bigger than 0.1 MB"),
        ("/brokengzip", "breaks off"),
        ("/odd", "encoding 'br'"),
        ("/out", "no address of the web"),
        ("/nothing", "status 404"),
    ],
)
def test_every_limit_is_one_sentence(site, path, sentence):
    with pytest.raises(UnreadableSource, match=sentence):
        fetch(site + path, allow_private=True, limits=FetchLimits(bytes=100_000))


def test_too_slow_is_told(site):
    with pytest.raises(UnreadableSource, match="longer than 0 s"):
        fetch(f"{site}/text", allow_private=True, limits=FetchLimits(seconds=0))


@pytest.mark.parametrize(
    "url",
    ["ftp://kabar.example/a", "file:///etc/passwd", "kabar.example", "http://", "http://[::1", "https://u:p@kabar.example/"],
)  # fmt: skip
def test_only_plain_web_addresses_are_fetched(url):
    with pytest.raises(UnreadableSource):
        fetch(url, resolve=lambda host, port: [PUBLIC])


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:192.168.1.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_private_addresses_are_known_in_every_disguise(address, public):
    assert is_public(address) is public


@pytest.fixture
def wire(monkeypatch):
    """Answers in place of the network, and what was asked of it."""
    asked = []
    answers = {}

    def answer(request):
        asked.append(request)
        return answers.get(request.url.path, httpx.Response(200, content=iter([b"isi"])))

    client = httpx.Client
    monkeypatch.setattr(
        fetch_module.httpx,
        "Client",
        lambda **options: client(transport=httpx.MockTransport(answer), **options),
    )
    return asked, answers


def test_the_connection_goes_to_the_very_address_that_was_checked(wire):
    asked, _ = wire
    resolved = []

    def rebinding(host, port):
        """Public when asked first, private ever after."""
        resolved.append(host)
        return [PUBLIC] if len(resolved) == 1 else ["127.0.0.1"]

    fetch("https://berita.example/a?b=1", resolve=rebinding)

    (request,) = asked
    assert resolved == ["berita.example"]
    assert str(request.url) == f"https://{PUBLIC}/a?b=1"
    assert request.headers["host"] == "berita.example"
    assert request.extensions["sni_hostname"] == "berita.example"


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1"])
def test_a_name_with_even_one_private_address_is_refused(wire, inside):
    asked, _ = wire
    with pytest.raises(UnreadableSource, match="not on the public internet"):
        fetch("https://jahat.example/", resolve=lambda host, port: [PUBLIC, inside])
    assert asked == []


def test_a_redirect_passes_the_same_gate(wire):
    asked, answers = wire
    answers["/a"] = httpx.Response(302, headers={"location": "http://dalam.example/rahasia"})
    hosts = {"luar.example": [PUBLIC], "dalam.example": ["192.168.0.10"]}
    with pytest.raises(UnreadableSource, match=r"dalam\.example is not on the public"):
        fetch("https://luar.example/a", resolve=lambda host, port: hosts[host])
    assert len(asked) == 1


def test_ports_of_other_services_are_refused(wire):
    asked, _ = wire
    with pytest.raises(UnreadableSource, match="port 6379"):
        fetch("http://kabar.example:6379/", resolve=lambda host, port: [PUBLIC])
    assert asked == []


def test_a_name_that_cannot_be_resolved_is_told():
    with pytest.raises(UnreadableSource, match="cannot be found"):
        fetch(f"http://{'a' * 64}.example/")  # too long to be asked of any server
