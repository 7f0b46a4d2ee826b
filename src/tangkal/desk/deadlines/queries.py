"""Read the clocks: what is due, for whom, and by which table."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.deadlines import clocks
from tangkal.desk.deadlines.clocks import Running
from tangkal.desk.deadlines.models import Pause


def seen_by(user: User, *, due_before: datetime | None = None) -> Iterator[Running]:
    """The running clocks of the offices this person reads."""
    scopes = tuple(user.content_scopes())
    if scopes:
        for each in clocks.running(due_before=due_before):
            if each.office.startswith(scopes):
                yield each


def overdue(user: User, now: datetime | None = None) -> list[Running]:
    """What is late and this person's own or their office's, the longest overdue first."""
    now = now or timezone.now()
    late = (each for each in seen_by(user, due_before=now) if concerns(user, each))
    return sorted(late, key=lambda each: each.due_at)


def concerns(user: User, running: Running) -> bool:
    """Whether it is this person's own, or nobody's in the very office they work in."""
    if running.owner_id is not None:
        return running.owner_id == user.pk
    return running.organisation_id == user.organisation_id


def held(cases: Collection[Case]) -> dict[int, Pause]:
    """The pauses that hold the clocks of these cases now, by the case's key."""
    now = timezone.now()
    rows = Pause.objects.filter(
        case__in=[case.pk for case in cases], started_at__lte=now, until__gt=now, ended_at=None
    )
    return {row.case_id: row for row in rows if row.case_id is not None}
