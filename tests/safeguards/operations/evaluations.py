"""Evaluations: readers look, analysts and evaluators plan and measure, evaluators judge."""

from typing import Any

from tests.safeguards.answers import MEASURING, READING, own, roles

JUDGING = frozenset({"evaluator"})
# A token's owner without the permission is refused before anybody looks whose object it is.
BRINGING = own(MEASURING, 201, hidden=MEASURING)

TABLE = {
    "evaluations.list_plans": roles(READING),
    "evaluations.get_plan": own(READING),
    "evaluations.make_plan": BRINGING,
    "evaluations.change_plan": own(MEASURING, hidden=MEASURING),
    "evaluations.list_measurements": own(READING),
    "evaluations.measure": BRINGING,
    "evaluations.compute_again": own(READING),
    "evaluations.leave": own(JUDGING, hidden=MEASURING),
    "evaluations.take_up": own(MEASURING, hidden=MEASURING),
    "evaluations.judge": own(JUDGING, 201, hidden=MEASURING),
    "evaluations.add_reading": BRINGING,
    "evaluations.add_reach": BRINGING,
    "evaluations.add_overlap": BRINGING,
    "evaluations.list_findings": roles(READING),
    "evaluations.add_lesson": own(JUDGING, 201, hidden=MEASURING),
    "evaluations.withdraw_finding": own(JUDGING, hidden=MEASURING),
    "evaluations.pooled": roles(READING),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    from datetime import timedelta

    from django.utils import timezone

    from tangkal.desk.cases.models import Signal
    from tangkal.desk.tracking_effectiveness.evaluation_models import EvaluationPlan
    from tests.safeguards.addresses.evaluation import measured

    plan = EvaluationPlan.objects.get(pk=world["evaluation"]["plan_id"])
    left = measured(case, people)
    left.state = "TIDAK_DIUKUR"
    left.acted_at = timezone.now() - timedelta(hours=1)
    left.save()
    case.signals.add(Signal.objects.filter(narrative_id="N1").first())
    on_plan, on_case = {"plan_id": plan.pk}, {"number": case.number}
    versioned = {"version": plan.version}
    return {
        "evaluations.make_plan": (on_case, {}),
        "evaluations.add_lesson": (on_case, {}),
        **{
            f"evaluations.{name}": (on_plan, versioned)
            for name in ("change_plan", "measure", "leave", "judge")
        },
        **{
            f"evaluations.{name}": (on_plan, {})
            for name in (
                *("get_plan", "list_measurements"),
                *("add_reading", "add_reach", "add_overlap"),
            )
        },
        "evaluations.compute_again": (on_plan | {"number": 1}, {}),
        "evaluations.take_up": ({"plan_id": left.pk}, {"version": left.version}),
        "evaluations.withdraw_finding": (
            {"finding_id": world["lesson-withdraw"]["finding_id"]},
            {},
        ),
    }
