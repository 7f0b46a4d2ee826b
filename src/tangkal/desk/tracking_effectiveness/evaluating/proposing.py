"""A plan in two minutes: all of it is proposed from the case; the planner mends what is wrong."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tangkal.desk.cases.items import current_ids
from tangkal.desk.cases.models import Case, Priority, Signal
from tangkal.desk.cases.rules import latest_assessment, latest_decision
from tangkal.desk.cases.states import DecisionOption
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.evaluating import counting, measuring
from tangkal.desk.tracking_effectiveness.evaluating.counting import HOUR, Span
from tangkal.desk.tracking_effectiveness.evaluation_models import (
    Audience,
    EvaluationPlan,
    MessageType,
)
from tangkal.desk.ui.charts import number
from tangkal.desk.ui.moments import in_words

PROPOSED = 8  # comparisons
BETWEEN = (0.2, 5.0)  # times our own volume: a comparison is neither a whisper nor a flood
FEWEST = 10  # items before the response that a comparison needs
LOOKED_BACK = 14  # days
Tier = EvaluationPlan.Tier
Bucket = EvaluationPlan.Bucket
# Items an hour above which each width of a period is rarely empty.
WIDTHS = ((1.5, Bucket.HOUR), (0.25, Bucket.QUARTER), (0.0, Bucket.DAY))
DAYS_AFTER: dict[int, int] = {Bucket.HOUR: 3, Bucket.QUARTER: 7, Bucket.DAY: 14}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A narrative that could show what happens without us."""

    narrative_id: str
    title: str
    items: int
    shares_topic: bool

    def as_kept(self) -> dict[str, Any]:
        return {
            "id": self.narrative_id,
            "title": self.title,
            "items": self.items,
            "shares_topic": self.shares_topic,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the form opens with."""

    fields: dict[str, Any]
    candidates: list[Candidate]
    power: dict[str, Any]
    items_before: int
    at: datetime


def propose(case: Case, clarification: Clarification | None, now: datetime) -> Proposal:
    """Everything a plan needs, from the case, its narratives and the lake.

    Raises:
        LakeError: the lake cannot be read.
    """
    at = clarification.published_at if clarification else now
    mine = narratives_of(case)
    draft = EvaluationPlan(
        case=case,
        clarification=clarification,
        narratives=mine,
        days_before=LOOKED_BACK,
        days_after=1,
        is_exercise=case.is_exercise,
    )
    span = before_only(counting.span_of(draft, at, at, counting.lake().beginning()))
    hourly = counting.hours_by_narrative(span, is_exercise=case.is_exercise) if span.periods else {}
    own = counting.summed([hourly[each] for each in mine if each in hourly], span.hours)
    candidates = comparisons(case, mine, own, hourly, span)
    width = width_for(own)
    draft.bucket_hours = width
    draft.days_after = DAYS_AFTER[width]
    draft.comparisons = [each.as_kept() for each in candidates]
    tier = tier_of(case)
    fields = {
        "title": (clarification.headline if clarification else case.title)[:200],
        "message_type": message_type_of(clarification),
        "audience": Audience.PUBLIC,
        "tier": tier,
        "narratives": mine,
        "comparisons": draft.comparisons,
        "bucket_hours": width,
        "days_before": LOOKED_BACK,
        "days_after": DAYS_AFTER[width],
        "triggered_by_peak": "",
        **words(case, tier, own, span, candidates, width),
    }
    return Proposal(
        fields=fields,
        candidates=candidates,
        power=power(draft, at) if mine else {},
        items_before=sum(own),
        at=at,
    )


def before_only(span: Span) -> Span:
    return Span(first=span.first, boundary=span.boundary, until=span.boundary, bucket=span.bucket)


def power(plan: EvaluationPlan, at: datetime) -> dict[str, Any]:
    """What could be seen with this plan, from what was counted up to the response."""
    counted = counting.count(plan, at, at)
    if not counted.counts:
        return {}
    return measuring.power_of(measuring.question_of(plan, counted), plan.days_after)


def narratives_of(case: Case) -> list[str]:
    found = [signal.narrative_id for signal in case.signals.all() if signal.narrative_id]
    return sorted(set(current_ids(found).values()))


# Comparisons


def comparisons(
    case: Case,
    mine: Sequence[str],
    own: Sequence[int],
    hourly: Mapping[str, Sequence[int]],
    span: Span,
) -> list[Candidate]:
    """Unanswered narratives of like volume, the likest first."""
    volume = max(sum(own), 1)
    answered = counting.answered_narratives(span) | set(mine)
    totals = {
        each: sum(counts)
        for each, counts in hourly.items()
        if each not in answered
        and sum(counts) >= FEWEST
        and BETWEEN[0] <= sum(counts) / volume <= BETWEEN[1]
    }
    likest = sorted(totals, key=lambda each: (abs(math.log(totals[each] / volume)), each))
    found = likest[:PROPOSED]
    titles = titles_of(found)
    about = topic_words(case.title, *(titles_of(mine).values()))
    return [
        Candidate(
            narrative_id=each,
            title=titles.get(each, each),
            items=totals[each],
            shares_topic=len(about & topic_words(titles.get(each, ""))) >= 2,
        )
        for each in found
    ]


def titles_of(narratives: Iterable[str]) -> dict[str, str]:
    """What the narratives' signals are called; else the narrative's first words."""
    wanted = list(narratives)
    found = dict(
        Signal.objects.filter(narrative_id__in=wanted).values_list("narrative_id", "title")
    )
    for each in wanted:
        if each not in found:
            rows = counting.lake().narrative_items(each, limit=1).to_pylist()
            text = str(rows[0]["title"] or rows[0]["text"]) if rows else each
            found[each] = text[:80]
    return found


def topic_words(*texts: str) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w{5,}", text.lower())}


# Words


def width_for(own: Sequence[int]) -> int:
    """The narrowest period that is rarely empty."""
    rate = sum(own) / max(len(own), 1)
    return int(next(width for least, width in WIDTHS if rate >= least))


def tier_of(case: Case) -> str:
    """How much an evaluation is worth: a crisis or a far spread all of it, a small case little."""
    decision, judged = latest_decision(case), latest_assessment(case)
    if decision is not None and decision.option == DecisionOption.CRISIS:
        return Tier.COMPREHENSIVE
    if judged is not None and judged.breakout >= 5:
        return Tier.COMPREHENSIVE
    return Tier.ENHANCED if case.priority == Priority.HIGH else Tier.BASIC


def message_type_of(clarification: Clarification | None) -> str:
    if clarification is not None and clarification.verdict in {"KONTEKS_SALAH", "MENYESATKAN"}:
        return MessageType.CONTEXT
    return MessageType.DEBUNK


def words(
    case: Case,
    tier: str,
    own: Sequence[int],
    span: Span,
    candidates: Sequence[Candidate],
    width: int,
) -> dict[str, str]:
    """The sentences of the plan, in the reader's language."""
    decision = latest_decision(case)
    objective = str((decision.gate_answers or {}).get("objective", "")) if decision else ""
    found = {
        "baseline": baseline(own, span),
        "target": objective
        or _("Fewer items of this narrative than would have come without the answer."),
        "method": _(
            "Items of the narrative counted over time and compared with what its own past and "
            "comparison narratives let expect; 95% interval; tested on moments and narratives "
            "to which nobody answered."
        ),
        "comparison": comparison_words(candidates),
        "limits": _(
            "Only what our sources hold is counted. Fewer items is not the same as fewer people "
            "who believe it. What else happened at the same time cannot be told apart."
        ),
        "inputs": _("Hours of work on the case and the channels used."),
        "outputs": _("One clarification on the portal; its reach within 72 hours."),
        "outcomes": _("Items of the narrative against what was to be expected."),
    }
    if tier != Tier.BASIC:
        found["outtakes"] = _("Whether readers found the answer helpful and understood it.")
        found["learning"] = _("What to repeat and what to leave, as one finding.")
    if tier == Tier.COMPREHENSIVE:
        found["impact"] = _("Belief and trust in a survey; use of the service concerned.")
    return found


def baseline(own: Sequence[int], span: Span) -> str:
    """What was counted before, with how long that is."""
    if not own:
        return ""
    days = max(1, round(len(own) / 24))
    peak = max(range(len(own)), key=lambda hour: own[hour])
    return ngettext(
        "%(items)s items in the %(days)s day before the answer, %(rate)s an hour; most at "
        "%(peak)s, with %(most)s in that hour.",
        "%(items)s items in the %(days)s days before the answer, %(rate)s an hour; most at "
        "%(peak)s, with %(most)s in that hour.",
        days,
    ) % {
        "items": number(sum(own)),
        "days": days,
        "rate": number(round(sum(own) / len(own), 1)),
        "peak": in_words(span.first + peak * HOUR),
        "most": number(own[peak]),
    }


def comparison_words(candidates: Sequence[Candidate]) -> str:
    if not candidates:
        return ""
    return ngettext(
        "%(n)s narrative of like volume that nobody answered.",
        "%(n)s narratives of like volume that nobody answered.",
        len(candidates),
    ) % {"n": len(candidates)}
