"""Who opens which page of an evaluation: readers look, evaluators and analysts measure."""

from tests.safeguards.answers import LOOK, MEASURING, NO, NONE, READING, own

JUDGING = frozenset({"evaluator"})

TABLE = {
    "evaluations": LOOK,  # filtered by office
    "evaluation-new": (own(MEASURING), own(MEASURING, 422)),
    "evaluation": (own(READING), NO),
    "evaluation-edit": (own(MEASURING), own(MEASURING, 422)),
    "evaluation-judge": (NO, own(JUDGING, 422)),
    "evaluation-reading": (NO, own(MEASURING, 422)),
    "evaluation-reach": (own(READING), own(MEASURING, 422)),
    "evaluation-act": (NO, own(READING, 409)),  # an empty form carries no version
    "lessons": LOOK,  # filtered by office
    "lesson-new": (own(JUDGING), own(JUDGING, 422)),
    "lesson-withdraw": (NO, own(NONE)),  # without a reason, for nobody
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A measured plan and a lesson."""
    from tangkal.desk.tracking_effectiveness.evaluating import commands

    plan = measured(case, people)
    lesson = commands.learn(
        case, message_type="debunk", audience="public", text="x", by=people["evaluator"]
    )
    on_plan, on_case = {"plan_id": plan.pk}, {"number": case.number}
    return {
        "evaluation-new": on_case,
        **dict.fromkeys(
            (
                *("evaluation", "evaluation-edit", "evaluation-judge"),
                *("evaluation-reading", "evaluation-reach"),
            ),
            on_plan,
        ),
        "evaluation-act": on_plan | {"action": "leave"},
        "lesson-new": on_case,
        "lesson-withdraw": {"finding_id": lesson.pk},
    }


def measured(case, people):
    """A plan with one measurement that could not tell."""
    from datetime import timedelta

    from django.utils import timezone

    from tangkal.desk.tracking_effectiveness.evaluating import commands
    from tangkal.desk.tracking_effectiveness.evaluation_models import Measurement

    now = timezone.now()
    plan = commands.plan(
        case, {"title": "Klarifikasi", "narratives": ["N1"]}, by=people["evaluator"]
    )
    Measurement.objects.create(
        plan=plan,
        number=1,
        question={
            "counts": [1, 2], "bucket_seconds": 3600, "acted_at": 1, "comparisons": {},
            "unanswered": {}, "gaps": [], "other_actions": {}, "triggered_by_peak": None,
            "silences": [], "seed": 1,
        },
        answer={"state": "refused", "change": None, "low": None, "high": None, "limits": []},
        sha256="0" * 64,
        verdict="refused",
        first_at=now - timedelta(hours=2),
        acted_at=now - timedelta(hours=1),
        until=now,
        library="an earlier one",
        by=people["evaluator"],
    )  # fmt: skip
    plan.state = "DIUKUR"
    plan.save()
    return plan
