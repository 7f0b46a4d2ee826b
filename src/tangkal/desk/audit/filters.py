"""What the list of audit events shows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.audit.rules import audit_scopes


def visible_events(auditor: User) -> QuerySet[AuditEvent]:
    """What people of the auditor's organisations did, and what the system did itself."""
    people = Q(pk__in=[])
    for scope in audit_scopes(auditor):
        people |= Q(organisation__path__startswith=scope)
    actors = User.objects.filter(people).values("pk")
    return AuditEvent.objects.filter(Q(actor_id__in=actors) | Q(actor_id=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """One search of the trail; what cannot be read is no filter."""

    actor: str = ""
    action: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None  # this day included

    @classmethod
    def from_query(cls, query: QueryDict) -> "EventFilter":
        return cls(
            actor=query.get("actor", "").strip()[:120],
            action=query.get("action", "").strip()[:60],
            words=query.get("q", "").strip()[:200],
            since=day(query.get("since", "")),
            until=day(query.get("until", "")),
        )

    def apply(self, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        if self.actor:
            events = events.filter(actor_name__icontains=self.actor)
        if self.action:
            events = events.filter(action=self.action)
        if self.words:
            events = events.filter(
                Q(object_label__icontains=self.words) | Q(detail__icontains=self.words)
            )
        if self.since:
            events = events.filter(at__gte=start_of(self.since))
        if self.until:
            events = events.filter(at__lt=start_of(self.until + timedelta(days=1)))
        return events


def day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # well formed, but no such day: 2026-02-31
        return None


def start_of(moment: date) -> datetime:
    """Midnight on the reader's clock."""
    return timezone.make_aware(datetime.combine(moment, time.min))
