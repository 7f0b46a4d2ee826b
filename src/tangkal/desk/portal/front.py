"""What stands before Django in a web process: pages that many ask for, and whose turn it is.

A page that caches may keep is kept here too and answered without Django, until something changes
at the desk: its audit trail has grown. On the worst evening the public reads more than the
machine can draw. Then readers of pages that are not kept are asked to come back in some seconds,
while reports, appeals and the desk itself keep their turn: nothing that somebody sends is lost
for somebody else's curiosity.
"""

import logging
import random
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.template.loader import render_to_string
from django.utils import translation

from tangkal.desk.audit.models import ChainHead
from tangkal.desk.portal.caching import takes_gzip

log = logging.getLogger(__name__)

# Python runs one thread at a time: more than four at work only wait for one another. The other
# threads of a process answer kept pages, and hold those who wait (see docs/explanation/portal.md).
AT_WORK = 4
READING = 3  # of them, for readers of the portal: one is always there for what people send
WAITING = 16  # readers who wait for a turn; the next one is asked to come back
PATIENCE_S = 2.0  # of a reader in that line
LONGEST_S = 25.0  # of everybody else: longer than a writer waits for SQLite's lock
FRESH_S = 0.2  # how often a process asks whether anything has changed
MOST_BYTES = 64 << 20  # of kept pages a process
LARGEST = 256 << 10  # of one
DESK = ("/desk/", "/api/")
READS = ("GET", "HEAD")
KEYED = {"", "cookie", "accept-encoding"}  # headers that a page's key already tells apart
SAID_EVERY_S = 60.0

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it was given, and until when it may be given again."""

    status: str
    headers: Headers
    body: bytes
    made_at: float
    until: float

    @property
    def etag(self) -> str:
        return header(self.headers, "etag")


class Kept:
    """The pages of this process, the longest unused dropped first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = threading.Lock()
        self._bytes = 0
        self._most = most_bytes
        self._revision: object = None

    def at(self, revision: object) -> None:
        """Forget everything where the desk has moved on."""
        with self._lock:
            if revision != self._revision:
                self._pages.clear()
                self._bytes, self._revision = 0, revision

    def get(self, key: Hashable, now: float) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.until <= now:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: Page, revision: object) -> None:
        """Keep a page that was drawn at a revision; one that came too late is not kept."""
        with self._lock:
            if revision != self._revision:
                return
            if earlier := self._pages.pop(key, None):
                self._bytes -= len(earlier.body)
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > self._most:
                _key, dropped = self._pages.popitem(last=False)
                self._bytes -= len(dropped.body)


class Front:
    """A WSGI application around the desk's own."""

    def __init__(self, application: Application, *, revision: Callable[[], object]) -> None:
        self.application = application
        self.kept = Kept()
        self._ask = revision
        self._revision: object = None
        self._asked_at = float("-inf")
        self._work = threading.Semaphore(AT_WORK)
        self._reading = threading.Semaphore(READING)
        self._line = threading.Semaphore(WAITING)
        self._shed, self._said_at = 0, float("-inf")

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        is_read = environ["REQUEST_METHOD"] in READS
        if not is_read or environ.get("PATH_INFO", "").startswith(DESK):
            return self.in_turn(environ, start_response)
        key = key_of(environ)
        if key is None:
            return self.read(environ, start_response)
        revision = self.revision()
        self.kept.at(revision)
        page = self.kept.get(key, time.monotonic())
        if page is not None:
            return again(page, environ, start_response)
        return self.read(environ, Keeping(start_response, self.kept, key, revision))

    def revision(self) -> object:
        """Where the desk stands; asked of the database a few times a second."""
        now = time.monotonic()
        if now - self._asked_at >= FRESH_S:
            self._asked_at = now
            try:
                self._revision = self._ask()
            except Error:  # what is kept may be read until it is a minute old
                log.warning("the desk's revision could not be read")
        return self._revision

    # ---- turns ----------------------------------------------------------------------

    def read(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """A page for the public: now, after a short wait, or later."""
        if not self._reading.acquire(blocking=False):
            if not self._line.acquire(blocking=False):
                return self.busy(environ, start_response)
            try:
                if not self._reading.acquire(timeout=PATIENCE_S):
                    return self.busy(environ, start_response)
            finally:
                self._line.release()
        try:
            return self.in_turn(environ, start_response)
        finally:
            self._reading.release()

    def in_turn(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not self._work.acquire(timeout=LONGEST_S):
            return self.busy(environ, start_response)
        try:
            body = self.application(environ, start_response)
            if isinstance(start_response, Keeping):
                return start_response.keep(body)
            return body
        finally:
            self._work.release()

    def busy(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Ask to come back: in words, and for programs as Retry-After."""
        self._shed += 1
        if time.monotonic() - self._said_at > SAID_EVERY_S:
            self._said_at = time.monotonic()
            log.warning("too many readers: %d were asked to come back so far", self._shed)
        body = busy_page(language_of(environ) or settings.LANGUAGE_CODE)
        after = random.randint(3, 12)  # noqa: S311 - so that they do not all come back at once
        start_response(
            "503 Service Unavailable",
            [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(body))),
                ("Retry-After", str(after)),
                ("Cache-Control", "no-store"),
            ],
        )
        return [body]


class Keeping:
    """A start_response that remembers what was said, so that the page can be kept."""

    def __init__(
        self, start_response: StartResponse, kept: Kept, key: Hashable, revision: object
    ) -> None:
        self._start, self._kept, self._key, self._revision = start_response, kept, key, revision
        self._status, self._headers = "", list[tuple[str, str]]()

    def __call__(self, status: str, headers: Headers, *more: Any) -> Any:
        self._status, self._headers = status, list(headers)
        return self._start(status, headers, *more)

    def keep(self, body: Iterable[bytes]) -> Iterable[bytes]:
        """The body, read where it is to be kept; any other goes out as it comes."""
        seconds = seconds_kept(self._status, self._headers)
        if not seconds:
            return body
        try:
            whole = b"".join(body)
        finally:
            if close := getattr(body, "close", None):
                close()
        now = time.monotonic()
        page = Page(self._status, self._headers, whole, now, now + seconds)
        self._kept.put(self._key, page, self._revision)
        return [whole]


def key_of(environ: Environ) -> Hashable | None:
    """All that a stranger's page depends on; None for whoever may be signed in."""
    language = language_of(environ)
    if language is None or "HTTP_RANGE" in environ or "HTTP_HX_REQUEST" in environ:
        return None
    return (
        environ["REQUEST_METHOD"],
        environ.get("HTTP_HOST"),
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO"),
        environ.get("PATH_INFO"),
        environ.get("QUERY_STRING"),
        language,
        takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


def language_of(environ: Environ) -> str | None:
    """The language a cookie names, "" without one; None where there is a session."""
    sent = environ.get("HTTP_COOKIE", "")
    if not sent:
        return ""
    try:
        cookies = SimpleCookie(sent)
    except CookieError:
        return None
    if settings.SESSION_COOKIE_NAME in cookies or settings.SESSION_COOKIE_NAME in sent:
        return None
    named = cookies.get(settings.LANGUAGE_COOKIE_NAME)
    return named.value if named else ""


def seconds_kept(status: str, headers: Headers) -> int:
    """How long caches may keep an answer; 0 for one that depends on more than its key."""
    rule = header(headers, "cache-control")
    length = header(headers, "content-length")
    vary = {each.strip().lower() for each in header(headers, "vary").split(",")} - KEYED
    is_plain = status.startswith("200 ") and rule.startswith("public, max-age=") and not vary
    if not is_plain or header(headers, "set-cookie") or int(length or LARGEST + 1) > LARGEST:
        return 0
    seconds = rule.removeprefix("public, max-age=").split(",")[0]
    return min(int(seconds), 3600) if seconds.isdigit() else 0


def again(page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Give a kept page once more, or say that the reader has it already."""
    headers = [*page.headers, ("Age", str(int(time.monotonic() - page.made_at)))]
    if page.etag and environ.get("HTTP_IF_NONE_MATCH") == page.etag:
        start_response(
            "304 Not Modified",
            [pair for pair in headers if pair[0].lower() not in {"content-length", "content-type"}],
        )
        return []
    start_response(page.status, headers)
    return [page.body]


def header(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def busy_page(language: str) -> bytes:
    with translation.override(language):
        return render_to_string("portal/busy.html").encode()


def desk_revision() -> object:
    """The length of the audit trail: every change that anybody makes lengthens it."""
    connection.close_if_unusable_or_obsolete()  # no request begins or ends around this
    return ChainHead.objects.values_list("sequence", flat=True).first()
