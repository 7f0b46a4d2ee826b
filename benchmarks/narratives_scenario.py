"""Do planted Indonesian stories hold together and keep their ids, and how fast is the stage?"""

import hashlib
import multiprocessing
import resource
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.clustering_scores import agreement
from benchmarks.narratives_peers import PEERS
from benchmarks.registry import Options
from benchmarks.story_worlds import CHATTER, make_posts
from tangkal.recognise.families import FamilyIndex
from tangkal.situational_insight.narratives import NarrativeIndex
from tangkal.text.tokens import tokenise

ITEMS = 100_000
PEER_ITEMS = 10_000  # the first of the same posts; the peers are slow
BATCH_ROWS = 2_000
START = datetime(2026, 3, 2, tzinfo=UTC)
SCHEMA = pa.schema([("text", pa.string()), ("hour", pa.float64()), ("story", pa.int64())])


@dataclass(slots=True)
class Placed:
    """What the stage made of the posts so far."""

    narratives: NarrativeIndex = field(default_factory=NarrativeIndex)
    families: FamilyIndex = field(default_factory=FamilyIndex)
    numbers: dict[str, int] = field(default_factory=dict)  # of ids, as they first came
    at_arrival: "array[int]" = field(default_factory=lambda: array("q"))
    stories: "array[int]" = field(default_factory=lambda: array("q"))
    cpu_s: float = 0.0
    wall_s: float = 0.0
    batches_cpu_s: list[float] = field(default_factory=list)
    kept: list[float] = field(default_factory=list)  # share that kept its id, a day
    memory_mb: list[float] = field(default_factory=list)  # at each day's end
    day: int = 0
    ids_then: list[str] = field(default_factory=list)  # by number, at the last day's end
    items_then: Counter[int] = field(default_factory=Counter)

    def take(self, batch: pa.Table) -> None:
        texts, hours = batch["text"].to_pylist(), batch["hour"].to_pylist()
        first = len(self.at_arrival)
        names = [
            hashlib.sha256(str(first + n).encode()).hexdigest()[:32] for n in range(len(texts))
        ]
        tokens = tokenise(texts)
        found = self.families.assign(names, tokens)
        moments = [START + timedelta(hours=hour) for hour in hours]
        began, cpu_began = perf_counter(), process_time()
        ids = self.narratives.assign(found.family_ids, found.is_first, tokens, texts, moments)
        self.batches_cpu_s.append(process_time() - cpu_began)
        self.cpu_s += self.batches_cpu_s[-1]
        self.wall_s += perf_counter() - began
        self.narratives.take_changes()
        numbers = self.numbers
        self.at_arrival.extend(numbers.setdefault(one, len(numbers)) for one in ids)
        self.stories.extend(batch["story"].to_pylist())
        if int(hours[-1] // 24) > self.day:
            self.end_day(int(hours[-1] // 24))

    def end_day(self, day: int) -> None:
        ids = self.ids_now()
        if self.items_then:
            kept = sum(n for at, n in self.items_then.items() if ids[at] == self.ids_then[at])
            self.kept.append(kept / self.items_then.total())
        self.day, self.ids_then, self.items_then = day, ids, Counter(self.at_arrival)
        self.memory_mb.append(rss_mb())

    def ids_now(self) -> list[str]:
        return [self.narratives.current_id(one) for one in self.numbers]

    def figures(self) -> dict[str, float]:
        ids = self.ids_now()
        after = [ids[at] for at in self.at_arrival]
        tenth = max(1, len(self.batches_cpu_s) // 10)
        first, last = self.batches_cpu_s[:tenth], self.batches_cpu_s[-tenth:]
        return {
            **quality(self.stories, after),
            "arrival.b3_f1": quality(self.stories, self.at_arrival)["b3_f1"],
            "id_stability": sum(self.kept) / max(len(self.kept), 1),
            "narratives": float(len(self.narratives)),
            "posts_per_cpu_s": len(after) / self.cpu_s,
            "posts_per_s": len(after) / self.wall_s,
            "rate_last_over_first": sum(first) / max(sum(last), 1e-9),
            "rss_mb": rss_mb(),
            "memory_last_week_growth": self.memory_mb[-1] / self.memory_mb[len(self.memory_mb) // 2]
            if self.memory_mb
            else 1.0,
        }


def run(options: Options) -> dict[str, float]:
    """The product's stages with their own settings; posts are made in a process of their own."""
    size = options.size or ITEMS
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as name:
        path = Path(name) / "posts.parquet"
        make_apart(path, size, options.seed)
        Placed().take(next(batches(path)))  # compiled before the clock starts
        placed = Placed()
        for batch in batches(path):
            placed.take(batch)
        figures = placed.figures()
        if options.peers:
            figures |= with_peers(path, options.seed)
    return figures


def quality(stories: Sequence[int], found: Sequence[object]) -> dict[str, float]:
    """B³ and ARI over the planted posts; chatter in their narratives counts against precision."""
    together, of_found = Counter(zip(stories, found, strict=True)), Counter(found)
    of_story = Counter(stories)
    planted = {pair: n for pair, n in together.items() if pair[0] != CHATTER}
    total = sum(planted.values())
    precision = sum(n * n / of_found[pair[1]] for pair, n in planted.items()) / total
    recall = sum(n * n / of_story[pair[0]] for pair, n in planted.items()) / total
    rows = [row for row, story in enumerate(stories) if story != CHATTER]
    agreed = agreement([stories[row] for row in rows], [str(found[row]) for row in rows])
    return {
        "b3_precision": precision,
        "b3_recall": recall,
        "b3_f1": 2 * precision * recall / (precision + recall),
        "ari": agreed.ari,
        "nmi": agreed.nmi,
    }


def with_peers(path: Path, seed: int) -> dict[str, float]:
    """Each peer, and ours again, on the first posts."""
    parts = list(islice(batches(path), PEER_ITEMS // BATCH_ROWS))
    table = pa.concat_tables(parts)
    stories = table["story"].to_pylist()
    ours = Placed()
    for part in parts:
        ours.take(part)
    figures = {"subset.items": float(len(stories)), **named("subset", ours.figures())}
    texts = [part["text"].to_pylist() for part in parts]
    for name, peer in PEERS.items():
        began = process_time()
        found = peer(texts, seed)
        seconds = process_time() - began
        figures |= named(name, {**quality(stories, found), "posts_per_cpu_s": len(found) / seconds})
    return figures


def named(prefix: str, figures: dict[str, float]) -> dict[str, float]:
    wanted = ("b3_precision", "b3_recall", "b3_f1", "ari", "nmi", "posts_per_cpu_s")
    return {f"{prefix}.{name}": figures[name] for name in wanted}


def batches(path: Path) -> Iterator[pa.Table]:
    stored = pq.ParquetFile(path)
    for number in range(stored.num_row_groups):
        yield stored.read_row_group(number)


def make_apart(path: Path, size: int, seed: int) -> None:
    """In a process of its own, so that making posts does not count as our memory."""
    context = multiprocessing.get_context("spawn")
    maker = context.Process(target=write_posts, args=(path, size, seed))
    maker.start()
    maker.join()
    if maker.exitcode:
        raise RuntimeError(f"the process that makes the posts ended with {maker.exitcode}")


def write_posts(path: Path, size: int, seed: int) -> None:
    posts = make_posts(size, seed)
    with pq.ParquetWriter(path, SCHEMA) as writer:
        while part := list(islice(posts, BATCH_ROWS)):
            columns = [list(column) for column in zip(*part, strict=True)]
            writer.write_table(pa.table(columns, schema=SCHEMA))


def rss_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
