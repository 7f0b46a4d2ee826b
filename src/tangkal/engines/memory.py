"""The lake in memory: plain Python, for tests, and the twin that every engine must equal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from tangkal.engines.base import SURVEYED, Lake, NarrativeCount, Search, Span, Survey, Tally
from tangkal.engines.query import holds, said
from tangkal.kernel.schema import LAKE

Row = dict[str, Any]


class MemoryLake(Lake):
    """Keeps rows in a list; says what each method means, as plainly as can be."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._batches: set[str] = set()

    @property
    def _now(self) -> list[Row]:
        """The rows with the narrative each belongs to now."""
        current = self._membership.current
        return [
            {**row, "narrative_id": current(row["narrative_id"], row["family_id"])}
            for row in self._rows
        ]

    def _append(self, batch_id: str, table: pa.Table) -> bool:
        if batch_id in self._batches:
            return False
        self._batches.add(batch_id)
        self._rows.extend(table.to_pylist())
        return True

    def _items(self, ids: list[str]) -> pa.Table:
        return as_table([row for row in self._now if row["item_id"] in ids])

    def _search(self, search: Search) -> pa.Table:
        found = [row for row in self._now if fits(row, search)]
        found.sort(key=lambda row: row["item_id"])
        found.sort(key=moment, reverse=True)
        return as_table(found[search.offset : search.offset + search.limit])

    def _count_found(self, search: Search) -> int:
        return sum(fits(row, search) for row in self._now)

    def _survey(self, search: Search) -> Survey:
        found = [row for row in self._now if fits(row, search)]
        moments = [moment(row).astimezone(UTC) for row in found]
        return Survey(
            items=len(found),
            first=min(moments, default=None),
            last=max(moments, default=None),
            hours=Counter(each.replace(minute=0, second=0, microsecond=0) for each in moments),
            by={name: Counter(row[name] for row in found) for name in SURVEYED},
        )

    def _narratives(self, search: Search) -> list[NarrativeCount]:
        groups: dict[str, list[Row]] = {}
        for row in sorted(self._now, key=lambda row: (moment(row), row["item_id"])):
            if fits(row, search):
                groups.setdefault(row["narrative_id"], []).append(row)
        found = [
            NarrativeCount(
                narrative_id=narrative_id,
                items=len(rows),
                first=moment(rows[0]),
                last=moment(rows[-1]),
                lead=rows[0]["title"] or rows[0]["text"],
            )
            for narrative_id, rows in groups.items()
        ]
        found.sort(key=lambda each: (-each.items, each.narrative_id))
        return found[search.offset : search.offset + search.limit]

    def _window(
        self,
        since: datetime,
        until: datetime,
        columns: list[str],
        most: int,
        narratives: list[str] | None,
    ) -> pa.Table:
        found = [
            row
            for row in self._now
            if since <= moment(row) < until
            and (narratives is None or row["narrative_id"] in narratives)
        ]
        found.sort(key=lambda row: row["item_id"])
        found.sort(key=moment, reverse=True)
        found = sorted(found[:most], key=lambda row: (moment(row), row["item_id"]))
        return as_table(found).select(columns)

    def _hourly_counts(self, ids: list[str], start: datetime, hours: int) -> np.ndarray:
        counts = np.zeros((len(ids), hours), np.int64)
        for row in self._now:
            hour = int((moment(row) - start).total_seconds() // 3600)
            if row["narrative_id"] in ids and 0 <= hour < hours:
                counts[ids.index(row["narrative_id"]), hour] += 1
        return counts

    def _totals(self, ids: list[str]) -> dict[str, int]:
        return Counter(row["narrative_id"] for row in self._now if row["narrative_id"] in ids)

    def _first_last(self, ids: list[str]) -> dict[str, Span]:
        spans: dict[str, Span] = {}
        for row in self._now:
            if row["narrative_id"] in ids:
                first, last = spans.get(row["narrative_id"], (moment(row), moment(row)))
                spans[row["narrative_id"]] = min(first, moment(row)), max(last, moment(row))
        return spans

    def _platform_counts(self, narrative_id: str) -> dict[str, int]:
        rows = [row for row in self._now if row["narrative_id"] == narrative_id]
        return Counter(row["platform"] for row in rows)

    def _counts_by(self, ids: list[str], field: str) -> list[tuple[str, str, int]]:
        counted = Counter(
            (row["narrative_id"], row[field])
            for row in self._now
            if row["narrative_id"] in ids and row[field] is not None
        )
        return sorted((key, value, items) for (key, value), items in counted.items())

    def _tally(self, tally: Tally) -> pa.Table:
        groups: dict[tuple[Any, ...], list[Row]] = {}
        for row in sorted(self._now, key=lambda row: (moment(row), row["item_id"])):
            if is_tallied(row, tally):
                hour = (moment(row) - tally.since) // timedelta(hours=1)
                key = tuple(hour if name == "hour" else row[name] for name in tally.by)
                groups.setdefault(key, []).append(row)
        counted = [
            {
                **dict(zip(tally.by, key, strict=True)),
                "items": len(rows),
                "first_item": rows[0]["item_id"],
            }
            for key, rows in sorted(groups.items(), key=lambda each: null_last(each[0]))
        ]
        return pa.Table.from_pylist(counted, schema=tally.schema)

    def count(self) -> int:
        return len(self._rows)

    def beginning(self) -> datetime | None:
        return min((moment(row) for row in self._rows), default=None)

    def days(self) -> list[date]:
        return sorted({day_of(row) for row in self._rows})

    def compact(self, day: date) -> None:
        """Nothing to do: there are no files."""

    def drop_before(self, day: date) -> int:
        before = len(self._rows)
        self._rows = [row for row in self._rows if day_of(row) >= day]
        return before - len(self._rows)

    def replay(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        for day in self.days():
            rows = [row for row in self._now if day_of(row) == day]
            yield as_table(rows).select(list(columns))


def as_table(rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=LAKE)


def moment(row: Row) -> datetime:
    found: datetime = row["published_at"] or row["observed_at"]
    return found


def day_of(row: Row) -> date:
    observed: datetime = row["observed_at"]
    return observed.astimezone(UTC).date()


def is_tallied(row: Row, tally: Tally) -> bool:
    region = row["region_code"] or ""
    return (
        tally.since <= moment(row) < tally.until
        and (tally.narrative_ids is None or row["narrative_id"] in tally.narrative_ids)
        and (tally.region is None or f"{region}.".startswith(f"{tally.region}."))
        and tally.is_exercise in (None, row["is_exercise"])
    )


def null_last(key: tuple[Any, ...]) -> list[tuple[bool, Any]]:
    return [(value is None, "" if value is None else value) for value in key]


def fits(row: Row, search: Search) -> bool:
    return (
        search.platform in (None, row["platform"])
        and search.language in (None, row["language"])
        and search.source_kind in (None, row["source_kind"])
        and search.is_exercise in (None, row["is_exercise"])
        and search.narrative_id in (None, row["narrative_id"])
        and search.family_id in (None, row["family_id"])
        and (
            search.region is None or f"{row['region_code'] or ''}.".startswith(f"{search.region}.")
        )
        and (search.since is None or moment(row) >= search.since)
        and (search.until is None or moment(row) < search.until)
        and holds(search.query, said(row["title"], row["text"]))
    )
