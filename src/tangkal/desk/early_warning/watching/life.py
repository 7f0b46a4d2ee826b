"""The life of a signal after it was raised: it expires, comes back, and breaks through a mute.

No person's state is touched: a signal somebody has taken in hand never expires.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Priority, Signal
from tangkal.desk.cases.states import SignalState
from tangkal.desk.early_warning.watching.models import Expiry, Mute
from tangkal.desk.early_warning.watching.rules import CRITICAL_URGENCY

# Days without a new item after which an unclaimed signal leaves the queue, by its class. The
# most urgent class never leaves unseen.
QUIET_DAYS = {Priority.LOW: 14, Priority.MEDIUM: 30}
MOST_AT_ONCE = 500

# What the queue leaves out, as `muted` and `expired` say it; tests hold them together. Every poll
# asks, and to build these subqueries anew costs as much as to answer them.
HIDDEN = """
SELECT signal_id FROM early_warning_expiry WHERE revived_at IS NULL
UNION
SELECT id FROM cases_signal WHERE urgency < %s AND id IN (
  SELECT signal_id FROM early_warning_mute
  WHERE "of" = 'signal' AND ended_at IS NULL AND until > %s)
UNION
SELECT id FROM cases_signal WHERE urgency < %s AND narrative_id IN (
  SELECT narrative_id FROM early_warning_mute
  WHERE "of" = 'narrative' AND ended_at IS NULL AND until > %s)
"""


def hidden_at(now: datetime) -> tuple[Any, ...]:
    """What `HIDDEN` is asked with."""
    moment = connection.ops.adapt_datetimefield_value(now)
    return (CRITICAL_URGENCY, moment, CRITICAL_URGENCY, moment)


def hidden(now: datetime) -> RawSQL:
    """Keys of the signals that are muted or have expired, for use inside a filter."""
    return RawSQL(HIDDEN, hidden_at(now))  # noqa: S611 - words of this file, values apart


def expired() -> QuerySet[Expiry, dict[str, int]]:
    """Keys of the signals that have expired and not come back, for use inside a filter."""
    return Expiry.objects.filter(revived_at=None).values("signal_id")  # type: ignore[return-value]


def muted(now: datetime) -> Q:
    """Signals that a mute keeps out of the queue; the most urgent are never among them."""
    mutes = Mute.objects.filter(Mute.in_force(now))
    signals = mutes.filter(of=Mute.Of.SIGNAL).values("signal_id")
    narratives = mutes.filter(of=Mute.Of.NARRATIVE).values("narrative_id")
    is_muted = Q(pk__in=signals) | Q(narrative_id__in=narratives)
    return is_muted & Q(urgency__lt=CRITICAL_URGENCY)


def expire_quiet(now: datetime) -> int:
    """Let signals go that nobody took up and nothing was added to; how many went."""
    gone = 0
    for priority, days in QUIET_DAYS.items():
        before = now - timedelta(days=days)
        quiet = Signal.objects.filter(
            state=SignalState.NEW,
            priority=priority,
            owner=None,
            urgency__lt=CRITICAL_URGENCY,
            last_seen_at__lt=before,
            created_at__lt=before,
        ).exclude(pk__in=expired())
        for signal in quiet[:MOST_AT_ONCE]:
            with transaction.atomic():
                Expiry.objects.create(
                    signal=signal, quiet_days=days, items_total=signal.items_total, at=now
                )
                record("signal.expired", signal, by=None, quiet_days=days)
            gone += 1
    return gone


def revive(now: datetime) -> int:
    """Bring back what has new items since it expired; how many came."""
    back = Expiry.objects.filter(revived_at=None, signal__items_total__gt=F("items_total"))
    came = 0
    for expiry in back.select_related("signal"):
        with transaction.atomic():
            expiry.revived_at = now
            expiry.save(update_fields=["revived_at"])
            record("signal.revived", expiry.signal, by=None)
        came += 1
    return came


def note_broken_mutes(keys: Iterable[str], now: datetime) -> int:
    """Put on record the mutes that no longer hide what has become urgent; how many."""
    urgent = Signal.objects.filter(key__in=list(keys), urgency__gte=CRITICAL_URGENCY)
    mutes = Mute.objects.filter(Mute.in_force(now), broken_at=None)
    broken = 0
    for signal in urgent:
        mine = Q(of=Mute.Of.SIGNAL, signal=signal)
        if signal.narrative_id:
            mine |= Q(of=Mute.Of.NARRATIVE, narrative_id=signal.narrative_id)
        for mute in mutes.filter(mine):
            with transaction.atomic():
                mute.broken_at = now
                mute.save(update_fields=["broken_at"])
                record("signal.mute_broken", signal, by=None, urgency=signal.urgency)
            broken += 1
    return broken
