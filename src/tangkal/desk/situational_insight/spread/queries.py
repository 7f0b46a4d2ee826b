"""The history of a narrative's levels, from what is kept; no question to the lake."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.breakout import Suggestion
from tangkal.desk.cases.models import Case, Evidence
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.situational_insight import membership
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.spread import words
from tangkal.desk.situational_insight.spread.models import (
    BreakoutFlag,
    BreakoutReading,
    SpreadMeasure,
)
from tangkal.desk.ui.links import web_address
from tangkal.impact_analysis.breakout import FLAG_LEVELS, Flag
from tangkal.impact_analysis.breakout_history import FlagSeen, Reached, with_flags


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Levels in the order in which they were reached, and every flag, also withdrawn ones."""

    levels: tuple[Reached, ...]
    flags: list[BreakoutFlag]

    @property
    def level(self) -> Reached | None:
        """The highest level reached; None where nothing was measured or flagged."""
        return self.levels[-1] if self.levels else None

    @property
    def standing(self) -> dict[str, BreakoutFlag]:
        return {flag.kind: flag for flag in self.flags if flag.withdrawn_at is None}


def ids_of(narrative_id: str) -> list[str]:
    """The narrative and those that have become part of it: what was known of them stays."""
    moved = membership.current().narratives
    return [narrative_id, *(old for old, now in moved.items() if now == narrative_id)]


def history_of(narrative_id: str, measured: Iterable[Reached] = ()) -> History:
    """What is kept, together with what has just been measured."""
    ids = ids_of(narrative_id)
    flags = list(
        BreakoutFlag.objects.filter(narrative_id__in=ids).select_related(
            "set_by", "withdrawn_by", "case_evidence__case"
        )
    )
    kept = [as_reached(each) for each in BreakoutReading.objects.filter(narrative_id__in=ids)]
    return History(levels=joined([*kept, *measured], flags), flags=flags)


def joined(reached: Sequence[Reached], flags: Sequence[BreakoutFlag]) -> tuple[Reached, ...]:
    """Of every level the earliest moment, with the flags that stand."""
    earliest: dict[int, Reached] = {}
    for each in reached:
        before = earliest.get(each.level)
        if before is None or each.at <= before.at:  # of equal moments what is measured now
            earliest[each.level] = each
    standing = [flag for flag in flags if flag.withdrawn_at is None]
    return with_flags(list(earliest.values()), [as_seen(flag) for flag in standing])


def as_seen(flag: BreakoutFlag) -> FlagSeen:
    return FlagSeen(flag.kind, flag.happened_at, flag.evidence)


def as_reached(reading: BreakoutReading) -> Reached:
    return Reached(
        reading.level,
        reading.reached_at,
        tuple(reading.platforms),
        tuple(reading.communities),
        reading.basis or None,
    )


def evidence_on(narrative_id: str, reader: User) -> QuerySet[Evidence]:
    """What the cases on a narrative keep, as far as this person may see them."""
    cases = visible_cases(reader).filter(signals__narrative_id__in=ids_of(narrative_id))
    return Evidence.objects.filter(case__in=cases.values("pk")).order_by("-pk")


def measure_of(narrative_id: str) -> SpreadMeasure | None:
    return SpreadMeasure.objects.filter(narrative_id=narrative_id).first()


def address_of(each: Reached) -> str:
    return web_address(each.evidence)


def narratives_of(case: Case) -> list[str]:
    """The narratives of a case's signals, as they are called after merges.

    What an exercise measures says nothing of a real case, nor the other way round.
    """
    ids = {signal.narrative_id for signal in case.signals.all() if signal.narrative_id}
    if not ids:
        return []
    moved = membership.current().narratives
    now = {moved.get(each, each) for each in ids}
    foreign = Narrative.objects.filter(pk__in=now).exclude(is_exercise=case.is_exercise)
    return sorted(now - set(foreign.values_list("pk", flat=True)))


def levels_of(case: Case) -> list[tuple[int, datetime]]:
    """Every level that the case's narratives reached, and when."""
    return [
        (each.level, each.at)
        for narrative_id in narratives_of(case)
        for each in history_of(narrative_id).levels
    ]


def levels_of_many(narratives: Collection[str]) -> dict[str, list[tuple[int, datetime]]]:
    """The levels that some narratives reached, and when: two queries for however many."""
    moved = membership.current().narratives
    wanted = {each: moved.get(each, each) for each in narratives}
    found: dict[str, list[tuple[int, datetime]]] = {}
    readings = BreakoutReading.objects.values_list("narrative_id", "level", "reached_at")
    for narrative, level, at in readings:
        found.setdefault(moved.get(narrative, narrative), []).append((level, at))
    flags = BreakoutFlag.objects.filter(withdrawn_at=None)
    for narrative, kind, at in flags.values_list("narrative_id", "kind", "happened_at"):
        level = FLAG_LEVELS[Flag(kind)]
        found.setdefault(moved.get(narrative, narrative), []).append((level, at))
    return {each: found[now] for each, now in wanted.items() if now in found}


def suggest(case: Case) -> Suggestion | None:
    """The highest level among the case's narratives, as help for whoever judges the impact."""
    best: Suggestion | None = None
    for narrative_id in narratives_of(case):
        found = history_of(narrative_id)
        if found.level is not None and (best is None or found.level.level > best.level):
            best = Suggestion(
                level=found.level.level,
                why=words.level_says(found.level, found.standing),
                reached_at=found.level.at,
                narrative_id=narrative_id,
                narrative=str(Narrative.objects.filter(pk=narrative_id).first() or narrative_id),
            )
    return best
