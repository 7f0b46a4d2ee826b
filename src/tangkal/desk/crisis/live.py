"""The stream of a crisis room: which pieces changed, told within a second to everybody in it.

A process of its own, and a small one. Two hundred open streams in the web server would hold two
hundred of its threads, and under ASGI our ordinary views crawl; here a stream is a queue and a
sleeping coroutine. It has a port of its own too: browsers open six connections to an origin, and
rooms in six tabs would otherwise leave none for the desk. The session's cookie comes along,
since cookies know no ports; CORS lets our own pages in and nobody else's.

It tells numbers only, never content: a page that hears of a change fetches the piece from the
desk, where the usual rules hold. If this process is gone, rooms ask every few seconds instead.

One question a tick is put to the database for all rooms and all listeners together. A listener
holds no connection; who may listen is asked at the start and once a minute after.
"""

import asyncio
import json
import logging
import os
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tangkal.desk.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.contrib.auth import get_user  # noqa: E402
from django.db import close_old_connections, connection  # noqa: E402
from django.http import HttpRequest  # noqa: E402

from tangkal.desk.accounts import middleware  # noqa: E402
from tangkal.desk.accounts.models import User  # noqa: E402
from tangkal.desk.crisis import queries  # noqa: E402
from tangkal.desk.crisis.addresses import PATH  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)

TICK_S = 0.5  # between two looks at the database
HEARTBEAT_S = 15.0  # so that proxies keep the connection, and pages know the server's time
ASK_AGAIN_S = 45.0  # whether the person may still listen; a heartbeat later at most
MOST_OF_ONE = 8  # streams of one person: tabs and devices
MOST_IN_ALL = 1000
RETRY_MS = 3000

ANYWHERE = 403, "Sign in at the desk; this stream is for people who read the crisis."
TOO_MANY = 429, "Too many rooms are open; close some, or let the page ask by itself."


@dataclass(eq=False)
class Listener:
    """One open room of one person."""

    user_id: int
    crisis_id: int
    cookie: str
    told: dict[str, int] = field(default_factory=dict)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    numbers: dict[str, int] = field(default_factory=dict)
    asked_at: float = 0.0


class Rooms:
    """Everybody who listens, and the one task that looks for changes while anybody does."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.looker: asyncio.Task[None] | None = None
        # One thread looks, so that no slow question about a person delays the next look.
        self.looks = ThreadPoolExecutor(1, thread_name_prefix="look")
        self.asks = ThreadPoolExecutor(2, thread_name_prefix="ask")

    def has_room_for(self, user_id: int) -> bool:
        of_one = sum(each.user_id == user_id for each in self.listeners)
        return of_one < MOST_OF_ONE and len(self.listeners) < MOST_IN_ALL

    def enter(self, listener: Listener) -> None:
        self.listeners.add(listener)
        if self.looker is None or self.looker.done():
            self.looker = asyncio.create_task(self.look())

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)

    async def look(self) -> None:
        """Ask which topics changed, wake whom it concerns; ends with the last listener."""
        loop = asyncio.get_running_loop()
        while self.listeners:
            crises = {each.crisis_id for each in self.listeners}
            try:
                found = await loop.run_in_executor(self.looks, pulses, crises)
            except Exception:
                log.exception("the rooms' changes could not be read; the next look tries again")
                found = None
            if found is not None:
                for each in self.listeners:
                    numbers = found.get(each.crisis_id, {})
                    if numbers != each.numbers:
                        each.numbers = numbers
                        each.wake.set()
            await asyncio.sleep(TICK_S)
        await loop.run_in_executor(self.looks, connection.close)

    async def who(self, cookie: str, crisis_id: int) -> int | None:
        """The person behind a cookie, if they may read the crisis now."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.asks, reader_behind, cookie, crisis_id)


ROOMS = Rooms()


def pulses(crises: Iterable[int]) -> dict[int, dict[str, int]]:
    close_old_connections()
    return queries.pulses(crises)


def reader_behind(cookie: str, crisis_id: int) -> int | None:
    """The key of a signed-in person who may read the crisis; notes that they are in the room.

    The session is read as Django reads it, its hash compared: a changed password, a closed
    account or a revoked session ends the stream within a minute.
    """
    try:
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(cookie)
        request.user = user = get_user(request)
        if not isinstance(user, User) or not user.is_active:
            return None
        if middleware.must_choose(request) or middleware.is_missing(request, user):
            return None  # the desk is not open for them yet
        if not queries.crises_of(user).filter(pk=crisis_id).exists():
            return None
        queries.note_presence(crisis_id, user.pk)
        return user.pk
    finally:
        connection.close()  # nothing is held while people merely listen


# -- the application ----------------------------------------------------------------------------


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """ASGI: GET /live/crisis/N of our own pages, everything else is refused."""
    if scope["type"] == "lifespan":
        await live_on(receive, send)
        return
    if scope["type"] != "http":
        return
    headers = {name.decode("latin-1").lower(): value.decode("latin-1")
               for name, value in scope["headers"]}  # fmt: skip
    origin = headers.get("origin", "")
    crisis_id = crisis_in(scope["path"])
    if scope["method"] != "GET" or crisis_id is None:
        await refuse(send, 404, "Nothing is here.")
    elif origin and origin not in own_origins():
        await refuse(send, 403, "This stream is for the desk's own pages.")
    else:
        await serve(receive, send, crisis_id, cookie_of(headers), origin)


async def live_on(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await send({"type": "lifespan.shutdown.complete"})
            return


def crisis_in(path: str) -> int | None:
    """The crisis that a path names; whatever stands before, a proxy may have put there.

    >>> crisis_in("/live/crisis/7"), crisis_in("/desk-live/live/crisis/7"), crisis_in("/live/x")
    (7, 7, None)
    """
    _before, found, last = path.rstrip("/").rpartition(PATH)
    return int(last) if found and last.isdecimal() and len(last) < 18 else None


def own_origins() -> frozenset[str]:
    """Our own pages' origins: the site's, and its scheme and port under the other host names."""
    site = urlsplit(settings.TANGKAL.site_url)
    port = f":{site.port}" if site.port else ""
    others = (f"{site.scheme}://{host}{port}" for host in settings.TANGKAL.allowed_hosts)
    return frozenset({f"{site.scheme}://{site.netloc}", *others})


def cookie_of(headers: MutableMapping[str, str]) -> str:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


async def refuse(send: Send, status: int, why: str, origin: str = "") -> None:
    """A plain answer; EventSource takes it as final, and the page goes on asking."""
    body = f"{why}\n".encode()
    head = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": head + cors(origin)})
    await send({"type": "http.response.body", "body": body})


def cors(origin: str) -> list[tuple[bytes, bytes]]:
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]


async def serve(receive: Receive, send: Send, crisis_id: int, cookie: str, origin: str) -> None:
    """One stream from the first question to the last word."""
    user_id = await ROOMS.who(cookie, crisis_id) if cookie else None
    if user_id is None:
        await refuse(send, *ANYWHERE, origin)
        return
    if not ROOMS.has_room_for(user_id):
        await refuse(send, *TOO_MANY, origin)
        return
    listener = Listener(
        user_id=user_id, crisis_id=crisis_id, cookie=cookie, asked_at=time.monotonic()
    )
    gone = asyncio.create_task(until_gone(receive))
    ROOMS.enter(listener)
    try:
        head = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": head + cors(origin)})
        await push(send, f"retry: {RETRY_MS}\n{event('clock', clock_ms())}")
        await tell(send, listener, gone)
    finally:
        ROOMS.leave(listener)
        gone.cancel()


async def tell(send: Send, listener: Listener, gone: "asyncio.Task[None]") -> None:
    """Changes as they come, a heartbeat in between, until the person leaves or may not stay."""
    while not gone.done():
        woken = asyncio.create_task(listener.wake.wait())
        await asyncio.wait({woken, gone}, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
        woken.cancel()
        if gone.done():
            return
        if time.monotonic() - listener.asked_at >= ASK_AGAIN_S and not await may_stay(listener):
            await push(send, event("ended", 0), is_last=True)
            return
        if listener.wake.is_set():
            listener.wake.clear()
            await push(send, event("changed", listener.numbers))
        else:
            await push(send, event("clock", clock_ms()))


async def may_stay(listener: Listener) -> bool:
    listener.asked_at = time.monotonic()
    return await ROOMS.who(listener.cookie, listener.crisis_id) == listener.user_id


async def until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def push(send: Send, text: str, *, is_last: bool = False) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": not is_last})


def event(name: str, data: object) -> str:
    """One server-sent event.

    >>> event("changed", {"log": 3})
    'event: changed\\ndata: {"log": 3}\\n\\n'
    """
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def clock_ms() -> int:
    return int(time.time() * 1000)
