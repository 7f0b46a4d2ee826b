"""The watch list on the stream: hits are counted once, and what fires becomes reasons to look."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tangkal.desk.cases.items import current_ids
from tangkal.desk.early_warning.watching.compiling import compiled, entry_of
from tangkal.desk.early_warning.watching.models import (
    CountedBatch,
    HitCount,
    Indicator,
    Mute,
    Severity,
)
from tangkal.early_warning.watch_list.firing import (
    DAY_HOURS,
    HOUR,
    KNOWN_HOURS,
    HourCount,
    Reached,
    reached,
)
from tangkal.early_warning.watch_list.matching import WatchList
from tangkal.kernel import TangkalError
from tangkal.pipeline.signals import BACKFILL
from tangkal.pipeline.watching import Counted, carriers, count_hits

log = logging.getLogger(__name__)

# How strongly a reached threshold asks for a look; "critical" is always of the urgent class.
WEIGHT = {Severity.LOW: 0.25, Severity.MEDIUM: 0.45, Severity.HIGH: 0.6, Severity.CRITICAL: 0.8}
KEPT = timedelta(days=400)  # counts, so that last year's season can be looked at
BATCHES_KEPT = timedelta(days=30)  # a batch that comes again comes within days

Reason = dict[str, Any]
Reasons = dict[tuple[bool, str], list[Reason]]  # by (is exercise, narrative)


class LiveWatch:
    """The watch list as it stands now, compiled again when an indicator changes."""

    def __init__(self) -> None:
        self._versions: list[tuple[int, int]] = []
        self.indicators: dict[str, Indicator] = {}
        self.list = WatchList([])

    def refresh(self) -> None:
        rows = Indicator.objects.filter(is_on=True).order_by("pk")
        versions = list(rows.values_list("pk", "version"))
        if versions == self._versions:
            return
        found = [each for each in rows.select_related("plan") if is_sound(each)]
        self.list = compiled(found)
        self.indicators = {str(each.pk): each for each in found}
        self._versions = versions

    def take(self, measured: pa.Table, *, now: datetime) -> Reasons:
        """Count a measured batch's hits and answer the reasons of what fires by them.

        A batch that was counted before is not counted again; its reasons are answered again,
        since the signals they belong to may not have been stored.
        """
        if not len(self.list):
            return {}
        counted = count_hits(self.list, measured, now=now)
        if not counted.cells:
            return {}
        counted.cells = {c: n for c, n in counted.cells.items() if self._counts(c.entry_id, c)}
        keep(str(measured["batch_id"][0].as_py()), counted)
        return self._reasons(counted, now)

    def _counts(self, entry_id: str, cell: Any) -> bool:
        """An exercise's plan looks at the exercise alone."""
        return bool(cell.is_exercise or not self.indicators[entry_id].plan.is_exercise)

    def _reasons(self, counted: Counted, now: datetime) -> Reasons:
        quiet = muted_indicators(now)
        touched: dict[tuple[str, bool], set[datetime]] = defaultdict(set)
        for cell in counted.cells:
            if cell.hour >= now - BACKFILL and int(cell.entry_id) not in quiet:
                touched[cell.entry_id, cell.is_exercise].add(cell.hour)
        found: Reasons = {}
        past = history([int(entry_id) for entry_id, _ in touched], now)
        for (entry_id, is_exercise), hours in touched.items():
            seen = past[int(entry_id), is_exercise]
            for hour in sorted(hours):
                self._add(found, entry_id, is_exercise, seen, hour, counted)
        return found

    def _add(
        self,
        found: Reasons,
        entry_id: str,
        is_exercise: bool,
        seen: Mapping[str, Mapping[datetime, HourCount]],
        hour: datetime,
        counted: Counted,
    ) -> None:
        """The reasons of one entry at one hour; a later hour's take an earlier's place."""
        indicator = self.indicators[entry_id]
        met = reached(whole(seen), indicator.thresholds(), hour)
        if not met:
            return
        for narrative_id in carriers(share_of(seen, hour, met[0])):
            kept = found.setdefault((is_exercise, narrative_id), [])
            kept[:] = [each for each in kept if each["indicator"] != indicator.pk]
            kept.append(reason(indicator, met[0], hour, counted.met[entry_id]))


def is_sound(indicator: Indicator) -> bool:
    """Whether an indicator can be watched; one that an update made unreadable stops no other."""
    try:
        entry_of(indicator)
        indicator.thresholds()
    except TangkalError as fault:
        log.error("indicator %d is not watched: %s", indicator.pk, fault)
        return False
    return True


def keep(batch_id: str, counted: Counted) -> None:
    """Add a batch's counts, once."""
    with transaction.atomic():
        _row, is_new = CountedBatch.objects.get_or_create(batch_id=batch_id[:120])
        if not is_new:
            return
        HitCount.objects.bulk_create(
            [
                HitCount(
                    indicator_id=int(cell.entry_id),
                    narrative_id=cell.narrative_id,
                    hour=cell.hour,
                    region_code=cell.region_code,
                    is_exercise=cell.is_exercise,
                )
                for cell in counted.cells
            ],
            ignore_conflicts=True,
        )
        for cell, count in counted.cells.items():
            HitCount.objects.filter(
                indicator_id=int(cell.entry_id),
                narrative_id=cell.narrative_id,
                hour=cell.hour,
                region_code=cell.region_code,
                is_exercise=cell.is_exercise,
            ).update(items=F("items") + count.items, reports=F("reports") + count.reports)


Seen = dict[str, dict[datetime, HourCount]]  # by narrative, then hour


def history(ids: Iterable[int], now: datetime) -> dict[tuple[int, bool], Seen]:
    """The kept counts that a threshold of the last days may ask for."""
    since = now - BACKFILL - (DAY_HOURS + KNOWN_HOURS) * HOUR
    found: dict[tuple[int, bool], Seen] = defaultdict(lambda: defaultdict(dict))
    rows = list(HitCount.objects.filter(indicator_id__in=list(ids), hour__gte=since))
    now_in = current_ids({row.narrative_id for row in rows})
    for row in rows:
        hours = found[row.indicator_id, row.is_exercise][now_in[row.narrative_id]]
        count = HourCount(row.items, row.reports)
        if row.region_code:
            count.regions[row.region_code] = row.items
        hours.setdefault(row.hour, HourCount()).add(count)
    return found


def whole(seen: Mapping[str, Mapping[datetime, HourCount]]) -> dict[datetime, HourCount]:
    """All narratives' hits together, by hour."""
    hours: dict[datetime, HourCount] = {}
    for each in seen.values():
        for hour, count in each.items():
            hours.setdefault(hour, HourCount()).add(count)
    return hours


def share_of(
    seen: Mapping[str, Mapping[datetime, HourCount]], hour: datetime, met: Reached
) -> dict[str, int]:
    """How many of the hits that reached a threshold each narrative brought."""
    back = 1 if met.what == "items_hour" else DAY_HOURS
    first = hour - (back - 1) * HOUR
    found: Counter[str] = Counter()
    for narrative_id, hours in seen.items():
        found[narrative_id] += sum(n.items for at, n in hours.items() if first <= at <= hour)
    return {narrative_id: items for narrative_id, items in found.items() if items}


def reason(indicator: Indicator, met: Reached, hour: datetime, terms: Counter[str]) -> Reason:
    """What a signal says of it; figures alone, told in the reader's language later."""
    return {
        "kind": "watch",
        "indicator": indicator.pk,
        "plan": indicator.plan.title,
        "name": indicator.name,
        "term": terms.most_common(1)[0][0] if terms else "",
        "what": met.what,
        "observed": round(met.observed, 3),
        "threshold": round(met.threshold, 3),
        "hour": hour.isoformat(),
        "severity": indicator.severity,
        "score": WEIGHT[Severity(indicator.severity)],
    }


def muted_indicators(now: datetime) -> set[int]:
    rows = Mute.objects.filter(Mute.in_force(now), of=Mute.Of.INDICATOR)
    return {pk for pk in rows.values_list("indicator_id", flat=True) if pk is not None}


def drop_old_counts(now: datetime | None = None) -> None:
    """Forget counts and batch names past their time."""
    at = now or timezone.now()
    HitCount.objects.filter(hour__lt=at - KEPT).delete()
    CountedBatch.objects.filter(at__lt=at - BATCHES_KEPT).delete()
