"""What a merge does to the signals of both narratives, and how it is taken back.

Signals nobody has touched become duplicates of the surviving narrative's; what a person has
taken in hand keeps its state, its owner and its case, and only points to the new narrative.
"""

from collections.abc import Mapping
from typing import Any

from tangkal.desk.audit.commands import record
from tangkal.desk.cases import deadlines
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.states import SignalState

# What somebody put aside answers nothing new: a signal is no duplicate of that.
PUT_ASIDE = (SignalState.DISMISSED, SignalState.DUPLICATE)
CHANGED = ("narrative_id", "key", "state", "duplicate_of", "due_at", "version")
Before = dict[str, list[str]]  # signal → [narrative id, key, state, state after] before


def follow_merge(gone: str, into: str) -> Before:
    """Point the signals of a narrative that is no longer to the one that took it in.

    Called inside the transaction of the merge. Answers what they were before.
    """
    rows = Signal.objects.select_for_update().filter(narrative_id__in=(gone, into)).order_by("pk")
    found = list(rows)
    standing = {signal.key: signal for signal in found if signal.narrative_id == into}
    before: Before = {}
    for signal in found:
        if signal.narrative_id != gone:
            continue
        was = [signal.narrative_id, signal.key, str(signal.state)]
        signal.narrative_id = into
        key = signal.key.replace(gone, into)
        if key not in standing:  # it goes on as the surviving narrative's own
            signal.key = key
            standing[key] = signal
        elif is_untouched(signal) and standing[key].state not in PUT_ASIDE:
            close_as_duplicate(signal, standing[key])
        signal.version += 1
        signal.save(update_fields=CHANGED)
        before[str(signal.pk)] = [*was, str(signal.state)]
    return before


def is_untouched(signal: Signal) -> bool:
    return signal.state == SignalState.NEW and signal.owner_id is None


def close_as_duplicate(signal: Signal, of: Signal) -> None:
    signal.state, signal.duplicate_of, signal.due_at = SignalState.DUPLICATE, of, None
    record("signal.marked_duplicate", signal, by=None, of=of.pk)


def take_back(before: Mapping[str, Any]) -> None:
    """Give signals back the narrative they had; their state, where nobody changed it since."""
    ids = [int(pk) for pk in before]
    taken = set(
        Signal.objects.values_list("key", flat=True).filter(
            key__in=[each[1] for each in before.values()]
        )
    )
    for signal in Signal.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        narrative_id, key, state, after = before[str(signal.pk)]
        signal.narrative_id = narrative_id
        if key not in taken:
            signal.key = key
        if signal.state == after == SignalState.DUPLICATE and state == SignalState.NEW:
            signal.state, signal.duplicate_of = SignalState.NEW, None
            signal.due_at = deadlines.screening_deadline(signal)
            record("signal.undone", signal, by=None, state=str(signal.state))
        signal.version += 1
        signal.save(update_fields=CHANGED)
