"""Messages to people who asked: written in the caller's transaction, sent by the worker.

An attempt is written down before it is made. Whoever is cut off between the service's "yes" and
our note of it leaves a message of which nobody knows whether it arrived: it is not sent again
by itself, since nobody should be written to twice; an administrator sees it and decides.
"""

import logging
import random
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions import contacts, turns
from tangkal.desk.questions.lanes import Alone, Lanes, Outcome, is_away
from tangkal.desk.questions.models import Contact, Outgoing
from tangkal.desk.workflow import StaleObject

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than any attempt may take
FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 3600.0
JITTER = 0.2  # so that many that failed together do not come back together
GIVE_UP = timedelta(hours=72)  # a mail server may be away for a weekend
LOOKED_AT = 500
LONGEST = 10_000  # characters; senders cut where their service takes less

State = Outgoing.State
WAITING = (State.CREATED, State.TEMPORARY, State.SENDING)


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
    check(text, key)
    made, is_new = Outgoing.objects.get_or_create(
        key=key, defaults={"contact": contact, "text": text, "report": report}
    )
    if is_new:
        Contact.objects.filter(pk=contact.pk).update(last_used_at=made.created_at)
    return made


def say_all(said: Sequence[tuple[Contact, str, str]]) -> None:
    """The same for several, contact, text and key of each; they go out in this order.

    Raises:
        ValueError, RuntimeError: as `say` does; none is written then.
    """
    for _contact, text, key in said:
        check(text, key)
    rows = [Outgoing(contact=contact, text=text, key=key) for contact, text, key in said]
    Outgoing.objects.bulk_create(rows, ignore_conflicts=True)
    used = Contact.objects.filter(pk__in={contact.pk for contact, _text, _key in said})
    used.update(last_used_at=timezone.now())


def check(text: str, key: str) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(f"message {key} outside a transaction")
    if not text.strip() or len(text) > LONGEST:
        raise ValueError(f"message {key} has {len(text)} characters; 1 to {LONGEST} go out")


def deliver(
    now: datetime,
    chance: random.Random | None = None,
    *,
    channel: str | None = None,
    lanes: Lanes[Outgoing] | None = None,
) -> int:
    """Make one attempt at each message whose moment has come; answers how many were made.

    What came back and what begins next is written in one transaction, for as many messages as
    that are: a write a message is what a burst waited for.

    Args:
        channel: messages by this one alone.
        lanes: by which several go out at once, those of this channel and no other; without
            them one after the other.
    """
    ways = lanes or Alone(send)
    if not ways.free() and not ways.back():
        return 0  # the service has asked us to wait
    rows = Outgoing.objects.filter(state__in=WAITING, next_at__lte=now)
    if channel is not None:
        rows = rows.filter(contact__channel=channel)
    due = deque(rows.order_by("next_at", "pk").values_list("pk", "contact__channel")[:LOOKED_AT])
    made, down = 0, set()  # a service that is away costs one attempt a round, not one a message
    while True:
        back = ways.back()
        down |= {message.contact.channel for message, outcome in back if is_away(outcome)}
        chosen: list[int] = []
        room = min(ways.free(), ways.most - made)
        while due and len(chosen) < room:
            pk, by = due.popleft()
            if by not in down:
                chosen.append(pk)
        if not back and not chosen:
            return made
        begun = turn(back, chosen, now, chance or random.Random())  # noqa: S311
        ways.settled()
        for message in begun:
            ways.give(message)
        made += len(begun)


def turn(
    back: Sequence[tuple[Outgoing, Outcome]],
    chosen: Sequence[int],
    now: datetime,
    chance: random.Random,
) -> list[Outgoing]:
    """Write down what came of attempts, and that the next ones begin; answers those."""
    try:
        with turns.write():
            if back:
                finish(back, now=now, chance=chance)
            return begin(chosen, now)
    except (OperationalError, InterfaceError):
        raise  # the database is away: whoever has the outcomes keeps them
    except Exception:
        if not back:
            raise
        log.exception("%d outcomes are written down one by one", len(back))
    for each in back:
        try:
            with turns.write():
                finish([each], now=now, chance=chance)
        except Exception:
            log.exception("message %s stays in doubt", each[0].key)
    return []


def begin(chosen: Sequence[int], now: datetime) -> list[Outgoing]:
    """Write down that attempts begin; without those that another has, or that must not go out."""
    begun = []
    found = locked_all(chosen)
    for message in (found[pk] for pk in chosen if pk in found):
        if message.state not in WAITING or message.next_at > now:
            continue
        if message.state == State.SENDING:
            settle(message, State.UNKNOWN, "cut off in its middle", now)
        elif message.contact.ended_at is not None:
            settle(message, State.PERMANENT, "the contact was forgotten", now)
        else:
            begun.append(message)
    # Until then nobody else takes them; a round may have begun a while ago.
    until = max(now, timezone.now()) + LEASE
    for message in begun:
        message.state, message.next_at = State.SENDING, until
        message.attempts += 1
    if begun:
        Outgoing.objects.filter(pk__in=[each.pk for each in begun]).update(
            state=State.SENDING, next_at=until, attempts=F("attempts") + 1
        )
    return begun


def locked(pk: int) -> Outgoing:
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("contact")
    return rows.get(pk=pk)


def locked_all(keys: Iterable[int]) -> dict[int, Outgoing]:
    """Messages by their keys, locked in the one order in which all who lock several do so."""
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("contact")
    asked = set(keys)
    return {each.pk: each for each in rows.filter(pk__in=asked).order_by("pk")} if asked else {}


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


def finish(
    back: Sequence[tuple[Outgoing, Outcome]], *, now: datetime, chance: random.Random
) -> None:
    """Keep what came of attempts, and when the next are due."""
    rows = locked_all(message.pk for message, _outcome in back)
    arrived: list[Outgoing] = []
    for message, outcome in back:
        found = rows[message.pk]
        receipt = str(getattr(outcome, "receipt", ""))[:200]
        is_news = bool(receipt and not found.receipt)
        found.receipt = found.receipt or receipt
        # Else the lease has ended, or its receipt was quicker than its answer.
        is_open = found.state == State.SENDING and found.attempts == message.attempts
        if is_open and outcome.kind == "sent" and not outcome.reason:
            arrived.append(found)
            continue
        if is_news:
            found.save(update_fields=["receipt"])
        if is_open:
            keep(found, outcome, now=now, chance=chance)
    if arrived:
        keys = [each.pk for each in arrived]
        sent = Outgoing.objects.filter(pk__in=keys)
        sent.update(state=State.SENT, reason="", settled_at=now)
        Outgoing.objects.bulk_update([each for each in arrived if each.receipt], ["receipt"])


def keep(found: Outgoing, outcome: Outcome, *, now: datetime, chance: random.Random) -> None:
    """Keep what came of one attempt, and when the next is due."""
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
