"""From counts to a question for the library, and both as records that can be read again."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tangkal import __version__
from tangkal.desk.tracking_effectiveness.evaluating.counting import Counted
from tangkal.desk.tracking_effectiveness.evaluation_models import EvaluationPlan, Measurement

if TYPE_CHECKING:
    from tangkal.tracking_effectiveness.effects import EffectAnswer, EffectQuestion

SEED = 1
LIBRARY = f"tangkal {__version__} effects/1"
PEAK = {EvaluationPlan.Peak.YES: True, EvaluationPlan.Peak.NO: False}


def question_of(plan: EvaluationPlan, counted: Counted) -> dict[str, Any]:
    """What the library is asked, as JSON."""
    return {
        "counts": counted.counts,
        "bucket_seconds": int(counted.span.bucket.total_seconds()),
        "acted_at": counted.span.before,
        "comparisons": counted.comparisons,
        "unanswered": counted.unanswered,
        "gaps": [list(gap) for gap in counted.gaps],
        "other_actions": counted.other_actions,
        "triggered_by_peak": PEAK.get(EvaluationPlan.Peak(plan.triggered_by_peak)),
        "silences": [{**each, "gap": list(each["gap"])} for each in counted.silences],
        "seed": SEED,
    }


def as_asked(question: Mapping[str, Any]) -> "EffectQuestion":
    """A stored question as the library's record."""
    from tangkal.tracking_effectiveness.effects import EffectQuestion  # noqa: PLC0415 - numpy

    return EffectQuestion(
        counts=question["counts"],
        bucket=timedelta(seconds=question["bucket_seconds"]),
        acted_at=question["acted_at"],
        comparisons=question["comparisons"],
        gaps=[(first, end) for first, end in question["gaps"]],
        other_actions=question["other_actions"],
        triggered_by_peak=question["triggered_by_peak"],
        unanswered=question["unanswered"],
    )


def answer_to(question: Mapping[str, Any]) -> dict[str, Any]:
    """Estimate; the same question gives the same answer."""
    from tangkal.tracking_effectiveness.effects import estimate  # noqa: PLC0415 - numpy

    return as_kept(estimate(as_asked(question), seed=question["seed"]))


def power_of(question: Mapping[str, Any], days_after: int) -> dict[str, Any]:
    """The smallest fall that could be seen, for a question that ends at the action."""
    from tangkal.tracking_effectiveness.power import smallest_effect  # noqa: PLC0415 - numpy

    hours = sorted({24.0, 72.0, 24.0 * days_after})
    found = smallest_effect(as_asked(question), hours_after=tuple(hours))
    kept: dict[str, Any] = plain(asdict(found))
    return kept


def as_kept(answer: "EffectAnswer") -> dict[str, Any]:
    kept: dict[str, Any] = plain(asdict(answer))
    return kept


def plain(value: Any) -> Any:
    """A value as JSON can hold it; what is not finite is unknown."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return str(value.value) if hasattr(value, "value") else value


def hash_of(question: Mapping[str, Any]) -> str:
    """Of the question as it was asked: whoever computes it again knows it is the same."""
    text = json.dumps(question, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def same_again(measurement: Measurement) -> bool | None:
    """Whether the kept question gives the kept answer; None where another version answered it."""
    if measurement.library != LIBRARY:
        return None
    if hash_of(measurement.question) != measurement.sha256:
        return False
    is_same: bool = answer_to(measurement.question) == measurement.answer
    return is_same
