"""The clocks of what was planned, and of what was promised to hold until a moment."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.urls import reverse

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.states import CaseState
from tangkal.desk.deadlines.clocks import Running
from tangkal.desk.deadlines.timing import zone_of
from tangkal.desk.strategic_communication import house_expiry, plan_queries
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.house_states import HouseState
from tangkal.desk.strategic_communication.plan_models import ResponsePlan, ResponsePlanVersion
from tangkal.desk.strategic_communication.plan_states import WORKERS
from tangkal.strategic_communication.plan import Task


class PlanTaskClock:
    """Tasks of approved plans, each until somebody says that it is done.

    A plan that is being changed keeps the tasks of the version approved last: writing a new one
    must not silence what is due.
    """

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        plans = ResponsePlan.objects.exclude(case__state=CaseState.CLOSED)
        found = plans.select_related("case__lead_organisation__region").prefetch_related("done")
        for plan, version in plan_queries.with_approved(found):
            done = {each.task for each in plan.done.all()}
            for task in plan_queries.read(version).tasks:
                if not task.due or task.id in done:
                    continue
                due_at = end_of_day(task.due, plan.case.lead_organisation)
                if due_before is None or due_at < due_before:
                    yield of_task(plan, version, task, due_at)


def end_of_day(told: str, office: Organisation) -> datetime:
    """The last minute of a day on the clock of an office, so that a page names the day itself."""
    return datetime.combine(date.fromisoformat(told), time(23, 59), ZoneInfo(zone_of(office)))


def of_task(
    plan: ResponsePlan, version: ResponsePlanVersion, task: Task, due_at: datetime
) -> Running:
    case = plan.case
    return Running(
        kind="plan_task",
        subject=f"plan_task:{plan.pk}:{task.id}",
        step="plan_task",
        label=case.number,
        title=f"{case.number} {task.what}",
        url=reverse("response-plan", args=[plan.pk]),
        started_at=version.created_at,
        due_at=due_at,
        office=case.lead_organisation.path,
        organisation_id=case.lead_organisation_id,
        owner_id=task.owner_id,
        priority=case.priority,
        roles=tuple(role.value for role in WORKERS),
        is_exercise=case.is_exercise,
        round=task.due,  # the same task in a newer version of the plan calls nobody twice
    )


class HouseClock:
    """A message house that ends, until it is renewed, withdrawn or left as it stands."""

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        found = MessageHouseVersion.objects.filter(
            approved_at__isnull=False,
            superseded_at=None,
            withdrawn_at=None,
            expires_at__isnull=False,
        ).exclude(house__state__in=(HouseState.WITHDRAWN, HouseState.ENDED))
        if due_before is not None:
            found = found.filter(expires_at__lt=due_before)
        rows = found.exclude(house__case__state=CaseState.CLOSED)
        for version in rows.select_related("house__case", "house__organisation"):
            yield of_house(version)


def of_house(version: MessageHouseVersion) -> Running:
    house = version.house
    assert version.expires_at is not None
    return Running(
        kind="house",
        subject=f"house:{house.pk}",
        step="house_renew",
        label=house.case.number,
        title=f"{house.case.number} {house.title}",
        url=reverse("house", args=[house.pk]),
        # Nobody is to be reminded for months: the clock starts with the warning.
        started_at=version.expires_at - house_expiry.ahead_of(version),
        due_at=version.expires_at,
        office=house.organisation.path,
        organisation_id=house.organisation_id,
        owner_id=house.created_by_id if house.created_by.is_active else None,
        priority=house.case.priority,
        roles=(Role.WRITER.value, Role.APPROVER.value),
        is_exercise=house.is_exercise,
        round=f"v{version.number}",
    )
