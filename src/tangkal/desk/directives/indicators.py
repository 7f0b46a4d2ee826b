"""What directives tell the indicators: confirmations in time, and national coverage."""

from datetime import datetime

from django.db.models import F, Q

from tangkal.desk.directives.addressing import governments
from tangkal.desk.directives.models import Recipient
from tangkal.desk.directives.states import DirectiveState
from tangkal.desk.tracking_effectiveness.kpi.elsewhere import Answer
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope


def directives_of(scope: Scope) -> Q:
    """Rows of directives that the scope's reader may know of, in the scope's reality."""
    found = Q(pk__in=[])
    for path in [scope.office.path] if scope.office else scope.reader.content_scopes():
        found |= Q(directive__organisation__path__startswith=path)
    return found & Q(directive__is_exercise=scope.exercise)


def on_time(done: datetime | None, due: datetime | None, now: datetime) -> bool | None:
    """None while it still has time, or has no deadline."""
    if due is None:
        return None
    if done is not None:
        return done <= due
    return False if now > due else None


def acknowledged(scope: Scope) -> list[Answer]:
    """Offices addressed in the period that confirmed in time; every round counts by itself."""
    rows = Recipient.objects.filter(directives_of(scope), ack_due_at__isnull=False).values_list(
        "organisation_id", "sent_at", "ack_due_at", "acknowledged_at",
        "directive__house_version__house__case_id",
    )  # fmt: skip
    return [
        Answer(value=answer, office=office, case_id=case)
        for office, at, due, done, case in rows
        if scope.within(at) and (answer := on_time(done, due, scope.now)) is not None
    ]


def coverage(scope: Scope) -> list[Answer]:
    """Of the registry's governments, which show the current version; one answer a government.

    For the directives to all of them that were sent in the period. A government that was not
    addressed does not show it, so the registry is the denominator and not the list of addresses.
    """
    rows = Recipient.objects.filter(
        directives_of(scope),
        round=F("directive__round"),
        directive__state__in=(DirectiveState.SENT, DirectiveState.CLOSED),
    ).values_list(
        "directive_id", "directive__audience", "directive__sent_at", "organisation_id",
        "published_at", "directive__house_version__house__case_id",
    )  # fmt: skip
    shown: dict[int, tuple[int, set[int]]] = {}
    for directive, audience, sent_at, office, published_at, case in rows:
        if not audience.get("all") or sent_at is None or not scope.within(sent_at):
            continue
        _case, offices = shown.setdefault(directive, (case, set()))
        if published_at is not None:
            offices.add(office)
    if not shown:
        return []
    registry = list(governments().values_list("pk", flat=True))
    return [
        Answer(value=office in offices, office=office, case_id=case)
        for case, offices in shown.values()
        for office in registry
    ]
