"""The clock of the fast lane: what went out on one person's word is looked at within two hours."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from tangkal.desk.deadlines.clocks import Running
from tangkal.desk.strategic_communication.holding_models import HoldingStatement
from tangkal.desk.strategic_communication.states import CHECKERS, HoldingState


class SecondCheckClock:
    """Runs from the publication until somebody else has said yes or no."""

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        found = HoldingStatement.objects.filter(state=HoldingState.PUBLISHED)
        if due_before is not None:
            found = found.filter(check_due_at__lt=due_before)
        for each in found.select_related("case__lead_organisation"):
            if each.published_at and each.check_due_at:
                yield running_of(each, each.published_at, each.check_due_at)


def running_of(statement: HoldingStatement, started_at: datetime, due_at: datetime) -> Running:
    office = statement.case.lead_organisation
    return Running(
        kind="holding",
        subject=f"holding:{statement.pk}",
        step="fast_lane_check",
        label=statement.case.number,
        title=str(statement),
        url=reverse("holding", args=[statement.pk]),
        started_at=started_at,
        due_at=due_at,
        office=office.path,
        organisation_id=office.pk,
        priority="HIGH",
        roles=tuple(role.value for role in CHECKERS),
        is_exercise=statement.case.is_exercise,
    )
