"""From intake to warning: the whole stream path on a fictional week, with many known claims."""

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

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.registry import Options
from tangkal.bus import SpoolBus
from tangkal.early_warning.watch_list.conditions import SHORTEST, everyday_words
from tangkal.early_warning.watch_list.entries import read_entry
from tangkal.early_warning.watch_list.matching import WatchList
from tangkal.engines import DuckLake
from tangkal.exercises.week import generate_week, iter_rows
from tangkal.kernel import KnownClaim
from tangkal.kernel.schema import INTAKE
from tangkal.pipeline.signals import draft_signals
from tangkal.pipeline.stream import Stream
from tangkal.pipeline.watching import count_hits
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.text.tokens import TokenBatch

START = datetime(2026, 3, 2, tzinfo=UTC)
BATCH_ROWS = 2_000
FILLED_FROM = 1_000_000  # items from which the window is filled and measured again
FILLED_AT_ONCE = 50_000
AFTER_FILLING = 100_000
ROUND = 8  # batches that the worker takes at once while more wait
INDICATORS = 100
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
        stream = Stream(claims)
        tables = batches(folder / "items.parquet")
        bus, lake = SpoolBus(folder / "spool"), DuckLake(folder / "lake")
        figures = measure(tables, stream, bus, lake)
        if FILLED_FROM <= items < stream.families.window:
            figures |= with_full_window(folder, stream, bus, lake, options.seed)
        return figures


def with_full_window(
    folder: Path, stream: Stream, bus: SpoolBus, lake: DuckLake, seed: int
) -> dict[str, float]:
    """The same stages once the families' window is full: another week's first posts."""
    fill(stream, stream.families.window - len(stream.families), seed)
    make_items_apart(folder / "more.parquet", AFTER_FILLING, seed + 1)
    began = {**stream.cpu_seconds}
    rows = stream.rows
    figures = measure(batches(folder / "more.parquet"), stream, bus, lake, name="f")
    spent = stream.cpu_seconds["families"] - began["families"]
    before = began["families"] / rows
    return {
        "full.posts_per_cpu_s": figures["posts_per_cpu_s"],
        "full.posts_per_s": figures["posts_per_s"],
        "full.rss_mb": figures["rss_mb"],
        "full.families_growth": spent / (stream.rows - rows) / before,
    }


def fill(stream: Stream, texts: int, seed: int) -> None:
    """Bring the families and the items seen to so many texts more: words drawn by Zipf's law."""
    draws = np.random.default_rng(seed)
    odds = np.cumsum(1.0 / (np.arange(60_000) + 3.0))
    for first in range(0, texts, FILLED_AT_ONCE):
        count = min(FILLED_AT_ONCE, texts - first)
        offsets = np.zeros(count + 1, np.int64)
        np.cumsum(draws.integers(8, 24, count), out=offsets[1:])
        words = np.searchsorted(odds, draws.random(int(offsets[-1])) * odds[-1])
        hashes = words.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        names = draws.integers(1, 1 << 63, count).astype(np.uint64)
        ids = [f"{name:032x}" for name in names.tolist()]
        stream.families.assign(ids, TokenBatch(offsets, hashes ^ (hashes >> np.uint64(31))))
        stream.seen.add(names)


def measure(
    tables: Iterator[pa.Table], stream: Stream, bus: SpoolBus, lake: DuckLake, *, name: str = "b"
) -> dict[str, float]:
    """Every batch through the whole path, one after the other."""
    rates: list[float] = []
    rows_before = stream.rows
    watch, waiting, raised = watch_list(), [], 0
    began, cpu_began = perf_counter(), process_time()
    for number, table in enumerate(tables):
        batch_began = perf_counter()
        with stream.timed("bus"):
            bus.publish(f"{name}{number}", table)
            (delivery,) = bus.read(0)
        measured = stream.process(delivery.table, delivery.batch_id)
        with stream.timed("store"):
            lake.append(delivery.batch_id, measured)
            bus.forget(delivery.position)
        waiting.append(measured)
        if len(waiting) == ROUND:
            with stream.timed("warn"):
                raised += warn(pa.concat_tables(waiting), stream, lake, watch)
            waiting = []
        rates.append(table.num_rows / (perf_counter() - batch_began))
    if waiting:
        with stream.timed("warn"):
            raised += warn(pa.concat_tables(waiting), stream, lake, watch)
    wall, cpu = perf_counter() - began, process_time() - cpu_began
    tenth = max(1, len(rates) // 10)
    rows = stream.rows - rows_before
    return {
        "posts_per_s": rows / wall,
        "posts_per_cpu_s": rows / cpu,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
        "rate_last_over_first": mean_rate(rates[-tenth:]) / mean_rate(rates[:tenth]),
        "signals": float(raised),
        "narratives": float(len(stream.narratives)),
        "paying_share": stream.matches.paid / stream.rows,
        **{
            f"stage.{stage}.us_per_post": 1e6 * spent / stream.rows
            for stage, spent in sorted(stream.seconds.items())
        },
        **{
            f"stage.{stage}.cpu_us_per_post": 1e6 * spent / stream.rows
            for stage, spent in sorted(stream.cpu_seconds.items())
        },
    }


def watch_list() -> WatchList:
    """INDICATORS of three words each, from the titles of the week's own claims."""
    chance = random.Random(1)
    titles = (claim.title for claim in generate_week(100, seed=7, start=START).claims)
    words = sorted(
        word
        for word in set(" ".join(titles).lower().split()) - everyday_words()
        if word.isalpha() and len(word) > SHORTEST
    )
    return WatchList(
        [
            read_entry(str(n), any_of=chance.sample(words, 3), all_of=[], none_of=[])
            for n in range(INDICATORS)
        ]
    )


def warn(measured: pa.Table, stream: Stream, lake: DuckLake, watch: WatchList) -> int:
    """What the worker does with a round's rows: hits of the watch list, drafts of signals."""
    now = max(measured["observed_at"].to_pylist())
    count_hits(watch, measured, now=now)
    touched = set(measured["narrative_id"].to_pylist())
    drafts = draft_signals(
        measured,
        lake=lake,
        figures=stream.figures.of(is_exercise=True),
        summaries=stream.narratives.summaries(touched),
        now=now,
    )
    return len(drafts)


def mean_rate(rates: list[float]) -> float:
    """Posts over time of batches of one size: the harmonic mean."""
    return len(rates) / sum(1 / rate for rate in rates)


def warm_up(claims: KnownClaimIndex) -> None:
    """Compile or load the kernels outside the measured time."""
    rows = [row for row, _ in islice(iter_rows(4_000, seed=0, start=START), 4_000)]
    stream, watch = Stream(claims), watch_list()
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as name:
        lake = DuckLake(name)
        for number, part in enumerate((rows[:2_000], rows[2_000:])):
            measured = stream.process(as_intake(part), f"warm{number}")
            lake.append(f"warm{number}", measured)
            warn(measured, stream, lake, watch)


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
