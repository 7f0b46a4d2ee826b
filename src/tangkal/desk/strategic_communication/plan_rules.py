"""Who may write, approve and carry out a response plan, and when it is complete."""

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
from tangkal.desk.workflow import ActionDenied, StaleObject
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
    if plan.version != expected_version:
        raise StaleObject(str(plan), str(plan.changed_by or plan.created_by))


def check_second_person(plan: ResponsePlan, by: User) -> None:
    """Refuse whoever wrote any version: each began as a copy of the last."""
    check_not_among(by, {plan.created_by_id, *plan.versions.values_list("author_id", flat=True)})


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
