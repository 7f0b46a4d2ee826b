"""Everything a draft rests on, read at once: the lake's counts, and what the desk has on record."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet

from tangkal.desk.cases.models import Case, Signal, Verdict
from tangkal.desk.cases.rules import latest_gate
from tangkal.desk.cases.states import CaseState, VerdictState
from tangkal.desk.coordination.models import Community
from tangkal.desk.coordination.rules import lies_within
from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.desk.recognise.versions import live_version
from tangkal.desk.situation_reports.models import Edition, Series, Slot
from tangkal.desk.situational_insight import membership
from tangkal.desk.situational_insight.models import Narrative, NarrativeEvent
from tangkal.desk.situational_insight.spread.models import BreakoutFlag, BreakoutReading
from tangkal.desk.situational_insight.voids.models import (
    STALE_AFTER,
    InsightRun,
    PublicQuestion,
    QuestionMark,
)
from tangkal.engines import Lake, LakeError
from tangkal.pipeline.quarantine import Quarantine
from tangkal.pipeline.situation import HOUR, Period, measure
from tangkal.situational_insight.report import Changes, Facts, Merged, compare
from tangkal.situational_insight.titles import first_sentence

log = logging.getLogger(__name__)

FEWEST_ACCOUNTS = 5  # a smaller group is no community: it would point at persons
MOST_CASES = 10
MOST_COMMUNITIES = 8
MOST_QUESTIONS = 8
MOST_REPORTS = 5_000  # citizens' questions that are read for the ones asked most
MOST_MERGED = 200  # joined narratives whose names are looked up
TITLE = 110
STANDING = (VerdictState.APPROVED, VerdictState.PUBLISHED)


class Level(NamedTuple):
    """A breakout level on record, and whether somebody's evidence set it or counts did."""

    level: int
    is_flagged: bool


class Asked(NamedTuple):
    """Citizens' questions at the portal: new in the period, waiting now, and those asked most."""

    new: int = 0
    waiting: int = 0
    most: tuple[tuple[str, int, bool], ...] = ()  # text, times asked, whether it was answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Voids:
    """Questions asked in public that nothing answers, as last measured before the period's end."""

    measured_at: datetime
    is_stale: bool  # measured too long before the period's end to be a picture of it
    total: int
    new: int  # first asked since the last report
    largest: Sequence[PublicQuestion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """One draft's material; wording.py turns it into sentences."""

    series: Series
    period: Period
    facts: Facts
    last: Edition | None  # the edition this one is compared with
    since_last: datetime  # from when on something is news
    changes: Changes | None  # None: there is nothing to compare with, or the lake is unreadable
    titles: Mapping[str, str] = field(default_factory=dict)
    verdicts: Sequence[Verdict] = ()
    publications: Sequence[Clarification] = ()
    cases: Sequence[Case] = ()
    moved: Mapping[str, str] = field(default_factory=dict)  # narratives that became part of others
    levels: Mapping[str, Level] = field(default_factory=dict)  # breakout by narrative
    communities: Sequence[Community] = ()
    small_groups: int = 0  # communities too small to be described
    asked: Asked | None = None  # None: the portal's questions do not belong to this report
    voids: Voids | None = None  # questions without an answer; None: never measured
    quarantined: int | None = None
    matcher: int = 0
    has_encoder: bool = False
    missed: Sequence[datetime] = ()  # slots since the last edition that had no draft


def period_of(series: Series, *, until: datetime, hours: int) -> Period:
    return Period(until=until, hours=hours, region=series.region_id, is_exercise=series.is_exercise)


def gather(series: Series, lake: Lake, *, until: datetime, hours: int, as_of: datetime) -> Gathered:
    """Read everything; a lake that cannot be read is said, and stops nothing else."""
    period = period_of(series, until=until, hours=hours)
    last = last_edition(series, before=until)
    since_last = last.until if last else period.since
    cases = prominent(series, period)
    moved = membership.current().narratives
    facts = measured(lake, period, as_of=as_of, last=last, also=narratives_of(cases, moved))
    changes = changed(facts, last, period)
    communities, small = groups(series, period)
    has_questions = series.region_id is None and (
        not series.is_exercise or settings.TANGKAL.is_demo
    )
    return Gathered(
        series=series,
        period=period,
        facts=facts,
        last=last,
        since_last=since_last,
        changes=changes,
        titles=titles(lake, period, facts, changes, communities),
        verdicts=new_verdicts(series, since_last, until),
        publications=new_publications(series, since_last, until),
        cases=by_spread(cases, facts, moved),
        moved=moved,
        levels=levels(narratives_of(cases, moved), moved),
        communities=communities,
        small_groups=small,
        asked=asked_of_portal(period) if has_questions else None,
        voids=voids(series, since_last, until),
        quarantined=quarantined(),
        matcher=live_version(),
        has_encoder=bool(settings.TANGKAL.encoder),
        missed=missed_slots(series, last.until if last else series.rhythm_since, until),
    )


def last_edition(series: Series, *, before: datetime) -> Edition | None:
    """The newest edition that somebody stands behind; else the newest draft of an earlier end."""
    earlier = series.editions.filter(until__lt=before).exclude(state="DITARIK")
    return earlier.filter(signed_by__isnull=False).order_by("-until", "-pk").first() or (
        earlier.order_by("-until", "-pk").first()
    )


def measured(
    lake: Lake, period: Period, *, as_of: datetime, last: Edition | None, also: Collection[str]
) -> Facts:
    """The lake's counts, or why there are none."""
    try:
        return measure(
            lake,
            period,
            as_of=as_of,
            also=sorted({*(last.counts if last else {}), *also}),
            last_since=last.since if last else None,
        )
    except LakeError as error:
        log.warning("a situation report cannot read the lake: %s", error)
        return Facts(since=period.since, until=period.until, as_of=as_of, fault=str(error))


def changed(facts: Facts, last: Edition | None, period: Period) -> Changes | None:
    if last is None or not facts.is_known:
        return None
    return compare(
        facts.counts,
        last.counts,
        hours=period.hours,
        hours_before=max(last.hours, 1),
        merged=merged_since(last, period),
        known=facts.known,
    )


def merged_since(last: Edition, period: Period) -> list[Merged]:
    """Joins since the last draft, of narratives that one of the two reports counts."""
    found = NarrativeEvent.objects.filter(
        kind=NarrativeEvent.Kind.MERGED,
        recorded_at__gte=last.as_of,
        undone_by=None,
        other_id__in=list(last.counts),
    )
    return [
        Merged(narrative_id, gone)
        for narrative_id, gone in found.values_list("narrative_id", "other_id")
    ]


def titles(
    lake: Lake,
    period: Period,
    facts: Facts,
    changes: Changes | None,
    communities: Sequence[Community],
) -> dict[str, str]:
    """What each narrative is called: by a person, a signal, or in its items' own words."""
    if not facts.is_known:
        return {}
    wanted = {each.narrative_id for each in facts.leading}
    wanted |= {name for community in communities for name, _n in community.narratives[:3]}
    if changes:
        for kind in (changes.new, changes.grown, changes.faded):
            wanted |= {each.narrative_id for each in kind[:5]}
        wanted |= {name for pair in changes.merged[:MOST_MERGED] for name in pair}
    found = {
        each.pk: str(each)
        for each in Narrative.objects.filter(pk__in=wanted)
        if each.title or each.machine_title
    }
    signals = Signal.objects.filter(
        narrative_id__in=wanted - found.keys(), is_exercise=period.is_exercise
    )
    found |= {signal.narrative_id: signal.title for signal in signals}
    first = {
        each.lead_item: each.narrative_id
        for each in facts.leading
        if each.narrative_id not in found
    }
    if first:
        for row in lake.items(list(first)).to_pylist():
            text = row["title"] or row["text"]
            found[first[row["item_id"]]] = first_sentence(text) or text
    return {name: text[:TITLE] for name, text in found.items()}


def in_scope(series: Series) -> Q:
    """Cases of the series' office and of what lies below it, in its reality and its region.

    Offices of a region read signed reports about it: nothing of another region may stand there.
    """
    found = Q(
        is_exercise=series.is_exercise,
        lead_organisation__path__startswith=series.organisation.path,
    )
    if series.region_id is not None:
        found &= lies_in(series.region_id, "signals__region") | lies_in(
            series.region_id, "lead_organisation__region"
        )
    return found


def lies_in(code: str, field: str) -> Q:
    return Q(**{field: code}) | Q(**{f"{field}__code__startswith": f"{code}."})


def prominent(series: Series, period: Period) -> list[Case]:
    """Cases about a claim, open or judged since the period began."""
    found: QuerySet[Case] = (
        Case.objects.filter(in_scope(series), opened_at__lt=period.until, claims__isnull=False)
        .filter(~Q(state=CaseState.CLOSED) | Q(verdicts__reviewed_at__gte=period.since))
        .distinct()
        .prefetch_related("claims", "verdicts", "assessments", "signals", "gates")
    )
    return [case for case in found.order_by("-opened_at")[:100] if may_be_told(case)]


def may_be_told(case: Case) -> bool:
    """Opinion, criticism, satire and press work never stand in a list of false items."""
    gate = latest_gate(case)
    return gate is None or gate.may_be_labelled


def narratives_of(cases: Iterable[Case], moved: Mapping[str, str]) -> set[str]:
    """The narratives that cases are about, by the ids that are valid now."""
    names = {s.narrative_id for case in cases for s in case.signals.all() if s.narrative_id}
    return {moved.get(name, name) for name in names}


def by_spread(cases: Sequence[Case], facts: Facts, moved: Mapping[str, str]) -> list[Case]:
    return sorted(cases, key=lambda case: (-items_of(case, facts, moved), -case.pk))[:MOST_CASES]


def items_of(case: Case, facts: Facts, moved: Mapping[str, str]) -> int:
    """Items of the period in the narratives that a case is about."""
    return sum(facts.counts.get(name, 0) for name in narratives_of([case], moved))


def levels(names: Collection[str], moved: Mapping[str, str]) -> dict[str, Level]:
    """The highest breakout level on record of each narrative, two queries for all of them."""
    ids = [*names, *(old for old, now in moved.items() if now in names)]
    readings = BreakoutReading.objects.filter(narrative_id__in=ids)
    flags = BreakoutFlag.objects.filter(narrative_id__in=ids, withdrawn_at=None)
    reached = [(each.narrative_id, Level(each.level, False)) for each in readings]
    reached += [(each.narrative_id, Level(each.level, True)) for each in flags]
    found: dict[str, Level] = {}
    for name, level in reached:
        now = moved.get(name, name)
        found[now] = max(found.get(now, level), level)
    return found


def new_verdicts(series: Series, since: datetime, until: datetime) -> list[Verdict]:
    cases = Case.objects.filter(in_scope(series)).values("pk")
    found = Verdict.objects.filter(
        case__in=cases, state__in=STANDING, reviewed_at__gte=since, reviewed_at__lt=until
    )
    return list(found.select_related("case", "claim").order_by("-reviewed_at")[:20])


def new_publications(series: Series, since: datetime, until: datetime) -> list[Clarification]:
    found = Clarification.objects.filter(
        is_exercise=series.is_exercise,
        issuer__path__startswith=series.organisation.path,
        published_at__gte=since,
        published_at__lt=until,
        state=Clarification.State.PUBLISHED,
    )
    if series.region_id is not None:
        found = found.filter(lies_in(series.region_id, "region"))
    return list(found.order_by("-published_at")[:20])


def groups(series: Series, period: Period) -> tuple[list[Community], int]:
    """Communities that acted in the period, largest first, and how many are too small to tell."""
    found = Community.objects.filter(
        is_exercise=series.is_exercise,
        merged_into=None,
        last_at__gte=period.since,
        first_at__lt=period.until,
    ).defer("volume")
    region = series.region_id
    near = [
        each
        for each in found
        if region is None or any(lies_within(code, [region]) for code, _n in each.regions)
    ]
    large = [each for each in near if len(each.accounts) >= FEWEST_ACCOUNTS]
    large.sort(key=lambda each: (-len(each.accounts), each.pk))
    return large[:MOST_COMMUNITIES], len(near) - len(large)


def asked_of_portal(period: Period) -> Asked:
    states = PublicReport.State
    new = PublicReport.objects.filter(
        created_at__gte=period.since, created_at__lt=period.until
    ).order_by("created_at", "pk")
    times: dict[str, tuple[str, int, bool]] = {}
    for text, item_id, state in new.values_list("text", "item_id", "state")[:MOST_REPORTS]:
        first, n, was_answered = times.get(item_id, (text[:200], 0, False))
        times[item_id] = (first, n + 1, was_answered or state == states.ANSWERED)
    return Asked(
        new=new.count(),
        waiting=PublicReport.objects.filter(
            state=states.WAITING, created_at__lt=period.until
        ).count(),
        most=tuple(sorted(times.values(), key=lambda each: (-each[1], each[0]))[:MOST_QUESTIONS]),
    )


def voids(series: Series, since: datetime, until: datetime) -> Voids | None:
    """The newest measurement that was finished by the period's end."""
    run = InsightRun.objects.filter(
        kind=InsightRun.Kind.VOIDS,
        is_exercise=series.is_exercise,
        finished_at__isnull=False,
        fault="",
        until__lte=until + STALE_AFTER,
    ).first()
    if run is None:
        return None
    decided = QuestionMark.objects.filter(ended_at=None)
    found = [
        each
        for each in PublicQuestion.objects.filter(run=run, answer=PublicQuestion.Answer.NONE)
        .exclude(marks__in=decided)
        .order_by("-askers", "-asks", "pk")
        if is_asked_in(each, series.region_id)
    ]
    return Voids(
        measured_at=run.until,
        is_stale=abs(until - run.until) > STALE_AFTER,
        total=len(found),
        new=sum(each.first_at >= since for each in found),
        largest=found[:MOST_QUESTIONS],
    )


def is_asked_in(question: PublicQuestion, region: str | None) -> bool:
    return region is None or any(lies_within(code, [region]) for code in question.regions)


def quarantined() -> int | None:
    """Rows that wait because they could not be read; None where that cannot be told."""
    place = settings.TANGKAL.home.intake_database
    if not place.exists():
        return None
    with Quarantine(place) as store:
        return store.count()


def missed_slots(series: Series, since: datetime, until: datetime) -> list[datetime]:
    found = Slot.objects.filter(series=series, edition=None, at__gte=since, at__lt=until)
    return list(found.order_by("at").values_list("at", flat=True))


def hours_between(since: datetime, until: datetime) -> int:
    """Whole hours, at least one."""
    return max(1, -(-(until - since) // HOUR))
