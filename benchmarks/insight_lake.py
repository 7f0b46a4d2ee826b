"""A lake of millions of items, made quickly: a fictional week's posts, each with rarer words.

The posts repeat; the words put to each do not, drawn by Zipf's law from 300,000 made of
Indonesian syllables, so that the index meets a long tail as it would in the world.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.stream_end_to_end import make_items
from tangkal.engines import DuckLake
from tangkal.kernel.schema import LAKE, MATCH

START = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 10
POSTS = 20_000  # different posts that the items are made of
TAIL = 300_000  # rarer words
NARRATIVES = 40_000
AT_ONCE = 500_000  # items a file, as large as the lake joins them to
FRESH = 200_000  # of the last, in batches as they come, not yet joined
BATCH = 2_000
SYLLABLES = [consonant + vowel for consonant in "bdgjklmnprstwy" for vowel in "aiu"]


def make_lake(folder: Path, items: int, seed: int) -> DuckLake:
    """The lake in a folder; made where it does not hold as many items."""
    lake = DuckLake(folder)
    posts = folder / "posts.parquet"
    if not posts.exists():
        make_items(posts, POSTS, seed)
    source, held = Source(posts, seed), lake.count()
    fresh = min(FRESH, items // 10)
    bounds = [*range(0, items - fresh, AT_ONCE), *range(items - fresh, items + 1, BATCH)]
    for first, end in pairwise(bounds):
        name = f"b{first}-{end}"
        if end > held:  # what was made before the making was cut off is not made again
            lake.append(name, source.rows(first, end, items, name))
    return lake


class Source:
    """Rows of the LAKE schema, drawn from posts."""

    def __init__(self, posts: Path, seed: int) -> None:
        self.posts = pq.read_table(posts)
        self.seed = seed
        chance = np.random.default_rng(seed)
        odds = 1.0 / (np.arange(TAIL) + 10.0)
        self.odds = np.cumsum(odds / odds.sum())
        parts = chance.integers(0, len(SYLLABLES), (TAIL, 4))
        self.tail = pa.array(["".join(SYLLABLES[part] for part in row) for row in parts.tolist()])

    def rows(self, first: int, end: int, items: int, batch_id: str) -> pa.Table:
        n = end - first
        self.chance = np.random.default_rng([self.seed, first])
        pick = self.chance.integers(0, self.posts.num_rows, n)
        posts = self.posts.take(pa.array(pick))
        rare = [
            self.tail.take(pa.array(np.searchsorted(self.odds, self.chance.random(n))))
            for _ in range(4)
        ]
        text = pc.binary_join_element_wise(posts["text"].combine_chunks(), *rare, " ")
        names = self.chance.integers(0, 1 << 63, (n, 2), dtype=np.uint64)
        ids = pa.array([f"{a:016x}{b:016x}" for a, b in names.tolist()])
        told = np.minimum((self.chance.pareto(0.6, n) * 3).astype(np.int64), NARRATIVES - 1)
        at = START + DAYS * timedelta(days=1) * (first / items)
        seconds = np.sort(self.chance.random(n)) * DAYS * 86_400 * n / items
        micros = int(at.timestamp() * 1e6) + (seconds * 1e6).astype(np.int64)
        moments = pa.array(micros, pa.timestamp("us", tz="UTC"))
        made = {
            "item_id": ids,
            "text": text,
            "language": pa.array(["id", "jv", "su", None]).take(
                pa.array(self.chance.choice(4, n, p=[0.8, 0.1, 0.05, 0.05]))
            ),
            "family_id": ids,
            "narrative_id": pa.array([f"N{each * 2654435761 % (1 << 44):011x}" for each in told]),
            "matches": pa.array([[]] * n, pa.list_(MATCH)),
            "published_at": moments,
            "observed_at": moments,
            "batch_id": pa.repeat(pa.scalar(batch_id), n),
        }
        return pa.Table.from_arrays(
            [made[name] if name in made else posts[name] for name in LAKE.names], schema=LAKE
        )
