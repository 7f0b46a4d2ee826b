"""A lake of their own for desk tests, filled with a few items."""

from datetime import timedelta

import pyarrow as pa
from django.utils import timezone

from tangkal.engines import DuckLake
from tangkal.kernel.schema import LAKE


def item(item_id: str, *, narrative: str = "N1", hours_ago: float = 1, **fields: object):
    """A row of the lake."""
    now = timezone.now()
    return {
        "item_id": item_id.ljust(32, "0"),
        "source": "upload",
        "source_kind": "crawler",
        "platform": "x",
        "title": None,
        "text": "Besok harga BBM naik dua kali lipat",
        "url": f"https://x.com/i/status/{item_id}",
        "author": f"hash-of-{item_id}",
        "observed_at": now,
        "published_at": now - timedelta(hours=hours_ago),
        "is_exercise": False,
        "language": "id",
        "family_id": "a".ljust(32, "0"),
        "narrative_id": narrative,
        "matches": [],
        "batch_id": "b1",
        **fields,
    }


def lake_of(folder, *rows) -> DuckLake:
    lake = DuckLake(folder)
    if rows:
        lake.append("b1", pa.Table.from_pylist(list(rows), schema=LAKE))
    return lake
