"""Store what the pipeline says deserves a look; people's states are never overwritten."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from tangkal.desk.accounts.models import Region
from tangkal.desk.alerts.noticing import notice
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import deadlines
from tangkal.desk.cases.matching.suggesting import suggest
from tangkal.desk.cases.models import Priority, Signal
from tangkal.desk.recognise.models import KnownClaim
from tangkal.pipeline.signals import SignalDraft, urgency_of

MEASURED_FIELDS = (
    "title",
    "excerpt",
    "reasons",
    "urgency",
    "platforms",
    "language",
    "region",
    "items_total",
    "volume",
    "volume_until",
    "sample_item_ids",
    "best_claim",
    "best_score",
    "best_reasons",
    "best_method",
    "first_seen_at",
    "last_seen_at",
    "source_kind",
)


@transaction.atomic
def store(
    drafts: Sequence[SignalDraft], measured: pa.Table | None = None, *, matcher_version: int = 0
) -> int:
    """Make or grow one signal a narrative; answers how many are new.

    Args:
        measured: the rows that the drafts were made of: each match keeps the text it was for.
        matcher_version: which learned version of the matcher measured them.

    A signal that a person has screened keeps its state and its version: only the measured
    figures move, so nobody loses a race against the machine.
    """
    # Locked in one order everywhere, so that two transactions never wait for each other.
    keys = [draft.key for draft in drafts]
    locked = Signal.objects.select_for_update().filter(key__in=keys).order_by("pk")
    present = {signal.key: signal for signal in locked}
    claims = KnownClaim.objects.in_bulk([d.best.claim_id for d in drafts if d.best])
    regions = set(
        Region.objects.filter(
            code__in=[d.region_code for d in drafts if d.region_code]
        ).values_list("code", flat=True)
    )
    new = 0
    stored = []
    timing = deadlines.timing() if len(present) < len(keys) else None
    for draft in drafts:
        signal = present.get(draft.key)
        if signal is None:
            signal, new = Signal(key=draft.key, narrative_id=draft.narrative_id), new + 1
        measure(signal, draft, claims, regions)
        if signal.pk is None:
            raise_signal(signal, draft, timing)
        else:
            signal.save(update_fields=MEASURED_FIELDS)
        stored.append((signal, draft))
    suggest(stored, measured, matcher_version)
    notice([signal for signal, _draft in stored], now=timezone.now())
    return new


def measure(
    signal: Signal, draft: SignalDraft, claims: Mapping[str, KnownClaim], regions: set[str]
) -> None:
    """Copy the measured figures; a reason once found stays until a newer one of its kind."""
    signal.title = draft.title
    if draft.excerpt_is_typical or not signal.excerpt:
        signal.excerpt = draft.excerpt
    signal.reasons = merge_reasons(signal.reasons, draft.reasons)
    signal.urgency = urgency_of(signal.reasons)
    signal.platforms = dict(draft.platforms)
    signal.language = draft.language or ""
    signal.region_id = draft.region_code if draft.region_code in regions else None
    signal.items_total = draft.items_total
    signal.volume = list(draft.volume)
    signal.volume_until = draft.volume_until
    signal.sample_item_ids = list(draft.sample_item_ids)
    signal.first_seen_at = draft.first_seen_at
    signal.last_seen_at = draft.last_seen_at
    signal.source_kind = draft.source_kind
    best = draft.best
    if best and best.score >= (signal.best_score or 0.0):
        signal.best_claim = claims.get(best.claim_id)
        signal.best_score = best.score
        signal.best_reasons = list(best.reasons)
        signal.best_method = best.method


def merge_reasons(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The newest reason of each kind, but of two matches the better one.

    Each indicator of the watch list is a kind of its own.
    """
    by_kind = {kind_of(reason): dict(reason) for reason in old}
    for reason in new:
        kind = kind_of(reason)
        before = by_kind.get(kind, {})
        merged = dict(reason)
        if float(before.get("score", 0.0)) > float(reason.get("score", 0.0)):
            merged = before
        by_kind[kind] = merged
    if "known_claim" in by_kind:
        by_kind.pop("maybe_claim", None)
    order = list(by_kind.values())
    return sorted(order, key=lambda reason: -urgency_of([reason]))


def kind_of(reason: Mapping[str, Any]) -> str:
    kind = str(reason["kind"])
    return f"{kind}:{reason['indicator']}" if kind == "watch" else kind


def raise_signal(
    signal: Signal, draft: SignalDraft, timing: deadlines.Timing | None = None
) -> None:
    """Put a new signal in the queue with its screening deadline, and say so in the audit."""
    signal.priority = screening_class(draft.urgency)
    signal.created_at = timezone.now()
    signal.due_at = deadlines.screening_deadline(signal, timing)
    signal.is_exercise = draft.is_exercise
    signal.save()
    record(
        "signal.raised",
        signal,
        by=None,
        reasons=[reason["kind"] for reason in signal.reasons],
        urgency=signal.urgency,
    )


def screening_class(urgency: float) -> str:
    """Which screening deadline applies; the case's priority is judged later, by a person."""
    if urgency >= 0.75:
        return Priority.HIGH
    return Priority.MEDIUM if urgency >= 0.5 else Priority.LOW
