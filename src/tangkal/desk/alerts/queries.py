"""Read alerts: history with filters, a destination's log, who may be told what."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from tangkal.desk.accounts.models import User
from tangkal.desk.alerts.models import Alert, Attempt, Destination, Message, Rule
from tangkal.desk.alerts.rules import destinations_usable
from tangkal.desk.ui.numbers import whole_number

DAYS = (1, 7, 30, 90)
STATES = ("waiting", "withdrawn", *Message.State.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFilter:
    """What the history shows; an unknown value is no filter."""

    state: str = ""
    severity: int = 0
    destination: int = 0
    days: int = 30
    mine: bool = False

    @classmethod
    def from_query(cls, query: QueryDict) -> "AlertFilter":
        days = whole_number(query.get("days"))
        return cls(
            state=query.get("state", "") if query.get("state") in STATES else "",
            severity=max(0, whole_number(query.get("severity"))),
            destination=max(0, whole_number(query.get("destination"))),
            days=days if days in DAYS else 30,
            mine=query.get("mine") == "1",
        )

    def as_query(self) -> str:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values["mine"] = "1" if self.mine else ""
        return urlencode({name: value for name, value in values.items() if value})

    def condition(self, user: User, now: datetime) -> Q:
        found = Q(created_at__gte=now - timedelta(days=self.days))
        if self.severity:
            found &= Q(severity=self.severity)
        if self.destination:
            found &= Q(destination_id=self.destination)
        if self.mine:
            found &= Q(rule__owner=user)
        if self.state == "waiting":
            return found & Q(message=None, withdrawn="")
        if self.state == "withdrawn":
            return found & ~Q(withdrawn="")
        return found & Q(message__state=self.state) if self.state else found


def history(user: User, chosen: AlertFilter, now: datetime) -> QuerySet[Alert]:
    """Alerts of the destinations this person may use, and of the own rules, newest first."""
    seen = Q(destination__in=destinations_of(user)) | Q(rule__owner=user)
    return (
        Alert.objects.filter(seen, chosen.condition(user, now))
        .select_related("signal", "rule__owner", "destination", "message")
        .order_by("-created_at", "-pk")
    )


def destinations_of(user: User) -> QuerySet[Destination]:
    """Where this person's office and those below alert to, closed ones too."""
    found = Q(organisation=user.organisation_id)
    for path in user.content_scopes():
        found |= Q(organisation__path__startswith=path)
    return Destination.objects.filter(found)


def rules_of(user: User) -> QuerySet[Rule]:
    """A person's rules in force, with what they came to in the last month."""
    return (
        Rule.objects.filter(owner=user, is_active=True)
        .select_related("destination")
        .prefetch_related("steps__destination")
        .annotate(told=Count("alerts", distinct=True))
        .order_by("name", "pk")
    )


def rules_of_colleagues(user: User) -> QuerySet[Rule]:
    """What others have told the places this person may use: so that no one doubles a rule."""
    return (
        Rule.objects.filter(destination__in=destinations_usable(user), is_active=True)
        .exclude(owner=user)
        .select_related("destination", "owner")
        .order_by("destination__name", "name")
    )


def log_of(destination: Destination) -> QuerySet[Attempt]:
    """Attempts of a destination, newest first; without a word of what was sent."""
    return (
        Attempt.objects.filter(message__destination=destination)
        .select_related("message")
        .defer("message__body", "message__subject")
    )


def waiting_counts(destinations: Sequence[Destination]) -> dict[int, int]:
    """Messages of each destination that are not settled yet."""
    rows = (
        Message.objects.filter(destination__in=destinations, settled_at=None)
        .values_list("destination_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return dict(rows)
