"""Read evaluations: one with all it holds, and every response that has none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.evaluating import rules
from tangkal.desk.tracking_effectiveness.evaluation_models import (
    EvaluationPlan,
    Finding,
    Measurement,
)
from tangkal.desk.tracking_effectiveness.states import EvaluationState as EvaluationStep
from tangkal.tracking_effectiveness.evaluation import EvaluationPlan as Needed
from tangkal.tracking_effectiveness.evaluation import EvaluationState, evaluation_state

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplanned:
    """A published response that nobody planned to evaluate."""

    clarification: Clarification
    case: Case


def whole(user: User) -> QuerySet[EvaluationPlan]:
    """Plans with everything that their page shows."""
    return (
        rules.readable_plans(user)
        .select_related("case__lead_organisation", "clarification", "planned_by", "changed_by")
        .prefetch_related(
            Prefetch("measurements", Measurement.objects.select_related("by")),
            Prefetch("readings"),
            Prefetch("findings", Finding.objects.select_related("by", "withdrawn_by")),
        )
    )


def listed(user: User, *, is_exercise: bool) -> QuerySet[EvaluationPlan]:
    """Plans for the list, with what was measured last; without its counts, which are large."""
    newest = Measurement.objects.filter(plan=OuterRef("pk")).order_by("-number")
    return (
        rules.readable_plans(user)
        .filter(is_exercise=is_exercise)
        .select_related("case", "clarification")
        .annotate(
            verdict=Subquery(newest.values("verdict")[:1]),
            change=Subquery(newest.values("change")[:1]),
            low=Subquery(newest.values("low")[:1]),
            high=Subquery(newest.values("high")[:1]),
        )
    )


def unplanned(user: User, *, is_exercise: bool) -> list[Unplanned]:
    """Responses on the portal without a plan: each of them is unmeasured."""
    cases = {
        case.number: case
        for case in visible_cases(user)
        .filter(
            is_exercise=is_exercise,
            number__in=Clarification.objects.values("reference"),
        )
        .select_related("lead_organisation")
    }
    planned = EvaluationPlan.objects.exclude(clarification=None).values("clarification")
    found = Clarification.objects.filter(reference__in=cases).exclude(pk__in=planned)[:MOST]
    return [Unplanned(clarification=each, case=cases[each.reference]) for each in found]


def of_case(case: Case) -> list[EvaluationPlan]:
    return list(
        case.evaluation_plans.select_related("clarification").prefetch_related(
            Prefetch(
                "measurements",
                Measurement.objects.only("plan", "number", "verdict", "change", "low", "high"),
            )
        )
    )


def clarifications_of(case: Case) -> list[Clarification]:
    return list(Clarification.objects.filter(reference=case.number).order_by("published_at"))


def needed_of(plan: EvaluationPlan) -> Needed:
    """The five without which nothing counts as measured."""
    return Needed(
        baseline=plan.baseline,
        target=plan.target,
        method=plan.method,
        comparison=plan.comparison,
        limits=plan.limits,
    )


def standing(plan: EvaluationPlan, newest: Measurement | None) -> EvaluationState:
    """What may be said of a response: unmeasured while anything needed is not on record."""
    return evaluation_state(needed_of(plan), value=newest.change if newest else None)


def missing(plan: EvaluationPlan) -> Sequence[str]:
    return needed_of(plan).missing()


def waiting(case: Case) -> int:
    """How many evaluations of a case are out and have neither finding nor reason to be left."""
    open_ = case.evaluation_plans.filter(
        state__in=(EvaluationStep.PLANNED, EvaluationStep.MEASURED)
    )
    return open_.exclude(clarification=None, acted_at=None).count()
