"""Read the queue: its rows, its counts, and what lies beside one signal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils import timezone

from tangkal.desk.accounts.models import Region, User
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.cases.states import CaseState
from tangkal.desk.early_warning.filters import OPEN_STATES, SignalFilter, searchable
from tangkal.desk.early_warning.models import SavedView
from tangkal.desk.early_warning.watching import life

PAGE_SIZE = 25
NEIGHBOURS_WITHIN = 2_000  # previous and next are looked for among this many, not among all
CHOICES_FOR_S = 60  # how long the filters' choices may lag behind
CANDIDATES = 50
BURST_DAYS = 7

# What a row shows or what decides on its buttons; to read all columns of four tables took longer.
SHOWN = (
    *("version", "state", "title", "reasons", "urgency", "due_at", "items_total", "volume"),
    *("platforms", "best_reasons", "is_exercise", "region__name", "owner__display_name"),
    *("best_claim__title", "best_claim__publisher", "best_claim__verdict"),
)

TABS = {
    "open": SignalFilter(),
    "mine": SignalFilter(owner="mine"),
    "free": SignalFilter(owner="free"),
    "overdue": SignalFilter(overdue=True),
    "all": SignalFilter(state="all"),
}


def signal_list(user: User, chosen: SignalFilter) -> QuerySet[Signal]:
    """Signals in the order they need somebody: urgency, then the nearest deadline."""
    signals = searchable() if chosen.reason else Signal.objects
    return (
        signals.filter(chosen.condition(user=user, now=timezone.now()))
        .select_related("owner", "best_claim", "region")
        .only(*SHOWN)
        .order_by("-urgency", "due_at", "pk")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A saved view with how many signals it shows now."""

    saved: SavedView
    query: str
    count: int


# What the tabs count, as `SignalFilter` says it; a test holds the two together. To ask of every
# waiting signal whether it is hidden takes twice as long as counting them all, so the hidden, who
# are few and have indexes of their own, are counted apart; and the words of the query are written
# out, since to build them anew for every poll costs as much as to answer them.
COUNTS = """COUNT(*), COUNT(*) FILTER (WHERE owner_id = %s), COUNT(owner_id),
       COUNT(*) FILTER (WHERE due_at < %s)"""
COUNTED = f"""
SELECT {COUNTS} FROM cases_signal WHERE is_open IN (%s)
UNION ALL
SELECT {COUNTS}
FROM (
  SELECT owner_id, due_at, is_open FROM cases_signal WHERE id IN ({life.HIDDEN})
) AS hidden WHERE CASE WHEN is_open THEN 1 ELSE 0 END = 1
UNION ALL
SELECT COUNT(*), 0, 0, 0 FROM cases_signal
"""  # noqa: S608 - words of these two files


def counts(user: User) -> dict[str, int]:
    """What each tab holds now: one look at the index of what waits, less the few it hides."""
    now = timezone.now()
    asked = (user.pk, connection.ops.adapt_datetimefield_value(now))
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [*asked, True, *asked, *life.hidden_at(now)])
        waiting, hidden, everything = cursor.fetchall()
    found, mine, owned, overdue = (n - less for n, less in zip(waiting, hidden, strict=True))
    return {
        "open": found,
        "mine": mine,
        "free": found - owned,
        "overdue": overdue,
        "all": everything[0],
    }


def counted_views(user: User, saved: Sequence[SavedView]) -> list[View]:
    """Each saved view with what it holds now, in one query however many there are."""
    if not saved:
        return []
    now = timezone.now()
    filters = {f"view_{v.pk}": SignalFilter.from_query(QueryDict(v.query)) for v in saved}
    counted = searchable().aggregate(
        **{
            key: Count("pk", filter=chosen.condition(user=user, now=now))
            for key, chosen in filters.items()
        }
    )
    return [View(saved=v, query=v.query, count=counted[f"view_{v.pk}"]) for v in saved]


def saved_views(user: User) -> list[SavedView]:
    return list(SavedView.objects.filter(user=user))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Values the open signals have, for the filters."""

    platforms: tuple[str, ...]
    languages: tuple[str, ...]
    regions: tuple[tuple[str, str], ...]


def choices() -> Choices:
    """The filters' choices; read from the open signals at most once a minute."""
    found: Choices | None = cache.get("queue-choices")
    if found is None:
        rows = list(
            Signal.objects.filter(state__in=OPEN_STATES).values_list(
                "platforms", "language", "region_id"
            )
        )
        codes = {code for _platforms, _language, code in rows if code}
        found = Choices(
            platforms=tuple(sorted({name for platforms, _l, _r in rows for name in platforms})),
            languages=tuple(sorted({language for _p, language, _r in rows if language})),
            regions=tuple(Region.objects.filter(pk__in=codes).values_list("code", "name")),
        )
        cache.set("queue-choices", found, CHOICES_FOR_S)
    return found


def neighbours(user: User, signal: Signal, chosen: SignalFilter) -> tuple[int | None, int | None]:
    """The signals before and after this one in the list the person came from.

    A signal that has just left the list (it was dismissed, say) has the neighbours of the
    place it had, by urgency.
    """
    found = signal_list(user, chosen).values_list("pk", "urgency")[:NEIGHBOURS_WITHIN]
    rows = list(found)
    ids = [pk for pk, _urgency in rows]
    if signal.pk in ids:
        at = ids.index(signal.pk)
        return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)
    before = [pk for pk, urgency in rows if urgency > signal.urgency]
    after = [pk for pk, urgency in rows if urgency <= signal.urgency]
    return (before[-1] if before else None), (after[0] if after else None)


def possible_originals(signal: Signal) -> list[Signal]:
    """Signals this one may be a duplicate of: those with the same best claim come first."""
    others = Signal.objects.exclude(pk=signal.pk).filter(is_exercise=signal.is_exercise)
    others = others.order_by("-urgency", "pk").only("title", "urgency")
    states = [*OPEN_STATES, "DITAUTKAN"]
    if signal.best_claim_id:
        same = others.filter(best_claim_id=signal.best_claim_id, state__in=states)[:CANDIDATES]
        if same:
            return list(same)
    # State by state, as the index has them in this order; together, all would have to be sorted.
    found = [each for state in states for each in others.filter(state=state)[:CANDIDATES]]
    return sorted(found, key=lambda each: (-each.urgency, each.pk))[:CANDIDATES]


def linkable_cases(user: User, *, is_exercise: bool) -> QuerySet[Case]:
    """Open cases this person may see, newest first, with what a list to choose from names."""
    return (
        visible_cases(user)
        .only("number", "title")
        .exclude(state=CaseState.CLOSED)
        .filter(is_exercise=is_exercise)
        .order_by("-opened_at", "-pk")[:CANDIDATES]
    )


def cases_of(user: User, signal: Signal) -> QuerySet[Case]:
    """The cases a signal is part of, as far as this person may see them."""
    return visible_cases(user).filter(signals=signal)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBurst:
    """One burst as a signal's reasons tell it."""

    signal: Signal
    reason: dict[str, object]
    hour: datetime


def recent_bursts(now: datetime) -> list[SeenBurst]:
    """Bursts of the last days, the newest hour first."""
    since = now - timedelta(days=BURST_DAYS)
    chosen = SignalFilter(state="all", reason="burst")
    signals = searchable().filter(chosen.condition(user=User(), now=now), last_seen_at__gte=since)
    found = [
        SeenBurst(signal=signal, reason=reason, hour=datetime.fromisoformat(str(reason["hour"])))
        for signal in signals.select_related("owner").order_by("-last_seen_at")[:500]
        for reason in signal.reasons
        if reason["kind"] == "burst"
    ]
    recent = [burst for burst in found if burst.hour >= since]
    return sorted(recent, key=lambda burst: burst.hour, reverse=True)
