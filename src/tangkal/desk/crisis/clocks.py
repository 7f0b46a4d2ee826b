"""The clocks of crises, for the desk's page of deadlines."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from tangkal.desk.accounts.roles import Role
from tangkal.desk.crisis.models import Action, Crisis, Proposal, Review
from tangkal.desk.crisis.states import LEVELLED, CrisisState
from tangkal.desk.deadlines.clocks import Running


class CrisisClock:
    """Confirmations, updates, expiry, reviews and improvements, each until it is done."""

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        found = [*proposals(), *levels(), *reviews(), *actions()]
        for each in found:
            if due_before is None or each.due_at < due_before:
                yield each


def running_of(
    crisis: Crisis,
    step: str,
    started_at: datetime,
    due_at: datetime,
    *,
    roles: tuple[str, ...] = (Role.APPROVER.value,),
    owner_id: int | None = None,
    subject: str = "",
) -> Running:
    return Running(
        kind="crisis",
        subject=subject or f"crisis:{crisis.pk}",
        step=step,
        label=f"K{crisis.pk}",
        title=crisis.title,
        url=reverse("crisis", args=[crisis.pk]),
        started_at=started_at,
        due_at=due_at,
        office=crisis.organisation.path,
        organisation_id=crisis.organisation_id,
        owner_id=owner_id,
        priority="HIGH",
        roles=roles,
        is_exercise=crisis.is_exercise,
    )


def proposals() -> Iterator[Running]:
    waiting = Proposal.objects.filter(state=Proposal.State.WAITING)
    for each in waiting.select_related("crisis__organisation"):
        yield running_of(each.crisis, "crisis_confirm", each.at, each.confirm_by)


def levels() -> Iterator[Running]:
    found = Crisis.objects.filter(state__in=LEVELLED).select_related("organisation")
    for crisis in found:
        last = crisis.briefings.values_list("at", flat=True).first()
        started = last or crisis.activated_at or crisis.opened_at
        if crisis.next_update_at:
            yield running_of(crisis, "crisis_update", started, crisis.next_update_at)
        if crisis.expires_at:
            yield running_of(crisis, "crisis_renew", started, crisis.expires_at)


def reviews() -> Iterator[Running]:
    found = Review.objects.filter(crisis__state=CrisisState.REVIEW)
    for review in found.select_related("crisis__organisation"):
        if review.hot_wash_at is None:
            yield running_of(
                review.crisis, "crisis_hot_wash", review.begun_at, review.hot_wash_due_at
            )
        if review.report_at is None:
            yield running_of(review.crisis, "crisis_report", review.begun_at, review.report_due_at)


def actions() -> Iterator[Running]:
    found = Action.objects.filter(closed_at=None).select_related("crisis__organisation")
    for action in found:
        yield running_of(
            action.crisis,
            "crisis_action",
            action.created_at,
            action.due_at,
            owner_id=action.owner_id,
            subject=f"crisis_action:{action.pk}",
        )
