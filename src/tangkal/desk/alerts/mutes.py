"""Which signals a person has muted for now: early warning keeps the mutes, alerts obey them."""

from collections.abc import Sequence
from datetime import datetime

from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning.watching import life


def muted(signals: Sequence[Signal], now: datetime) -> set[int]:
    """Keys of those among these signals that a mute keeps quiet; never the most urgent."""
    if not signals:
        return set()
    found = Signal.objects.filter(life.muted(now), pk__in=[signal.pk for signal in signals])
    return set(found.values_list("pk", flat=True))
