"""What is due on appeals and breaches, for the desk's one list of deadlines."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tangkal.desk.accounts.roles import Role
from tangkal.desk.deadlines.clocks import Running
from tangkal.desk.portal.appeal_states import OPEN
from tangkal.desk.rights.appeals import address, due
from tangkal.desk.rights.models import Breach, Review, SubjectRequest
from tangkal.desk.rights.states import REVIEWERS, BreachState, RequestState


class AppealClock:
    """The first reply, then the decision."""

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        waiting = Review.objects.filter(appeal__state__in=OPEN)
        for review in waiting.select_related("appeal", "organisation"):
            appeal = review.appeal
            step = "appeal_decision" if appeal.first_replied_at else "appeal_reply"
            due_at = due(review, step)
            if due_before is not None and due_at >= due_before:
                continue
            yield Running(
                kind="appeal",
                subject=f"appeal:{appeal.pk}",
                step=step,
                label=appeal.receipt,
                title=_("Appeal %(receipt)s") % {"receipt": appeal.receipt},
                url=address(review),
                started_at=appeal.received_at,
                due_at=due_at,
                office=review.organisation.path,
                organisation_id=review.organisation_id,
                owner_id=review.officer_id,
                priority=review.priority,
                roles=tuple(role.value for role in REVIEWERS),
                is_exercise=appeal.is_exercise,
            )


class BreachClock:
    """Three days from the finding to the notice; the law's, so nothing pauses it."""

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        found = Breach.objects.filter(state=BreachState.OPEN).select_related("by__organisation")
        for breach in found if due_before is None else found.filter(due_at__lt=due_before):
            yield Running(
                kind="breach",
                subject=f"breach:{breach.pk}",
                step="breach_notice",
                label=f"breach-{breach.pk}",
                title=_("Data breach %(number)d: notices") % {"number": breach.pk},
                url=reverse("breach", args=[breach.pk]),
                started_at=breach.found_at,
                due_at=breach.due_at,
                office=breach.by.organisation.path,
                organisation_id=breach.by.organisation_id,
                owner_id=breach.by_id,
                priority="HIGH",
                roles=(Role.DATA_PROTECTION.value,),
            )


class RequestClock:
    """Requests of people about their own data."""

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        found = SubjectRequest.objects.filter(state=RequestState.RECEIVED)
        found = found.select_related("by__organisation")
        for request in found if due_before is None else found.filter(due_at__lt=due_before):
            yield Running(
                kind="data_request",
                subject=f"data_request:{request.pk}",
                step="data_request",
                label=f"data-request-{request.pk}",
                title=_("Request %(number)d about personal data") % {"number": request.pk},
                url=reverse("data-request", args=[request.pk]),
                started_at=request.received_at,
                due_at=request.due_at,
                office=request.by.organisation.path,
                organisation_id=request.by.organisation_id,
                owner_id=request.by_id,
                roles=(Role.DATA_PROTECTION.value,),
            )
