"""What crises tell the indicators: alerts that were confirmed, improvements that were closed."""

from datetime import datetime

from django.db.models import Q

from tangkal.desk.crisis.models import Action, Addressee
from tangkal.desk.tracking_effectiveness.kpi.elsewhere import Answer
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope


def crises_of(scope: Scope, prefix: str) -> Q:
    """Rows of crises that the scope's reader may know of, in the scope's reality."""
    found = Q(pk__in=[])
    for path in [scope.office.path] if scope.office else scope.reader.content_scopes():
        found |= Q(**{f"{prefix}crisis__organisation__path__startswith": path})
    return found & Q(**{f"{prefix}crisis__is_exercise": scope.exercise})


def on_time(done: datetime | None, due: datetime, now: datetime) -> bool | None:
    """None while it still has time."""
    if done is not None:
        return done <= due
    return False if now > due else None


def acknowledged(scope: Scope) -> list[Answer]:
    """Offices addressed by alerts of the period that confirmed them in time."""
    rows = Addressee.objects.filter(crises_of(scope, "alert__")).values_list(
        "organisation_id", "alert__at", "alert__confirm_by", "acknowledged_at"
    )
    return [
        Answer(value=answer, office=office)
        for office, at, confirm_by, done in rows
        if scope.within(at) and (answer := on_time(done, confirm_by, scope.now)) is not None
    ]


def actions_on_time(scope: Scope) -> list[Answer]:
    """Improvements that fell due in the period, closed by their day."""
    rows = Action.objects.filter(crises_of(scope, "")).values_list(
        "crisis__organisation_id", "due_at", "closed_at"
    )
    return [
        Answer(value=answer, office=office)
        for office, due, done in rows
        if scope.within(due) and (answer := on_time(done, due, scope.now)) is not None
    ]
