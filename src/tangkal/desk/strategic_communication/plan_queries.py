"""Read response plans within a person's scope."""

from django.db.models import QuerySet

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.strategic_communication.plan_models import ResponsePlan, ResponsePlanVersion
from tangkal.strategic_communication import plan as oasis


def plans_for(reader: User) -> QuerySet[ResponsePlan]:
    """Response plans of the cases this person reads."""
    return ResponsePlan.objects.filter(case__in=visible_cases(reader)).select_related(
        "case__lead_organisation", "created_by", "changed_by"
    )


def latest(plan: ResponsePlan) -> ResponsePlanVersion:
    """The newest version; a plan is never without one."""
    return plan.versions.select_related("author").latest("number")


def read(version: ResponsePlanVersion) -> oasis.Plan:
    """What a version says."""
    return oasis.read_plan(version.content)
