"""Read cases: what a person may see, in which order, and one whole case for its page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import QueryDict
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import held
from tangkal.desk.cases.models import (
    Case,
    CaseNote,
    CaseView,
    Claim,
    Decision,
    Evidence,
    GateAssessment,
    ImpactAssessment,
    Priority,
    Signal,
    Verdict,
)
from tangkal.desk.cases.states import CaseState

PAGE_SIZE = 50
NEIGHBOURS_WITHIN = 2_000  # previous and next are looked for among this many, not among all


def visible_cases(user: User) -> QuerySet[Case]:
    """The cases of the organisations this person reads; none without a content role."""
    scopes = user.content_scopes()
    if not scopes:
        return Case.objects.none()
    within = Q()
    for scope in scopes:
        within |= Q(lead_organisation__path__startswith=scope)
    return Case.objects.filter(within)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What the list shows; an unknown value is no filter, so an old link still opens."""

    state: str = ""
    priority: str = ""
    mine: bool = False
    overdue: bool = False
    words: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "CaseFilter":
        state, priority = query.get("state", ""), query.get("priority", "")
        is_known = state in CaseState or state in {"open", "all"}
        return cls(
            state=state if is_known else "",
            priority=priority if priority in Priority else "",
            mine=query.get("mine") == "1",
            overdue=query.get("overdue") == "1",
            words=query.get("q", "").strip()[:200],
        )

    @property
    def is_empty(self) -> bool:
        return self == CaseFilter()

    def condition(self, *, user: User, now: datetime) -> Q:
        """The filter as a condition; without a state only open cases are shown."""
        found = Q()
        if self.state in CaseState:
            found &= Q(state=self.state)
        elif self.state != "all":
            found &= ~Q(state=CaseState.CLOSED)
        if self.priority:
            found &= Q(priority=self.priority)
        if self.mine:
            found &= Q(owner=user)
        if self.overdue:
            found &= Q(due_at__lt=now)
        for word in self.words.split():
            found &= Q(title__icontains=word) | Q(number__icontains=word)
        return found


TABS = {
    "open": CaseFilter(),
    "mine": CaseFilter(mine=True),
    "overdue": CaseFilter(overdue=True),
    "all": CaseFilter(state="all"),
}


def case_list(user: User, chosen: CaseFilter) -> QuerySet[Case]:
    """Cases in the order they need somebody: the nearest deadline first, then the newest."""
    found = visible_cases(user).filter(chosen.condition(user=user, now=timezone.now()))
    return found.select_related("owner", "lead_organisation").order_by(
        F("due_at").asc(nulls_last=True), "-opened_at", "-pk"
    )


def counts(user: User) -> dict[str, int]:
    """How many cases each tab of the list holds, in one query."""
    now = timezone.now()
    each = {key: Count("pk", filter=tab.condition(user=user, now=now)) for key, tab in TABS.items()}
    return visible_cases(user).aggregate(**each)


def counted_views(user: User) -> list[tuple[CaseView, int]]:
    """A person's saved views, each with how many cases it shows now: two queries in all."""
    views = list(CaseView.objects.filter(user=user))
    if not views:
        return []
    now = timezone.now()
    each = {
        f"view_{view.pk}": Count(
            "pk", filter=CaseFilter.from_query(QueryDict(view.query)).condition(user=user, now=now)
        )
        for view in views
    }
    counted = visible_cases(user).aggregate(**each)
    return [(view, counted[f"view_{view.pk}"]) for view in views]


def neighbours(user: User, case: Case, chosen: CaseFilter) -> tuple[str | None, str | None]:
    """Numbers of the cases before and after this one in the list the person came from."""
    found = case_list(user, chosen).values_list("number", flat=True)
    numbers = list(found[:NEIGHBOURS_WITHIN])
    if case.number not in numbers:
        return None, None
    at = numbers.index(case.number)
    return (
        numbers[at - 1] if at else None,
        numbers[at + 1] if at + 1 < len(numbers) else None,
    )


def named_cases() -> QuerySet[Case]:
    """Cases with the people and the office that their page names."""
    return Case.objects.select_related("owner", "lead_organisation", "opened_by", "changed_by")


def whole_cases() -> QuerySet[Case]:
    """Cases with everything their page shows, in a fixed number of queries."""
    return named_cases().prefetch_related(*(each for of in parts().values() for each in of))


def read_parts(case: Case) -> None:
    """Everything the page of one case shows, in a query for each part that there is.

    Once `held.look` has found a part empty, it is not asked for; else this reads all of them.
    """
    wanted: list[Any] = []
    for (name, model), lookups in parts().items():
        if held.may_hold(case, model):
            wanted += lookups
        else:
            vars(case).setdefault("_prefetched_objects_cache", {})[name] = nothing(case, name)
    prefetch_related_objects([case], *wanted)


def nothing(case: Case, name: str) -> QuerySet[Any]:
    """An empty list as Django keeps one that it has read."""
    rows: QuerySet[Any] = getattr(case, name).none()
    rows._result_cache = []  # else it is worked out anew wherever it is shown
    return rows


def parts() -> dict[tuple[str, str], tuple[Any, ...]]:
    """What belongs to a case: its name there and its table, and what reads it."""
    verdicts = Verdict.objects.select_related("claim", "drafted_by", "reviewed_by")
    impacts = ImpactAssessment.objects.select_related("by", "override_by")
    return {
        ("signals", "cases.Case_signals"): ("signals",),
        ("claims", "cases.Claim"): (
            Prefetch("claims", Claim.objects.select_related("created_by")),
        ),
        ("evidence", "cases.Evidence"): (
            Prefetch("evidence", Evidence.objects.select_related("added_by")),
        ),
        ("gates", "cases.GateAssessment"): (
            Prefetch("gates", GateAssessment.objects.select_related("by")),
        ),
        ("verdicts", "cases.Verdict"): (
            Prefetch("verdicts", verdicts.prefetch_related("evidence")),
        ),
        ("assessments", "cases.ImpactAssessment"): (Prefetch("assessments", impacts),),
        ("decisions", "cases.Decision"): (
            Prefetch("decisions", Decision.objects.select_related("by")),
        ),
        ("notes", "cases.CaseNote"): (Prefetch("notes", CaseNote.objects.select_related("by")),),
        ("pauses", "deadlines.Pause"): ("pauses__by", "pauses__ended_by"),
    }


def open_signals(ids: list[int]) -> list[Signal]:
    """Signals that a new case may be opened on, in the order asked for."""
    found = Signal.objects.select_related("best_claim").in_bulk(ids)
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]
