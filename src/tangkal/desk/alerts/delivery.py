"""Send what waits: at least once, with one key for all attempts of a message.

An attempt is written down before it is made. Whoever is cut off between the receiver's "yes" and
our note of it sends again when the lease ends: the receiver can tell the copy by its key where
its protocol knows one (e-mail, webhook); Telegram and office chat show it twice.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from tangkal.desk.alerts import secrets
from tangkal.desk.alerts.models import Attempt, Destination, Kind, Message, Severity
from tangkal.desk.alerts.sending import chat, email, telegram, webhook
from tangkal.desk.alerts.sending.base import (
    PERMANENT,
    SENT,
    TEMPORARY,
    Letter,
    Outcome,
    later,
    never,
    scrub,
)
from tangkal.desk.audit.commands import record
from tangkal.kernel import SettingMissing

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than any attempt may take
FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 3600.0
JITTER = 0.2  # so that many that failed together do not come back together
GIVE_UP = timedelta(hours=24)
AT_ONCE, LOOKED_AT = 20, 500
WAITING = (Message.State.CREATED, Message.State.TRY_AGAIN, Message.State.SENDING)

Clock = Callable[[], datetime]


def deliver(clock: Clock, chance: random.Random | None = None) -> int:
    """Make one attempt at each message whose moment has come; answers how many were made."""
    due = (
        Message.objects.filter(state__in=WAITING, next_attempt_at__lte=clock())
        .order_by("-severity", "next_attempt_at")
        .values_list("pk", "destination_id")
    )
    made, down = 0, set()  # a server that is away costs one attempt a round, not one a message
    for pk, place in list(due[:LOOKED_AT]):
        if place in down or made == AT_ONCE:
            continue
        attempt = begin(pk, clock())
        if attempt is None:
            continue
        outcome = send(attempt.message)
        finish(attempt, outcome, now=clock(), chance=chance or random.Random())  # noqa: S311
        made += 1
        if outcome.kind == TEMPORARY:
            down.add(place)
    return made


@transaction.atomic
def begin(pk: int, now: datetime) -> Attempt | None:
    """Write down that an attempt begins; None where another has it, or it must not go out."""
    message = (
        Message.objects.select_for_update(of=("self",)).select_related("destination").get(pk=pk)
    )
    if message.state not in WAITING or message.next_attempt_at > now:
        return None
    if not message.destination.is_active:
        settle(message, Message.State.FAILED, "the destination is closed", now)
        return None
    message.state = Message.State.SENDING
    message.attempts += 1
    message.next_attempt_at = now + LEASE  # until then nobody else takes it
    message.save(update_fields=["state", "attempts", "next_attempt_at"])
    return Attempt.objects.create(message=message, number=message.attempts, began_at=now)


def send(message: Message) -> Outcome:
    """Hand a message to its protocol; whatever goes wrong is an outcome, not an error."""
    secret = ""
    try:
        secret = secrets.read(message.destination.secret_name)
        outcome = by_kind(message, secret)
    except SettingMissing:
        outcome = never("the home has lost this destination's secret: enter it again")
    except Exception as error:  # noqa: BLE001 - an unforeseen answer must not stop the others
        log.warning("alert %s: %s", message.key, type(error).__name__)
        outcome = later(f"unforeseen: {type(error).__name__}")
    return Outcome(outcome.kind, scrub(outcome.reason, [secret]), outcome.retry_after_s)


def by_kind(message: Message, secret: str) -> Outcome:
    place, letter = message.destination, letter_of(message)
    inside = settings.TANGKAL.alert_hosts
    if place.kind == Kind.EMAIL:
        return email.send(letter, mailbox(place, secret), inside=inside)
    if place.kind == Kind.TELEGRAM:
        server = settings.TANGKAL.telegram_url
        return telegram.send(letter, place.address, secret, server=server, inside=inside)
    if place.kind == Kind.WEBHOOK:
        return webhook.send(letter, place.address, secret, inside=inside)
    return chat.send(letter, secret, inside=inside)


def mailbox(place: Destination, password: str) -> email.Mailbox:
    return email.Mailbox(
        server=place.server,
        security=place.security,
        sender=place.sender,
        recipients=[part.strip() for part in place.address.split(",") if part.strip()],
        username=place.username,
        password=password,
    )


def letter_of(message: Message) -> Letter:
    site = settings.TANGKAL.site_url
    return Letter(
        key=str(message.key),
        subject=message.subject,
        body=message.body,
        severity=Severity(message.severity).name.lower(),
        is_exercise=message.is_exercise,
        is_test=message.is_test,
        links=tuple(f"{site}/desk/signals/{pk}/" for pk in message.signal_ids),
        created_at=message.created_at.isoformat(),
    )


@transaction.atomic
def finish(attempt: Attempt, outcome: Outcome, *, now: datetime, chance: random.Random) -> None:
    """Keep what came of an attempt, and when the next is due."""
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("destination")
        .get(pk=attempt.message_id)
    )
    attempt.ended_at, attempt.outcome, attempt.reason = now, outcome.kind, outcome.reason
    attempt.save(update_fields=["ended_at", "outcome", "reason"])
    if message.state != Message.State.SENDING or message.attempts != attempt.number:
        return  # the lease ended and another attempt has it
    wait = timedelta(seconds=wait_s(message.attempts, outcome.retry_after_s, chance))
    if outcome.kind == SENT:
        settle(message, Message.State.SENT, outcome.reason, now)
    elif outcome.kind == PERMANENT or now + wait > message.created_at + GIVE_UP:
        settle(message, Message.State.FAILED, outcome.reason, now)
    else:
        message.state, message.reason = Message.State.TRY_AGAIN, outcome.reason
        message.next_attempt_at = now + wait
        message.save(update_fields=["state", "reason", "next_attempt_at"])
    note_health(message.destination, outcome.kind, now)


def wait_s(attempts: int, asked: float | None, chance: random.Random) -> float:
    """Seconds until the next attempt: doubling with jitter, and never before the receiver's wish.

    >>> wait_s(3, 500.0, random.Random(1)) >= 500.0
    True
    """
    plain = min(FIRST_WAIT_S * 2.0 ** min(attempts - 1, 20), LONGEST_WAIT_S)
    return max(asked or 0.0, plain) + plain * JITTER * chance.random()


def settle(message: Message, state: Message.State, reason: str, now: datetime) -> None:
    message.state, message.reason, message.settled_at = state, reason, now
    message.save(update_fields=["state", "reason", "settled_at"])
    record(
        "alert.sent" if state == Message.State.SENT else "alert.failed",
        message,
        by=None,
        destination=message.destination_id,
        signals=message.signal_ids,
        attempts=message.attempts,
        reason=reason,
    )


def note_health(destination: Destination, kind: str, now: datetime) -> None:
    if kind in {SENT, PERMANENT, TEMPORARY}:
        destination.note_attempt(now, worked=kind == SENT)
