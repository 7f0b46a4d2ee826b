"""What stands before Django: kept pages, and whose turn it is when too many come."""

import threading
from collections.abc import Iterable

import pytest
from django.conf import settings

from tangkal.desk.portal import front
from tangkal.desk.portal.front import Front, Kept, Page

PATIENCE_S = 300  # before a thread that hangs fails its test; a loaded machine is only slow
PUBLIC = [("Cache-Control", "public, max-age=60"), ("Vary", "Cookie"), ("ETag", '"e1"')]


class Desk:
    """An application that counts what reaches it, and may be held."""

    def __init__(self, headers=PUBLIC, status="200 OK") -> None:
        self.headers, self.status = list(headers), status
        self.calls: list[str] = []
        self.holds = threading.Event()
        self.holds.set()
        self.inside = threading.Semaphore(0)

    def __call__(self, environ, start_response) -> Iterable[bytes]:
        self.calls.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        self.inside.release()
        assert self.holds.wait(PATIENCE_S)
        body = f"page {len(self.calls)}".encode()
        start_response(self.status, [*self.headers, ("Content-Length", str(len(body)))])
        return [body]


class Site:
    def __init__(self, desk: Desk) -> None:
        self.desk, self.stand = desk, 1
        self.front = Front(desk, revision=lambda: self.stand)

    def get(self, path="/", method="GET", **headers) -> tuple[str, dict[str, str], bytes]:
        said = {}

        def start_response(status, headers, *_more):
            said.update(status=status, headers=dict(headers))

        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.url_scheme": "http"}
        body = b"".join(self.front(environ | headers, start_response))
        return said["status"], said["headers"], body

    def changes(self) -> None:
        self.stand += 1
        self.front._asked_at = float("-inf")


@pytest.fixture
def site() -> Site:
    return Site(Desk())


def test_a_public_page_is_drawn_once(site):
    first, again = site.get(), site.get()
    assert first[2] == again[2] == b"page 1"
    assert again[1]["Age"] == "0"
    assert len(site.desk.calls) == 1


def test_a_change_at_the_desk_is_seen_at_once(site):
    site.get()
    site.changes()
    assert site.get()[2] == b"page 2"


def test_a_page_that_was_drawn_while_the_desk_changed_is_not_kept(site):
    site.desk.holds.clear()
    reader = threading.Thread(target=site.get)
    reader.start()
    assert site.desk.inside.acquire(timeout=PATIENCE_S)
    site.changes()
    other = threading.Thread(target=site.get, args=("/other",))
    other.start()
    assert site.desk.inside.acquire(timeout=PATIENCE_S)
    site.desk.holds.set()
    reader.join()
    other.join()
    site.get()
    assert site.desk.calls.count("GET /") == 2


def test_it_is_forgotten_after_its_minute(site, monkeypatch):
    site.get()
    now = front.time.monotonic
    monkeypatch.setattr(front.time, "monotonic", lambda: now() + 61)
    assert site.get()[2] == b"page 2"


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=abc"},
        {"HTTP_COOKIE": f"a=1; {settings.SESSION_COOKIE_NAME}=abc"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_HX_REQUEST": "true"},
    ],
)
def test_who_may_be_signed_in_gets_a_page_of_their_own(site, headers):
    site.get()
    assert site.get(**headers)[2] == b"page 2"
    assert site.get()[2] == b"page 1"


def test_languages_hosts_and_queries_are_kept_apart(site):
    pages = [
        site.get()[2],
        site.get(HTTP_COOKIE=f"{settings.LANGUAGE_COOKIE_NAME}=en")[2],
        site.get(QUERY_STRING="page=2")[2],
        site.get(HTTP_HOST="lain.example")[2],
        site.get(HTTP_X_FORWARDED_PROTO="https")[2],
        site.get("/koreksi/")[2],
        site.get(method="HEAD")[2],
    ]
    assert len(set(pages)) == len(pages)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("Cache-Control", "private, no-cache")], "200 OK"),
        ([("Cache-Control", "private, no-store")], "200 OK"),
        ([], "200 OK"),
        ([*PUBLIC, ("Set-Cookie", "a=1")], "200 OK"),
        ([("Cache-Control", "public, max-age=60"), ("Vary", "Cookie, Accept")], "200 OK"),
        (PUBLIC, "404 Not Found"),
        ([("Cache-Control", "public, max-age=x")], "200 OK"),
    ],
)
def test_other_answers_are_not_kept(headers, status):
    site = Site(Desk(headers, status))
    assert [site.get()[2], site.get()[2]] == [b"page 1", b"page 2"]


@pytest.mark.parametrize("path", ["/desk/signals/", "/api/v1/cases"])
def test_the_desk_itself_is_never_kept(site, path):
    assert [site.get(path)[2], site.get(path)[2]] == [b"page 1", b"page 2"]


def test_whoever_has_the_page_is_told_so(site):
    site.get()
    status, headers, body = site.get(HTTP_IF_NONE_MATCH='"e1"')
    assert (status, body) == ("304 Not Modified", b"")
    assert "Content-Length" not in headers
    assert headers["ETag"] == '"e1"'


def test_the_longest_unused_page_goes_first():
    kept = Kept(most_bytes=25)
    kept.at(1)
    for name in "ab":
        kept.put(name, Page("200 OK", [], b"x" * 10, 0, 99), 1)
    assert kept.get("a", 1)
    kept.put("c", Page("200 OK", [], b"x" * 10, 0, 99), 1)
    assert [bool(kept.get(name, 1)) for name in "abc"] == [True, False, True]


def test_a_database_that_does_not_answer_leaves_what_is_kept(site):
    from django.db import OperationalError

    site.get()
    site.front._asked_at = float("-inf")

    def fails():
        raise OperationalError("gone")

    site.front._ask = fails
    assert site.get()[2] == b"page 1"


# ---- turns ---------------------------------------------------------------------------


@pytest.fixture
def crowd(site, monkeypatch):
    """Readers of distinct pages, more than may be drawn or wait; answers what each was told."""
    site.desk.holds.clear()
    told: list[tuple[str, dict[str, str], bytes]] = []

    def reads(path):
        told.append(site.get(path))

    threads = [
        threading.Thread(target=reads, args=(f"/klarifikasi/{n}/",))
        for n in range(front.READING + front.WAITING)
    ]
    for thread in threads:
        thread.start()
    for _each in range(front.READING):
        assert site.desk.inside.acquire(timeout=PATIENCE_S)
    while site.front._line._value:  # the others reach the line
        threading.Event().wait(0.01)
    yield told
    site.desk.holds.set()
    for thread in threads:
        thread.join()


def test_one_reader_too_many_is_asked_to_come_back(site, crowd):
    status, headers, body = site.get("/klarifikasi/late/")
    assert status == "503 Service Unavailable"
    assert 3 <= int(headers["Retry-After"]) <= 12
    assert headers["Cache-Control"] == "no-store"
    assert b'lang="id"' in body
    assert b'href="/"' in body  # where a question begins, and which is kept
    assert len(site.desk.calls) == front.READING


def test_a_reader_is_told_in_their_language(site, crowd):
    cookie = f"{settings.LANGUAGE_COOKIE_NAME}=en"
    assert b"Many people are reading now" in site.get("/x/", HTTP_COOKIE=cookie)[2]


@pytest.mark.parametrize(
    ("path", "method"), [("/lapor/", "POST"), ("/desk/signals/", "GET"), ("/api/v1/cases", "GET")]
)
def test_reports_and_the_desk_have_their_turn_in_a_crowd(site, crowd, path, method):
    done = []
    sender = threading.Thread(target=lambda: done.append(site.get(path, method)))
    sender.start()
    assert site.desk.inside.acquire(timeout=PATIENCE_S)  # it is at work while every reader waits
    site.desk.holds.set()
    sender.join()
    assert done[0][0] == "200 OK"


def test_a_kept_page_needs_no_turn(site, crowd):
    site.front.kept.put(
        front.key_of({"REQUEST_METHOD": "GET", "PATH_INFO": "/hot/", "wsgi.url_scheme": "http"}),
        Page("200 OK", list(PUBLIC), b"hot", front.time.monotonic(), float("inf")),
        site.stand,
    )
    assert site.get("/hot/")[2] == b"hot"


def test_after_the_crowd_everybody_is_served(site, crowd):
    site.desk.holds.set()
    while len(crowd) < front.READING + front.WAITING:
        threading.Event().wait(0.01)
    assert {told[0] for told in crowd} == {"200 OK"}
    assert site.get("/klarifikasi/later/")[0] == "200 OK"
