"""The watch list on batches of the lake: which items are hits, counted by narrative and hour."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from tangkal.early_warning.watch_list.conditions import Condition
from tangkal.early_warning.watch_list.firing import HourCount
from tangkal.early_warning.watch_list.matching import Hit, Observed, WatchList
from tangkal.recognise.restraint import SAME
from tangkal.statistics.counts import utc_hour

# Columns that :func:`count_hits` reads; the lake may be asked for these alone.
READ = [
    "item_id", "title", "text", "url", "author_name", "region_code", "source_kind",
    "published_at", "observed_at", "is_exercise", "narrative_id", "matches",
]  # fmt: skip


class Cell(NamedTuple):
    """What hits are counted by."""

    entry_id: str
    narrative_id: str
    hour: datetime
    region_code: str
    is_exercise: bool


@dataclass(slots=True)
class Counted:
    """The hits of one batch."""

    cells: dict[Cell, HourCount] = field(default_factory=dict)
    met: dict[str, Counter[str]] = field(default_factory=dict)  # by entry: conditions and items
    samples: dict[str, list[str]] = field(default_factory=dict)  # by entry: its first item ids


def observed(rows: pa.Table) -> Observed:
    """What the watch list looks at in rows of the LAKE schema."""
    texts = pc.binary_join_element_wise(rows["title"], rows["text"], "\n", null_handling="skip")
    return Observed(
        texts=texts,
        urls=rows["url"].to_pylist(),
        public_names=rows["author_name"].to_pylist(),
        regions=rows["region_code"].to_pylist(),
        claims=[
            [match["claim_id"] for match in row if match["score"] >= SAME]
            for row in rows["matches"].to_pylist()
        ],
    )


def count_hits(watch: WatchList, rows: pa.Table, *, now: datetime, samples: int = 0) -> Counted:
    """Count the hits of some rows by narrative, hour and region.

    Args:
        rows: with the columns of READ.
        now: the wall clock; an item from the future counts as now's.
        samples: item ids kept of each entry.
    """
    counted = Counted()
    hits = watch.find(observed(rows)) if len(watch) and rows.num_rows else []
    if not hits:
        return counted
    columns = rows.select(
        ["item_id", "narrative_id", "region_code", "source_kind", "is_exercise"]
    ).to_pydict()
    moments = pc.coalesce(rows["published_at"], rows["observed_at"]).to_pylist()
    for hit in hits:
        add(counted, hit, columns, min(moments[hit.row], now), samples)
    return counted


def add(
    counted: Counted, hit: Hit, columns: Mapping[str, Sequence[object]], at: datetime, samples: int
) -> None:
    region = str(columns["region_code"][hit.row] or "")
    cell = Cell(
        hit.entry_id,
        str(columns["narrative_id"][hit.row]),
        utc_hour(at),
        region,
        bool(columns["is_exercise"][hit.row]),
    )
    count = counted.cells.setdefault(cell, HourCount())
    count.items += 1
    count.reports += columns["source_kind"][hit.row] == "aduan"
    if region:
        count.regions[region] += 1
    counted.met.setdefault(hit.entry_id, Counter()).update(map(name_of, hit.conditions))
    kept = counted.samples.setdefault(hit.entry_id, [])
    if len(kept) < samples:
        kept.append(str(columns["item_id"][hit.row]))


def name_of(condition: Condition) -> str:
    """A condition as a reason names it."""
    return condition.value


def by_hour(cells: Mapping[Cell, HourCount]) -> dict[datetime, HourCount]:
    """Cells of one entry, summed by hour."""
    hours: dict[datetime, HourCount] = {}
    for cell, count in cells.items():
        hours.setdefault(cell.hour, HourCount()).add(count)
    return hours


def carriers(by_narrative: Mapping[str, int], *, share: float = 1 / 3, most: int = 3) -> list[str]:
    """The narratives that a firing is about: those with a good part of its hits, largest first.

    >>> carriers({"N1": 20, "N2": 9, "N3": 2})
    ['N1']
    >>> carriers({"N1": 1, "N2": 1, "N3": 1, "N4": 1})
    ['N1']
    """
    ordered = sorted(by_narrative.items(), key=lambda each: (-each[1], each[0]))
    whole = sum(by_narrative.values())
    found = [name for name, items in ordered if items >= share * whole][:most]
    return found or [name for name, _items in ordered[:1]]
