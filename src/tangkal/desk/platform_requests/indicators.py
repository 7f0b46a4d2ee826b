"""What requests tell the indicators of rights. How many there are is no indicator and no target."""

from django.db.models import Q

from tangkal.desk.platform_requests import rules
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.states import BEFORE_SENDING, RequestState
from tangkal.desk.tracking_effectiveness.kpi.elsewhere import Answer
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope


def within(scope: Scope) -> Q:
    """Requests of the offices that the scope's reader may know of, in the scope's reality."""
    found = Q(pk__in=[])
    for path in [scope.office.path] if scope.office else scope.reader.content_scopes():
        found |= Q(organisation__path__startswith=path)
    return found & Q(is_exercise=scope.exercise)


def complete(scope: Scope) -> list[Answer]:
    """Requests sent in the period: does each item have its whole legal and necessity form?"""
    rows = PlatformRequest.objects.filter(within(scope), sent_at__isnull=False)
    return [
        Answer(value=is_complete(row), case_id=row.case_id, office=row.organisation_id)
        for row in rows.prefetch_related("items")
        if row.sent_at and scope.within(row.sent_at)
    ]


def is_complete(request: PlatformRequest) -> bool:
    items = list(request.items.all())
    reviewed = request.legal_at is not None and bool(request.legal_reason)
    return reviewed and bool(items) and not any(rules.missing_in(i, request.kind) for i in items)


def refused_or_reversed(scope: Scope) -> list[Answer]:
    """Requests begun in the period that came to an end: refused by us, or withdrawn as wrong."""
    rows = PlatformRequest.objects.filter(within(scope)).exclude(state__in=BEFORE_SENDING)
    return [
        Answer(
            value=row.state == RequestState.REFUSED
            or bool(row.refused_rule)
            or row.reversed_at is not None,
            case_id=row.case_id,
            office=row.organisation_id,
        )
        for row in rows
        if scope.within(row.created_at)
    ]
