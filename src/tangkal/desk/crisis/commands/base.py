"""What every command of a crisis shares: the lock, the pulse, the log, whom to tell."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.crisis import rules
from tangkal.desk.crisis.models import Crisis, LogEntry, Pulse, Topic
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.workflow import check_version


def lock(crisis: Crisis, version: int | None = None) -> Crisis:
    """The crisis as it now is, locked until the transaction closes.

    Args:
        version: what the person's page showed; None where the act moves neither level nor state.
    """
    rows = Crisis.objects.select_for_update(of=("self",))
    found = rows.select_related("organisation", "changed_by").get(pk=crisis.pk)
    check_version(found, version)
    return found


def touch(crisis: Crisis, *topics: Topic) -> None:
    """Let every open room fetch these pieces anew. The crisis is locked, so counts are exact."""
    for topic in topics:
        if not Pulse.objects.filter(crisis=crisis, topic=topic).update(number=F("number") + 1):
            Pulse.objects.create(crisis=crisis, topic=topic, number=1)


def keep(crisis: Crisis, event: str, *, by: User | None, **detail: object) -> Crisis:
    """Store a crisis whose level or state moved, under its next version, with its audit event."""
    crisis.version += 1
    crisis.changed_by = by
    crisis.save()
    record(f"crisis.{event}", crisis, by=by, state=str(crisis.state), level=crisis.level, **detail)
    touch(crisis, Topic.HEAD, Topic.UPDATE)
    return crisis


def log(
    crisis: Crisis,
    kind: str,
    text: str,
    *,
    by: User | None,
    at: datetime | None = None,
    done_by: str = "",
    corrects: LogEntry | None = None,
) -> LogEntry:
    """Append one entry to the log of a locked crisis.

    Args:
        by: who writes it down; None is the system.
        done_by: who did it, where it was somebody else.
    """
    last = crisis.log.aggregate(last=Max("number"))["last"] or 0
    entry = LogEntry.objects.create(
        crisis=crisis,
        number=last + 1,
        at=at or timezone.now(),
        kind=kind,
        text=text,
        done_by=done_by.strip()[:120] or (by.display_name if by else "sistem"),
        entered_by=by,
        corrects=corrects,
    )
    touch(crisis, Topic.LOG)
    return entry


def room_url(crisis: Crisis) -> str:
    return reverse("crisis", args=[crisis.pk])


def tell_about(
    crisis: Crisis,
    people: Iterable[User],
    title: str | Callable[[], str],
    *,
    by: User | None,
    url: str = "",
    is_escalated: bool = False,
) -> int:
    """Leave notices about a crisis, marked as an exercise's where it is one."""
    return tell(
        people,
        kind=NoticeKind.ESCALATED if is_escalated else NoticeKind.CRISIS,
        subject_url=url or room_url(crisis),
        title=title,
        by=by,
        is_exercise=crisis.is_exercise,
    )


def concerned(crisis: Crisis) -> list[User]:
    """The team, and everybody who can confirm or decide here."""
    team = [seat.holder for seat in rules.current_seats(crisis)]
    return [*team, *rules.approvers_over(crisis.organisation)]


def required(text: str, message: str) -> str:
    """The text without surrounding space.

    Raises:
        ValidationError: nothing is left of it.
    """
    kept = text.strip()
    if not kept:
        raise ValidationError(message)
    return kept


def at_most(text: str, most: int) -> str:
    """Raises ValidationError for a text longer than its place."""
    if len(text) > most:
        raise ValidationError(
            _("The text has %(length)d characters; at most %(most)d are allowed.")
            % {"length": len(text), "most": most}
        )
    return text
