"""Read families: the list with what it shows, the ones most asked about, how much is answered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Case, Count, F, IntegerField, QuerySet, Sum, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from tangkal.desk.portal import search
from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.desk.questions.models import Asked, Family, Move
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.models import KnownClaim
from tangkal.recognise.restraint import answer

State = PublicReport.State
# How much one asker counts in the order "most asked about", by when they asked.
WEIGHTS = ((timedelta(days=1), 4), (timedelta(days=7), 2))
OLDER = 1
WEEKS = 8
SAMPLES = 3  # wordings shown of a family


def families(state: str, order: str, now: datetime) -> QuerySet[Family]:
    """Families of one state that anybody is in.

    Args:
        order: "top" (most asked about, the recent counting more), or "oldest"; for waiting ones.
    """
    found = Family.objects.filter(state=state, askers__gt=0).select_related("answer")
    if state != State.WAITING:
        return found.order_by("-settled_at", "-pk")
    found = found.annotate(weight=weight(now))
    if order == "oldest":
        return found.order_by("first_asked_at", "pk")
    return found.order_by("-weight", "first_asked_at", "pk")


def weight(now: datetime) -> Sum:
    """4 for each who asked in the last day, 2 in the last week, 1 before."""
    whens = [
        When(asked__report__created_at__gte=now - span, then=Value(points))
        for span, points in WEIGHTS
    ]
    return Sum(Case(*whens, default=Value(OLDER), output_field=IntegerField()))


def counts() -> dict[str, int]:
    """How many families of each state there are."""
    rows = Family.objects.filter(askers__gt=0).values_list("state").annotate(Count("pk"))
    return dict(rows.order_by())


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One family as the list shows it."""

    family: Family
    samples: Sequence[PublicReport]  # the newest wordings
    channels: Sequence[tuple[str, int]]  # by which ways it came, the most used first
    best: "Best | None" = None  # what may answer it, where it waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The known claim that a question is likeliest about."""

    result: str  # "same" or "maybe"
    claim: KnownClaim
    page: Clarification | None  # ours on it


def lines(found: Iterable[Family]) -> list[Line]:
    """What the list shows of each; four queries, however many there are."""
    chosen = list(found)
    keys = [each.pk for each in chosen]
    channels: dict[int, Counter[str]] = defaultdict(Counter)
    counted = Asked.objects.filter(family__in=keys).values_list("family", "via")
    for family, via, n in counted.annotate(n=Count("pk")).order_by():
        channels[family][via] = n
    samples: dict[int, list[PublicReport]] = defaultdict(list)
    for report in newest_of(keys):
        samples[report.asked.family_id].append(report)
    waiting = {each.pk: samples[each.pk] for each in chosen if each.state == State.WAITING}
    best = best_of({pk: found[0].text for pk, found in waiting.items() if found})
    return [
        Line(
            family=each,
            samples=samples[each.pk],
            channels=channels[each.pk].most_common(),
            best=best.get(each.pk),
        )
        for each in chosen
    ]


def best_of(texts: Mapping[int, str]) -> dict[int, Best]:
    """What the matcher now takes for the claim of each text, where it takes any."""
    live = matcher.live()
    matches = {pk: found[0] for pk, text in texts.items() if (found := live.match(text, k=1))}
    ids = {match.claim_id for match in matches.values()}
    claims = KnownClaim.objects.filter(is_withdrawn=False).in_bulk(ids) if ids else {}
    pages = search.pages_of(list(claims.values()))
    return {
        pk: Best(
            result=answer(match),
            claim=claims[match.claim_id],
            page=pages.get(match.claim_id),
        )
        for pk, match in matches.items()
        if match.claim_id in claims and search.is_likely(match)
    }


def newest_of(keys: Sequence[int]) -> QuerySet[PublicReport]:
    """The newest few questions of each of these families."""
    place = Window(RowNumber(), partition_by=F("asked__family"), order_by=F("created_at").desc())
    rows = PublicReport.objects.filter(asked__family__in=keys).select_related("asked")
    return rows.annotate(place=place).filter(place__lte=SAMPLES).order_by("asked__family", "place")


def channels_of(family: Family) -> list[tuple[str, int]]:
    rows = Asked.objects.filter(family=family).values_list("via").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "via"))


def likely_same(family: Family) -> QuerySet[Family]:
    """Other families that the matcher takes for the same known claim."""
    claims = Asked.objects.filter(family=family).exclude(claim_id="").values("claim_id")
    rows = Family.objects.filter(asked__claim_id__in=claims, askers__gt=0).exclude(pk=family.pk)
    return rows.distinct().order_by("-last_asked_at")[:5]


def moves_of(family: Family) -> QuerySet[Move]:
    rows = Move.objects.filter(source=family) | Move.objects.filter(target=family)
    return rows.select_related("by")[:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What became of the questions of one week."""

    begins_on: date
    asked: int
    answered: int
    closed: int
    median_hours: float | None  # of those answered; None where there is none

    @property
    def waiting(self) -> int:
        return self.asked - self.answered - self.closed

    @property
    def answered_percent(self) -> int | None:
        return round(100 * self.answered / self.asked) if self.asked else None

    @property
    def missing_percent(self) -> int | None:
        """The share whose time is not in the median: closed, or still waiting."""
        return None if self.answered_percent is None else 100 - self.answered_percent


def coverage(now: datetime, weeks: int = WEEKS) -> list[Week]:
    """Week by week, newest first, Monday to Sunday: asked, answered, and how fast."""
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=weeks - 1)
    since = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    found: dict[date, list[tuple[str, float | None]]] = defaultdict(list)
    rows = PublicReport.objects.filter(created_at__gte=since)
    for state, created, answered in rows.values_list("state", "created_at", "answered_at"):
        day = timezone.localdate(created)
        hours = (answered - created).total_seconds() / 3600 if answered else None
        found[day - timedelta(days=day.weekday())].append((state, hours))
    return [
        week_of(monday - timedelta(weeks=back), found[monday - timedelta(weeks=back)])
        for back in range(weeks)
    ]


def week_of(begins_on: date, asked: Sequence[tuple[str, float | None]]) -> Week:
    hours = [took for state, took in asked if state == State.ANSWERED and took is not None]
    states = Counter(state for state, _took in asked)
    return Week(
        begins_on=begins_on,
        asked=len(asked),
        answered=states[State.ANSWERED],
        closed=states[State.CLOSED],
        median_hours=median(hours) if hours else None,
    )


def cases_of(report: PublicReport) -> list[str]:
    """Numbers of the cases that are to answer a question."""
    found = Family.objects.filter(asked__report=report).exclude(case_number="")
    return list(found.values_list("case_number", flat=True))
