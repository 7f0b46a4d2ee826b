"""What is measured of a crisis: counts over its cases, never a judgement."""

from collections.abc import Iterable

from django.db.models import Sum

from tangkal.desk.cases.breakout import suggested_level
from tangkal.desk.cases.models import Case, Priority, Signal
from tangkal.desk.crisis.models import Crisis

# An update is quiet while counts grow by no more than this share, and nothing else rises.
STILL_GROWTH = 0.1
Facts = dict[str, int]


def of_crisis(crisis: Crisis) -> Facts:
    return of_cases(crisis.cases.prefetch_related("assessments"))


def of_cases(cases: Iterable[Case]) -> Facts:
    """Cases by priority, the highest breakout, provinces concerned, items counted."""
    found = list(cases)
    signals = Signal.objects.filter(cases__in=found)
    codes = signals.exclude(region=None).values_list("region_id", flat=True)
    return {
        "cases": len(found),
        "high": sum(case.priority == Priority.HIGH for case in found),
        "medium": sum(case.priority == Priority.MEDIUM for case in found),
        "breakout": max((breakout_of(case) for case in found), default=0),
        "provinces": len({str(code)[:2] for code in codes}),
        "items": signals.aggregate(n=Sum("items_total"))["n"] or 0,
    }


def breakout_of(case: Case) -> int:
    """The higher of what an analyst judged and what counts and evidenced flags show."""
    judged = next(iter(case.assessments.all()), None)
    measured = suggested_level(case)
    return max(judged.breakout if judged else 0, measured.level if measured else 0)


def is_quiet(before: Facts, now: Facts) -> bool:
    """Whether nothing rose from one update to the next.

    >>> calm = {"high": 1, "medium": 0, "breakout": 4, "provinces": 1, "items": 1000}
    >>> is_quiet(calm, calm | {"items": 1050}), is_quiet(calm, calm | {"items": 1200})
    (True, False)
    >>> is_quiet(calm, calm | {"breakout": 5})
    False
    """
    if not before:
        return False  # the first update has nothing to be compared with
    rose = any(now[name] > before[name] for name in ("high", "breakout", "provinces"))
    return not rose and now["items"] <= before["items"] * (1 + STILL_GROWTH)
