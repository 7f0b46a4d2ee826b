"""What a narrative did before and after its clarification: a description, never an effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tangkal.desk.cases.items import lake
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Clarification
from tangkal.statistics.counts import utc_hour
from tangkal.tracking_effectiveness import before_after, evaluation_state
from tangkal.tracking_effectiveness.before_after import BeforeAfter

HOUR = timedelta(hours=1)
HOURS = 48  # on each side
MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One answered narrative around its clarification."""

    case: Case
    published_at: datetime
    counts: BeforeAfter | None  # None: no hour on one of the sides yet, or no narrative
    points: list[tuple[datetime, int]]
    evaluation: str  # what may be said of an effect: "unmeasured" without a plan

    @property
    def change_percent(self) -> int | None:
        share = self.counts.change_share if self.counts else None
        return None if share is None else round(100 * share)


def described(cases: Sequence[Case], now: datetime) -> list[Described]:
    """The newest answered cases; reads the lake once a case.

    Raises:
        LakeError: the lake cannot be read.
    """
    by_number = {case.number: case for case in cases}
    firsts: dict[str, datetime] = {}
    published = Clarification.objects.filter(reference__in=list(by_number)).order_by("published_at")
    for reference, at in published.values_list("reference", "published_at"):
        firsts.setdefault(reference, at)
    newest = sorted(firsts, key=lambda number: firsts[number], reverse=True)[:MOST]
    return [describe(by_number[number], firsts[number], now) for number in newest]


def describe(case: Case, published_at: datetime, now: datetime) -> Described:
    """Whole hours only: the hour of the publication belongs to neither side."""
    ids = sorted({signal.narrative_id for signal in case.signals.all() if signal.narrative_id})
    hour = utc_hour(published_at)
    hours_after = max(0, min(HOURS, int((now - hour) / HOUR) - 1))
    first = hour - HOURS * HOUR
    counts: list[int] = []
    if ids:
        counts = lake().hourly_counts(ids, first, HOURS + 1 + hours_after).sum(axis=0).tolist()
    return Described(
        case=case,
        published_at=published_at,
        counts=before_after(counts[:HOURS], counts[HOURS + 1 :]),
        points=[(first + place * HOUR, count) for place, count in enumerate(counts)],
        # No evaluation plan can be put on record yet, so nothing here is a measured effect.
        evaluation=evaluation_state(None).value,
    )
