"""Plan, measure, judge. Each is one transaction with one event of the audit trail.

What is counted is read from the lake before the transaction begins: the lake is slow, and no
lock waits for it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.evaluating import counting, measuring, rules
from tangkal.desk.tracking_effectiveness.evaluation_models import (
    EvaluationPlan,
    Finding,
    Measurement,
    Overlap,
    ReachFigure,
    Reading,
)
from tangkal.desk.tracking_effectiveness.states import EvaluationState
from tangkal.desk.workflow import check_version

# What a planner writes; everything else of a plan is kept by the machine.
FIELDS = (
    "title", "message_type", "audience", "tier",
    "inputs", "outputs", "outtakes", "outcomes", "impact", "learning",
    "baseline", "target", "method", "comparison", "limits", "target_percent",
    "narratives", "comparisons", "bucket_hours", "days_before", "days_after",
    "triggered_by_peak", "outages", "acted_at",
)  # fmt: skip


@transaction.atomic
def plan(
    case: Case,
    fields: Mapping[str, Any],
    *,
    by: User,
    clarification: Clarification | None = None,
    power: Mapping[str, Any] | None = None,
) -> EvaluationPlan:
    """Put a plan on record; best before the response is out.

    Args:
        fields: values of FIELDS; what is left out keeps the model's default.
        clarification: the response, where it is out on the portal.
        power: what could be seen, as computed for the planner.

    Raises:
        ActionDenied: the role, or a case that nobody decided to answer.
        ValidationError: the clarification is another case's, or has a plan already.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    rules.check_can_plan(by, case)
    check_response(case, clarification)
    made = EvaluationPlan(
        case=case,
        clarification=clarification,
        power=dict(power or {}),
        planned_by=by,
        changed_by=by,
        is_exercise=case.is_exercise,
    )
    put_in(made, fields)
    made.save()
    record(
        "evaluation.planned",
        made,
        by=by,
        case=case.number,
        tier=made.tier,
        before_response=counting.acted_at(made) is None,
    )
    return made


@transaction.atomic
def revise(
    plan: EvaluationPlan, fields: Mapping[str, Any], *, by: User, expected_version: int
) -> EvaluationPlan:
    """Change a plan. What was measured under it stays on record and is to be measured anew."""
    found = lock(plan, expected_version)
    found.state = rules.check_can(by, "revise", found)
    before = {name: getattr(found, name) for name in FIELDS}
    put_in(found, fields)
    changed = sorted(name for name in FIELDS if getattr(found, name) != before[name])
    return keep(found, "revised", by=by, changed=changed)


@transaction.atomic
def attach(plan: EvaluationPlan, clarification: Clarification, *, by: User | None) -> None:
    """The planned response is out: from now on its moment is the clarification's."""
    found = lock(plan)
    if found.clarification_id is None:
        check_response(found.case, clarification)
        found.clarification = clarification
        keep(found, "response_out", by=by, clarification=clarification.slug)


@transaction.atomic
def leave(plan: EvaluationPlan, *, by: User, expected_version: int, why: str) -> EvaluationPlan:
    """Say openly that this response stays unmeasured, and why."""
    found = lock(plan, expected_version)
    why = check_reason(why)
    found.state = rules.check_can(by, "leave", found)
    found.left_why = why
    return keep(found, "left", by=by, why=why)


@transaction.atomic
def take_up(plan: EvaluationPlan, *, by: User, expected_version: int) -> EvaluationPlan:
    """Measure after all."""
    found = lock(plan, expected_version)
    found.state = rules.check_can(by, "take_up", found)
    found.left_why = ""
    return keep(found, "taken_up", by=by)


def measure(
    plan: EvaluationPlan,
    *,
    by: User | None,
    now: datetime | None = None,
    expected_version: int | None = None,
) -> Measurement:
    """Count, estimate, and keep question and answer beside each other.

    Args:
        by: who asked; None is the worker, whose window has passed.

    Raises:
        LakeError: the lake cannot be read.
        ActionDenied: role or state.
        ValidationError: the response is not out yet.
    """
    now = now or timezone.now()
    check_version(plan, expected_version)
    plan = attached(plan, by=by)
    if by is not None:
        rules.check_can(by, measuring_step(plan), plan)
    at = counting.acted_at(plan)
    if at is None:
        raise ValidationError(
            _("The response is not out yet: there is no moment to measure from. Say when it was.")
        )
    counted = counting.count(plan, at, now)
    question = measuring.question_of(plan, counted)
    answer = measuring.answer_to(question)
    return store(plan, question, answer, counted, at, by=by)


def measuring_step(plan: EvaluationPlan) -> str:
    return "measure_again" if plan.state == EvaluationState.JUDGED else "measure"


@transaction.atomic
def store(
    plan: EvaluationPlan,
    question: Mapping[str, Any],
    answer: Mapping[str, Any],
    counted: counting.Counted,
    at: datetime,
    *,
    by: User | None,
) -> Measurement:
    """One more measurement of a plan, if nobody changed the plan while it was counted."""
    found = lock(plan, plan.version)
    if by is not None:
        found.state = rules.check_can(by, measuring_step(found), found)
    else:
        found.state = EvaluationState.MEASURED
    last = found.measurements.first()
    made = Measurement.objects.create(
        plan=found,
        number=last.number + 1 if last else 1,
        question=question,
        answer=answer,
        sha256=measuring.hash_of(question),
        verdict=answer["state"],
        change=answer["change"],
        low=answer["low"],
        high=answer["high"],
        first_at=counted.span.first,
        acted_at=at,
        until=counted.span.until,
        library=measuring.LIBRARY,
        by=by,
    )
    keep(found, "measured", by=by, number=made.number, verdict=made.verdict, sha256=made.sha256)
    return made


@transaction.atomic
def judge(
    plan: EvaluationPlan,
    *,
    kind: str,
    text: str,
    advice: str = "",
    by: User,
    expected_version: int,
) -> Finding:
    """What a person concludes from the newest measurement; it never says more than that holds.

    Raises:
        ActionDenied: role, state, a conflict of interest, or a finding that the measurement
            does not carry.
    """
    found = lock(plan, expected_version)
    found.state = rules.check_can(by, "judge", found)
    newest = found.measurements.first()
    rules.check_carried(kind, newest.verdict if newest else None)
    made = keep_finding(
        case=found.case,
        plan=found,
        measurement=newest,
        kind=kind,
        message_type=found.message_type,
        audience=found.audience,
        text=text,
        advice=advice,
        by=by,
    )
    keep(found, "judged", by=by, kind=kind, finding=made.pk)
    return made


@transaction.atomic
def learn(
    case: Case, *, message_type: str, audience: str, text: str, advice: str = "", by: User
) -> Finding:
    """A lesson about the work on a case; it claims no effect and rests on no measurement."""
    rules.check_can_learn(by, case)
    return keep_finding(
        case=case,
        plan=None,
        measurement=None,
        kind=Finding.Kind.LESSON,
        message_type=message_type,
        audience=audience,
        text=text,
        advice=advice,
        by=by,
    )


@transaction.atomic
def withdraw_finding(finding: Finding, *, by: User, why: str) -> Finding:
    """Take a finding back; it stays readable with the reason."""
    found = (
        Finding.objects.select_for_update(of=("self",))
        .select_related("case__lead_organisation")
        .get(pk=finding.pk)
    )
    rules.check_can_learn(by, found.case)
    why = check_reason(why)
    if found.withdrawn_at is not None:
        raise ValidationError(_("This finding was taken back already."))
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_why = timezone.now(), by, why[:300]
    found.save()
    record("evaluation.finding_withdrawn", found, by=by, why=why)
    return found


@transaction.atomic
def add_reading(plan: EvaluationPlan, fields: Mapping[str, Any], *, by: User) -> Reading:
    """Bring one figure of the chain; without a value it is on record as missing."""
    found = lock(plan)
    rules.check_can_bring(by, found)
    made = Reading.objects.create(plan=found, by=by, **fields)
    record(
        "evaluation.reading_added", found, by=by, stage=made.stage, metric=made.metric,
        value=made.value,
    )  # fmt: skip
    return made


@transaction.atomic
def add_reach(plan: EvaluationPlan, fields: Mapping[str, Any], *, by: User) -> ReachFigure:
    """How far correction or falsehood got on one platform; a later figure takes its place."""
    found = lock(plan)
    rules.check_can_bring(by, found)
    made = ReachFigure.objects.create(plan=found, by=by, **fields)
    record(
        "evaluation.reach_added", found, by=by, side=made.side, metric=made.metric,
        platform=made.platform, value=made.value, source=made.source,
    )  # fmt: skip
    return made


@transaction.atomic
def add_overlap(plan: EvaluationPlan, fields: Mapping[str, Any], *, by: User) -> Overlap:
    """An aggregate of both audiences, with the basis on which it was lawfully given."""
    found = lock(plan)
    rules.check_can_bring(by, found)
    if fields["reached_by_both"] > fields["reached_by_falsehood"]:
        raise ValidationError(
            _("%(both)s people reached by both cannot be more than the %(false)s reached at all.")
            % {"both": fields["reached_by_both"], "false": fields["reached_by_falsehood"]}
        )
    made = Overlap.objects.create(plan=found, by=by, **fields)
    record(
        "evaluation.overlap_added", found, by=by, platform=made.platform, source=made.source,
        legal_basis=made.legal_basis,
    )  # fmt: skip
    return made


# What these share


def lock(plan: EvaluationPlan, expected_version: int | None = None) -> EvaluationPlan:
    found = (
        EvaluationPlan.objects.select_for_update(of=("self",))
        .select_related("case__lead_organisation", "clarification", "changed_by")
        .get(pk=plan.pk)
    )
    check_version(found, expected_version)
    return found


def keep(plan: EvaluationPlan, event: str, *, by: User | None, **detail: object) -> EvaluationPlan:
    plan.version += 1
    plan.changed_by, plan.changed_at = by, timezone.now()
    plan.save()
    record(f"evaluation.{event}", plan, by=by, state=str(plan.state), **detail)
    return plan


def put_in(plan: EvaluationPlan, fields: Mapping[str, Any]) -> None:
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise ValidationError(_("A plan has no field %(names)s.") % {"names": ", ".join(unknown)})
    for name, value in fields.items():
        setattr(plan, name, value)
    if not plan.narratives:
        raise ValidationError(
            _("Name at least one narrative to count: without one nothing can be measured.")
        )
    plan.full_clean(exclude=["planned_by", "changed_by", "power", "comparisons", "outages"])


def check_response(case: Case, clarification: Clarification | None) -> None:
    if clarification is None:
        return
    if clarification.reference != case.number:
        raise ValidationError(
            _("“%(headline)s” answers the case %(other)s, not %(number)s.")
            % {
                "headline": clarification.headline,
                "other": clarification.reference,
                "number": case.number,
            }
        )
    if EvaluationPlan.objects.filter(clarification=clarification).exists():
        raise ValidationError(_("This response has an evaluation plan already."))


def attached(plan: EvaluationPlan, *, by: User | None) -> EvaluationPlan:
    """The plan with its response, where that came out after the plan was made."""
    if plan.clarification_id is None and plan.acted_at is None:
        taken = EvaluationPlan.objects.exclude(clarification=None).values("clarification")
        out = Clarification.objects.filter(reference=plan.case.number).exclude(pk__in=taken)
        if (first := out.order_by("published_at").first()) is not None:
            attach(plan, first, by=by)
            plan.refresh_from_db()
    return plan


def keep_finding(*, by: User, text: str, advice: str, **fields: Any) -> Finding:
    text = text.strip()
    if not text:
        raise ValidationError(_("Write the finding down in one sentence."))
    made = Finding.objects.create(
        by=by,
        text=text,
        advice=advice.strip(),
        is_exercise=fields["case"].is_exercise,
        **fields,
    )
    record("evaluation.finding_recorded", made, by=by, case=made.case.number, kind=made.kind)
    return made
