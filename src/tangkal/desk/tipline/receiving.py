"""Take calls of the webhooks in: checked, on disk, then answered with 200. Nothing is decided here.

Who answers in a group is decided by the group: what is neither forwarded nor said to us there
is not kept at all.
"""

import hashlib
import hmac
import json
import logging
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, Error, connection, transaction

from tangkal.desk.accounts.sealing import cipher, key_for
from tangkal.desk.questions.models import Channel
from tangkal.desk.tipline.giving_way import gauge
from tangkal.desk.tipline.lines import Known, here
from tangkal.desk.tipline.models import Inbound
from tangkal.sources.messages import Call, Kind, Status, Unreadable
from tangkal.sources.telegram import webhook as telegram
from tangkal.sources.whatsapp import webhook as whatsapp

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

log = logging.getLogger(__name__)

MOST_BYTES = 3 << 20  # of one call; Meta: "payloads can be up to 3 MB"
SEALING, NAMING = "tipline.inbound", "tipline.inbound.name"  # purposes of keys
HEADERS = {
    Channel.TELEGRAM: "x-telegram-bot-api-secret-token",
    Channel.WHATSAPP: "x-hub-signature-256",
}

Reading = Callable[[int], bytes]
Header = Callable[[str], str]


def receive(slug: str, length: str, body: Reading, header_of: Header) -> int:
    """Keep one call; answers the HTTP status that the service is told.

    Args:
        length: the Content-Length header.
        body: reads at most so many bytes of the body.
        header_of: a header by its lower-case name, "" where it is missing.
    """
    line = here.get(slug)
    if line is None:
        return 404
    if length.isdecimal() and int(length) > MOST_BYTES:
        return 413
    raw = body(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        return 413
    if not is_authentic(line, raw, header_of(HEADERS[Channel(line.channel)])):
        log.warning("a call of line %d is not signed by its service", line.pk)
        return 403
    rows = list(rows_of(line, read(line, raw)))
    try:
        ledger.put(rows)
    except Error:
        log.exception("a call of line %d could not be kept; its service tells it again", line.pk)
        return 503
    return 200


def is_authentic(line: Known, body: bytes, header: str) -> bool:
    if line.channel == Channel.TELEGRAM:
        return telegram.is_authentic(header, line.secrets.get("secret_token", ""))
    return whatsapp.is_signed(body, header, line.secrets.get("app_secret", ""))


def read(line: Known, body: bytes) -> Call:
    if line.channel == Channel.TELEGRAM:
        return telegram.read(body, bot=line.address)
    return whatsapp.read(body, number_id=line.address)


def rows_of(line: Known, call: Call) -> Iterable[Inbound]:
    """A row for each thing that asks for something."""
    for message in call.messages:
        if not message.is_group or message.is_forward or message.is_mention:
            kind = Inbound.Kind.PICTURE if message.kind == Kind.PICTURE else Inbound.Kind.TEXT
            yield row(line, message.message_id, message.as_json(), kind=kind)
    for status in call.statuses:
        name = f"{status.message_id}:{status.status}"
        told = {each: getattr(status, each) for each in Status.__slots__}
        yield row(line, name, told, kind=Inbound.Kind.STATUS)
    for bad in call.unreadable:
        yield set_aside(line, bad)


def set_aside(line: Known, bad: Unreadable) -> Inbound:
    """What cannot be read, whole, with the reason; the same twice is one."""
    raw = json.dumps(bad.raw, ensure_ascii=True, sort_keys=True)
    name = bad.message_id or hashlib.sha256(raw.encode()).hexdigest()
    found = row(line, f"unreadable:{name}", {"raw": bad.raw}, kind=Inbound.Kind.TEXT)
    found.state, found.reason = Inbound.State.SET_ASIDE, bad.reason[:300]
    return found


def row(line: Known, name: str, told: object, *, kind: Inbound.Kind) -> Inbound:
    return Inbound(
        line_id=line.pk, name=named(line, name), kind=kind, sealed=sealed(json.dumps(told))
    )


def named(line: Known, name: str) -> str:
    """What a message is called here: nobody can read its service's id out of it."""
    key, _cipher = keys(str(settings.HOME.root))
    return hmac.new(key, f"{line.pk}:{name}".encode(), hashlib.sha256).hexdigest()


def sealed(text: str) -> str:
    return keys(str(settings.HOME.root))[1].encrypt(text.encode()).decode("ascii")


def unsealed(inbound: Inbound) -> dict[str, object]:
    plain = keys(str(settings.HOME.root))[1].decrypt(inbound.sealed.encode("ascii"))
    told = json.loads(plain)
    assert isinstance(told, dict)
    return told


@lru_cache(maxsize=4)
def keys(_home: str) -> "tuple[bytes, Fernet]":
    """The two keys, read once a process and not once a message."""
    return key_for(NAMING), cipher(SEALING)


class Ledger:
    """Writes what many threads bring, in one transaction for all who wait.

    Whoever comes while a transaction runs waits for the next one, which takes all of them: a
    burst costs few transactions, and nobody is told 200 before the disk has it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._waiting: list[Handed] = []

    def put(self, rows: list[Inbound]) -> None:
        """Return when the rows are kept; those that are there already are passed over.

        Raises:
            django.db.Error: they could not be kept; none of them is.
        """
        if not rows:
            return
        mine = Handed(rows)
        with self._lock:
            self._waiting.append(mine)
        with self._writing:
            if not mine.is_done:
                with self._lock:
                    taken, self._waiting = self._waiting, []
                write(taken)
        if mine.error is not None:
            raise mine.error
        if not mine.is_done:  # whoever wrote for all of us broke off
            raise DatabaseError("not kept")


class Handed:
    """What one call brought, and whether it is written."""

    def __init__(self, rows: list[Inbound]) -> None:
        self.rows = rows
        self.is_done = False
        self.error: Error | None = None


def write(taken: list[Handed]) -> None:
    rows = [row for each in taken for row in each.rows]
    error: Error | None = None
    try:
        if not connection.in_atomic_block:  # no request begins or ends around this
            connection.close_if_unusable_or_obsolete()
        with transaction.atomic():
            Inbound.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
        gauge.kept(len(rows))
    except Error as problem:
        error = problem
    for each in taken:
        each.is_done, each.error = True, error


ledger = Ledger()
