"""Days of items with known counts: a planted flood, a planted narrative, and ordinary noise."""

from datetime import timedelta

import pyarrow as pa
from django.utils import timezone

from tangkal.desk.situation_reports import commands
from tangkal.desk.situation_reports.models import Edition
from tangkal.engines import MemoryLake
from tangkal.kernel.schema import LAKE

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def row(number, at, narrative="N1", **fields):
    return {
        "item_id": f"{number:032x}",
        "source": "test",
        "source_kind": "crawler",
        "platform": "x",
        "title": None,
        "text": f"Besok harga BBM naik, kabar nomor {number}.",
        "author": f"a{number}",
        "observed_at": at,
        "published_at": at,
        "is_exercise": False,
        "language": "id",
        "family_id": f"F{number}",
        "narrative_id": narrative,
        "matches": [],
        "batch_id": "b1",
        **fields,
    }


def spread(first, narrative, end, items, *, hours=24, **fields):
    """So many items, evenly over the hours before `end`."""
    return [
        row(first + n, end - hours * HOUR * (n + 1) / (items + 1), narrative, **fields)
        for n in range(items)
    ]


def days_before(end, *, days=10, items=20, narrative="N1"):
    """So many items on each of the days before the last one."""
    return [
        each
        for day in range(1, days + 1)
        for each in spread(1_000_000 * day, narrative, end - day * DAY, items + day % 3)
    ]


def lake_of(*parts):
    lake = MemoryLake()
    rows = [each for part in parts for each in part]
    lake.append("b1", pa.Table.from_pylist(rows, schema=LAKE))
    return lake


def stored_edition(analyst) -> Edition:
    """A draft of a series of the analyst's own office."""
    series = commands.create_series(
        by=analyst, name="Harian", kind="ad_hoc", organisation=analyst.organisation
    )
    now = timezone.now()
    lake = lake_of(spread(1, "N1", now, 12))
    return commands.draft(series, lake, until=now, hours=24, by=analyst, now=now)
