"""What was learned: the register of findings, and effects of several responses taken together."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.tracking_effectiveness.evaluating import measuring, rules
from tangkal.desk.tracking_effectiveness.evaluating.charts import Estimate
from tangkal.desk.tracking_effectiveness.evaluation_models import Finding, Measurement

MOST = 400
RELEVANT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Effects of several responses, pooled."""

    estimates: list[Estimate]
    pooled: dict[str, Any]
    left_out: int  # measured, and without an estimate that could be pooled


def findings_for(user: User, *, is_exercise: bool) -> QuerySet[Finding]:
    """Findings on the cases this person reads, newest first."""
    rows = Finding.objects.filter(case__in=visible_cases(user), is_exercise=is_exercise)
    return rows.select_related(
        "case__lead_organisation", "plan", "measurement", "by", "withdrawn_by"
    )


def relevant(user: User, *, message_type: str, audience: str, is_exercise: bool) -> list[Finding]:
    """What whoever plans such an answer should read: the same type first, then the audience."""
    rows = findings_for(user, is_exercise=is_exercise).filter(withdrawn_at=None)
    near = rows.filter(Q(message_type=message_type) | Q(audience=audience))[:50]
    return sorted(
        near,
        key=lambda each: (each.message_type == message_type) + (each.audience == audience),
        reverse=True,
    )[:RELEVANT]


def newest_measurements(user: User, *, is_exercise: bool) -> QuerySet[Measurement]:
    """The newest measurement of each plan, whatever it says: choosing among them would lie."""
    newest = Measurement.objects.filter(plan=OuterRef("plan")).order_by("-number")
    plans = rules.readable_plans(user).filter(is_exercise=is_exercise)
    return Measurement.objects.filter(
        plan__in=plans, pk=Subquery(newest.values("pk")[:1])
    ).select_related("plan__case")


def together(user: User, *, is_exercise: bool, message_type: str = "") -> Together | None:
    """Effects pooled over the responses; None where not one has an estimate."""
    rows = newest_measurements(user, is_exercise=is_exercise)
    if message_type:
        rows = rows.filter(plan__message_type=message_type)
    measured = list(rows.order_by("-at")[:MOST])
    estimates = [found for each in measured if (found := estimate_of(each)) is not None]
    if not estimates:
        return None
    return Together(
        estimates=estimates,
        pooled=pooled_of(estimates),
        left_out=len(measured) - len(estimates),
    )


def estimate_of(measurement: Measurement) -> Estimate | None:
    change = measurement.answer.get("log_change")
    error = measurement.answer.get("log_se")
    if change is None or error is None or not error > 0 or not math.isfinite(change):
        return None
    return Estimate(
        name=measurement.plan.title,
        url=reverse("evaluation", args=[measurement.plan_id]),
        change=change,
        error=error,
        where=measurement.plan.get_message_type_display(),
    )


def pooled_of(estimates: Sequence[Estimate]) -> dict[str, Any]:
    from tangkal.tracking_effectiveness.pooling import pool  # noqa: PLC0415 - numpy

    found: dict[str, Any] = measuring.plain(
        asdict(pool([(each.change, each.error) for each in estimates]))
    )
    shares = ("mean", "low", "high", "prediction_low", "prediction_high")
    found |= {
        f"{name}_share": math.expm1(found[name]) if found[name] is not None else None
        for name in shares
    }
    return found
