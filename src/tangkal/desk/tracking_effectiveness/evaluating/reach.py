"""How far correction and falsehood got, in one measure; what nobody knows says so.

From the lake come the figures that platforms showed beside items; what a platform shows to its
page's owner alone is brought by hand. Both sides count 72 hours from their own beginning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tangkal.desk.accounts.models import Region
from tangkal.desk.cases.spoken import Spoken, said
from tangkal.desk.tracking_effectiveness.evaluating import counting
from tangkal.desk.tracking_effectiveness.evaluating.carrying import Carried, carried_by_newsrooms
from tangkal.desk.tracking_effectiveness.evaluation_models import EvaluationPlan, ReachFigure

WITHIN = timedelta(hours=72)
MOST = 5_000
COLUMNS = ("item_id", "platform", "source_kind", "region_code", "views", "shares", "likes")
FROM_LAKE = (ReachFigure.Metric.VIEWS, ReachFigure.Metric.SHARES, ReachFigure.Metric.LIKES)
NAMED = 8

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One side on one platform in one measure."""

    value: int
    items: int | None  # of how many items the figure is the sum; None: brought by hand
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Correction over falsehood in one measure, on the platforms where both are known."""

    metric: str
    label: str
    correction: int
    falsehood: int
    platforms: list[str]  # where both sides are known
    missing: list[str]  # where the falsehood was seen, and one side is not known

    @property
    def ratio(self) -> float | None:
        """None where nothing can be divided."""
        return self.correction / self.falsehood if self.platforms and self.falsehood else None

    @property
    def coverage(self) -> float | None:
        """Share of the falsehood's platforms that the ratio speaks of."""
        known = len(self.platforms) + len(self.missing)
        return len(self.platforms) / known if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PickUp:
    """Who carried our answer, as far as the lake holds it."""

    items: int
    media: int  # of them by newsrooms
    platforms: list[tuple[str, int]]
    regions: list[tuple[str, int]]
    no_region: int
    examples: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    ratios: list[Ratio]
    pick_up: PickUp | None  # None: no clarification to look for
    falsehood_items: int


def read(plan: EvaluationPlan) -> Reach:
    """Both sides of a response.

    Raises:
        LakeError: the lake cannot be read.
    """
    ours = carrying(plan)
    theirs = falsehood(plan, {str(each["item_id"]) for each in ours})
    brought = newest_figures(plan)
    sides = {
        ReachFigure.Side.CORRECTION: in_lake(ours) | brought[ReachFigure.Side.CORRECTION],
        ReachFigure.Side.FALSEHOOD: in_lake(theirs) | brought[ReachFigure.Side.FALSEHOOD],
    }
    seen_on = sorted({str(each["platform"]) for each in theirs})
    return Reach(
        ratios=[
            ratio_of(
                metric,
                sides[ReachFigure.Side.CORRECTION],
                sides[ReachFigure.Side.FALSEHOOD],
                seen_on,
            )
            for metric in ReachFigure.Metric
        ],
        pick_up=pick_up(ours) if plan.clarification else None,
        falsehood_items=len(theirs),
    )


def ratio_of(
    metric: ReachFigure.Metric,
    correction: Mapping[tuple[str, str], Figure],
    falsehood: Mapping[tuple[str, str], Figure],
    seen_on: Sequence[str],
) -> Ratio:
    told = {platform for name, platform in falsehood if name == metric}
    platforms = sorted({*seen_on, *told})
    both = [each for each in platforms if (metric, each) in correction and each in told]
    return Ratio(
        metric=metric,
        label=str(ReachFigure.Metric(metric).label),
        correction=sum(correction[metric, each].value for each in both),
        falsehood=sum(falsehood[metric, each].value for each in both),
        platforms=both,
        missing=[each for each in platforms if each not in both],
    )


def newest_figures(plan: EvaluationPlan) -> dict[str, dict[tuple[str, str], Figure]]:
    """What people brought; a later figure takes an earlier one's place."""
    found: dict[str, dict[tuple[str, str], Figure]] = {side: {} for side in ReachFigure.Side.values}
    for row in sorted(plan.reach_figures.all(), key=lambda each: (each.at, each.pk)):
        found[row.side][row.metric, row.platform] = Figure(
            value=row.value, items=None, source=row.source
        )
    return found


def in_lake(items: Sequence[Item]) -> dict[tuple[str, str], Figure]:
    """Sums of the figures that stand beside items; items without one are not counted as 0."""
    found: dict[tuple[str, str], list[int]] = {}
    for item in items:
        for metric in FROM_LAKE:
            if item[metric.value] is not None:
                key = (metric.value, str(item["platform"]))
                found.setdefault(key, []).append(int(item[metric.value]))
    return {key: Figure(value=sum(each), items=len(each)) for key, each in found.items()}


def falsehood(plan: EvaluationPlan, ours: set[str]) -> list[Item]:
    """The narrative's items of its first 72 hours, without those that carry our answer."""
    mine = counting.narratives_of(plan)
    spans = [span for span in counting.lake().first_last(mine) if span is not None]
    if not spans:
        return []
    first = min(span[0] for span in spans)
    rows = in_window(first, mine, is_exercise=plan.is_exercise)
    return [row for row in rows if str(row["item_id"]) not in ours]


def in_window(first: datetime, narratives: list[str], *, is_exercise: bool) -> list[Item]:
    table = counting.lake().window(
        first,
        first + WITHIN,
        [*COLUMNS, "is_exercise"],
        most=MOST,
        narrative_ids=narratives,
    )
    return [row for row in table.to_pylist() if row["is_exercise"] == is_exercise]


def carrying(plan: EvaluationPlan) -> list[Item]:
    """Items that carry our clarification: its address, or its headline word for word."""
    clarification = plan.clarification
    if clarification is None:
        return []
    since = clarification.published_at
    found: dict[str, Item] = {}
    for words in {clarification.headline, clarification.slug}:
        rows = counting.lake().search([words], since=since, until=since + WITHIN, limit=MOST)
        found |= {str(row["item_id"]): row for row in rows.to_pylist()}
    return [row for row in found.values() if row["is_exercise"] == plan.is_exercise]


def said_then(plan: EvaluationPlan) -> list[Spoken]:
    """Which words everybody was to say while the answer was looked for: what others repeated."""
    if plan.clarification is None:
        return []
    since = plan.clarification.published_at
    return said(plan.case, since, since + WITHIN)


def messages_carried(plan: EvaluationPlan, said_words: Sequence[Spoken]) -> Carried | None:
    """How far newsrooms carried those words in that time; None where there were none.

    Raises:
        LakeError: the lake cannot be read.
    """
    if plan.clarification is None or not said_words:
        return None
    since = plan.clarification.published_at
    return carried_by_newsrooms(said_words, since, since + WITHIN, is_exercise=plan.is_exercise)


def pick_up(items: Sequence[Item]) -> PickUp:
    regions = counted(str(each["region_code"]) for each in items if each["region_code"])
    names = dict(Region.objects.filter(code__in=regions).values_list("code", "name"))
    return PickUp(
        items=len(items),
        media=sum(each["source_kind"] == "media" for each in items),
        platforms=most(counted(str(each["platform"]) for each in items)),
        regions=[(names.get(code, code), n) for code, n in most(regions)[:NAMED]],
        no_region=sum(not each["region_code"] for each in items),
        examples=list(items[:NAMED]),
    )


def counted(values: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return found


def most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
