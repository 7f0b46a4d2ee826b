"""Groups of accounts of one narrative: measured in the worker, or when an analyst asks."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone

from tangkal.desk.cases.items import lake
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.spread import commands
from tangkal.desk.situational_insight.spread.measuring import measure
from tangkal.desk.situational_insight.spread.models import SpreadMeasure
from tangkal.situational_insight.groups import Carried, Groups, groups_of
from tangkal.situational_insight.titles import first_sentence

READ = 200_000  # newest items that groups are told from
LABEL = 160
COLUMNS = ("author", "family_id", "published_at", "observed_at", "is_exercise")


def remeasure(narrative: Narrative, coordinated: Sequence[tuple[int, datetime]] | None) -> bool:
    """Measure groups and levels anew and keep both; False where the lake holds nothing of it.

    Args:
        coordinated: communities of coordination runs that carry it, with their first moment;
            None keeps those known.

    Raises:
        LakeError: the lake cannot be read.
    """
    span = lake().first_last([narrative.pk])[0]
    if span is None:
        return False
    found = groups_of(carried(narrative, *span))
    with transaction.atomic():
        kept = keep(narrative.pk, found, span[1], coordinated)
        spread = measure(narrative, kept)
        commands.keep_levels(narrative.pk, spread.levels if spread else ())
    return True


def carried(narrative: Narrative, first: datetime, last: datetime) -> list[Carried]:
    """Which account carried which text, since when, how often."""
    end = last + timedelta(microseconds=1)
    rows = lake().window(first, end, COLUMNS, most=READ, narrative_ids=[narrative.pk])
    known = pc.and_(
        pc.equal(rows["is_exercise"], narrative.is_exercise), pc.is_valid(rows["author"])
    )
    rows = rows.filter(known)
    table = pa.table(
        {
            "author": rows["author"],
            "family_id": rows["family_id"],
            "at": pc.coalesce(rows["published_at"], rows["observed_at"]),
        }
    )
    pairs = table.group_by(["author", "family_id"]).aggregate([("at", "min"), ("at", "count")])
    return [
        Carried(row["author"], row["family_id"], row["at_min"], row["at_count"])
        for row in pairs.to_pylist()
        if row["author"]
    ]


def keep(
    narrative_id: str,
    found: Groups,
    last: datetime,
    coordinated: Sequence[tuple[int, datetime]] | None,
) -> SpreadMeasure:
    labels = texts_of([group.largest_family for group in found.groups])
    values: dict[str, object] = {
        "measured_at": timezone.now(),
        "last_item_at": last,
        "groups": [
            {
                "accounts": group.accounts,
                "items": group.items,
                "families": group.families,
                "label": labels.get(group.largest_family, ""),
                "reached": group.reached.isoformat(),
            }
            for group in found.groups
        ],
        "links": [[*pair, count] for pair, count in found.links.items()],
        "small_groups": found.small_groups,
        "small_accounts": found.small_accounts,
        "is_cut": found.is_cut,
    }
    if coordinated is not None:
        values["coordinated"] = [[number, first.isoformat()] for number, first in coordinated]
    measure_, _new = SpreadMeasure.objects.update_or_create(
        narrative_id=narrative_id, defaults=values
    )
    return measure_


def texts_of(families: Sequence[str]) -> Mapping[str, str]:
    """What the copies of each family say, in short; a family is named by its first item."""
    return {
        row["item_id"]: (first_sentence(row["text"]) or row["text"])[:LABEL]
        for row in lake().items(families).to_pylist()
    }
