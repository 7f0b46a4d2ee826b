"""Write one event to the chain, inside the transaction of the change it records."""

import json
from datetime import UTC

from django.db import connection, models, transaction
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.models import GENESIS, AuditEvent, ChainHead


def record(
    action: str, subject: models.Model | None, *, by: User | None, **detail: object
) -> AuditEvent:
    """Append one event; call it inside the transaction that makes the change.

    Args:
        action: dotted verb, e.g. "case.decided".
        subject: the changed object; None for events about the system itself.
        by: who did it; None is the system.
        detail: JSON-serialisable facts (dates and decimals become strings).

    Raises:
        RuntimeError: called outside a transaction, where change and record could part.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"audit event {action} outside a transaction")
    head = lock_head()
    event = AuditEvent(
        sequence=head.sequence + 1,
        at=timezone.now().astimezone(UTC),
        actor_id=by.pk if by else None,
        actor_name=by.display_name if by else "sistem",
        action=action,
        object_type=subject._meta.label_lower if subject else "",
        object_id=str(subject.pk) if subject else "",
        object_label=str(subject)[:200] if subject else "",
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
        previous_hash=head.hash,
        hash="",
    )
    event.hash = event.expected_hash()
    AuditEvent.objects.bulk_create([event])
    ChainHead.objects.filter(pk=head.pk).update(sequence=event.sequence, hash=event.hash)
    return event


@transaction.atomic
def note_names_taken(by: User, reason: str) -> None:
    """Record that the trail left the desk with names of staff, and what for."""
    record("audit.taken_with_names", None, by=by, reason=reason)


def lock_head() -> ChainHead:
    """The chain's end, locked until the transaction closes: links are written one by one."""
    heads = ChainHead.objects.select_for_update()
    head = heads.filter(pk=1).first()
    if head is None:
        ChainHead.objects.bulk_create(
            [ChainHead(pk=1, sequence=0, hash=GENESIS)], ignore_conflicts=True
        )
        head = heads.get(pk=1)
    return head
