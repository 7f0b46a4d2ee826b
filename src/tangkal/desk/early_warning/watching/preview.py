"""What an indicator would have brought in the last 30 days, before it is switched on."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from tangkal.desk.early_warning.watching.compiling import compiled
from tangkal.desk.early_warning.watching.models import Indicator
from tangkal.desk.ui.timezones import local
from tangkal.early_warning.watch_list.commonness import too_common
from tangkal.early_warning.watch_list.firing import Firing, HourCount, firings
from tangkal.engines import Lake

DAYS = 30
MOST_A_DAY = 10_000  # items read of one day, the newest first
SAMPLES = 5


@dataclass(slots=True)
class Preview:
    """Thirty days as this indicator would have seen them."""

    items: int = 0  # read
    hits: int = 0
    cut_days: int = 0  # days of which only the newest items were read
    days: dict[date, int] = field(default_factory=dict)  # hits by day, on the reader's calendar
    met: Counter[str] = field(default_factory=Counter)  # hits by condition
    firings: list[Firing] = field(default_factory=list)
    alone: frozenset[str] = frozenset()  # conditions that are enough by themselves
    sample_ids: list[str] = field(default_factory=list)
    samples: list[dict[str, Any]] = field(default_factory=list)

    @property
    def refusal(self) -> str:
        """Why it may not be switched on; empty where it may."""
        for condition, hits in self.met.most_common():
            if condition in self.alone and too_common(hits, self.items):
                return too_common_says(condition, hits, self.items)
        if too_common(self.hits, self.items):
            return too_common_says("", self.hits, self.items)
        return ""


def too_common_says(condition: str, hits: int, items: int) -> str:
    facts = {"term": condition, "hits": hits, "items": items}
    if not condition:
        return (
            _(
                "Too common: it would have been a hit %(hits)d times among %(items)d items of the "
                "last 30 days. Ask for a second word, or rule some out."
            )
            % facts
        )
    return (
        _(
            "“%(term)s” is too common: it would have been a hit %(hits)d times among %(items)d "
            "items of the last 30 days. Put a second word beside it."
        )
        % facts
    )


def look_back(indicator: Indicator, lake: Lake, *, now: datetime) -> Preview:
    """Run an indicator over the lake's last 30 days; nothing is kept.

    Raises:
        InvalidInput: it cannot be watched.
        LakeError: the lake cannot be read.
    """
    # No web process waits for kernels before its first page.
    from tangkal.pipeline.watching import count_hits  # noqa: PLC0415

    watch = compiled([indicator])
    entry = watch.entries[0]
    found = Preview()
    if not entry.all_of:
        found.alone = frozenset(condition.value for condition in entry.any_of)
    hours: dict[datetime, HourCount] = {}
    for back in range(DAYS):
        until = now - timedelta(days=back)
        rows = lake.search(since=until - timedelta(days=1), until=until, limit=MOST_A_DAY)
        if not indicator.plan.is_exercise and rows.num_rows:
            rows = rows.filter([not each for each in rows["is_exercise"].to_pylist()])
        read_day(found, hours, count_hits(watch, rows, now=now, samples=SAMPLES), rows.num_rows)
    found.firings = firings(hours, indicator.thresholds())
    found.samples = lake.items(found.sample_ids).to_pylist()
    return found


def read_day(found: Preview, hours: dict[datetime, HourCount], counted: Any, rows: int) -> None:
    found.items += rows
    found.cut_days += rows >= MOST_A_DAY
    for cell, count in counted.cells.items():
        hours.setdefault(cell.hour, HourCount()).add(count)
        found.hits += count.items
        day = local(cell.hour).date()
        found.days[day] = found.days.get(day, 0) + count.items
    for met in counted.met.values():
        found.met.update(met)
    for ids in counted.samples.values():
        found.sample_ids = (found.sample_ids + ids)[:SAMPLES]
