"""Who may write, approve and carry out a response plan, and when it is complete."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.approvals.rules import check_second_person as check_not_among
from tangkal.desk.cases.models import Case, Decision
from tangkal.desk.strategic_communication import plan_queries
from tangkal.desk.strategic_communication.plan_labels import sentence_of
from tangkal.desk.strategic_communication.plan_models import ResponsePlan, ResponsePlanVersion
from tangkal.desk.strategic_communication.plan_states import PLAN, PlanState
from tangkal.desk.workflow import ActionDenied, check_version
from tangkal.strategic_communication import plan as oasis


def check_step(plan: ResponsePlan, action: str, by: User) -> str:
    """The state a step leads to, for the roles this person holds over the case.

    Raises:
        ActionDenied: the state does not allow the step, no role does, or the person has a
            conflict of interest in the case.
    """
    check_no_conflict(by, plan.case)
    return PLAN.check(plan.state, action, by.roles_at(plan.case.lead_organisation))


def check_can_begin(case: Case, by: User) -> None:
    """Whether this person may begin the plan of a case that has none.

    Raises:
        ActionDenied: not a writer there, a conflict of interest, or there is a plan.
    """
    PLAN.check(PlanState.DRAFT, "submit", by.roles_at(case.lead_organisation))
    check_no_conflict(by, case)
    if ResponsePlan.objects.filter(case=case).exists():
        raise ActionDenied(_("The case has a response plan; change that one."))


def check_unchanged(plan: ResponsePlan, expected_version: int) -> None:
    check_version(plan, expected_version, maker="created_by")


def check_second_person(plan: ResponsePlan, by: User) -> None:
    """Refuse whoever wrote any version: each began as a copy of the last."""
    check_not_among(by, {plan.created_by_id, *plan.versions.values_list("author_id", flat=True)})


def check_approved(plan: ResponsePlan) -> ResponsePlanVersion:
    """The version that is carried out.

    Raises:
        ActionDenied: none was approved yet.
    """
    found = plan_queries.approved(plan)
    if found is None:
        raise ActionDenied(_("No version of this plan has been approved; nothing is to be done."))
    return found


def check_owners(
    plan: ResponsePlan, content: Mapping[str, Any], last: ResponsePlanVersion | None
) -> None:
    """Refuse a task given to an account that has no part in the case; one it had already stays.

    Raises:
        ValidationError: naming the task.
    """
    given = {task["owner_id"]: task["what"] for task in content["tasks"] if task["owner_id"]}
    if not given:
        return
    known: set[int | None] = {person.pk for person, _roles in plan_queries.people_for(plan.case)}
    if last is not None:
        known |= {task.owner_id for task in plan_queries.read(last).tasks}
    for owner, what in given.items():
        if owner not in known:
            raise ValidationError(
                _("Whoever is to do “%(what)s” has no role in this case’s office.") % {"what": what}
            )


def is_criticism_right(case: Case) -> bool:
    """What the response gate's second question was answered with, at the last decision."""
    decision = Decision.objects.filter(case=case).first()
    return decision is not None and decision.gate_answers.get("criticism_right") == "yes"


def check_complete(plan: ResponsePlan, version: ResponsePlanVersion) -> None:
    """Refuse a plan that nobody could carry out or measure, naming all that it lacks."""
    gaps = oasis.gaps_in(
        plan_queries.read(version),
        today=timezone.localdate(),
        criticism_right=is_criticism_right(plan.case),
    )
    if gaps:
        raise ActionDenied(" ".join(sentence_of(gap) for gap in gaps))
