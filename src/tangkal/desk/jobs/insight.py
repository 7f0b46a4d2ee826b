"""Questions of the public and trends, measured every half hour beside the stream."""

import logging
from datetime import UTC, datetime, timedelta

from tangkal.desk.cases.items import lake
from tangkal.desk.situational_insight.trends import computing as trends
from tangkal.desk.situational_insight.voids import computing as voids
from tangkal.desk.situational_insight.voids.models import InsightRun
from tangkal.desk.situational_insight.voids.reading import DAYS
from tangkal.engines.base import Lake

log = logging.getLogger(__name__)

EVERY_S = 60.0
EVERY = timedelta(minutes=30)
MEASURES = {InsightRun.Kind.VOIDS: voids.measure, InsightRun.Kind.TRENDS: trends.measure}


def round() -> int:
    """Measure what is due; what goes wrong is on record with its run, or tried again."""
    return work(lake(), now=datetime.now(UTC))


def work(lake: Lake, *, now: datetime) -> int:
    """Measure what was not measured lately; answers how many measurements were made.

    A world that never had an item is not measured: no run then stands for "nothing asked".
    """
    done = 0
    for is_exercise in worlds(lake, now=now):
        for kind, measure in MEASURES.items():
            recent = InsightRun.objects.filter(
                kind=kind, is_exercise=is_exercise, started_at__gt=now - EVERY
            )
            if not recent.exists():
                measure(lake, now=now, is_exercise=is_exercise)
                done += 1
    return done


def worlds(lake: Lake, *, now: datetime) -> list[bool]:
    """The worlds that the lake holds items of; of one measured before, always."""
    known = set(InsightRun.objects.values_list("is_exercise", flat=True).distinct())
    since = now - timedelta(days=DAYS)
    for is_exercise in {False, True} - known:
        if lake.tally(since, now, ("platform",), is_exercise=is_exercise).num_rows:
            known.add(is_exercise)
    return sorted(known)


def forget_before(before: datetime) -> int:
    """Drop what rests on items from before a moment."""
    return voids.forget_before(before)
