"""The clock of the queue: one an office, set by the signal that has waited longest unscreened.

One clock a signal would call people a thousand times on a bad day; the queue itself shows each.
Signals that came in the same hour are one round, so working through a backlog calls nobody anew
for every signal.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import ngettext

from tangkal.desk.accounts.models import Organisation, RoleAssignment, in_force
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.rules import NATIONAL
from tangkal.desk.cases.states import SIGNAL, SignalState
from tangkal.desk.deadlines.clocks import Running

Group = Any  # signals of one region and priority: how many, the first arrival and deadline

SCREENERS = tuple(sorted(SIGNAL.step(SignalState.NEW, "screen").roles))


class ScreeningClock:
    """Runs while an office has signals that nobody has looked at."""

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        found = Signal.objects.filter(
            state=SignalState.NEW, screened_at=None, due_at__isnull=False
        ).order_by()
        if due_before is not None:
            found = found.filter(due_at__lt=due_before)
        groups: list[Group] = list(
            found.values("region", "is_exercise", "priority").annotate(
                waiting=Count("pk"), since=Min("created_at"), due=Min("due_at")
            )
        )
        offices = screening_offices() if groups else []
        by_office: dict[tuple[Organisation, bool], list[Group]] = defaultdict(list)
        for group in groups:
            office = office_for(group["region"] or "", offices)
            if office is not None:
                by_office[office, group["is_exercise"]].append(group)
        for (office, is_exercise), waiting in by_office.items():
            yield as_running(office, waiting, is_exercise=is_exercise)


def screening_offices() -> list[Organisation]:
    """Offices where somebody screens, the highest first."""
    held = RoleAssignment.objects.filter(
        in_force(), role__in=SCREENERS, user__is_active=True
    ).values("scope")
    found = Organisation.objects.filter(pk__in=held)
    return sorted(found, key=lambda each: (each.path.count("."), each.pk))


def office_for(region: str, offices: Sequence[Organisation]) -> Organisation | None:
    """Who screens a region's signals: its own office, else the region's above, else the centre."""
    near = [
        each
        for each in offices
        if each.type not in NATIONAL
        and each.region_id
        and (region == each.region_id or region.startswith(f"{each.region_id}."))
    ]
    if near:
        return max(near, key=lambda each: (len(each.region_id or ""), -each.pk))
    return next((each for each in offices if each.type in NATIONAL), None)


def as_running(office: Organisation, waiting: Sequence[Group], *, is_exercise: bool) -> Running:
    first = min(waiting, key=lambda each: each["due"])
    since, due = first["since"], first["due"]
    number = sum(each["waiting"] for each in waiting)
    label = ngettext("%(n)d signal to screen", "%(n)d signals to screen", number) % {"n": number}
    return Running(
        kind="signals",
        subject=f"screening:{office.pk}{':exercise' if is_exercise else ''}",
        step="screen",
        label=label,
        title=f"{label}: {office}",
        url=reverse("queue"),
        started_at=since,
        due_at=due,
        office=office.path,
        organisation_id=office.pk,
        priority=first["priority"],
        roles=SCREENERS,
        is_exercise=is_exercise,
        round=f"{since:%Y%m%dT%H}",
    )
