"""Read the access log: searches for auditors, and plain counts; no score of anybody."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractHour, TruncDate
from django.http import QueryDict

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.filters import day, start_of
from tangkal.desk.cases.models import Case
from tangkal.desk.rights.models import Access
from tangkal.desk.rights.rules import audit_paths

NIGHT = (22, 23, 0, 1, 2, 3, 4)  # hours on the reader's clock
MANY = 30  # different things a day from which a day is listed, unless asked otherwise
DAYS = 14


def visible(auditor: User) -> QuerySet[Access]:
    """What the auditor's organisations' people read, and who read their organisations' cases."""
    people, cases = Q(pk__in=[]), Q(pk__in=[])
    for path in audit_paths(auditor):
        people |= Q(organisation__path__startswith=path)
        cases |= Q(lead_organisation__path__startswith=path)
    readers = User.objects.filter(people).values("pk")
    numbers = Case.objects.filter(cases).values("number")
    return Access.objects.filter(
        Q(user__in=readers) | Q(kind="case", object_id__in=numbers)
    ).select_related("user__organisation")


def of_case(case: Case) -> QuerySet[Access]:
    """Everybody who opened a case, its files or its forms."""
    return Access.objects.filter(
        Q(object_id=case.number) | Q(object_id__startswith=f"{case.number}/")
    ).select_related("user__organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFilter:
    """One search of the log; what cannot be read is no filter."""

    person: str = ""
    kind: str = ""
    thing: str = ""
    since: date | None = None
    until: date | None = None  # this day included

    @classmethod
    def from_query(cls, query: QueryDict) -> "AccessFilter":
        return cls(
            person=query.get("person", "").replace("\x00", "").strip()[:120],
            kind=query.get("kind", "").replace("\x00", "").strip()[:40],
            thing=query.get("thing", "").replace("\x00", "").strip()[:120],
            since=day(query.get("since", "")),
            until=day(query.get("until", "")),
        )

    def apply(self, rows: QuerySet[Access]) -> QuerySet[Access]:
        if self.person:
            rows = rows.filter(
                Q(user__display_name__icontains=self.person) | Q(user__username=self.person)
            )
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.thing:
            rows = rows.filter(object_id__startswith=self.thing)
        if self.since:
            rows = rows.filter(hour__gte=start_of(self.since))
        if self.until:
            rows = rows.filter(hour__lt=start_of(self.until + timedelta(days=1)))
        return rows


def busy_days(rows: QuerySet[Access], *, least: int = MANY) -> QuerySet[Access, Any]:
    """Days on which one person opened many different things, with how many of them at night.

    Counts and dates, for a person to ask about; nothing is concluded from them.
    """
    return (
        rows.exclude(object_id="")
        .annotate(day=TruncDate("hour"), at=ExtractHour("hour"))
        .values("day", "user__display_name", "user__organisation__name")
        .annotate(
            things=Count("object_id", distinct=True),
            times=Sum("reads"),
            at_night=Count("pk", filter=Q(at__in=NIGHT)),
        )
        .filter(things__gte=least)
        .order_by("-day", "-things")
    )
