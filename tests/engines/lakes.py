"""Rows for lake tests: small, told apart at a glance."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa

from tangkal.kernel.schema import LAKE

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


def row(item_id, *, narrative="N1", text="Kabar hari ini", hours=0, **other):
    """One lake row, observed some hours after Monday 10:00 UTC."""
    observed = MONDAY + timedelta(hours=hours)
    return {
        "item_id": item_id,
        "source": "test",
        "source_kind": "manual",
        "platform": "x",
        "title": None,
        "text": text,
        "observed_at": observed,
        "is_exercise": False,
        "family_id": item_id,
        "narrative_id": narrative,
        "matches": [],
        "batch_id": "b1",
        **other,
    }


def table(*rows, batch_id="b1"):
    return pa.Table.from_pylist([{**r, "batch_id": batch_id} for r in rows], schema=LAKE)


def ids(found):
    return found["item_id"].to_pylist()
