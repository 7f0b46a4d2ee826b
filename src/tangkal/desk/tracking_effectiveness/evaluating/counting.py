"""What is counted for an evaluation: whole periods around the response, read from the lake once.

Items of an exercise and of the world are never counted together, hours before the lake began
are unknown and not 0, and a platform's silence is an outage and not a fall.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from tangkal.desk.cases.items import current_ids, lake
from tangkal.desk.cases.models import Signal
from tangkal.desk.portal.models import Clarification, Correction
from tangkal.desk.tracking_effectiveness.evaluation_models import EvaluationPlan
from tangkal.statistics.counts import utc_hour
from tangkal.tracking_effectiveness.outages import outages

__all__ = ["Counted", "Span", "count", "lake"]

HOUR = timedelta(hours=1)
CARRIES = 0.2  # share of a narrative's items that makes a platform's silence matter to it
UNANSWERED = 60  # narratives whose peaks show how peaks end by themselves
ENOUGH = 30  # items of such a narrative in the whole span


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Equal periods around a response; the response lies in the last one before `boundary`."""

    first: datetime
    boundary: datetime  # start of the first period after the response
    until: datetime
    bucket: timedelta

    @property
    def before(self) -> int:
        return int((self.boundary - self.first) / self.bucket)

    @property
    def periods(self) -> int:
        return int((self.until - self.first) / self.bucket)

    @property
    def hours(self) -> int:
        return int((self.until - self.first) / HOUR)

    def index_after(self, moment: datetime) -> int:
        """Index of the first whole period after a moment."""
        return int((utc_hour(moment) - self.first) / self.bucket) + 1

    def moments(self) -> list[datetime]:
        return [self.first + place * self.bucket for place in range(self.periods)]


@dataclass(slots=True, kw_only=True)
class Counted:
    """Everything an estimate is made from."""

    span: Span
    counts: list[int]
    comparisons: dict[str, list[int]] = field(default_factory=dict)
    unanswered: dict[str, list[int]] = field(default_factory=dict)
    gaps: list[tuple[int, int]] = field(default_factory=list)
    silences: list[dict[str, Any]] = field(default_factory=list)  # in words' terms, for the page
    other_actions: dict[str, int] = field(default_factory=dict)


def acted_at(plan: EvaluationPlan) -> datetime | None:
    """When the response was out; None while it is not."""
    return plan.clarification.published_at if plan.clarification else plan.acted_at


def span_of(plan: EvaluationPlan, at: datetime, now: datetime, beginning: datetime | None) -> Span:
    """The periods to count: none before the lake began, none that is not over yet.

    Args:
        at: when the response was out, or now for a plan made before.
        beginning: moment of the lake's earliest item.
    """
    bucket = plan.bucket_hours * HOUR
    boundary = utc_hour(at) + HOUR
    wanted = plan.days_before * timedelta(days=1) // bucket
    known = max(0, (boundary - utc_hour(beginning)) // bucket) if beginning else 0
    after = plan.days_after * timedelta(days=1) // bucket
    over = max(0, (utc_hour(now) - boundary) // bucket)
    return Span(
        first=boundary - min(wanted, known) * bucket,
        boundary=boundary,
        until=boundary + min(after, over) * bucket,
        bucket=bucket,
    )


def narratives_of(plan: EvaluationPlan) -> list[str]:
    """What was answered, under today's ids: narratives are joined now and then."""
    return sorted(set(current_ids(plan.narratives).values()))


def count(plan: EvaluationPlan, at: datetime, now: datetime) -> Counted:
    """Read the counts of a plan.

    Raises:
        LakeError: the lake cannot be read.
    """
    store = lake()
    span = span_of(plan, at, now, store.beginning())
    if not span.periods:
        return Counted(span=span, counts=[])
    mine = narratives_of(plan)
    chosen = current_ids([str(each["id"]) for each in plan.comparisons])
    hourly = hours_by_narrative(span, is_exercise=plan.is_exercise)
    own = summed([hourly[each] for each in mine if each in hourly], span.hours)
    answered = answered_narratives(span) | set(mine)
    peers = {old: new for old, new in chosen.items() if new not in mine}
    silences = [
        *silent_platforms(span, mine, is_exercise=plan.is_exercise),
        *told_outages(plan, span),
    ]
    loudest = sorted(
        (each for each in hourly if each not in answered and sum(hourly[each]) >= ENOUGH),
        key=lambda each: (-sum(hourly[each]), each),
    )[:UNANSWERED]
    return Counted(
        span=span,
        counts=buckets(own, span),
        comparisons={
            old: buckets(hourly.get(new, [0] * span.hours), span) for old, new in peers.items()
        },
        unanswered={each: buckets(hourly[each], span) for each in loudest},
        gaps=sorted({each["gap"] for each in silences}),
        silences=silences,
        other_actions=other_actions(plan, mine, span, at),
    )


def hours_by_narrative(span: Span, *, is_exercise: bool) -> dict[str, list[int]]:
    """Items an hour of every narrative in the span."""
    table = lake().tally(span.first, span.until, ["narrative_id", "hour"], is_exercise=is_exercise)
    found: dict[str, list[int]] = {}
    columns = (table[name].to_pylist() for name in ("narrative_id", "hour", "items"))
    for narrative_id, hour, items in zip(*columns, strict=True):
        if narrative_id is not None and hour is not None and 0 <= hour < span.hours:
            found.setdefault(narrative_id, [0] * span.hours)[hour] = items
    return found


def summed(rows: Sequence[Sequence[int]], hours: int) -> list[int]:
    return [sum(row[hour] for row in rows) for hour in range(hours)]


def buckets(hourly: Sequence[int], span: Span) -> list[int]:
    width = int(span.bucket / HOUR)
    return [sum(hourly[at : at + width]) for at in range(0, span.periods * width, width)]


# Outages


def silent_platforms(
    span: Span, narratives: Sequence[str], *, is_exercise: bool
) -> list[dict[str, Any]]:
    """Stretches in which a platform that carries the narrative gave no item of anything."""
    table = lake().tally(span.first, span.until, ["platform", "hour"], is_exercise=is_exercise)
    own = lake().tally(
        span.first, span.until, ["platform"], narrative_ids=narratives, is_exercise=is_exercise
    )
    shares = dict(zip(own["platform"].to_pylist(), own["items"].to_pylist(), strict=True))
    total = sum(shares.values())
    hourly: dict[str, list[int]] = {}
    columns = (table[name].to_pylist() for name in ("platform", "hour", "items"))
    for platform, hour, items in zip(*columns, strict=True):
        if platform is not None and 0 <= hour < span.hours:
            hourly.setdefault(platform, [0] * span.hours)[hour] = items
    hourly[""] = summed(list(hourly.values()), span.hours)  # everything at once
    return [
        silence(span, span.first + first * HOUR, span.first + end * HOUR, platform, "")
        for platform, counts in hourly.items()
        if not platform or shares.get(platform, 0) >= CARRIES * max(total, 1)
        for first, end in outages(counts)
    ]


def told_outages(plan: EvaluationPlan, span: Span) -> list[dict[str, Any]]:
    """Outages that people wrote into the plan."""
    found = []
    for each in plan.outages:
        since, until = parse_datetime(str(each["since"])), parse_datetime(str(each["until"]))
        if since and until and until > span.first and since < span.until:
            found.append(silence(span, since, until, "", str(each.get("why", ""))))
    return found


def silence(
    span: Span, since: datetime, until: datetime, platform: str, why: str
) -> dict[str, Any]:
    since, until = max(since, span.first), min(until, span.until)
    first = int((since - span.first) / span.bucket)
    end = -int((span.first - until) // span.bucket)
    return {
        "gap": (first, max(end, first + 1)),
        "since": since.isoformat(),
        "until": until.isoformat(),
        "platform": platform,
        "why": why,
    }


# What else was done


def answered_narratives(span: Span) -> set[str]:
    """Narratives to which something was published within the span: no comparison for anybody."""
    published = Clarification.objects.filter(
        published_at__gte=span.first, published_at__lt=span.until
    )
    numbers = list(published.values_list("reference", flat=True))
    return narratives_of_cases(numbers)


def narratives_of_cases(numbers: Iterable[str]) -> set[str]:
    """Narratives of the signals of these cases, under today's ids."""
    found = Signal.objects.filter(cases__number__in=list(numbers)).exclude(narrative_id="")
    return set(current_ids(found.values_list("narrative_id", flat=True)).values())


def other_actions(
    plan: EvaluationPlan, narratives: Sequence[str], span: Span, at: datetime
) -> dict[str, int]:
    """What else was published or changed on the same narratives within the span."""
    numbers = {plan.case.number, *cases_on(narratives)}
    within = {"published_at__gte": span.first, "published_at__lt": span.until}
    others = Clarification.objects.filter(reference__in=numbers, **within)
    if plan.clarification is not None:
        others = others.exclude(pk=plan.clarification.pk)
    others = others.exclude(published_at=at)
    found = {
        f"{each.headline} ({each.reference})": span.index_after(each.published_at)
        for each in others
    }
    changes = Correction.objects.filter(
        clarification__reference__in=numbers, at__gte=span.first, at__lt=span.until
    ).select_related("clarification")
    for change in changes:
        # A change in the same hour is part of the same publication.
        if utc_hour(change.at) != utc_hour(at):
            name = f"{change.get_kind_display()}: {change.clarification.headline}"
            found[name] = span.index_after(change.at)
    return {name: index for name, index in found.items() if 0 < index < span.periods}


def cases_on(narratives: Sequence[str]) -> set[str]:
    """Numbers of the cases with a signal of these narratives, whatever they were called then."""
    rows = Signal.objects.exclude(cases=None).exclude(narrative_id="")
    pairs = list(rows.values_list("narrative_id", "cases__number"))
    today = current_ids({narrative_id for narrative_id, _number in pairs})
    wanted = set(narratives)
    return {str(number) for narrative_id, number in pairs if today[narrative_id] in wanted}
