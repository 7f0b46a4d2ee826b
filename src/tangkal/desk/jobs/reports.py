"""Situation reports on schedule: each slot has its draft once, or is noted as missed.

What is due follows from the series' rhythm and from the slots that are on record, never from a
clock that was running: a worker that stood still, was killed or runs twice makes no draft
twice and hides no slot that passed.
"""

import logging
from datetime import UTC, datetime

from django.db import IntegrityError

from tangkal.desk.cases.items import lake
from tangkal.desk.situation_reports import commands
from tangkal.desk.situation_reports.gathering import hours_between
from tangkal.desk.situation_reports.models import Edition, Series
from tangkal.engines import Lake
from tangkal.situational_insight.report import Rhythm

log = logging.getLogger(__name__)

EVERY_S = 20.0


def round() -> int:
    """Draft what is due now; answers how many. What goes wrong is tried again next time."""
    return work(lake(), now=datetime.now(UTC))


def work(lake: Lake, *, now: datetime) -> int:
    """Every series that is due; one that fails holds up no other."""
    made = 0
    for series in Series.objects.filter(is_active=True).select_related("organisation", "region"):
        if rhythm := series.rhythm:
            try:
                made += keep_up(series, rhythm, lake, now=now) is not None
            except Exception:
                log.exception("situation report of series %d", series.pk)
    return made


def keep_up(series: Series, rhythm: Rhythm, lake: Lake, *, now: datetime) -> Edition | None:
    """Draft the newest slot that is due, and note those before it that nobody made."""
    *passed, newest = [None, *due(series, rhythm, now)]
    for at in passed:
        if at is not None and commands.miss(series, at):
            log.warning("the report of series %d for %s was missed", series.pk, at)
    if newest is None:
        return None
    try:
        return commands.draft(
            series,
            lake,
            until=newest.astimezone(UTC),
            hours=hours_between(rhythm.previous(newest), newest),
            by=None,
            now=now,
            slot_at=newest,
        )
    except IntegrityError:
        log.info("series %d has its draft for %s already", series.pk, newest)
        return None


def due(series: Series, rhythm: Rhythm, now: datetime) -> list[datetime]:
    """Slots since the series began, or its rhythm changed, that are not on record."""
    last = series.slots.order_by("-at").values_list("at", flat=True).first()
    since = max(series.rhythm_since, last) if last else series.rhythm_since
    return rhythm.between(since, now)
