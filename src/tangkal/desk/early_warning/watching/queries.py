"""Read plans, their indicators, mutes, answers and what they suggest."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import items
from tangkal.desk.cases import rules as cases
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning.filters import OPEN_STATES
from tangkal.desk.early_warning.watching import rules
from tangkal.desk.early_warning.watching.models import Feedback, Indicator, Mute, Plan
from tangkal.desk.early_warning.watching.preview import Preview, look_back
from tangkal.early_warning.watch_list.suggestions import (
    Answered,
    Suggestion,
    suggest_threshold,
)

PREVIEW_FOR_S = 600
COUNTED = ("items_hour", "items_day", "new_regions")
MOST_ANSWERS = 2_000
HOLIDAYS_AHEAD = timedelta(days=365)


def plans() -> QuerySet[Plan]:
    """Every plan, the one whose review is due first; with how many of its indicators are on."""
    found = Plan.objects.select_related("owner", "organisation").annotate(
        n_indicators=Count("indicators"),
        n_on=Count("indicators", filter=Q(indicators__is_on=True)),
    )
    return found.order_by("review_on", "pk")


def preview(indicator: Indicator, now: datetime) -> Preview:
    """The last 30 days; kept ten minutes, since it reads the lake."""
    key = f"watch-preview-{indicator.pk}-{indicator.version}"
    found: Preview | None = cache.get(key)
    if found is None:
        found = look_back(indicator, items.lake(), now=now)
        cache.set(key, found, PREVIEW_FOR_S)
    return found


def mutes(now: datetime) -> tuple[list[Mute], QuerySet[Mute]]:
    """Those in force, and all that were."""
    rows = Mute.objects.select_related("signal", "indicator__plan__organisation", "by", "ended_by")
    return list(rows.filter(Mute.in_force(now))), rows.exclude(Mute.in_force(now))


def signals_of(indicator: Indicator) -> list[Signal]:
    """The newest signals that carry this indicator's reason."""
    found = Signal.objects.order_by("-last_seen_at")[:500]
    return [s for s in found if any(r.get("indicator") == indicator.pk for r in s.reasons)][:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What a signal's page says of its mutes, its expiry and this person's answer."""

    mutes: list[Mute]
    has_expired: bool
    mine: Feedback | None
    may_mute: bool
    may_answer: bool
    answers: list[tuple[str, object]]


def life_of(signal: Signal, reader: User) -> Life:
    """Three queries, whatever there is."""
    mine = Q(of=Mute.Of.SIGNAL, signal=signal)
    if signal.narrative_id:
        mine |= Q(of=Mute.Of.NARRATIVE, narrative_id=signal.narrative_id)
    standing = list(Mute.objects.filter(mine, Mute.in_force(timezone.now())))
    is_open = signal.state in OPEN_STATES and signal.urgency < rules.CRITICAL_URGENCY
    return Life(
        mutes=standing,
        has_expired=signal.expiries.filter(revived_at=None).exists(),
        mine=Feedback.objects.filter(signal=signal, by=reader).first(),
        may_mute=is_open and not standing and cases.can_screen(reader, signal),
        may_answer=rules.may_answer(reader),
        answers=[(str(code), label) for code, label in Feedback.Answer.choices],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One indicator's answers, and the threshold they suggest."""

    indicator: Indicator
    useful: int
    not_useful: int
    too_late: int
    field: str = ""
    suggestion: Suggestion | None = None


def advice() -> list[Advice]:
    """What people said of each indicator's signals, the most answered first."""
    told: dict[int, list[tuple[str, dict[str, object]]]] = defaultdict(list)
    for answer, reasons in Feedback.objects.values_list("answer", "reasons")[:MOST_ANSWERS]:
        for reason in reasons:
            told[int(reason["indicator"])].append((answer, reason))
    known = Indicator.objects.select_related("plan__organisation").in_bulk(list(told))
    found = [advise(known[pk], told[pk]) for pk in told if pk in known]
    return sorted(found, key=lambda each: -(each.useful + each.not_useful + each.too_late))


def advise(indicator: Indicator, told: Sequence[tuple[str, dict[str, object]]]) -> Advice:
    answers = [answer for answer, _reason in told]
    field, suggestion = "", None
    for name in COUNTED:
        present = getattr(indicator, name)
        mine = [
            Answered(observed=int(float(str(reason["observed"]))), answer=answer)  # type: ignore[arg-type]
            for answer, reason in told
            if reason.get("what") == name
        ]
        if present is not None and suggestion is None:
            suggestion = suggest_threshold(present, mine)
            field = name if suggestion else ""
    return Advice(
        indicator=indicator,
        useful=answers.count(Feedback.Answer.USEFUL),
        not_useful=answers.count(Feedback.Answer.NOT_USEFUL),
        too_late=answers.count(Feedback.Answer.TOO_LATE),
        field=field,
        suggestion=suggestion,
    )


def holidays(today: date | None = None) -> list[tuple[str, str]]:
    """National holidays of the next twelve months, as lines of the trigger dates."""
    from lokal.holidays import HOLIDAY_YEARS, get_holidays  # noqa: PLC0415 - one form needs it

    first = today or timezone.localdate()
    last = first + HOLIDAYS_AHEAD
    return [
        (each.date, each.name)
        for year in sorted({first.year, last.year} & set(HOLIDAY_YEARS))
        for each in get_holidays(year).holidays
        if first.isoformat() <= each.date <= last.isoformat() and each.type == "libur_nasional"
    ]
