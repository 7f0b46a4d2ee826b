"""The list of narratives: what the lake found, what people did with it, in the order asked for."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Count

from tangkal.desk.accounts.models import Region, User
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.cases.states import SignalState
from tangkal.desk.situational_insight import lake as lakes
from tangkal.desk.situational_insight import rows
from tangkal.desk.situational_insight.families import ALWAYS
from tangkal.desk.situational_insight.lake import most
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.search import Asked
from tangkal.desk.situational_insight.states import NarrativeState
from tangkal.engines import NarrativeCount
from tangkal.situational_insight.activity import DAY, EMERGING, HOURS_READ, measured_state
from tangkal.situational_insight.growth import Growth, growth
from tangkal.statistics.counts import utc_hour

# The largest that fit the filter are put in order and paged; where size is not the order, or
# a state is asked for, more of them are looked at.
CANDIDATES, CANDIDATES_TO_ORDER = 250, 1_000
A_PAGE = 25
SPARK_HOURS = 48
HOUR = rows.HOUR
COUNTED_UP_TO = 500  # items of a narrative whose families are counted for the list


@dataclass(slots=True, kw_only=True)
class Line:
    """One narrative in the list."""

    row: Narrative
    items: int  # of those asked for
    first: datetime
    last: datetime
    hours: list[int] = field(default_factory=list)  # the last HOURS_READ, oldest first
    platforms: list[tuple[str, int]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    families: int = 0
    signals: list[Signal] = field(default_factory=list)
    cases: int = 0
    growth: Growth | None = None

    @property
    def narrative_id(self) -> str:
        return self.row.pk

    @property
    def volume(self) -> list[int]:
        return self.hours[-SPARK_HOURS:]

    @property
    def signal(self) -> Signal | None:
        return self.signals[0] if self.signals else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of the list."""

    lines: list[Line]
    number: int
    pages: int
    total: int
    is_cut: bool  # more fit than were put in order


def read(asked: Asked, number: int, *, reader: User, until: datetime) -> Found:
    """The page asked for: a fixed number of questions to lake and database."""
    limit = CANDIDATES_TO_ORDER if asked.sort or asked.state else CANDIDATES
    counts = lakes.lake().narratives(replace(asked, state="", sort="").search(limit=limit))
    is_cut = len(counts) == limit
    stored = Narrative.objects.in_bulk([each.narrative_id for each in counts])
    counts = [*counts, *named(asked, {each.narrative_id for each in counts}, stored)]
    lines = [as_line(each, stored.get(each.narrative_id)) for each in counts]
    if asked.state not in ("", "all") or asked.sort == "rising":
        read_hours(lines, until)
    lines = ordered([line for line in lines if is_asked(line.row.state, asked.state)], asked.sort)
    pages = max(1, -(-len(lines) // A_PAGE))
    number = min(number, pages)
    shown = lines[(number - 1) * A_PAGE : number * A_PAGE]
    fill(shown, reader=reader, until=until)
    return Found(lines=shown, number=number, pages=pages, total=len(lines), is_cut=is_cut)


def named(asked: Asked, met: set[str], stored: dict[str, Narrative]) -> list[NarrativeCount]:
    """Narratives that people named with the words asked for, and pinned ones, also when small."""
    rows_too = Narrative.objects.filter(merged_into=None, items__gt=0).exclude(first_seen_at=None)
    if asked.words and replace(asked, words="").asks_items is False:
        found = list(rows_too.filter(title__icontains=asked.words)[:A_PAGE])
    elif not asked.asks_items:
        found = list(rows_too.filter(is_pinned=True)[:A_PAGE])
    else:
        return []
    new = [row for row in found if row.pk not in met]
    stored |= {row.pk: row for row in new}
    return [
        NarrativeCount(
            narrative_id=row.pk,
            items=row.items,
            first=row.first_seen_at,  # type: ignore[arg-type]  # those without are left out
            last=row.last_seen_at or row.first_seen_at,  # type: ignore[arg-type]
            lead=str(row),
        )
        for row in new
    ]


def as_line(count: NarrativeCount, row: Narrative | None) -> Line:
    return Line(
        row=row or rows.as_row(count), items=count.items, first=count.first, last=count.last
    )


def is_asked(state: str, asked: str) -> bool:
    """Archived narratives are out of sight until somebody asks for them."""
    if not asked:
        return state != NarrativeState.ARCHIVED
    return asked in ("all", state)


def ordered(lines: Sequence[Line], sort: str) -> list[Line]:
    """Pinned ones first; then as asked, the largest first where nothing is."""
    keys: dict[str, Callable[[Line], tuple[float | str, ...]]] = {
        "": lambda line: (-line.items, line.narrative_id),
        "newest": lambda line: (-line.last.timestamp(), line.narrative_id),
        "first": lambda line: (-line.first.timestamp(), line.narrative_id),
        "rising": lambda line: (-rise(line.hours), -line.items, line.narrative_id),
    }
    return sorted(lines, key=lambda line: (not line.row.is_pinned, *keys[sort](line)))


def rise(hours: Sequence[int]) -> int:
    """How many items more than the day before; a doubling of two is no news, one of 200 is."""
    return sum(hours[-DAY:]) - sum(hours[-2 * DAY : -DAY])


def read_hours(lines: Sequence[Line], until: datetime) -> None:
    """The last week's items an hour, and the state they give a narrative that has no row."""
    end = utc_hour(until) + HOUR
    ids = [line.narrative_id for line in lines]
    counts = lakes.lake().hourly_counts(ids, end - HOURS_READ * HOUR, HOURS_READ)
    for line, hours in zip(lines, counts, strict=True):
        line.hours = hours.tolist()
        if line.row._state.adding:
            line.row.state = measured_state(
                hours, present=EMERGING, age_hours=(end - line.first) / HOUR
            )


def fill(lines: Sequence[Line], *, reader: User, until: datetime) -> None:
    """What a page shows of its lines: a fixed number of questions, however many there are."""
    ids = [line.narrative_id for line in lines]
    if not ids:
        return
    if not lines[0].hours:
        read_hours(lines, until)
    platforms = lakes.lake().counts_by(ids, "platform")
    languages = lakes.lake().counts_by(ids, "language")
    regions = lakes.lake().counts_by(ids, "region_code")
    names = region_names(regions.values())
    families = families_in(lines)
    signals: dict[str, list[Signal]] = {}
    raised = Signal.objects.filter(narrative_id__in=ids).exclude(state=SignalState.DUPLICATE)
    for signal in raised.order_by("-urgency", "pk"):
        signals.setdefault(signal.narrative_id, []).append(signal)
    cases = cases_on(ids, reader)
    real = rows.real_among(lakes.lake(), ids)
    for line in lines:
        key = line.narrative_id
        if key in real or line.row._state.adding:  # what a row says may be older than an item
            line.row.is_exercise = key not in real
        line.platforms = most(platforms[key])[:3]
        line.languages = [name for name, _count in most(languages[key])[:3]]
        line.regions = [names.get(code, code) for code, _count in most(regions[key])[:3]]
        line.families = families.get(key, line.row.families)
        line.signals = signals.get(key, [])
        line.cases = cases.get(key, 0)
        line.growth = growth(line.hours[:-1])  # the hour under way looks like a fall
        if line.row._state.adding and line.signals:
            line.row.machine_title = line.signals[0].title


def region_names(counts: Iterable[Mapping[str, int]]) -> dict[str, str]:
    codes = {code for each in counts for code, _n in most(each)[:3]}
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def families_in(lines: Sequence[Line]) -> dict[str, int]:
    """Families of the narratives that no worker has counted yet; one question."""
    missing = [
        line.narrative_id for line in lines if not line.row.families and line.items <= COUNTED_UP_TO
    ]
    if not missing:
        return {}
    by = ["narrative_id", "family_id"]
    found = lakes.lake().tally(*ALWAYS, by, narrative_ids=missing)
    return Counter(found["narrative_id"].to_pylist())


def cases_on(ids: Sequence[str], reader: User) -> dict[str, int]:
    """How many cases that this person may see were opened on each."""
    found = visible_cases(reader).filter(signals__narrative_id__in=ids)
    counted = found.values_list("signals__narrative_id").annotate(n=Count("pk", distinct=True))
    return dict(counted.order_by())
