"""When may a response be called measured? When baseline, target, method, comparison and
limits are all on record; otherwise its evaluation is honestly "unmeasured".

Source: our design decision (doctrine A6).
"""

from dataclasses import dataclass, fields
from enum import StrEnum


class EvaluationState(StrEnum):
    """What may be said about a response's effect."""

    UNMEASURED = "unmeasured"
    PLANNED = "planned"  # everything needed is on record, no value yet
    MEASURED = "measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationPlan:
    """What an evaluation needs, in the evaluator's words; None or blank is missing."""

    baseline: str | None = None
    target: str | None = None
    method: str | None = None
    comparison: str | None = None  # against what: a group, a region, an interrupted series
    limits: str | None = None

    def missing(self) -> tuple[str, ...]:
        """Names of what is not on record yet."""
        return tuple(
            field.name for field in fields(self) if not (getattr(self, field.name) or "").strip()
        )


def evaluation_state(plan: EvaluationPlan | None, *, value: float | None = None) -> EvaluationState:
    """The state that plan and measured value allow.

    >>> evaluation_state(EvaluationPlan(baseline="12 a day"), value=3.0).value
    'unmeasured'
    """
    if plan is None or plan.missing():
        return EvaluationState.UNMEASURED
    return EvaluationState.PLANNED if value is None else EvaluationState.MEASURED
