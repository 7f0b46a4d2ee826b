"""How fast and in how much memory: generated shares with planted groups."""

import multiprocessing
import resource
import tempfile
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.coordination_peer import Directed, toolkit_edges
from benchmarks.registry import Options
from tangkal.early_warning.coordination.edges import Weights, directed_weights, object_weights
from tangkal.early_warning.coordination.settings import CAP
from tangkal.early_warning.coordination.shares import MICROSECONDS, Shares
from tangkal.early_warning.coordination.windows import order_shares, prune, reach, window_units

Int64 = npt.NDArray[np.int64]

WINDOW_SECONDS = 60
MIN_WEIGHT = 2
DAYS = 30
COLUMNS = ("object", "account", "seconds")


def run(options: Options) -> dict[str, float]:
    """Ours on the distinct-object weight; with peers both on the toolkit's directed weight."""
    size = options.size or 1_000_000
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as name:
        path = Path(name) / "shares.parquet"
        make_apart(path, size, options.seed)
        warm = Path(name) / "warm.parquet"
        make_apart(warm, 2_000, options.seed)
        for weigh in (our_objects, our_posts):
            weigh(read(warm))
        figures = measured(path)
        if options.peers:
            figures |= against_toolkit(path)
    return figures


def measured(path: Path) -> dict[str, float]:
    """From numbered columns in memory to weighted pairs."""
    shares = read(path)
    wall, cpu = perf_counter(), process_time()
    edges = our_objects(shares)
    return {
        "cpu_s": process_time() - cpu,
        "wall_s": perf_counter() - wall,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
        "edges": len(edges),
    }


def our_objects(shares: Shares) -> Weights:
    ordered = order_shares(shares)
    window = window_units(WINDOW_SECONDS, ordered.unit)
    ordered = prune(ordered, window, MIN_WEIGHT)  # the unpruned rows are free to go
    return object_weights(ordered, reach(ordered, window, CAP), MIN_WEIGHT)


def our_posts(shares: Shares) -> Weights:
    ordered = order_shares(shares)
    near = reach(ordered, window_units(WINDOW_SECONDS, ordered.unit), None)
    return directed_weights(ordered, near, shares.content, MIN_WEIGHT)


def against_toolkit(path: Path) -> dict[str, float]:
    """Both give the co-retweet network of the same shares; every edge is compared."""
    shares = read(path)
    cpu = process_time()
    ours = our_posts(shares)
    spent = process_time() - cpu
    theirs, toolkit_spent = toolkit_edges(
        as_messages(path), "co_retweet", WINDOW_SECONDS, MIN_WEIGHT
    )
    pairs = zip(ours.first.tolist(), ours.second.tolist(), ours.weight.tolist(), strict=True)
    named: Directed = {(str(first), str(second)): weight for first, second, weight in pairs}
    return {
        "directed.cpu_s": spent,
        "directed.edges": len(named),
        "toolkit.cpu_s": toolkit_spent,
        "toolkit.edges_different": len(named.items() ^ theirs.items()),
        "ratio_toolkit": toolkit_spent / spent,
    }


def as_messages(path: Path):
    columns = pq.read_table(path)
    rows = zip(*(columns[name].to_pylist() for name in COLUMNS), strict=True)
    for number, (what, who, seconds) in enumerate(rows):
        yield str(number), str(who), "", str(what), "", "", float(seconds), ()


def read(path: Path) -> Shares:
    table = pq.read_table(path)
    what, who, seconds = (table[name].to_numpy() for name in COLUMNS)
    objects, accounts = int(what.max()) + 1, int(who.max()) + 1
    content = np.arange(len(what), dtype=np.int32)
    return Shares(
        object=what,
        account=who,
        content=content,
        micros=seconds * MICROSECONDS,
        objects=pa.array(np.arange(objects)),
        accounts=pa.array(np.arange(accounts)),
        contents=pa.array(content),
        behaviour=np.zeros(objects, np.int8),
    )


def make_apart(path: Path, size: int, seed: int) -> None:
    """In a process of its own, so that making the shares does not count as our memory."""
    maker = multiprocessing.get_context("spawn").Process(target=make, args=(path, size, seed))
    maker.start()
    maker.join()
    if maker.exitcode:
        raise RuntimeError(f"the process that makes the shares ended with {maker.exitcode}")


def make(path: Path, size: int, seed: int) -> None:
    """Five shares an object and ten an account in the mean, both heavy-tailed; 2% planted.

    Shares of an object fall off over hours after it appears. The groups have 3 to 40 members
    who post 4 objects each within 50 seconds.
    """
    chance = np.random.default_rng(seed)
    planted = planted_rows(chance, size // 50)
    free = size - len(planted[0])
    objects, accounts = max(20, size // 5), max(20, size // 10)
    what = (objects * chance.random(free) ** 1.6).astype(np.int32)
    who = (accounts * chance.random(free) ** 1.6).astype(np.int32)
    born = chance.integers(0, DAYS * 86_400, objects)
    seconds = born[what] + (3600 * np.exp(chance.normal(0.0, 1.5, free))).astype(np.int64)
    columns = (
        np.concatenate([what, planted[0].astype(np.int32) + np.int32(objects)]),
        np.concatenate([who, planted[1].astype(np.int32) + np.int32(accounts)]),
        np.concatenate([seconds, planted[2]]),
    )
    order = chance.permutation(size)
    table = pa.table({n: c[order] for n, c in zip(COLUMNS, columns, strict=True)})
    pq.write_table(table, path)


def planted_rows(chance: np.random.Generator, least: int) -> tuple[Int64, Int64, Int64]:
    parts: list[tuple[Int64, Int64, Int64]] = []
    made, account, what = 0, 0, 0
    while made < least:
        size = int(chance.integers(3, 41))
        members = np.arange(account, account + size)
        start = chance.integers(0, DAYS * 86_400, 4)
        parts.append(
            (
                np.repeat(np.arange(what, what + 4), size),
                np.tile(members, 4),
                np.repeat(start, size) + chance.integers(0, 50, 4 * size),
            )
        )
        made, account, what = made + 4 * size, account + size, what + 4
    columns = [np.concatenate(column)[:least] for column in zip(*parts, strict=True)]
    return columns[0], columns[1], columns[2]
