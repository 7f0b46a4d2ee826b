"""Read the chain, and prove it."""

from dataclasses import dataclass
from datetime import UTC

from django.db import models
from django.db.models import QuerySet

from tangkal.desk.audit.models import GENESIS, AuditEvent, ChainHead


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """Whether the chain holds; if not, where it first breaks and how."""

    events: int
    broken_at: int | None = None
    reason: str = ""
    kind: str = ""  # code of the reason: missing, unlinked, changed or cut

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def verify_chain() -> ChainReport:
    """Walk the whole chain, oldest first, and stop at the first broken link."""
    previous, count = GENESIS, 0
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000):
        kind, reason = fault(event, expected_sequence=count + 1, previous=previous)
        if kind:
            return ChainReport(events=count, broken_at=count + 1, reason=reason, kind=kind)
        previous, count = event.hash, event.sequence
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    if (head.sequence, head.hash) != (count, previous):
        reason = f"the chain ends at {count} but its head says {head.sequence}"
        return ChainReport(events=count, broken_at=count + 1, reason=reason, kind="cut")
    return ChainReport(events=count)


def fault(event: AuditEvent, *, expected_sequence: int, previous: str) -> tuple[str, str]:
    """What is wrong with one link, as code and sentence; both empty when nothing is."""
    if event.sequence != expected_sequence:
        return "missing", f"event {expected_sequence} is missing"
    if event.previous_hash != previous:
        return "unlinked", "it does not carry the hash of the event before it"
    event.at = event.at.astimezone(UTC)
    if event.hash != event.expected_hash():
        return "changed", "its content was changed after it was written"
    return "", ""


def events_of(subject: models.Model) -> QuerySet[AuditEvent]:
    """Everything that happened to one object, newest first."""
    return AuditEvent.objects.filter(
        object_type=subject._meta.label_lower, object_id=str(subject.pk)
    ).order_by("-sequence")
