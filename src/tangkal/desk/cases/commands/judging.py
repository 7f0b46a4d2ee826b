"""Judgement: the eligibility gate and the impact. The analyst judges; the rule computes."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import rules, words
from tangkal.desk.cases.commands.base import (
    keep_case,
    lock_case,
    required,
    required_reason,
)
from tangkal.desk.cases.events import impact_judged, label_lost
from tangkal.desk.cases.judgements import recorded_techniques
from tangkal.desk.cases.models import Case, GateAssessment, ImpactAssessment, Priority
from tangkal.impact_analysis.gate import eligibility
from tangkal.impact_analysis.phia import check_likelihood, term_for
from tangkal.impact_analysis.priority import PriorityResult, compute_priority
from tangkal.impact_analysis.techniques import check_techniques
from tangkal.kernel import InvalidInput


@transaction.atomic
def assess_gate(
    case: Case,
    *,
    kind: str,
    reason: str,
    by: User,
    rests_on_false_information: bool = False,
    is_checkable: bool = True,
    version: int | None = None,
) -> GateAssessment:
    """Record what the content is; the gate's table says what may be done with it.

    Where it turns out to be protected, whatever labels it in public is withdrawn at once.

    Raises:
        ValidationError: an unknown kind or no reason.
    """
    reason = required(reason, _("Say what makes it so: the gate decides what we may do."))
    try:
        found = eligibility(
            kind, rests_on_false_information=rests_on_false_information, is_checkable=is_checkable
        )
    except InvalidInput as error:
        raise ValidationError(str(error)) from error
    case = lock_case(case, version)
    rules.check_can(by, "assess_gate", case)
    gate = GateAssessment.objects.create(
        case=case,
        kind=kind,
        rests_on_false_information=rests_on_false_information,
        is_checkable=is_checkable,
        may_be_labelled=found.may_be_labelled,
        rule=found.rule,
        reason=reason,
        by=by,
    )
    keep_case(
        case, "gate_assessed", by=by, kind=kind, may_be_labelled=found.may_be_labelled, why=reason
    )
    if not found.may_be_labelled:
        label_lost.send(Case, case=case, verdict=None, by=by)
    return gate


@transaction.atomic
def judge_impact(
    case: Case,
    *,
    severities: Mapping[str, int],
    reach: int,
    breakout: int,
    probability_term: str,
    confidence: str,
    reasoning: str,
    by: User,
    probability_percent: int | None = None,
    techniques: Collection[str] = (),
    override_priority: str = "",
    override_reason: str = "",
    version: int | None = None,
) -> ImpactAssessment:
    """Record an analyst's judgement; the priority follows from it by rule.

    Args:
        severities: item → 0..4; unanswered items count as 0.
        reach: 0..4. breakout: 1..6.
        probability_percent: must lie within the term's range; the gaps between are refused.
        override_priority: asked for, with its reason; it counts once a second person
            confirms it, and until then the computed priority does.

    Raises:
        ValidationError: a value outside its scale, in the library's words.
    """
    reasoning = required(reasoning, _("Say how you came to this judgement."))
    if confidence not in words.CONFIDENCES:
        raise ValidationError(_("Choose how much confidence the evidence carries."))
    result = computed(severities, reach, breakout, probability_term, probability_percent)
    override = check_override(result, override_priority, override_reason)
    case = lock_case(case, version)
    case.state = rules.check_can(by, "judge_impact", case)
    techniques = check_recorded(case, techniques, {result.priority.value, override})
    case.priority = result.priority.value
    assessment = ImpactAssessment.objects.create(
        case=case,
        severities=dict(severities),
        reach=reach,
        breakout=breakout,
        probability_term=probability_term,
        probability_percent=probability_percent,
        confidence=confidence,
        techniques=techniques,
        reasoning=reasoning,
        computed_priority=result.priority.value,
        computed_rule=result.as_json(),
        override_priority=override,
        override_reason=override_reason.strip() if override else "",
        framework_edition=settings.TANGKAL.framework_edition,
        by=by,
    )
    keep_case(
        case,
        "impact_judged",
        by=by,
        assessment=assessment.pk,
        priority=result.priority.value,
        rule=result.rule,
        override_asked=override,
        why=override_reason.strip(),
    )
    impact_judged.send(Case, case=case, assessment=assessment, by=by)
    return assessment


def computed(
    severities: Mapping[str, int],
    reach: int,
    breakout: int,
    term: str,
    percent: int | None,
) -> PriorityResult:
    """The library's priority. What an officer may slip on is said in the officer's language;
    what only a forged form can send keeps the library's own sentence."""
    check_number(term, percent)
    try:
        check_likelihood(term, percent)
        return compute_priority(severities, reach=reach, breakout=breakout, likelihood=term)
    except InvalidInput as error:
        raise ValidationError(str(error)) from error


def check_recorded(case: Case, techniques: Collection[str], priorities: set[str]) -> list[str]:
    """The techniques that the case holds a record of; named or not, a tick alone counts nothing.

    Raises:
        ValidationError: an unknown technique, one without a record, or none for a high priority.
    """
    try:
        check_techniques(Priority.LOW, techniques)
    except InvalidInput as error:
        raise ValidationError(str(error)) from error
    recorded = recorded_techniques(case)
    if missing := sorted(set(techniques) - recorded):
        raise ValidationError(
            _("There is no record of “%(names)s” in this case; record what it asked and found.")
            % {"names": ", ".join(words.say(words.TECHNIQUES, code) for code in missing)}
        )
    if Priority.HIGH in priorities and not recorded:
        raise ValidationError(
            _("A high priority rests on at least one recorded technique; record it first.")
        )
    return sorted(recorded)


def check_number(term: str, percent: int | None) -> None:
    """The yardstick leaves gaps on purpose: a number has to stand inside its own term."""
    if percent is None:
        return
    try:
        found = term_for(percent)
    except InvalidInput as error:
        raise ValidationError(
            _("%(percent)d %% falls between two terms of the yardstick; choose one of them.")
            % {"percent": percent}
        ) from error
    if found != term:
        raise ValidationError(
            _("%(percent)d %% means “%(term)s”; correct the term or the number.")
            % {"percent": percent, "term": words.TERMS[found]}
        )


def check_override(result: PriorityResult, priority: str, reason: str) -> str:
    """The priority asked for instead; none where it is the computed one."""
    if not priority or priority == result.priority:
        return ""
    if priority not in Priority:
        raise ValidationError(_("%(priority)s is not a priority.") % {"priority": priority})
    if priority == Priority.HIGH and result.facts["reputation_only"]:
        raise ValidationError(
            _("Harm to reputation alone never makes a high priority, whoever asks.")
        )
    required_reason(reason)
    return priority


@transaction.atomic
def confirm_override(
    case: Case, *, by: User, why: str = "", version: int | None = None
) -> ImpactAssessment:
    """A second person agrees that the priority should differ from the computed one."""
    case = lock_case(case, version)
    rules.check_can(by, "confirm_override", case)
    assessment: Any = rules.latest_assessment(case)
    assessment.override_by = by
    assessment.save(update_fields=["override_by"])
    case.priority = assessment.priority
    keep_case(
        case,
        "override_confirmed",
        by=by,
        assessment=assessment.pk,
        priority=case.priority,
        why=why.strip(),
    )
    kept: ImpactAssessment = assessment
    if kept.priority == Priority.HIGH:
        impact_judged.send(Case, case=case, assessment=kept, by=kept.by)
    return kept
