"""Evaluations whose window has passed are measured by the worker; nobody has to remember them.

A person's judgement still follows: the worker measures and concludes nothing.
"""

import logging
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError

from tangkal.desk.tracking_effectiveness.evaluating import commands, counting
from tangkal.desk.tracking_effectiveness.evaluation_models import EvaluationPlan
from tangkal.desk.tracking_effectiveness.states import EvaluationState
from tangkal.kernel import TangkalError

log = logging.getLogger(__name__)

EVERY_S = 600.0
A_ROUND = 5  # so that a long list holds up nothing else


def round() -> int:
    """Measure what is due; answers how many."""
    return work(now=datetime.now(UTC))


def work(*, now: datetime) -> int:
    """Plans that are out, whose last day is over and that nobody has measured."""
    done = 0
    rows = EvaluationPlan.objects.filter(state=EvaluationState.PLANNED, measurements=None)
    for plan in rows.select_related("case", "clarification").order_by("planned_at"):
        if done >= A_ROUND:
            break
        if is_due(commands.attached(plan, by=None), now):
            try:
                commands.measure(plan, by=None, now=now)
                done += 1
            except (TangkalError, ValidationError):
                log.exception("evaluation %d", plan.pk)
    return done


def is_due(plan: EvaluationPlan, now: datetime) -> bool:
    at = counting.acted_at(plan)
    hour = timedelta(hours=1)
    return at is not None and now >= at + plan.days_after * timedelta(days=1) + hour
