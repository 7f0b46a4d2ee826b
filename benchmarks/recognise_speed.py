"""``recognise.speed``: how fast, and how well, posts find their claim among a million.

Claims and posts are made in a process of their own (see :mod:`benchmarks.claims_at_scale`) and
read back from disk, so that making them counts neither as our time nor as our memory. Figures
are defined in benchmarks/README.md.
"""

import multiprocessing
import resource
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.claims_at_scale import make_language, make_posts, make_titles
from benchmarks.registry import Options
from tangkal.kernel.records import KnownClaim
from tangkal.recognise.known_claims import KnownClaimIndex

FRESH = 10_000  # claims of one addition
ADDITIONS = 3
STREAMED, BATCH = 20_000, 2_000
ASKED = 1_000
COMPARED = 2_000  # posts that recall is measured on
COMPARED_WITH_PEERS = 400


def run(options: Options) -> dict[str, float]:
    """Build, add to, ask and compare one index."""
    size = options.size or 1_000_000
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as name:
        folder = Path(name)
        _apart(write_inputs, folder, size, options.seed)
        warm_up(folder)
        figures, index = measure(folder, size)
        if options.peers:
            from benchmarks.recognise_speed_peers import measure_peers  # noqa: PLC0415

            figures |= measure_peers(folder, index, size, COMPARED_WITH_PEERS)
        return figures


def measure(folder: Path, size: int) -> tuple[dict[str, float], KnownClaimIndex]:
    """Every figure but the peers'."""
    index = KnownClaimIndex()
    wall, cpu = perf_counter(), process_time()
    index.add(read_claims(folder, 0, size))
    figures = {"build_s": perf_counter() - wall, "build_cpu_s": process_time() - cpu}
    figures |= measure_stream(folder, index)
    figures |= measure_questions(folder, index)
    figures |= measure_recall(folder, index)
    figures |= measure_additions(folder, index, size)
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {**figures, "rss_mb": largest * 1024 / 1e6}, index


def measure_stream(folder: Path, index: KnownClaimIndex) -> dict[str, float]:
    """Whole posts in batches, as the stream brings them; everything a match holds included."""
    _, texts = read_posts(folder, -BATCH)
    index.match_batch([""] * len(texts), texts)  # words met for the first time
    wall = cpu = 0.0
    answered = count = 0
    # A stream does not hold its posts: they are read a batch at a time, outside the measured time.
    for first in range(0, STREAMED, BATCH):
        _, texts = read_posts(folder, first, BATCH)
        ids = [f"i{number}" for number in range(count, count + len(texts))]
        began, used = perf_counter(), process_time()
        answered += sum(map(bool, index.match_batch(ids, texts)))
        wall, cpu = wall + perf_counter() - began, cpu + process_time() - used
        count += len(texts)
    return {
        "stream.posts_per_s": count / wall,
        "stream.posts_per_cpu_s": count / cpu,
        "stream.answered": answered / count,
    }


def measure_questions(folder: Path, index: KnownClaimIndex) -> dict[str, float]:
    """One text after the other, as people ask; half of the texts are long."""
    _, texts = read_posts(folder, -ASKED - 4)
    asked = [
        text if number % 2 else " ".join(texts[number : number + 4])
        for number, text in enumerate(texts[:-4])
    ]
    for text in asked[:20]:
        index.match(text)
    walls, cpus = [], []
    for text in asked:
        wall, cpu = perf_counter(), process_time()
        index.match(text)
        walls.append(perf_counter() - wall)
        cpus.append(process_time() - cpu)
    return {
        **{f"question.p{p}_ms": 1e3 * float(np.percentile(walls, p)) for p in (50, 99)},
        **{f"question.cpu_p{p}_ms": 1e3 * float(np.percentile(cpus, p)) for p in (50, 99)},
    }


def measure_recall(folder: Path, index: KnownClaimIndex) -> dict[str, float]:
    """How often the post's own claim is among the first five."""
    right, texts = read_posts(folder, 0, COMPARED)
    ways = {
        "stream.recall5": index.rank(texts, 5, is_stream=True),
        "unpruned.recall5": index.rank(texts, 5, is_stream=True, skipping=False),
        "question.recall5": index.rank(texts, 5),
        "question.unpruned_recall5": index.rank(texts, 5, skipping=False),
    }
    return {name: recall(right, [[c for c, _ in hits] for hits in f]) for name, f in ways.items()}


def recall(right: Sequence[str], found: Sequence[Sequence[str]]) -> float:
    """Share of rows that hold their right answer."""
    return float(np.mean([one in many for one, many in zip(right, found, strict=True)]))


def measure_additions(folder: Path, index: KnownClaimIndex, size: int) -> dict[str, float]:
    """The slowest of some additions of FRESH claims to the full index."""
    walls, cpus = [], []
    for number in range(ADDITIONS):
        fresh = list(read_claims(folder, size + number * FRESH, FRESH))
        wall, cpu = perf_counter(), process_time()
        index.add(fresh)
        walls.append(perf_counter() - wall)
        cpus.append(process_time() - cpu)
    return {"add10k_s": max(walls), "add10k_cpu_s": max(cpus)}


def warm_up(folder: Path) -> None:
    """Compile or load the kernels outside the measured time."""
    index = KnownClaimIndex()
    index.add(list(read_claims(folder, 0, 10_000)))
    _, texts = read_posts(folder, 0, 10)
    index.match_batch([""] * 10, texts)
    index.match(texts[0])


def read_claims(folder: Path, first: int, count: int) -> Iterator[KnownClaim]:
    """Claims ``first`` to ``first + count``, as they would come from a table."""
    titles = pq.ParquetFile(folder / "titles.parquet", memory_map=True)
    number, end = 0, first + count
    for batch in titles.iter_batches(batch_size=10_000):
        if number < end and number + batch.num_rows > first:
            for row, title in enumerate(batch.column("title").to_pylist(), number):
                if first <= row < end:
                    yield as_claim(row, title)
        number += batch.num_rows


def as_claim(number: int, title: str) -> KnownClaim:
    return KnownClaim(
        claim_id=f"c{number}",
        title=title,
        verdict="SALAH",
        publisher=f"Redaksi {number % 40}",
        url=f"https://cekfakta.example/{number // 1000}/{number}",
        language="id",
    )


def read_posts(
    folder: Path, first: int = 0, count: int | None = None
) -> tuple[list[str], list[str]]:
    """Ids of the right claims, and the posts: those from ``first`` on, negative from the end."""
    posts = pq.read_table(folder / "posts.parquet")
    posts = posts.slice(max(0, posts.num_rows + first) if first < 0 else first, count)
    return [f"c{n}" for n in posts["claim"].to_pylist()], posts["text"].to_pylist()


def write_inputs(folder: Path, size: int, seed: int) -> None:
    """Titles (those to be added later too) and the posts about some of them."""
    language = make_language(seed)
    everything = size + ADDITIONS * FRESH
    chance = np.random.default_rng([seed, 4])
    wanted = min(STREAMED + ASKED, size)
    asked = set(chance.choice(size, wanted, replace=False).tolist())
    kept: dict[int, str] = {}
    schema = pa.schema({"title": pa.string()})
    with pq.ParquetWriter(folder / "titles.parquet", schema) as writer:
        part: list[str] = []
        for number, title in enumerate(make_titles(language, everything, seed)):
            part.append(title)
            if number in asked:
                kept[number] = title
            if len(part) == 10_000 or number == everything - 1:
                writer.write_table(pa.table({"title": part}, schema=schema))
                part = []
    numbers, texts = zip(*make_posts(language, kept, seed), strict=True)
    order = chance.permutation(len(numbers))
    posts = pa.table({"claim": pa.array(numbers), "text": pa.array(texts)}).take(pa.array(order))
    pq.write_table(posts, folder / "posts.parquet")


def _apart(work: object, *arguments: object) -> None:
    maker = multiprocessing.get_context("spawn").Process(target=work, args=arguments)  # type: ignore[arg-type]
    maker.start()
    maker.join()
    if maker.exitcode:
        raise RuntimeError(f"the process that makes the claims ended with {maker.exitcode}")
