"""Read appeals within a person's scope, and count what became of them."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.portal.appeal_states import OPEN, REVERSED, AppealState
from tangkal.desk.rights.models import Review

TABS = ("open", "mine", "overdue", "to_tell", "all")


def visible_reviews(reader: User) -> QuerySet[Review]:
    """The appeals of the reader's organisations, and those given to the reader."""
    scope = Q(officer=reader)
    for path in reader.content_scopes():
        scope |= Q(organisation__path__startswith=path)
    return Review.objects.filter(scope).select_related(
        "appeal", "organisation", "officer", "case", "appeal__clarification"
    )


def condition(tab: str, reader: User, now: datetime) -> Q:
    """What a tab of the register holds."""
    is_open = Q(appeal__state__in=OPEN)
    return {
        "open": is_open,
        "mine": Q(officer=reader) & ~Q(appeal__state=AppealState.ANNOUNCED),
        "overdue": overdue(now),
        "to_tell": ~is_open & ~Q(appeal__state=AppealState.ANNOUNCED),
        "all": Q(),
    }[tab]


def overdue(now: datetime) -> Q:
    """A first reply or a decision that is late."""
    unanswered = Q(appeal__first_replied_at=None, reply_due_at__lt=now)
    undecided = Q(appeal__decided_at=None, decide_due_at__lt=now)
    return unanswered | undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of real appeals received in a period; shares are None where nothing was decided."""

    received: int
    open: int
    upheld: int
    revised: int
    withdrawn: int
    upheld_share: float | None
    reversed_share: float | None
    median_days_to_reply: float | None
    median_days_to_decision: float | None
    overdue: int

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def figures(reviews: QuerySet[Review], *, now: datetime | None = None) -> Figures:
    """What became of these appeals; an exercise's are never counted."""
    now = now or timezone.now()
    real = reviews if settings.TANGKAL.is_demo else reviews.filter(appeal__is_exercise=False)
    late = real.filter(overdue(now)).count()
    rows = list(
        real.values_list(
            "appeal__state",
            "appeal__outcome",
            "appeal__received_at",
            "appeal__first_replied_at",
            "appeal__decided_at",
        )
    )
    ended = [outcome for _state, outcome, *_times in rows if outcome]
    count = {each: ended.count(each) for each in set(ended)}
    turned = sum(count.get(each, 0) for each in REVERSED)
    return Figures(
        received=len(rows),
        open=sum(state in OPEN for state, *_rest in rows),
        upheld=count.get(AppealState.UPHELD, 0),
        revised=count.get(AppealState.REVISED, 0),
        withdrawn=count.get(AppealState.WITHDRAWN, 0),
        upheld_share=share(count.get(AppealState.UPHELD, 0), len(ended)),
        reversed_share=share(turned, len(ended)),
        median_days_to_reply=median_days((row[2], row[3]) for row in rows),
        median_days_to_decision=median_days((row[2], row[4]) for row in rows),
        overdue=late,
    )


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def median_days(spans: object) -> float | None:
    """Median of the spans that have ended, in days with one decimal."""
    ended = [end - start for start, end in spans if end]  # type: ignore[attr-defined]
    return round(median(ended) / timedelta(days=1), 1) if ended else None
