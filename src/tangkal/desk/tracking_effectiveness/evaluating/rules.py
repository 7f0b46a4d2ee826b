"""Who plans, measures and judges an evaluation; and which finding a measurement carries."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.cases.rules import ANSWERED, check_role, latest_decision
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.evaluation_models import EvaluationPlan, Finding
from tangkal.desk.tracking_effectiveness.states import EVALUATION, PLANNERS, EvaluationState
from tangkal.desk.workflow import ActionDenied

JUDGES = (Role.EVALUATOR,)
# What a finding needs the newest measurement to say; the others claim no effect.
RESTS_ON = {
    Finding.Kind.WORKED: {"fell"},
    Finding.Kind.BACKFIRED: {"rose"},
    Finding.Kind.NO_EFFECT: {"no_change_seen"},
}


def readable_plans(user: User) -> QuerySet[EvaluationPlan]:
    """Plans on the cases this person reads."""
    return EvaluationPlan.objects.filter(case__in=visible_cases(user))


def check_can_plan(by: User, case: Case) -> None:
    """Whether this person may plan an evaluation of a response of this case.

    Raises:
        ActionDenied: the role, or a case that is not answered.
    """
    check_role(by, PLANNERS, at=case.lead_organisation)
    decision = latest_decision(case)
    if decision is not None and decision.option in ANSWERED:
        return
    if not Clarification.objects.filter(reference=case.number).exists():
        raise ActionDenied(
            _("Nobody decided to answer this case, so there is no response to evaluate.")
        )


def may_plan(by: User, case: Case) -> bool:
    try:
        check_can_plan(by, case)
    except ActionDenied:
        return False
    return True


def check_can(by: User, action: str, plan: EvaluationPlan) -> str:
    """The state an action leads to.

    Raises:
        ActionDenied: state, role or a conflict of interest does not allow it.
    """
    try:
        step = EVALUATION.step(plan.state, action)
    except ActionDenied:
        raise ActionDenied(
            _("This is not possible while the evaluation is “%(state)s”.")
            % {"state": plan.get_state_display()}
        ) from None
    check_role(by, step.roles, at=plan.case.lead_organisation)
    if action in {"judge", "leave"}:
        check_no_conflict(by, plan.case)
    return step.target


def may(by: User, action: str, plan: EvaluationPlan) -> bool:
    try:
        check_can(by, action, plan)
    except ActionDenied:
        return False
    return True


def check_can_bring(by: User, plan: EvaluationPlan) -> None:
    """Figures are brought by whoever plans; none to an evaluation that was left."""
    check_role(by, PLANNERS, at=plan.case.lead_organisation)
    if plan.state == EvaluationState.LEFT:
        raise ActionDenied(_("This evaluation was left unmeasured; take it up again first."))


def may_bring(by: User, plan: EvaluationPlan) -> bool:
    try:
        check_can_bring(by, plan)
    except ActionDenied:
        return False
    return True


def check_carried(kind: str, verdict: str | None) -> None:
    """Refuse a finding that says more than what was measured.

    Args:
        kind: of the finding.
        verdict: of the newest measurement; None where there is none.
    """
    allowed = RESTS_ON.get(Finding.Kind(kind))
    if allowed is not None and verdict not in allowed:
        raise ActionDenied(
            _(
                "The measurement does not carry “%(finding)s”. Choose what it carries, or "
                "“%(cannot)s”."
            )
            % {
                "finding": Finding.Kind(kind).label,
                "cannot": Finding.Kind.CANNOT_TELL.label,
            }
        )


def check_can_learn(by: User, case: Case) -> None:
    """Who writes a finding down: whoever evaluates."""
    check_role(by, JUDGES, at=case.lead_organisation)
    check_no_conflict(by, case)


def may_learn(by: User, case: Case) -> bool:
    try:
        check_can_learn(by, case)
    except ActionDenied:
        return False
    return True
