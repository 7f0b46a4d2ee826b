"""Who may judge what, and when; each refusal says what would help."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.cases.models import Case, Evidence
from tangkal.desk.workflow import ActionDenied

ANALYSING = (Role.ANALYST,)
RATING = (Role.ANALYST, Role.VERIFIER)


def check_can_judge(by: User, case: Case, roles: Sequence[Role] = ANALYSING) -> None:
    """The gate first, then anything else; an open case, the role, and no conflict of interest.

    Raises:
        ActionDenied: what is missing, in a sentence.
    """
    case_rules.check_role(by, [role.value for role in roles], at=case.lead_organisation)
    check_no_conflict(by, case)
    if case.is_closed:
        raise ActionDenied(_("The case is closed; re-open it to judge anew."))
    case_rules.gate_was_passed(by, case)


def check_can_rate_intent(by: User, case: Case) -> None:
    """Intent is asked only of what may carry a label at all."""
    check_can_judge(by, case, RATING)
    gate = case_rules.latest_gate(case)
    if gate is not None and not gate.may_be_labelled:
        raise ActionDenied(
            _("The gate protects this content: nobody asks after the intent behind it.")
        )


def can_judge(by: User, case: Case, roles: Sequence[Role] = ANALYSING) -> bool:
    try:
        check_can_judge(by, case, roles)
    except ActionDenied:
        return False
    return True


def can_rate_intent(by: User, case: Case) -> bool:
    try:
        check_can_rate_intent(by, case)
    except ActionDenied:
        return False
    return True


def check_evidence(case: Case, evidence: Collection[Evidence]) -> list[Evidence]:
    """Evidence of this very case.

    Raises:
        ValidationError: a piece belongs to another case.
    """
    for each in evidence:
        if each.case_id != case.pk:
            raise ValidationError(
                _("“%(title)s” is evidence of another case.") % {"title": each.title}
            )
    return list(evidence)
