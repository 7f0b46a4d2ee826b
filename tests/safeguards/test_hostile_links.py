"""A submitted link never leads inside: every way out of this machine is tried with every disguise.

No test here reaches the network: a connection that is begun at all is the fault.
"""

import ast
import logging
import socket
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

import tangkal
from tangkal.desk.alerts.sending import web
from tangkal.desk.alerts.sending.base import Outcome
from tangkal.desk.alignment import feeds
from tangkal.desk.cases.captures import fetching
from tangkal.desk.tipline import fetching as tipline
from tangkal.kernel import UnreadableSource
from tangkal.pipeline.opening import IntakeOptions, load
from tangkal.sources import fetch as fetch_module
from tangkal.sources.fetch import fetch

ROOT = Path(tangkal.__file__).parent
PUBLIC = "93.184.216.34"
# A browser, and every resolver, takes each of these for a machine inside.
INSIDE = (
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://１２７.０.０.１/",
    "https://127.0.0.1:8443/",
    "http://224.0.0.1/",
)
NO_ADDRESS = (
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x",
    "ftp://127.0.0.1/",
    "http://contoh.example@127.0.0.1/",
    "http://127.0.0.1:6379/",
    "http://127.0.0.1:99999/",
    "http://[::1",
    "http://",
    "//127.0.0.1/",
    "javascript:alert(1)",
    "http://127.0.0.1\r\nHost: x/",
)


def capture(url):
    fetching.fetch_page(url, inside=[])


def feed(url):
    feeds.rows_of(SimpleNamespace(url=url, known=dict))


def alert(url):
    refused(web.post(url, b"{}", {}, inside=[]))


def media(url):
    refused(tipline.get(url, {}, inside=[], most_bytes=1000))


def refused(answer):
    assert isinstance(answer, Outcome), answer
    raise UnreadableSource(answer.reason)


# Every place where a link that somebody wrote is followed.
FOLLOWERS = {
    "intake": lambda url: load(url, IntakeOptions()),
    "source": fetch,
    "evidence": capture,
    "feed of a regional site": feed,
    "webhook of an alert": alert,
    "media of a tipline": media,
}
# Every module that can open a connection, and what keeps it from following a stranger's link.
WAYS_OUT = {
    "bus/nats.py": "the operator's bus, by its setting",
    "cli/demo.py": "asks its own desk",
    "cli/web.py": "looks whether its own port is free",
    "desk/accounts/oidc.py": "the operator's sign-in provider, by its setting",
    "desk/alerts/sending/email.py": "checked_address",
    "desk/alerts/sending/web.py": "checked_address",
    "desk/tipline/fetching.py": "checked_address",
    "sources/fetch.py": "_checked_address",
    "sources/hosts.py": "resolves names for the two above",
}
CONNECTING = {
    *("aiohttp", "ftplib", "http.client", "httpx", "imaplib", "nats", "poplib", "requests"),
    *("smtplib", "socket", "telnetlib", "urllib.request", "urllib3", "websockets"),
}


@pytest.fixture(autouse=True)
def nothing_connects(monkeypatch):
    begun = []

    def connect(_self, address):
        begun.append(address)
        raise OSError("a test reached out")

    monkeypatch.setattr(socket.socket, "connect", connect)
    yield
    assert begun == []


@pytest.mark.parametrize("follower", FOLLOWERS)
@pytest.mark.parametrize("url", [*INSIDE, *NO_ADDRESS])
def test_no_disguise_of_an_inner_address_is_reached(follower, url):
    with pytest.raises((UnreadableSource, fetching.NotKept)):
        FOLLOWERS[follower](url)


@pytest.mark.parametrize("follower", ["intake", "evidence", "webhook of an alert"])
def test_what_is_refused_is_logged_with_where_it_would_have_led(follower, caplog):
    with caplog.at_level(logging.WARNING), pytest.raises((UnreadableSource, fetching.NotKept)):
        FOLLOWERS[follower]("http://169.254.169.254/latest/")
    assert "refused to reach '169.254.169.254'" in caplog.text


@pytest.mark.parametrize("follower", ["source", "evidence"])
@pytest.mark.parametrize("inner", ["http://169.254.169.254/", "http://[::1]/", "file:///etc/x"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_the_inside_is_not_followed(monkeypatch, follower, inner, status):
    asked = []

    def answer(request):
        asked.append(str(request.url))
        if request.url.path == "/robots.txt":
            return httpx.Response(404, content=iter([b""]))
        return httpx.Response(status, headers={"location": inner})

    only_answers(monkeypatch, answer)

    def resolve(host, _port):
        return [PUBLIC] if host == "luar.example" else [host]

    follow = {"source": fetch, "evidence": partial(fetching.fetch_page, inside=[])}[follower]
    with pytest.raises((UnreadableSource, fetching.NotKept)):
        follow("http://luar.example/a", resolve=resolve)
    assert asked
    assert all(url.startswith(f"http://{PUBLIC}/") for url in asked)


def only_answers(monkeypatch, answer):
    client = httpx.Client
    monkeypatch.setattr(
        fetch_module.httpx,
        "Client",
        lambda **options: client(transport=httpx.MockTransport(answer), **options),
    )


def test_a_name_that_changes_its_address_gains_nothing(monkeypatch):
    """DNS rebinding: what was checked is what is connected to, for robots.txt and page alike."""
    asked, resolved = [], []

    def answer(request):
        asked.append(request.url.host)
        return httpx.Response(404, content=iter([b""]))

    def rebinding(_host, _port):
        resolved.append(1)
        return [PUBLIC] if len(resolved) % 2 else ["127.0.0.1"]

    only_answers(monkeypatch, answer)
    with pytest.raises(fetching.NotKept):
        fetching.fetch_page("http://ganti.example/a", inside=[], resolve=rebinding)
    assert set(asked) == {PUBLIC}


def connecting(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import) and {each.name for each in node.names} & CONNECTING:
            return True
        if isinstance(node, ast.ImportFrom) and node.module in CONNECTING:
            return True
    return False


def test_every_module_that_can_connect_says_what_keeps_it_from_the_inside():
    found = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if connecting(path)}
    assert found == set(WAYS_OUT)
    for name, guard in WAYS_OUT.items():
        if guard.isidentifier():
            text = (ROOT / name).read_text(encoding="utf-8")
            assert f"{guard}(" in text or "aim(" in text, name
