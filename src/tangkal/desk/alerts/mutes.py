"""Which signals a person has muted for now: early warning keeps the mutes, alerts obey them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.module_loading import import_string

from tangkal.desk.cases.models import Signal

QUERY = "tangkal.desk.early_warning.mutes.muted_signals"


def muted(signals: Sequence[Signal], now: datetime) -> set[int]:
    """Keys of the signals among these that are muted; none where the desk keeps no mutes."""
    try:
        query = import_string(QUERY)
    except ImportError:
        return set()
    return set(query(signals, now))
