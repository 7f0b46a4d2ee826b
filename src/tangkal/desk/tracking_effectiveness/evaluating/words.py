"""Rows of the result as people read them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.tracking_effectiveness.evaluating import counting, saying
from tangkal.desk.tracking_effectiveness.evaluation_models import (
    EvaluationPlan,
    Measurement,
    Stage,
)
from tangkal.desk.ui.charts import number
from tangkal.desk.ui.moments import length

NEEDED = {
    "baseline": gettext_lazy("Baseline"),
    "target": gettext_lazy("Target"),
    "method": gettext_lazy("Method"),
    "comparison": gettext_lazy("Comparison"),
    "limits": gettext_lazy("Limitations"),
}

EVENTS = {
    "evaluation.planned": gettext_lazy("planned"),
    "evaluation.revised": gettext_lazy("plan changed"),
    "evaluation.response_out": gettext_lazy("the response is out"),
    "evaluation.measured": gettext_lazy("measured"),
    "evaluation.judged": gettext_lazy("finding recorded"),
    "evaluation.left": gettext_lazy("left unmeasured"),
    "evaluation.taken_up": gettext_lazy("taken up again"),
    "evaluation.reading_added": gettext_lazy("figure added"),
    "evaluation.reach_added": gettext_lazy("reach added"),
    "evaluation.overlap_added": gettext_lazy("overlap of audiences added"),
}


def methods(answer: Mapping[str, Any]) -> list[dict[str, object]]:
    """Every method side by side; the one whose figures are the answer is marked.

    A reason that stands among the limits of the whole answer is not told again at each method.
    """
    told = {each["code"] for each in answer.get("limits", ())}
    return [
        {
            "name": saying.METHODS.get(each["name"], each["name"]),
            "change": saying.compact(each["change"]),
            "range": range_words(each["low"], each["high"]),
            "chosen": each["chosen"],
            "usable": each["usable"],
            "why_not": [
                saying.LIMITS.get(code, code) for code in each["why_not"] if code not in told
            ],
        }
        for each in answer.get("methods", ())
    ]


def range_words(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "–"
    return _("%(low)s to %(high)s") % {"low": saying.compact(low), "high": saying.compact(high)}


def windows(measurement: Measurement) -> list[dict[str, object]]:
    """The answer had we looked at a shorter time."""
    bucket = timedelta(seconds=measurement.question["bucket_seconds"])
    return [
        {
            "length": length(each["buckets"] * bucket),
            "word": saying.word_of(each["state"]),
            "change": saying.compact(each["change"]),
            "range": range_words(each["low"], each["high"]),
        }
        for each in measurement.answer.get("windows", ())
    ]


def placebos(answer: Mapping[str, Any]) -> list[dict[str, object]]:
    """How often the same estimate came out where nobody acted."""
    tests = (
        ("placebos_across", _("Other narratives, nobody answered them")),
        ("placebos_in_time", _("The same narrative, other moments")),
    )
    return [
        {
            "name": name,
            "compared": number(found["compared"]),
            "as_extreme": number(found["as_extreme"]),
            "share": number(round(100 * found["as_extreme"] / found["compared"])),
        }
        for key, name in tests
        if (found := answer.get(key)) and found["compared"]
    ]


def titles_of(plan: EvaluationPlan) -> dict[str, str]:
    """What the comparison narratives of a plan are called, by id."""
    return {str(each["id"]): str(each["title"]) for each in plan.comparisons}


def weights(answer: Mapping[str, Any], plan: EvaluationPlan) -> list[dict[str, object]]:
    """How much each comparison narrative counts."""
    titles = titles_of(plan)
    found = answer.get("weights") or {}
    return [
        {"name": titles.get(key, key), "percent": number(round(100 * weight))}
        for key, weight in sorted(found.items(), key=lambda each: -each[1])
        if weight >= 0.005
    ]


def record_of(plan: EvaluationPlan) -> list[tuple[object, str]]:
    """The five that must be on record, with what they say."""
    found: list[tuple[object, str]] = [
        (label, str(getattr(plan, name))) for name, label in NEEDED.items()
    ]
    if plan.target_percent is not None:
        label, text = found[1]
        found[1] = (label, f"{text} ({saying.compact(plan.target_percent / 100)})")
    return found


def chain(plan: EvaluationPlan) -> list[dict[str, object]]:
    """From inputs to learning: what was planned, and the figures that people brought."""
    readings = list(plan.readings.all())
    return [
        {
            "stage": Stage(stage).label,
            "plan": getattr(plan, stage),
            "readings": [each for each in readings if each.stage == stage],
        }
        for stage in Stage.values
    ]


def planned_after(plan: EvaluationPlan) -> str:
    """Said where the plan was made once the response was out: it might have been fitted to it."""
    at = counting.acted_at(plan)
    if at is None or plan.planned_at <= at:
        return ""
    return _("The plan was made %(span)s after the answer, so it was not set beforehand.") % {
        "span": length(plan.planned_at - at)
    }


def pooled(found: Mapping[str, Any]) -> dict[str, object]:
    """Effects taken together, in words."""
    return {
        "n": found["n"],
        "mean": saying.signed(found["mean_share"]),
        "range": range_words(found["low_share"], found["high_share"]),
        "next": range_words(found["prediction_low_share"], found["prediction_high_share"]),
        "differences": number(round(100 * found["i2"])),
        "cautions": [saying.CAUTIONS.get(each, each) for each in found["cautions"]],
    }
