"""A regional site's pages and feeds, read from a real server on loopback."""

import gzip
import threading
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from tangkal.desk.alignment import commands, fetching
from tangkal.desk.alignment.models import LocalFeed, LocalText
from tangkal.desk.cases.captures import fetching as captures
from tangkal.sources.fetch import FetchLimits
from tests.desk.alignment.conftest import WRONG

pytestmark = pytest.mark.django_db
LIMITS = FetchLimits(bytes=200_000, seconds=120.0, redirects=3)
IN_HASTE = replace(LIMITS, seconds=2.0)  # with a page that never ends; another gets its time
FETCH_PAGE = captures.fetch_page
PLACE = "Kafé “Ceria”, Desa Contoh"  # letters that another encoding writes otherwise
HTML = (
    "<html><head><title>Harga Pertalite</title></head><body><article>"
    f"<p>{WRONG} Hubungi 0812-3456-7890.</p><p>{PLACE}: petugas melayani warga setiap hari.</p>"
    "</article></body></html>"
)
FEED = """<?xml version="1.0"{encoding}?><rss version="2.0"><channel><title>Kabupaten Contoh</title>
<item><guid>https://kab.example/2</guid><link>https://kab.example/2</link><title>Harga</title>
<description>{words} {place}</description></item>
<item><guid>https://kab.example/1</guid><link>https://kab.example/1</link><title>Senam</title>
<description>Senam lansia digelar Jumat pagi.</description></item></channel></rss>"""


def feed(encoding: str = "") -> str:
    return FEED.format(encoding=encoding, words=WRONG, place=PLACE)


class Site(BaseHTTPRequestHandler):
    """A regional government's site: one way of answering an address."""

    asked: list[tuple[str, str]] = []  # paths, and the version that the reader said it has
    etag = '"a1"'
    rules = b""

    def do_GET(self):
        path = self.path
        Site.asked.append((path, self.headers.get("If-None-Match", "")))
        if path == "/robots.txt":
            return self.reply(200, Site.rules, "text/plain")
        return getattr(self, "say_" + path.strip("/").replace("-", "_"))()

    def say_page(self):
        self.reply(200, HTML.encode(), "text/html; charset=utf-8")

    def say_windows(self):
        self.reply(200, HTML.encode("cp1252"), "text/html; charset=windows-1252")

    def say_packed(self):
        self.reply(200, gzip.compress(HTML.encode()), "text/html", content_encoding="gzip")

    def say_moved(self):
        self.reply(301, b"", location="/packed")

    def say_huge(self):
        self.reply(200, b"x" * 300_000, "text/html")

    say_huge_feed = say_huge

    def say_slow(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            for _each in range(3000):  # and then it would be a page like any other
                self.wfile.write(b"<p>")
                time.sleep(0.2)
        except OSError:
            pass

    say_slow_feed = say_slow

    def say_feed(self):
        self.reply(200, feed().encode(), "application/rss+xml")

    def say_windows_feed(self):
        self.reply(200, feed().encode("cp1252"), "text/xml; charset=windows-1252")

    def say_declared_feed(self):
        body = feed(' encoding="windows-1252"').encode("cp1252")
        self.reply(200, body, "application/xml")

    def say_packed_feed(self):
        self.reply(200, gzip.compress(feed().encode()), "text/xml", content_encoding="gzip")

    def say_moved_feed(self):
        self.reply(302, b"", location="/packed-feed")

    def say_marked_feed(self):
        if self.headers.get("If-None-Match") == Site.etag:
            return self.reply(304, b"", etag=Site.etag)
        return self.reply(200, feed().encode(), "text/xml; charset=utf-8", etag=Site.etag)

    def reply(self, status, body, content_type="", **headers):
        self.send_response(status)
        if content_type:
            headers["content_type"] = content_type
        if status != 304:
            headers["content_length"] = len(body)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored):
        pass


@pytest.fixture(scope="module")
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def have_patience(monkeypatch, limits: FetchLimits) -> None:
    monkeypatch.setattr(captures, "fetch_page", partial(FETCH_PAGE, limits=limits))
    monkeypatch.setattr(captures, "LIMITS", limits)


@pytest.fixture
def site(server, settings, monkeypatch) -> str:
    """Its address; an operator named this machine."""
    settings.TANGKAL = replace(settings.TANGKAL, capture_hosts=("127.0.0.1",))
    have_patience(monkeypatch, LIMITS)
    Site.asked, Site.etag, Site.rules = [], '"a1"', b""
    return server


@pytest.fixture
def read_page(house, organisations, people, site):
    def read(path: str) -> LocalText:
        text = commands.take_text(
            house, organisations["district"], url=f"{site}/{path}", by=people["analis"]
        )
        assert fetching.round(timezone.now()) == 1
        text.refresh_from_db()
        return text

    return read


@pytest.fixture
def read_feed(house, organisations, people, site):
    def read(path: str) -> LocalFeed:
        added = commands.add_feed(
            house, organisations["district"], url=f"{site}/{path}", by=people["analis"]
        )
        assert fetching.round(timezone.now()) == 1
        added.refresh_from_db()
        return added

    return read


@pytest.mark.parametrize("path", ["page", "windows", "packed", "moved"])
def test_a_page_is_fetched_and_compared(read_page, path):
    text = read_page(path)

    assert (text.state, text.reason) == ("compared", "")
    assert text.checks.get(message_id="0").value == "-1"
    assert PLACE in text.text
    assert "0812" not in text.text  # nobody's number is kept


@pytest.mark.parametrize(("path", "why"), [("huge", "bigger than"), ("slow", "took longer")])
def test_a_page_without_measure_or_end_is_left_with_the_reason(read_page, monkeypatch, path, why):
    have_patience(monkeypatch, IN_HASTE if path == "slow" else LIMITS)
    text = read_page(path)

    assert text.state == "failed"
    assert why in text.reason


@pytest.mark.parametrize(
    "path", ["feed", "windows-feed", "declared-feed", "packed-feed", "moved-feed"]
)
def test_a_feed_is_read_and_what_touches_a_message_is_compared(read_feed, path):
    added = read_feed(path)
    kept = LocalText.objects.get()

    assert (added.reason, added.checked_at is not None, len(added.seen)) == ("", True, 2)
    assert (kept.kind, kept.state, kept.url) == ("feed", "compared", "https://kab.example/2")
    assert PLACE in kept.text
    assert kept.checks.get(message_id="0").value == "-1"


@pytest.mark.parametrize(
    ("path", "why"), [("huge-feed", "bigger than"), ("slow-feed", "took longer")]
)
def test_a_feed_without_measure_or_end_says_so_and_waits_an_hour(read_feed, monkeypatch, path, why):
    have_patience(monkeypatch, IN_HASTE if path == "slow-feed" else LIMITS)
    added = read_feed(path)

    assert why in added.reason
    assert added.next_at > timezone.now() + timedelta(minutes=50)
    assert not LocalText.objects.exists()


def again(added: LocalFeed) -> LocalFeed:
    LocalFeed.objects.filter(pk=added.pk).update(next_at=timezone.now())
    assert fetching.round(timezone.now()) == 1
    added.refresh_from_db()
    return added


def test_what_has_not_changed_is_not_sent_again(read_feed):
    added = read_feed("marked-feed")
    assert added.etag == '"a1"'

    added = again(added)
    Site.etag = '"a2"'
    after = again(added)

    marks = [mark for path, mark in Site.asked if path == "/marked-feed"]
    assert marks == ["", '"a1"', '"a1"']
    assert (after.etag, after.reason) == ('"a2"', "")
    assert LocalText.objects.count() == 1


def test_a_feed_that_moves_behind_a_closed_door_is_not_read(read_feed):
    Site.rules = b"User-agent: *\nDisallow: /packed"
    added = read_feed("moved-feed")

    assert "robots.txt" in added.reason
    assert not LocalText.objects.exists()
