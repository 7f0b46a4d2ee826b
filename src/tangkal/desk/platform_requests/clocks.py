"""The clock of requests that wait for a platform, for the desk's page of deadlines."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import deadlines
from tangkal.desk.deadlines.clocks import Running
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.states import ItemState
from tangkal.desk.platform_requests.timing import RUNNING, due_of


class PlatformRequestClock:
    """From sending to the answer of the last item; each letter begins a new round."""

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        found = (
            PlatformRequest.objects.filter(state__in=RUNNING)
            .annotate(waiting=Count("items", filter=Q(items__state=ItemState.PENDING)))
            .select_related("organisation")
            .prefetch_related("letters")
        )
        rows = list(found)
        timing = deadlines.timing() if rows else None
        for request in rows:
            letters = [letter.sent_at for letter in request.letters.all()]
            due = due_of(request, timing, letters=letters, is_answered=not request.waiting)
            if due is None or (due_before is not None and due.due_at >= due_before):
                continue
            yield Running(
                kind="platform_request",
                subject=f"platform_request:{request.pk}",
                step=due.step,
                label=request.number,
                title=request.number,
                url=reverse("platform-request", args=[request.pk]),
                started_at=due.started_at,
                due_at=due.due_at,
                office=request.organisation.path,
                organisation_id=request.organisation_id,
                owner_id=request.sent_by_id,
                priority="HIGH",
                roles=(Role.APPROVER.value, Role.LEGAL.value),
                is_exercise=request.is_exercise,
            )
