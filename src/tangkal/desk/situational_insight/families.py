"""The families of copies in a narrative: how many items each, as it is now and as it was."""

from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime

from tangkal.desk.cases.items import lake
from tangkal.desk.situational_insight.membership import resolved
from tangkal.desk.situational_insight.models import MovedFamily, MovedNarrative
from tangkal.engines import Lake

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
    found = (within or lake()).tally(*ALWAYS, ["family_id"], narrative_ids=[narrative_id])
    columns = (found[name].to_pylist() for name in ("family_id", "items", "first_item"))
    rows = [FamilyCount(*row) for row in zip(*columns, strict=True)]
    return sorted(rows, key=lambda each: (-each.items, each.family_id))


def as_written(narrative_id: str) -> list[str]:
    """The families of a narrative as they would be had nothing taken it in."""
    steps = dict(MovedNarrative.objects.values_list("narrative_id", "now_in"))
    steps.pop(narrative_id, None)
    families = dict(MovedFamily.objects.values_list("family_id", "now_in"))
    before = copy(lake())
    before.belong(resolved(steps, families))
    return list(families_of(narrative_id, within=before))
