"""Small worlds in a lake of memory: noise, and groups that post together."""

from datetime import timedelta
from random import Random

import pyarrow as pa
from django.utils import timezone

from tangkal.desk.coordination import models
from tangkal.desk.coordination.tables import packed
from tangkal.engines import MemoryLake
from tangkal.kernel.schema import LAKE

TEXTS = ("Daftar bantuan tunai gelombang dua sekarang juga", "Harga beras di pasar naik lagi")


def row(number, author, at, **fields):
    return {
        "item_id": f"{number:032x}",
        "source": "test",
        "source_kind": "crawler",
        "platform": "x",
        "text": f"Kabar nomor {number} dari warga kampung sebelah",
        "author": author,
        "observed_at": at,
        "published_at": at,
        "is_exercise": False,
        "language": "id",
        "family_id": f"F{number}",
        "narrative_id": "N0",
        "matches": [],
        "batch_id": "b1",
        **fields,
    }


def noise(until, *, accounts=150, objects=80, shares=900, seed=5):
    """Links that people pass on at their own times, over a week."""
    random = Random(seed)
    return [
        row(
            number,
            f"warga{random.randrange(accounts)}",
            until - timedelta(seconds=random.uniform(7_200, 6.5 * 86_400)),
            text=f"Baca kabar {number} ini https://kabar.example/{random.randrange(objects)}",
        )
        for number in range(1, shares + 1)
    ]


def group(name, until, *, size=6, objects=4, first=100_000, region="99.01", **fields):
    """Accounts that pass on one link after the other, each within twenty seconds."""
    return [
        row(
            first + 100 * place + member,
            f"{name}-{member:02d}-{'0' * 20}",
            until - timedelta(hours=5 * (place + 1)) + timedelta(seconds=3 * member),
            text=f"{TEXTS[0]} https://{name}.example/{place}",
            narrative_id="N1",
            region_code=region,
            **fields,
        )
        for place in range(objects)
        for member in range(size)
    ]


def lake_of(*parts):
    lake = MemoryLake()
    rows = [each for part in parts for each in part]
    lake.append("b1", pa.Table.from_pylist(rows, schema=LAKE))
    return lake


def members(name, size=6):
    return [f"{name}-{member:02d}-{'0' * 20}" for member in range(size)]


def stored_community(person):
    """A finished run with one community of two accounts, and an entry of the allow-list."""
    now = timezone.now()
    run = models.Run.objects.create(
        state=models.Run.State.DONE,
        since=now - timedelta(days=7),
        until=now,
        provenance={"settings": {"method": "test/1"}, "counts": {}},
    )
    edge = {"source": "h1", "target": "h2", "weight": 1, "p_value": 0.001, "q_value": 0.002}
    line = {
        "edge": 0,
        "source": "h1",
        "target": "h2",
        "behaviour": "url",
        "object": "https://a.example/",
        "source_content": "i1",
        "target_content": "i2",
        "source_at": now,
        "gap_seconds": 3.0,
        "title": "https://a.example/",
    }
    tables = {
        "edges": [{**edge, "behaviours": "url", "community": 1, "evidence_lines": 1}],
        "nodes": [
            {"account": name, "community": 1, "neighbours": 1, "weight": 1, "shares": 1}
            for name in ("h1", "h2")
        ],
        "communities": [{"community": 1, "label": "a", "accounts": 2, "edges": 1, "weight": 1}],
        "evidence": [line],
    }
    models.RunTables.objects.create(
        run=run, **{name: packed(pa.Table.from_pylist(rows)) for name, rows in tables.items()}
    )
    community = models.Community.objects.create(
        label="https://a.example/",
        accounts=["h1", "h2"],
        first_at=now,
        last_at=now,
        seen_until=now,
    )
    models.Sighting.objects.create(run=run, community=community, number=1, accounts=2, pairs=1)
    entry = models.AllowedEntry.objects.create(
        kind="domain", value="b.example", reason="x", added_by=person, until=now.date()
    )
    return run, community, entry
