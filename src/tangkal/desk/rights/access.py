"""Who read what: one row a person, object and hour, written as the page goes out.

Every page of the desk leaves a row, and so does every answer of the API to a token, unless it
stands in `UNLOGGED` with its reason: a page that is added later is logged without anybody
remembering to. It is no part of the audit chain, which holds changes and must stay quick.
"""

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, connection
from django.http import HttpRequest
from django.utils import timezone

from tangkal.desk.accounts.models import User

log = logging.getLogger(__name__)

OWN = "the person's own settings, no content"
POLLED = "fetched again every few seconds by a page that left its row"
PUBLIC = "a public page, the same for everybody"
ASSET = "no content: a file of the interface"
EMPTY = "an empty form or a way to another page, no content"

# Address → why reading it leaves no row.
UNLOGGED: dict[str, str] = {
    "account": OWN,
    "account-password": OWN,
    "account-prove": OWN,
    "sign-in": EMPTY,
    "queue-rows": POLLED,
    "case-captures": POLLED,
    "crisis-pulse": POLLED,
    "deadline-count": POLLED,
    "intake-progress": POLLED,
    "style-guide": ASSET,
    "api-nothing": EMPTY,
    "api-schema": ASSET,
}
# Beginnings of paths whose pages are public: what an officer reads there, everybody does.
INSIDE = ("/desk/", "/api/")
# What several addresses show of one kind of thing.
KINDS = {"case": "case", "api-case": "case", "message": "message", "person": "person"}
# How long a reader waits for the database at most; then the row is kept for the next one.
PATIENCE_MS = 50
MOST_WAITING = 10_000

_waiting: deque[tuple[int, str, str, datetime]] = deque(maxlen=MOST_WAITING)

UPSERT = """
INSERT INTO rights_access (user_id, kind, object_id, hour, reads)
VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (user_id, kind, object_id, hour)
DO UPDATE SET reads = rights_access.reads + 1
"""


def note(request: HttpRequest, status: int) -> None:
    """Leave a row for a page that was read; a database that is busy never delays the reader."""
    key = key_of(request, status)
    if key is not None:
        write(key)


def key_of(request: HttpRequest, status: int) -> tuple[int, str, str, datetime] | None:
    """Who read what in which hour; None where nothing of the desk was read."""
    match, user = request.resolver_match, request.user
    if (
        request.method not in {"GET", "HEAD"}
        or status not in {200, 206}
        or not isinstance(user, User)
        or match is None
        or not request.path.startswith(INSIDE)
        or match.url_name in UNLOGGED
    ):
        return None
    name = match.url_name or match.view_name
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    return user.pk, KINDS.get(name, name)[:40], object_of(match.kwargs)[:120], hour


def object_of(arguments: dict[str, Any]) -> str:
    """The object's own number, then what of it: "2026-0012", "2026-0012/3"."""
    return "/".join(str(value) for value in arguments.values())


def write(key: tuple[int, str, str, datetime]) -> None:
    _waiting.append(key)
    try:
        with impatient():
            while _waiting:
                keep_first()
    except (DatabaseError, IndexError):
        log.warning("access rows wait for the database: %d", len(_waiting))


def keep_first() -> None:
    try:
        upsert(_waiting[0])
    except IntegrityError:
        # Its reader is no longer here; left in front, it would hold up every row behind it.
        log.warning("an access row whose reader was erased is not kept")
    _waiting.popleft()


def forget_waiting() -> None:
    """Drop the rows that wait: another database is read from now on, as between two tests."""
    _waiting.clear()


def upsert(key: tuple[int, str, str, datetime]) -> None:
    user, kind, object_id, hour = key
    moment = connection.ops.adapt_datetimefield_value(hour)
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [user, kind, object_id, moment])


@contextmanager
def impatient() -> Iterator[None]:
    """SQLite waits for a writer as long as a command may; a reader's row waits a moment only."""
    usual = float(connection.settings_dict["OPTIONS"].get("timeout", 5))
    set_patience(PATIENCE_MS)
    try:
        yield
    finally:
        set_patience(int(usual * 1000))


def set_patience(milliseconds: int) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
