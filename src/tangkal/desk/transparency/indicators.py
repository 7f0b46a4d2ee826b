"""Whether reports were on time, and what auditors see of them and of requests."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.states import RequestState
from tangkal.desk.rights.overview import Count
from tangkal.desk.rights.rules import audit_paths
from tangkal.desk.tracking_effectiveness.kpi.elsewhere import Answer
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope
from tangkal.desk.transparency import queries


def on_time(scope: Scope) -> list[Answer]:
    """Reports that fell due in the period: published by their day?"""
    offices = queries.offices_of(scope.reader)
    if scope.office is not None:
        offices = [each for each in offices if each.path.startswith(scope.office.path)]
    return [
        Answer(value=each.is_on_time, office=each.office.pk)
        for _office, standings in queries.standings_of(offices, scope.now)
        for each in standings
        if scope.within(each.quarter.due_at) and each.is_on_time is not None
    ]


def for_auditors(auditor: User, since: datetime) -> list[Count]:
    """Requests by what became of them on our side, and reports that are late."""
    within = Q(pk__in=[])
    for path in audit_paths(auditor):
        within |= Q(organisation__path__startswith=path)
    found = PlatformRequest.objects.filter(within, created_at__gte=since)
    register = f"{reverse('platform-requests')}?tab=all"
    late = [
        each
        for _office, standings in queries.standings_of(queries.offices_of(auditor), timezone.now())
        for each in standings
        if each.is_on_time is False and each.first is None
    ]
    return [
        Count(label=_("Requests to platforms begun"), number=found.count(), url=register),
        Count(
            label=_("Requests refused by a rule or in review"),
            number=found.filter(state=RequestState.REFUSED).count(),
            url=register,
        ),
        Count(
            label=_("Requests withdrawn as wrong"),
            number=found.filter(reversed_at__isnull=False).count(),
            url=f"{reverse('platform-requests')}?tab=contested",
        ),
        Count(
            label=_("Transparency reports that are late"),
            number=len(late),
            url=reverse("transparency"),
        ),
    ]
