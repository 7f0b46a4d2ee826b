"""Read the spreads of a case, with their first and latest figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from tangkal.desk.cases.models import Case
from tangkal.desk.cases.spreads.models import Spread, SpreadFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One spread as a page shows it."""

    spread: Spread
    first: SpreadFigure | None
    latest: SpreadFigure | None
    snapshots: int


def spreads_of(case: Case) -> QuerySet[Spread]:
    """The spreads that count, the first published first; two queries with their figures."""
    figures = Prefetch("figures", SpreadFigure.objects.order_by("at", "pk"))
    found = Spread.objects.filter(case=case, removed_at__isnull=True)
    return found.select_related("evidence", "claim", "added_by").prefetch_related(figures)


def removed_of(case: Case) -> QuerySet[Spread]:
    return Spread.objects.filter(case=case, removed_at__isnull=False).select_related("removed_by")


def as_row(spread: Spread) -> Row:
    figures = list(spread.figures.all())
    return Row(
        spread=spread,
        first=figures[0] if figures else None,
        latest=figures[-1] if figures else None,
        snapshots=len(figures),
    )


def by_platform(spreads: Iterable[Spread]) -> list[tuple[str, int]]:
    """How many a platform, most first."""
    counted = Counter(spread.platform for spread in spreads)
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))
