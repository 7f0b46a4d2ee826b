"""What the explorer tells of what was found: when, where, in which languages; and why nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Region
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.states import SignalState
from tangkal.desk.situational_insight.highlight import highlighted
from tangkal.desk.situational_insight.search import Asked
from tangkal.desk.ui.languages import language_name
from tangkal.desk.ui.timezones import local
from tangkal.engines import Lake, Search, Survey
from tangkal.engines.query import Part, Query, Term

Item = Mapping[str, Any]

HOURLY = timedelta(hours=72)  # of at most so long, hours are drawn; of more, days
MOST_DAYS = 120
LISTED = 10  # rows of a breakdown
PROVINCE = 2  # digits of a province's code
HINTED = 8  # words that are looked for one by one where nothing is found


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """What was found, counted by one field."""

    title: str
    what: str
    rows: list[tuple[str, int]]
    rest: int  # items of the values that are not listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Items an hour or a day."""

    title: str
    points: list[tuple[datetime, int]]
    says: str
    before: int  # items older than what is drawn


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found, ready to show."""

    row: Item
    title: str
    text: str
    signal: Signal | None


@dataclass(frozen=True, slots=True)
class Hint:
    """A part of a question that finds nothing, or how many items the rest would find."""

    says: str
    query: str = ""  # of the address that asks so
    items: int = 0


def chart_of(survey: Survey) -> Chart | None:
    """When what was found appeared, on the reader's clock; None where nothing was found."""
    if survey.first is None or survey.last is None:
        return None
    is_hourly = survey.last - survey.first <= HOURLY
    counts: dict[datetime, int] = {}
    for hour, items in survey.hours.items():
        at = local(hour)
        start = at if is_hourly else at.replace(hour=0)
        counts[start] = counts.get(start, 0) + items
    step = timedelta(hours=1) if is_hourly else timedelta(days=1)
    end = max(counts)
    start = max(min(counts), end - (MOST_DAYS - 1) * timedelta(days=1))
    points = [
        (start + place * step, counts.get(start + place * step, 0))
        for place in range(round((end - start) / step) + 1)
    ]
    return Chart(
        title=_("Items an hour") if is_hourly else _("Items a day"),
        points=points,
        says=says_of(points, is_hourly=is_hourly),
        before=survey.items - sum(count for _at, count in points),
    )


def says_of(points: Sequence[tuple[datetime, int]], *, is_hourly: bool) -> str:
    from tangkal.desk.ui.moments import in_words  # noqa: PLC0415 - beside its only use

    at, top = max(points, key=lambda point: point[1])
    if is_hourly:
        sentence = _("The most in one hour were %(top)s, in the hour from %(at)s.")
        return sentence % {"top": top, "at": in_words(at)}
    sentence = _("The most on one day were %(top)s, on %(at)s.")
    return sentence % {"top": top, "at": f"{at:%d/%m/%Y}"}


def breakdowns(survey: Survey) -> list[Breakdown]:
    """What was found by platform, language, province and kind of source."""
    provinces: dict[str | None, int] = {}
    for code, items in survey.by["region_code"].items():
        province = code and code[:PROVINCE]
        provinces[province] = provinces.get(province, 0) + items
    names = dict(Region.objects.filter(code__in=[each for each in provinces if each]).values_list(
        "code", "name"
    ))  # fmt: skip
    languages = {language_name(code): items for code, items in survey.by["language"].items()}
    regions = {
        names.get(code, code) if code else _("no region told"): items
        for code, items in provinces.items()
    }
    return [
        breakdown(_("By platform"), _("Platform"), survey.by["platform"]),
        breakdown(_("By language"), _("Language"), languages),
        breakdown(_("By province"), _("Province"), regions),
        breakdown(_("By kind of source"), _("Kind of source"), survey.by["source_kind"]),
    ]


def breakdown(title: str, what: str, counts: Mapping[str, int]) -> Breakdown:
    rows = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    rest = sum(items for _value, items in rows[LISTED:])
    return Breakdown(title=title, what=what, rows=rows[:LISTED], rest=rest)


def hits(rows: Sequence[Item], query: Query) -> list[Hit]:
    """Items with the words found marked, and the signal raised on their narrative, if any."""
    ids = {row["narrative_id"] for row in rows}
    raised = Signal.objects.filter(narrative_id__in=ids).exclude(state=SignalState.DUPLICATE)
    signals = {each.narrative_id: each for each in raised}
    return [
        Hit(
            row,
            highlighted(row["title"], query) if row["title"] else "",
            highlighted(row["text"], query),
            signals.get(row["narrative_id"]),
        )
        for row in rows
    ]


def hints(asked: Asked, lake: Lake) -> list[Hint]:
    """Why nothing was found, as far as counting can tell."""
    search = asked.search(limit=1)
    if search.query.is_wordless:
        return [Hint(_("“%(words)s” holds no word: signs alone are not looked for.") % {
            "words": asked.words
        })]  # fmt: skip
    found = [*word_hints(search, lake), *filter_hints(asked, lake)]
    return found or [Hint(_("No item that was read holds this, with or without the filters."))]


def word_hints(search: Search, lake: Lake) -> list[Hint]:
    """Words that occur nowhere, or only what was excluded."""
    told = []
    for group in search.query.every[:HINTED]:
        written = " OR ".join(as_written(term) for term in group)
        if not lake.count_found(Search(words=written)):
            told.append(Hint(_("Nothing that was read holds %(word)s.") % {"word": written}))
    return told


def filter_hints(asked: Asked, lake: Lake) -> list[Hint]:
    """How many items the same question finds without each kind of filter."""
    without = [
        (_("without the days"), replace(asked, first="", last="")),
        (_("in any region"), replace(asked, region="")),
        (_("in any language"), replace(asked, language="")),
        (_("on any platform"), replace(asked, platform="")),
        (_("without any filter"), Asked(words=asked.words)),
    ]
    told = []
    for says, other in without:
        if other != asked and (items := lake.count_found(other.search(limit=1))):
            told.append(Hint(says, other.as_query(), items))
    return told


def as_written(term: Term) -> str:
    if len(term) == 1:
        return written(term[0])
    return f'"{" ".join(part.text for part in term)}"'


def written(part: Part) -> str:
    return f"{part.text}*" if part.kind == "prefix" else part.text
