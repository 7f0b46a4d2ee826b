"""Four counts that are never one: issues, spreads, clarifications, requests to platforms.

A claim seen in forty posts and answered once is one issue, forty spreads, one clarification.
Adding them up, or telling one as another, is how take-down figures became "contents handled".
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from tangkal.desk.cases import held
from tangkal.desk.cases.models import Case, Claim
from tangkal.desk.cases.spreads.models import Spread
from tangkal.desk.portal.models import Clarification

# Whoever records requests to platforms registers here: numbers of cases → how many of each.
# Without one there is no such count, and none is shown.
request_counters: list[Callable[[Sequence[str]], dict[str, int]]] = []
COUNTED_APART = ("portal.Clarification", "platform_requests.PlatformRequest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What some cases come to; `requests` is None where nobody records any."""

    issues: int
    spreads: int
    clarifications: int
    requests: int | None


def of_cases(cases: Iterable[Case], *, spreads: dict[int, int] | None = None) -> dict[str, Counts]:
    """The four counts of each case, by its number: a query a kind, whatever the number.

    Args:
        spreads: how many each case has, by its key, where that was read already.
    """
    numbers = {case.pk: case.number for case in cases}
    if spreads is None:
        spreads = spreads_of(list(numbers))
    answered = dict(
        Clarification.objects.filter(
            reference__in=list(numbers.values()), state=Clarification.State.PUBLISHED
        )
        .values_list("reference")
        .annotate(Count("pk"))
        .order_by()
    )
    asked = requests_of(list(numbers.values()))
    return {
        number: Counts(
            issues=1,
            spreads=spreads.get(pk, 0),
            clarifications=answered.get(number, 0),
            requests=asked.get(number, 0) if asked is not None else None,
        )
        for pk, number in numbers.items()
    }


def spreads_of(cases: Sequence[int]) -> dict[int, int]:
    rows = Spread.objects.filter(case__in=cases, removed_at__isnull=True)
    return dict(rows.values_list("case").annotate(Count("pk")).order_by())


def requests_of(numbers: Sequence[str]) -> dict[str, int] | None:
    if not request_counters:
        return None
    found: Counter[str] = Counter()
    for count in request_counters:
        found.update(count(numbers))
    return dict(found)


def of_case(case: Case, *, spreads: int | None = None) -> Counts:
    """The four counts of one case; what its page has found empty is not counted again."""
    if spreads is None:
        return of_cases([case])[case.number]
    if any(held.may_hold(case, model) for model in COUNTED_APART):
        return of_cases([case], spreads={case.pk: spreads})[case.number]
    requests = 0 if request_counters else None
    return Counts(issues=1, spreads=spreads, clarifications=0, requests=requests)


def in_all(counts: Iterable[Counts]) -> Counts:
    """Several cases' counts, each added to its own kind."""
    found = list(counts)
    has_requests = any(each.requests is not None for each in found)
    return Counts(
        issues=sum(each.issues for each in found),
        spreads=sum(each.spreads for each in found),
        clarifications=sum(each.clarifications for each in found),
        requests=sum(each.requests or 0 for each in found) if has_requests else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table of counts."""

    label: str
    counts: Counts


def by_category(cases: QuerySet[Case], counts: dict[str, Counts]) -> list[tuple[str, Counts]]:
    """Counts by the category of a case's first claim; "" where none is said."""
    first: dict[str, str] = {}
    rows = Claim.objects.filter(case__in=cases).order_by("case_id", "pk")
    for number, category in rows.values_list("case__number", "category"):
        first.setdefault(number, category)
    grouped: dict[str, list[Counts]] = defaultdict(list)
    for number, each in counts.items():
        grouped[first.get(number, "")].append(each)
    found = [(category, in_all(rows)) for category, rows in grouped.items()]
    return sorted(found, key=lambda pair: (-pair[1].issues, pair[0]))


def by_platform(cases: QuerySet[Case]) -> list[tuple[str, int, int]]:
    """(platform, spreads, issues seen there), most spreads first; issues overlap, so no sum."""
    rows = (
        Spread.objects.filter(case__in=cases, removed_at__isnull=True)
        .values_list("platform")
        .annotate(Count("pk"), Count("case", distinct=True))
        .order_by()
    )
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def by_month(
    cases: Iterable[Case], counts: dict[str, Counts], local: Callable[[datetime], datetime]
) -> list[tuple[str, Counts]]:
    """Counts by the month in which the case was opened, newest first."""
    grouped: dict[str, list[Counts]] = defaultdict(list)
    for case in cases:
        grouped[f"{local(case.opened_at):%Y-%m}"].append(counts[case.number])
    return sorted(((m, in_all(rows)) for m, rows in grouped.items()), reverse=True)
