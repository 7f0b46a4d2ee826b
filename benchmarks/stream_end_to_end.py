"""From intake to lake: the whole stream path on a fictional week, with many known claims."""

import multiprocessing
import random
import resource
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.registry import Options
from tangkal.bus import SpoolBus
from tangkal.engines import DuckLake
from tangkal.exercises.week import generate_week, iter_rows
from tangkal.kernel import KnownClaim
from tangkal.kernel.schema import INTAKE
from tangkal.pipeline.stream import Stream
from tangkal.recognise.known_claims import KnownClaimIndex

START = datetime(2026, 3, 2, tzinfo=UTC)
BATCH_ROWS = 2_000
COPIED = ("platform", "title", "text", "url", "region_code", "shares", "likes", "views")


def run(options: Options) -> dict[str, float]:
    """Publish, read, measure and store every batch; claims and items are made beforehand."""
    items = options.size or 100_000
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as name:
        folder = Path(name)
        make_items_apart(folder / "items.parquet", items, options.seed)
        claims = KnownClaimIndex()
        claims.add(make_claims(folder / "items.parquet", options.claims or 100_000, options.seed))
        warm_up(claims)
        return measure(folder, Stream(claims))


def measure(folder: Path, stream: Stream) -> dict[str, float]:
    """Every batch through the whole path, one after the other."""
    bus, lake = SpoolBus(folder / "spool"), DuckLake(folder / "lake")
    rates: list[float] = []
    began, cpu_began, position = perf_counter(), process_time(), 0
    for number, table in enumerate(batches(folder / "items.parquet")):
        batch_began = perf_counter()
        with stream.timed("bus"):
            bus.publish(f"b{number}", table)
            (delivery,) = bus.read(position)
        measured = stream.process(delivery.table, delivery.batch_id)
        with stream.timed("store"):
            lake.append(delivery.batch_id, measured)
            bus.forget(delivery.position)
        position = delivery.position
        rates.append(table.num_rows / (perf_counter() - batch_began))
    wall, cpu = perf_counter() - began, process_time() - cpu_began
    tenth = max(1, len(rates) // 10)
    return {
        "posts_per_s": stream.rows / wall,
        "posts_per_cpu_s": stream.rows / cpu,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
        "rate_last_over_first": mean_rate(rates[-tenth:]) / mean_rate(rates[:tenth]),
        "paying_share": stream.matches.paid / stream.rows,
        **{
            f"stage.{stage}.us_per_post": 1e6 * spent / stream.rows
            for stage, spent in sorted(stream.seconds.items())
        },
    }


def mean_rate(rates: list[float]) -> float:
    """Posts over time of batches of one size: the harmonic mean."""
    return len(rates) / sum(1 / rate for rate in rates)


def warm_up(claims: KnownClaimIndex) -> None:
    """Compile or load the kernels outside the measured time."""
    rows = [row for row, _ in islice(iter_rows(1_000, seed=0, start=START), 50)]
    Stream(claims).process(as_intake(rows), "warm")


def make_items_apart(path: Path, items: int, seed: int) -> None:
    """In a process of its own, so that making the week does not count as our memory."""
    maker = multiprocessing.get_context("spawn").Process(
        target=make_items, args=(path, items, seed)
    )
    maker.start()
    maker.join()
    if maker.exitcode:
        raise RuntimeError(f"the process that makes the items ended with {maker.exitcode}")


def make_items(path: Path, items: int, seed: int) -> None:
    """A fictional week as intake batches, a row group each."""
    rows = (row for row, _ in iter_rows(items, seed=seed, start=START))
    with pq.ParquetWriter(path, INTAKE) as writer:
        for _ in range(0, items, BATCH_ROWS):
            writer.write_table(as_intake(list(islice(rows, BATCH_ROWS))))


def batches(path: Path) -> Iterator[pa.Table]:
    stored = pq.ParquetFile(path)
    for number in range(stored.num_row_groups):
        yield stored.read_row_group(number)


def as_intake(rows: list[dict[str, Any]]) -> pa.Table:
    """Raw rows as the intake would give them; masking is measured elsewhere."""
    return pa.Table.from_pylist([as_item(row) for row in rows], schema=INTAKE)


def as_item(row: dict[str, Any]) -> dict[str, Any]:
    published_at = datetime.fromisoformat(row["published_at"])
    native = f"{row['platform']} {row['native_id']}"
    return {
        **{name: row[name] for name in COPIED},
        "item_id": sha256(native.encode()).hexdigest()[:32],
        "source": "bench",
        "source_kind": "crawler",
        "published_at": published_at,
        "observed_at": published_at + timedelta(minutes=2),
        "is_exercise": True,
    }


def make_claims(path: Path, count: int, seed: int) -> list[KnownClaim]:
    """The week's own claims, then titles made of words in its posts, as frequent as there."""
    chance = random.Random(seed)
    planted = generate_week(100, seed=seed, start=START).claims
    texts = pq.ParquetFile(path).read_row_group(0, columns=["text"])["text"].to_pylist()
    words = " ".join(texts).split()
    made = (
        KnownClaim(claim_id=f"made-{n}", title=" ".join(chance.choices(words, k=9)))
        for n in range(max(0, count - len(planted)))
    )
    return [*planted[:count], *made]
