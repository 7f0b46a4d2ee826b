"""Work through what came in, in the worker: one message, one answer, whoever is cut off where.

What costs time (matching, fetching) is done before the transaction, in which the answer is
written and the message marked as done together. An answer is a message of questions.outgoing,
whose key is the message it answers: worked on twice, it is said once.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from tangkal.desk.questions import outgoing, turns
from tangkal.desk.tipline import (
    answering,
    fetching,
    giving_way,
    pictures,
    receiving,
    speech,
)
from tangkal.desk.tipline.answering import NOTHING, Finding
from tangkal.desk.tipline.conversation import Heard, hear
from tangkal.desk.tipline.fetching import Unfetched
from tangkal.desk.tipline.lines import opened
from tangkal.desk.tipline.models import Inbound, Line
from tangkal.desk.tipline.notebook import Notebook
from tangkal.desk.tipline.words import command_of
from tangkal.sources.messages import Incoming, Kind, Status

log = logging.getLogger(__name__)

AT_ONCE = 40  # messages in one transaction: others can write in between
PICTURES_AT_ONCE = 4
MOST_ATTEMPTS = 4
FIRST_WAIT = timedelta(seconds=10)
STATUSES = {"sent": "sent", "delivered": "delivered", "read": "delivered", "failed": "failed"}

Clock = Callable[[], datetime]
Prepared = tuple[Inbound, Heard | Status]


def work(clock: Clock) -> int:
    """Answer what waits in words, and note what became of answers; answers how much there was."""
    is_burst = giving_way.is_burst()
    if is_burst:
        time.sleep(giving_way.PAUSE_S)
    most = giving_way.FEW if is_burst else AT_ONCE
    rows = list(due(clock(), Inbound.Kind.TEXT, Inbound.Kind.STATUS)[:most])
    giving_way.backlog.note(is_full=len(rows) == most)
    return settle_all(rows, clock)


def work_on_pictures(clock: Clock) -> int:
    """The same for pictures, which are fetched first; answers how many there were."""
    rows = due(clock(), Inbound.Kind.PICTURE)[:PICTURES_AT_ONCE]
    return settle_all(list(rows), clock)


def due(now: datetime, *kinds: str) -> QuerySet[Inbound]:
    rows = Inbound.objects.filter(state=Inbound.State.NEW, kind__in=kinds, next_at__lte=now)
    return rows.select_related("line__organisation").order_by("pk")


def settle_all(rows: list[Inbound], clock: Clock) -> int:
    """Each prepared, then all in one transaction; where that fails, each in its own."""
    found = prepare_all(rows, clock())
    try:
        settle(found, clock())
    except Exception as error:  # noqa: BLE001 - found again below, with the message it is about
        log.info("%d messages are worked on one by one: %s", len(rows), type(error).__name__)
        for row, told in found:
            settle_alone(row, told, clock())
    return len(rows)


def settle_alone(row: Inbound, told: Heard | Status, now: datetime) -> None:
    try:
        settle([(row, told)], now)
    except Exception as error:
        log.exception("message %d", row.pk)
        put_off(row, f"{type(error).__name__}: {error}", now)


def prepare_all(rows: list[Inbound], now: datetime) -> list[Prepared]:
    """Each message with what is known about it; without those that wait, or never can be read."""
    read = [(row, told) for row in rows if (told := open_one(row, now)) is not None]
    texts = [told.text for _row, told in read if isinstance(told, Incoming) and asks(told)]
    known = answering.find_all(texts)
    prepared: list[Prepared] = []
    for row, told in read:
        if isinstance(told, Status):
            prepared.append((row, told))
        elif (heard := listen(row, told, known.get(told.text, NOTHING), now)) is not None:
            prepared.append((row, heard))
    return prepared


def open_one(row: Inbound, now: datetime) -> Incoming | Status | None:
    """What was sealed; None for what cannot be opened, which is put off or set aside."""
    try:
        told = receiving.unsealed(row)
        if row.kind == Inbound.Kind.STATUS:
            return Status(**{name: str(value) for name, value in told.items()})
        return Incoming.from_json(told)
    except Exception as error:
        log.exception("message %d", row.pk)
        put_off(row, f"{type(error).__name__}: {error}", now)
        return None


def listen(row: Inbound, message: Incoming, by_words: Finding, now: datetime) -> Heard | None:
    """What words and picture are known for; None where the picture can only be had later."""
    if message.kind != Kind.PICTURE or message.is_edit:
        return Heard(inbound=row, message=message, finding=by_words)
    try:
        by_picture = look(row, message)
    except Unfetched as error:
        put_off(row, error.reason, now, timedelta(seconds=error.retry_after_s or 0.0))
        return None
    except Exception as error:
        log.exception("the picture of message %d", row.pk)
        put_off(row, f"{type(error).__name__}: {error}", now)
        return None
    if by_picture is None:
        return Heard(inbound=row, message=message, finding=by_words, is_picture_read=False)
    finding = answering.merged(by_words, by_picture) if message.text else by_picture
    return Heard(inbound=row, message=message, finding=finding)


def asks(message: Incoming) -> bool:
    """Whether a text is worth the matcher's time."""
    if message.is_edit or len(message.text.strip()) < 3:
        return False
    if message.is_forward or message.kind == Kind.PICTURE:
        return True
    return command_of(message.text) is None and not speech.is_greeting(message.text)


def look(row: Inbound, message: Incoming) -> Finding | None:
    """What is known of a message's picture; None where it cannot be read.

    Raises:
        Unfetched: it cannot be had now, and there is still an attempt left.
    """
    try:
        if (message.picture_bytes or 0) > fetching.MOST_BYTES:
            return None
        token = opened(row.line).get("token", "")
        return pictures.find(fetching.picture(row.line.channel, message.picture, token))
    except ValidationError:
        return None  # damaged, too plain, or no picture at all
    except Unfetched as error:
        if error.may_pass and row.attempts + 1 < MOST_ATTEMPTS:
            raise
        log.info("the picture of message %d: %s", row.pk, error.reason)
        return None


def settle(prepared: Sequence[Prepared], now: datetime) -> None:
    """Do what each message asks for and mark it as done, unless somebody was faster."""
    if prepared:
        with turns.write():
            settle_here(prepared, now)


def settle_here(prepared: Sequence[Prepared], now: datetime) -> None:
    keys = [row.pk for row, _told in prepared]
    rows = Inbound.objects.select_for_update().filter(pk__in=keys, state=Inbound.State.NEW)
    still = set(rows.values_list("pk", flat=True))
    mine = [(row, told) for row, told in prepared if row.pk in still]
    notes = Notebook([(row.line, told.message) for row, told in mine if isinstance(told, Heard)])
    done: dict[str, list[int]] = {}
    for row, told in mine:
        came_of_it = note(told) if isinstance(told, Status) else hear(told, row.line, now, notes)
        done.setdefault(came_of_it, []).append(row.pk)
    notes.put()
    for came_of_it, settled in done.items():
        Inbound.objects.filter(pk__in=settled).update(
            state=Inbound.State.DONE, sealed="", reason="", came_of_it=came_of_it, settled_at=now
        )
    for line in {row.line_id for row, _told in prepared}:
        Line.objects.filter(pk=line).update(last_in_at=now)


def note(status: Status) -> str:
    """Keep what became of an answer; a kind of status that tells nothing is passed over."""
    kind = STATUSES.get(status.status, "")
    if not kind:
        return "passed"
    is_ours = outgoing.note_receipt(
        kind, receipt=status.message_id, key=status.key, reason=status.reason
    )
    return kind if is_ours else "passed"


def put_off(row: Inbound, reason: str, now: datetime, wait: timedelta = timedelta(0)) -> None:
    """Try again later; after a few times set it aside, whole, for somebody to look."""
    rows = Inbound.objects.filter(pk=row.pk, state=Inbound.State.NEW)
    attempts = row.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        rows.update(
            state=Inbound.State.SET_ASIDE, attempts=attempts, reason=reason[:300], settled_at=now
        )
        return
    pause = max(FIRST_WAIT * 2 ** (attempts - 1), wait)
    rows.update(attempts=attempts, reason=reason[:300], next_at=now + pause)
