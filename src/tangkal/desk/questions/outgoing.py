"""Messages to people who asked: written in the caller's transaction, sent by the worker.

An attempt is written down before it is made. Whoever is cut off between the service's "yes" and
our note of it leaves a message of which nobody knows whether it arrived: it is not sent again
by itself, since nobody should be written to twice; an administrator sees it and decides.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions import contacts
from tangkal.desk.questions.models import Contact, Outgoing
from tangkal.desk.workflow import StaleObject

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than any attempt may take
FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 3600.0
JITTER = 0.2  # so that many that failed together do not come back together
GIVE_UP = timedelta(hours=72)  # a mail server may be away for a weekend
AT_ONCE, LOOKED_AT = 50, 500
LONGEST = 10_000  # characters; senders cut where their service takes less

State = Outgoing.State
WAITING = (State.CREATED, State.TEMPORARY, State.SENDING)


class Outcome(Protocol):
    """What a sender answers: the outcomes of the desk's other senders fit."""

    @property
    def kind(self) -> str: ...  # sent, temporary, permanent, uncertain

    @property
    def reason(self) -> str: ...  # carries neither a secret nor the address

    @property
    def retry_after_s(self) -> float | None: ...


# (address, text, key) → outcome. The first line is the subject where a channel has one.
Sender = Callable[[str, str, str], Outcome]

_senders: dict[str, Sender] = {}
# What the head of an e-mail says besides, by the message's key, such as how to leave a list.
headings: list[Callable[[str], list[tuple[str, str]]]] = []


def register(channel: str, sender: Sender) -> None:
    """Let this send what goes out by a channel; each app names its own when it is ready."""
    _senders[channel] = sender


def say(contact: Contact, text: str, *, key: str, report: PublicReport | None = None) -> Outgoing:
    """Write a message to be sent once the caller's transaction is through.

    Args:
        key: one key is one message; said again, the first one stands.
        report: the question that it is about.

    Raises:
        ValueError: no text, or more than fits.
        RuntimeError: called outside a transaction, where cause and message could part.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"message {key} outside a transaction")
    if not text.strip() or len(text) > LONGEST:
        raise ValueError(f"message {key} has {len(text)} characters; 1 to {LONGEST} go out")
    made, is_new = Outgoing.objects.get_or_create(
        key=key, defaults={"contact": contact, "text": text, "report": report}
    )
    if is_new:
        Contact.objects.filter(pk=contact.pk).update(last_used_at=made.created_at)
    return made


def deliver(
    now: datetime,
    chance: random.Random | None = None,
    *,
    channel: str | None = None,
    share: tuple[int, int] = (0, 1),
) -> int:
    """Make one attempt at each message whose moment has come; answers how many were made.

    Args:
        channel: messages by this one alone; several threads may deliver at once.
        share: which of how many such threads this is; each takes messages of its own.
    """
    rows = Outgoing.objects.filter(state__in=WAITING, next_at__lte=now)
    if channel is not None:
        rows = rows.filter(contact__channel=channel)
    if share[1] > 1:
        rows = rows.annotate(place=F("pk") % share[1]).filter(place=share[0])
    due = rows.order_by("next_at", "pk").values_list("pk", "contact__channel")
    made, down = 0, set()  # a service that is away costs one attempt a round, not one a message
    for pk, by in list(due[:LOOKED_AT]):
        if by in down or made == AT_ONCE:
            continue
        message = begin(pk, now)
        if message is None:
            continue
        outcome = send(message)
        finish(message, outcome, now=now, chance=chance or random.Random())  # noqa: S311
        made += 1
        if outcome.kind in {State.TEMPORARY, "uncertain"}:
            down.add(by)
    return made


@transaction.atomic
def begin(pk: int, now: datetime) -> Outgoing | None:
    """Write down that an attempt begins; None where another has it, or it must not go out."""
    message = locked(pk)
    if message.state not in WAITING or message.next_at > now:
        return None
    if message.state == State.SENDING:
        settle(message, State.UNKNOWN, "cut off in its middle", now)
        return None
    if message.contact.ended_at is not None:
        settle(message, State.PERMANENT, "the contact was forgotten", now)
        return None
    message.state = State.SENDING
    message.attempts += 1
    # Until then nobody else takes it; a round may have begun a while ago.
    message.next_at = max(now, timezone.now()) + LEASE
    message.save(update_fields=["state", "attempts", "next_at"])
    return message


def locked(pk: int) -> Outgoing:
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("contact")
    return rows.get(pk=pk)


class Failed:
    """No service was asked: nobody sends by this channel here, or the sender broke."""

    kind = State.TEMPORARY.value
    retry_after_s = None

    def __init__(self, reason: str) -> None:
        self.reason = reason


def send(message: Outgoing) -> Outcome:
    """Hand a message to its channel; whatever goes wrong is an outcome, not an error."""
    channel = message.contact.channel
    sender = _senders.get(channel)
    if sender is None:
        return Failed(f"nothing sends by {channel} here yet")
    try:
        return sender(contacts.address_of(message.contact), message.text, message.key)
    except Exception as error:  # noqa: BLE001 - an unforeseen answer must not stop the others
        log.warning("message %s: %s", message.key, type(error).__name__)
        return Failed(f"unforeseen: {type(error).__name__}")


@transaction.atomic
def finish(message: Outgoing, outcome: Outcome, *, now: datetime, chance: random.Random) -> None:
    """Keep what came of an attempt, and when the next is due."""
    found = locked(message.pk)
    receipt = str(getattr(outcome, "receipt", ""))[:200]
    if receipt and not found.receipt:
        found.receipt = receipt
        found.save(update_fields=["receipt"])
    if found.state != State.SENDING or found.attempts != message.attempts:
        return  # the lease ended, or its receipt was quicker than its answer
    reason = outcome.reason[:300]
    wait = timedelta(seconds=wait_s(found.attempts, outcome.retry_after_s, chance))
    if outcome.kind == "sent":
        settle(found, State.SENT, reason, now)
    elif outcome.kind == "uncertain":
        settle(found, State.UNKNOWN, reason, now)
    elif outcome.kind == "permanent" or now + wait > found.created_at + GIVE_UP:
        settle(found, State.PERMANENT, reason, now)
    else:
        found.state, found.reason, found.next_at = State.TEMPORARY, reason, now + wait
        found.save(update_fields=["state", "reason", "next_at"])


def wait_s(attempts: int, asked: float | None, chance: random.Random) -> float:
    """Seconds until the next attempt: doubling with jitter, and never before the service's wish.

    >>> wait_s(3, 500.0, random.Random(1)) >= 500.0
    True
    """
    plain = min(FIRST_WAIT_S * 2.0 ** min(attempts - 1, 20), LONGEST_WAIT_S)
    return max(asked or 0.0, plain) + plain * JITTER * chance.random()


def settle(message: Outgoing, state: State, reason: str, now: datetime) -> None:
    """Bring a message to rest; what did not arrive for sure is put on record."""
    message.state, message.reason, message.settled_at = state, reason, now
    message.save(update_fields=["state", "reason", "settled_at"])
    if state in {State.PERMANENT, State.UNKNOWN}:
        record(f"outgoing.{state}", message, by=None, attempts=message.attempts, reason=reason)


@transaction.atomic
def note_receipt(kind: str, *, receipt: str = "", key: str = "", reason: str = "") -> bool:
    """Keep what a service tells of a message later; False where it is none of ours, or no news.

    Args:
        kind: "sent", "delivered" or "failed"; a later stage is never undone by an earlier one.
        receipt: what the service calls the message; else
        key: our own, where the service hands it back.
    """
    rows = Outgoing.objects.filter(receipt=receipt) if receipt else Outgoing.objects.none()
    pk = rows.values_list("pk", flat=True).first()
    if pk is None and key:
        pk = Outgoing.objects.filter(key=key).values_list("pk", flat=True).first()
    if pk is None:
        return False
    found = locked(pk)
    if receipt and not found.receipt:
        found.receipt = receipt[:200]
        found.save(update_fields=["receipt"])
    if found.state not in {State.SENDING, State.SENT, State.UNKNOWN}:
        return False
    if kind == "delivered":
        settle(found, State.DELIVERED, "", timezone.now())
    elif kind == "failed":
        settle(found, State.PERMANENT, reason[:300], timezone.now())
    elif kind == "sent" and found.state == State.UNKNOWN:
        settle(found, State.SENT, "", timezone.now())
    else:
        return False
    return True


@transaction.atomic
def send_again(message: Outgoing, *, by: User) -> Outgoing:
    """A person has looked and wants a message that failed, or may have, to go out once more.

    Raises:
        StaleObject: it is on its way or has arrived meanwhile.
        ValidationError: the contact was forgotten, and the text with it.
    """
    found = locked(message.pk)
    if found.state not in {State.PERMANENT, State.UNKNOWN}:
        raise StaleObject(_("Message %(key)s") % {"key": found.key}, None)
    if found.contact.ended_at is not None or not found.text:
        raise ValidationError(_("The contact was forgotten; nothing can be sent to it any more."))
    now = timezone.now()
    found.state, found.reason, found.settled_at = State.CREATED, "", None
    # Its days to give up count from now.
    found.created_at, found.next_at, found.receipt = now, now, ""
    found.save()
    record("outgoing.again", found, by=by, attempts=found.attempts)
    return found


def forget_texts(before: datetime) -> int:
    """Empty the words of messages settled before a moment; that they were sent stays."""
    old = Outgoing.objects.filter(settled_at__lt=before).exclude(text="")
    return old.update(text="")
