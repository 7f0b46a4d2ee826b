"""The explorer over a large lake: words, filters, hourly counts; how long each takes."""

import resource
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from benchmarks import insight_peers
from benchmarks.insight_lake import BATCH, DAYS, START, make_lake
from benchmarks.registry import Options
from tangkal.engines import DuckLake, Lake, Membership, Search
from tangkal.engines.index.build import block_of
from tangkal.engines.index.layout import COLUMNS

PAGE = 50
ROUNDS = 3
WEEK_HOURS = 7 * 24
NARRATIVES = 25  # of which a page shows the hours


def run(options: Options) -> dict[str, float]:
    items = options.size or 10_000_000
    with ExitStack() as stack:
        kept = options.data
        folder = kept or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tangkal-")))
        began, cpu_began = perf_counter(), process_time()
        had = DuckLake(folder).count()
        lake = make_lake(folder, items, options.seed)
        figures = {"items": float(lake.count())}
        if not had:
            figures["build_s"] = perf_counter() - began
            figures["build_cpu_s"] = process_time() - cpu_began
        figures |= sizes(folder, items)
        figures["index_us_per_item"] = index_cost(lake)
        figures |= ask(DuckLake(folder))
        figures["rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        if options.peers:
            figures |= insight_peers.measure(folder, min(items, insight_peers.MOST), options.seed)
    return figures


def index_cost(lake: Lake) -> float:
    """Batches of 2,000 as they come; the first one warms the kernels."""
    rows = next(lake.replay(list(COLUMNS))).slice(0, 5 * BATCH)
    block_of(rows.slice(0, BATCH))
    cpu = process_time()
    for first in range(0, rows.num_rows, BATCH):
        block_of(rows.slice(first, BATCH))
    return 1e6 * (process_time() - cpu) / rows.num_rows


def sizes(folder: Path, items: int) -> dict[str, float]:
    return {
        f"{name}_bytes_per_item": sum(each.stat().st_size for each in folder.glob(pattern)) / items
        for name, pattern in (("index", "day=*/*.index"), ("parquet", "day=*/*.parquet"))
    }


def ask(lake: Lake) -> dict[str, float]:
    """Each question some times over; the first time of all opens every file."""
    began = perf_counter()
    lake.count_found(Search(words="bensin"))
    figures = {"open_ms": 1e3 * (perf_counter() - began)}
    pages, rows = [], []
    for _ in range(ROUNDS):
        for search in searches(lake):
            began = perf_counter()
            lake.survey(search)
            middle = perf_counter()
            lake.found(search)
            pages.append(perf_counter() - began)
            rows.append(perf_counter() - middle)
    figures["fulltext_p50_ms"], figures["fulltext_p95_ms"] = percentiles(pages)
    figures["fulltext_max_ms"] = 1e3 * max(pages)
    figures["rows_p95_ms"] = percentiles(rows)[1]
    names = [each.narrative_id for each in lake.narratives(Search(limit=NARRATIVES))]
    figures["narratives_ms"] = timed(lambda: lake.narratives(Search(limit=NARRATIVES)))
    figures |= narrative_figures(lake, names)
    lake.belong(moves(lake, names))
    began = perf_counter()
    hourly(lake, names)
    figures["moved.first_ms"] = 1e3 * (perf_counter() - began)
    figures |= {f"moved.{name}": each for name, each in narrative_figures(lake, names).items()}
    return figures


def narrative_figures(lake: Lake, names: list[str]) -> dict[str, float]:
    ids = lake.search(narrative_id=names[-1], limit=20)["item_id"].to_pylist()
    return {
        "hourly_counts_ms": timed(lambda: hourly(lake, names)),
        "totals_ms": timed(lambda: lake.totals(names)),
        "counts_by_ms": timed(lambda: lake.counts_by(names, "platform")),
        "items_ms": timed(lambda: lake.items(ids)),
    }


def hourly(lake: Lake, names: list[str]) -> np.ndarray:
    start = START + timedelta(days=DAYS) - timedelta(hours=WEEK_HOURS)
    return lake.hourly_counts(names, start, WEEK_HOURS)


def moves(lake: Lake, names: list[str]) -> Membership:
    """A thousand narratives that joined larger ones, and a thousand families that moved."""
    small = [each.narrative_id for each in lake.narratives(Search(limit=1_000, offset=5_000))]
    families = lake.search(limit=1_000)["family_id"].to_pylist()
    return Membership(
        narratives={old: names[place % 20] for place, old in enumerate(small)},
        families={family: names[place % 20] for place, family in enumerate(families)},
    )


def timed(ask: Callable[[], object]) -> float:
    """The 95th percentile of ten times, in milliseconds."""
    spent = []
    for _ in range(10):
        began = perf_counter()
        ask()
        spent.append(perf_counter() - began)
    return percentiles(spent)[1]


def percentiles(seconds: list[float]) -> tuple[float, float]:
    middle, high = np.percentile(seconds, [50, 95]) * 1e3
    return float(middle), float(high)


def searches(lake: Lake) -> list[Search]:
    """What somebody might ask: common and rare words, phrases, prefixes, and every filter."""
    narrative = lake.narratives(Search(limit=3))[-1].narrative_id
    end = START + timedelta(days=DAYS)
    last_day = {"since": end - timedelta(days=1)}
    return [
        *(Search(words=words, limit=PAGE) for words in WORDS),
        Search(limit=PAGE),
        Search(platform="tiktok", limit=PAGE),
        Search(words="bantuan", platform="tiktok", limit=PAGE),
        Search(words="bantuan", language="jv", limit=PAGE),
        Search(words="bantuan", region="32", limit=PAGE),
        Search(words="bantuan", narrative_id=narrative, limit=PAGE),
        Search(words="bantuan", limit=PAGE, **last_day),
        Search(words="bantuan", limit=PAGE, offset=5_000),
        Search(narrative_id=narrative, platform="x", limit=PAGE),
        Search(region="32", limit=PAGE, **last_day),
    ]


WORDS = (
    "bantuan", "harga", "yang", "di", "air bantuan", "yang di", "bantuan -gratis",
    "bantuan OR harga OR air", '"air bersih"', '"yang di"', '"di kota"', "ban*", "k*", "ba* ka*",
    "#hoaks", "pemerintah kabar", "kabar kapal OR pelabuhan -air", "babababa", "kalimasa",
    "tidakadasatupun", "rasakidila OR bagi", "warga resmi", "pembagian", '"pembagian beras"',
    "tapi", "hoaks", "info OR kabar OR berita", "sekarang -yang", "masih benar*",
)  # fmt: skip
