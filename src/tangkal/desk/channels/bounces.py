"""Keep what mail servers tell of letters that were sent, and set aside what cannot be read."""

import hashlib
from collections import Counter
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tangkal.desk.audit.commands import record
from tangkal.desk.channels.delivery import locked, settle
from tangkal.desk.channels.delivery_reports import Report, Unreadable, read, split
from tangkal.desk.channels.models import Delivery, Kind
from tangkal.desk.channels.states import DeliveryState

OPEN = {DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN}
ENDS = {"failed": "bounce", "delivered": "receipt"}


def take(content: bytes, now: datetime, aside: Path) -> tuple[Counter[str], list[tuple[Path, str]]]:
    """Every notification in a mailbox file, once however often it is read.

    Args:
        aside: the folder in which what cannot be read is kept, one file a message.

    Returns:
        How many were failed, delayed, delivered or no news; and what was set aside, with why.
    """
    told: Counter[str] = Counter()
    left: list[tuple[Path, str]] = []
    for message in split(content):
        try:
            told[note(read(message), now)] += 1
        except Unreadable as error:
            left.append((set_aside(message, aside), str(error)))
    return told, left


@transaction.atomic
def note(report: Report, now: datetime) -> str:
    """Keep what one report says; answers what came of it.

    A server that still tries is noted and changes nothing: to send again would be twice.

    Raises:
        Unreadable: no e-mail of this desk has that key.
    """
    rows = Delivery.objects.filter(key=report.key, dispatch__outlet__kind=Kind.EMAIL)
    pk = rows.values_list("pk", flat=True).first()
    if pk is None:
        raise Unreadable(f"no letter of this desk has the key {report.key}")
    found = locked(pk)
    if found.state not in OPEN or (report.action == "delayed" and found.reason == report.reason):
        return "no news"
    if report.action == "delayed":
        found.reason = report.reason
        found.save(update_fields=["reason"])
        record("delivery.delayed", found.dispatch, by=None, delivery=found.pk, reason=report.reason)
        return "delayed"
    if report.action not in ENDS:  # handed on to a server that reports no further
        return "no news"
    if report.action == "delivered":
        found.delivered_at = now
        found.save(update_fields=["delivered_at"])
    settle(found, ENDS[report.action], "" if report.action == "delivered" else report.reason, now)
    return report.action


def set_aside(message: bytes, folder: Path) -> Path:
    """Keep a message as it came; the same one again is the same file."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{hashlib.sha256(message).hexdigest()[:16]}.eml"
    if not path.exists():
        path.write_bytes(message)
        path.chmod(0o600)
    return path
