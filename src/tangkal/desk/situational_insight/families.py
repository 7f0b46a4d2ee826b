"""The families of copies in a narrative: how many items each, as it is now and as it was."""

from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tangkal.desk.cases import items
from tangkal.desk.situational_insight.membership import resolved
from tangkal.desk.situational_insight.models import MovedFamily, MovedNarrative
from tangkal.engines import Lake
from tangkal.statistics.counts import utc_hour

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
ALWAYS = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class FamilyCount:
    """Copies of one text within one narrative."""

    family_id: str
    items: int
    first_item: str  # id of the earliest


def families_of(narrative_id: str, *, within: Lake | None = None) -> dict[str, int]:
    """Items by family of a narrative as it is now, the largest first."""
    return {each.family_id: each.items for each in counted(narrative_id, within=within)}


def counted(narrative_id: str, *, within: Lake | None = None) -> list[FamilyCount]:
    """Every family of a narrative with its size and its first item, the largest first."""
    found = (within or items.lake()).tally(*ALWAYS, ["family_id"], narrative_ids=[narrative_id])
    columns = (found[name].to_pylist() for name in ("family_id", "items", "first_item"))
    rows = [FamilyCount(*row) for row in zip(*columns, strict=True)]
    return sorted(rows, key=lambda each: (-each.items, each.family_id))


def as_written(narrative_id: str) -> list[str]:
    """The families of a narrative as they would be had nothing taken it in."""
    steps = dict(MovedNarrative.objects.values_list("narrative_id", "now_in"))
    steps.pop(narrative_id, None)
    families = dict(MovedFamily.objects.values_list("family_id", "now_in"))
    before = copy(items.lake())
    before.belong(resolved(steps, families))
    return list(families_of(narrative_id, within=before))


@dataclass(frozen=True, slots=True)
class FamilySpan:
    """Copies of one text within one narrative, and from when to when, to the hour."""

    family_id: str
    items: int
    first_item: str
    first: datetime
    last: datetime  # the hour's beginning, or the first item's moment where that is later


def with_spans(narrative_id: str) -> list[FamilySpan]:
    """Every family of a narrative with its first item and its hours, the largest first."""
    span = items.lake().first_last([narrative_id])[0]
    if span is None:
        return []
    since, until = utc_hour(span[0]), span[1] + SECOND
    told = items.lake().tally(since, until, ["family_id", "hour"], narrative_ids=[narrative_id])
    told = told.sort_by([("family_id", "ascending"), ("hour", "ascending")])
    wanted = [("items", "sum"), ("hour", "min"), ("hour", "max"), ("first_item", "first")]
    found = told.group_by("family_id", use_threads=False).aggregate(wanted)
    rows = [
        FamilySpan(
            family_id=row["family_id"],
            items=row["items_sum"],
            first_item=row["first_item_first"],
            first=since + row["hour_min"] * HOUR,
            last=since + row["hour_max"] * HOUR,
        )
        for row in found.to_pylist()
    ]
    return sorted(rows, key=lambda each: (-each.items, each.family_id))
