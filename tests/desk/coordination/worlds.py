"""Small worlds in a lake of memory: noise, and groups that post together."""

from datetime import timedelta
from random import Random

import pyarrow as pa

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
