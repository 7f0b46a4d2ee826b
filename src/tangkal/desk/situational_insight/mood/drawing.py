"""The families of a narrative or of a search, and a random sample of their items."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.cases.items import lake
from tangkal.desk.situational_insight.voids.reading import NOT_PUBLIC
from tangkal.engines.base import MAX_ROWS, Search
from tangkal.kernel import InvalidInput


@dataclass(frozen=True, slots=True)
class Population:
    """What a sample stands for."""

    families: Mapping[str, int]  # items of each
    shown_by: Mapping[str, str]  # family → an item of it
    about: dict[str, Any]

    @property
    def items(self) -> int:
        return sum(self.families.values())


def of_narrative(
    narrative_id: str, since: datetime, until: datetime, *, is_exercise: bool
) -> Population:
    """What people wrote on a narrative; outlets and partners are left out."""
    table = lake().tally(
        since,
        until,
        ("family_id", "source_kind", "platform", "region_code", "language"),
        narrative_ids=[narrative_id],
        is_exercise=is_exercise,
    )
    return population(table.to_pylist())


def of_search(words: str, since: datetime, until: datetime, *, is_exercise: bool) -> Population:
    """What people wrote that holds all these words.

    Raises:
        ValidationError: more than can be read; a part of it would be no random sample.
    """
    try:
        search = Search(
            words=words, since=since, until=until, is_exercise=is_exercise, limit=MAX_ROWS
        )
    except InvalidInput as error:
        raise ValidationError(str(error)) from None
    found = lake().count_found(search)
    if found > MAX_ROWS:
        raise ValidationError(
            _("The search finds %(found)d items and at most %(most)d can be drawn from.")
            % {"found": found, "most": MAX_ROWS}
        )
    rows = lake().found(search).to_pylist()
    return population([{**row, "items": 1, "first_item": row["item_id"]} for row in rows])


def population(rows: list[dict[str, Any]]) -> Population:
    families: Counter[str] = Counter()
    shown_by: dict[str, str] = {}
    platforms: Counter[str] = Counter()
    left_out = no_region = no_language = 0
    for row in rows:
        items = int(row["items"])
        if row["source_kind"] in NOT_PUBLIC:
            left_out += items
            continue
        families[row["family_id"]] += items
        shown_by.setdefault(row["family_id"], row["first_item"])
        platforms[row["platform"]] += items
        no_region += items if row["region_code"] is None else 0
        no_language += items if row["language"] is None else 0
    about = {
        "platforms": dict(sorted(platforms.items(), key=lambda each: (-each[1], each[0]))),
        "left_out": left_out,
        "no_region": no_region,
        "no_language": no_language,
    }
    return Population(families, shown_by, about)
