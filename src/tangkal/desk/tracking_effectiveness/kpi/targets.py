"""Targets of offices, and how stated probabilities turned out: rules and commands."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.cases.models import ImpactAssessment
from tangkal.desk.tracking_effectiveness.models import KpiTarget, StatedOutcome
from tangkal.desk.workflow import ActionDenied
from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness.kpis import BY_KEY, check_target

SETTERS = (Role.EVALUATOR, Role.APPROVER)


def may_set(by: User, office: Organisation | None) -> bool:
    return office is not None and by.has_role(*SETTERS, at=office)


def check_may_set(by: User, office: Organisation) -> None:
    """Raises ActionDenied where the person sets no targets for the office."""
    if not may_set(by, office):
        raise ActionDenied(_("Targets are set by evaluators and approvers of the office."))


@transaction.atomic
def set_target(
    office: Organisation, key: str, value: float | None, *, why: str, by: User
) -> KpiTarget:
    """Set what an office and those below it aim at; None takes the target away.

    Raises:
        ActionDenied: the person sets no targets here.
        ValidationError: an indicator that may have none (a count of removals never does), a value
            outside its scale, or no reason.
    """
    check_may_set(by, office)
    why = check_reason(why)
    try:
        check_target(key, 0.0 if value is None else value)
    except InvalidInput as error:
        raise ValidationError(
            _("%(key)s cannot have this target: %(why)s") % {"key": key, "why": str(error)}
        ) from error
    row = KpiTarget.objects.create(organisation=office, kpi=key, value=value, why=why[:300], by=by)
    record("kpi.target_set", row, by=by, kpi=key, value=value, office=office.pk, why=why)
    return row


def in_force(office: Organisation | None) -> dict[str, tuple[float | None, KpiTarget | None]]:
    """The target of every indicator in an office, with the row that set it; None: the default.

    The nearest office that set one holds, as with deadlines.
    """
    found: dict[str, tuple[float | None, KpiTarget | None]] = {
        key: (kpi.default_target, None) for key, kpi in BY_KEY.items()
    }
    keys = [int(key) for key in office.path.strip(".").split(".")] if office else []
    rows = KpiTarget.objects.filter(organisation_id__in=keys).select_related("organisation", "by")
    newest: dict[tuple[int, str], KpiTarget] = {}
    for row in rows:  # newest first
        newest.setdefault((row.organisation_id, row.kpi), row)
    for office_id in keys:  # the nearest comes last and stays
        for key in found:
            if (nearest := newest.get((office_id, key))) is not None:
                found[key] = (nearest.value, nearest)
    return found


def values_in_force(office: Organisation | None) -> Mapping[str, float | None]:
    return {key: value for key, (value, _row) in in_force(office).items()}


def may_record(by: User, assessment: ImpactAssessment) -> bool:
    return by.has_role(Role.EVALUATOR, at=assessment.case.lead_organisation)


@transaction.atomic
def record_outcome(
    assessment: ImpactAssessment, answer: str, *, why: str, by: User
) -> StatedOutcome:
    """Put on record whether what was called so likely came true; a later answer replaces it.

    Raises:
        ActionDenied: no evaluator of the case's office.
        ValidationError: no number was stated, an unknown answer, or no reason.
    """
    assessment = ImpactAssessment.objects.select_related("case__lead_organisation").get(
        pk=assessment.pk
    )
    if not case_rules.can_read(by, assessment.case) or not may_record(by, assessment):
        raise ActionDenied(_("Outcomes are recorded by evaluators of the case’s office."))
    if assessment.probability_percent is None:
        raise ValidationError(_("This assessment names no probability in numbers."))
    if answer not in StatedOutcome.Answer.values:
        raise ValidationError(_("%(value)s is no outcome.") % {"value": answer[:20]})
    why = check_reason(why)
    found, _is_new = StatedOutcome.objects.update_or_create(
        assessment=assessment,
        defaults={"answer": answer, "why": why, "by": by, "at": timezone.now()},
    )
    record(
        "kpi.outcome_recorded",
        assessment.case,
        by=by,
        assessment=assessment.pk,
        percent=assessment.probability_percent,
        answer=answer,
        why=why,
    )
    return found
