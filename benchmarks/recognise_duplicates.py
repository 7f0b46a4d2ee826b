"""Near-duplicate families on planted copies: right ones joined, bulletins kept apart, how fast."""

import resource
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import process_time
from typing import Any

from benchmarks.planted_copies import Post, posts
from benchmarks.registry import Options
from tangkal.kernel import TangkalError
from tangkal.recognise.families import FamilyIndex
from tangkal.text.tokens import tokenise

PEER_POSTS = 20_000  # of the same posts, the first; the peers are slow
PERMUTATIONS, THRESHOLD = 128, 0.5  # what the peers' own introductions use

# Answers, for a batch of texts, the number of the post whose family each one joins, or its own.
Finder = Callable[[int, Sequence[str]], list[int]]


@dataclass(slots=True)
class Tally:
    """What a finder made of the posts so far."""

    truth: "array[int]" = field(default_factory=lambda: array("q"))  # true family of each post
    joined: int = 0
    right: int = 0
    copies: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    bulletins: int = 0
    bulletins_joined: int = 0
    seconds: list[float] = field(default_factory=list)  # of CPU, a batch

    def take(self, batch: Sequence[Post], find: Finder) -> None:
        began, first = process_time(), len(self.truth)
        answers = find(first, [post.text for post in batch])
        self.seconds.append(process_time() - began)
        self.truth.extend(post.family for post in batch)
        for number, (post, answer) in enumerate(zip(batch, answers, strict=True), start=first):
            self._count(number, post, answer)

    def _count(self, number: int, post: Post, answer: int) -> None:
        joins = answer != number
        is_right = joins and self.truth[answer] == post.family
        self.joined += joins
        self.right += is_right
        if post.family != number:
            self.copies[post.kind] += 1
            self.found[post.kind] += is_right
        elif post.kind == "bulletin":
            self.bulletins += 1
            self.bulletins_joined += joins

    @property
    def precision(self) -> float:
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        return self.found.total() / self.copies.total()

    @property
    def posts_per_cpu_s(self) -> float:
        return len(self.truth) / sum(self.seconds)


def run(options: Options) -> dict[str, float]:
    """As many posts as the window holds texts, in batches."""
    size = options.size or 1_000_000
    warm_up()
    ours = Tally()
    find = tangkal(size)
    before = resident_mb()
    for batch in posts(size, options.seed):
        ours.take(batch, find)
    tenth = max(1, len(ours.seconds) // 10)
    figures = {
        "precision": ours.precision,
        "recall": ours.recall,
        "posts_per_cpu_s": ours.posts_per_cpu_s,
        "rss_mb": resident_mb(),
        "grown_mb": resident_mb() - before,
        "rate_last_over_first": sum(ours.seconds[:tenth]) / sum(ours.seconds[-tenth:]),
        "bulletins_joined": ours.bulletins_joined / max(1, ours.bulletins),
        **{f"recall.{kind}": ours.found[kind] / n for kind, n in sorted(ours.copies.items())},
    }
    return {**figures, **beside_peers(options)} if options.peers else figures


def beside_peers(options: Options) -> dict[str, float]:
    """Ours and the peers on the same first posts, batch by batch in turn."""
    count = min(options.size or PEER_POSTS, PEER_POSTS)
    finders = {"sample": tangkal(count), "rensa": rensa(), "datasketch": datasketch()}
    tallies = {name: Tally() for name in finders}
    for batch in posts(count, options.seed):
        for name, find in finders.items():
            tallies[name].take(batch, find)
    return {
        f"{name}.{figure}": getattr(tally, figure)
        for name, tally in tallies.items()
        for figure in ("precision", "recall", "posts_per_cpu_s")
    }


def tangkal(window: int) -> Finder:
    index = FamilyIndex(window)

    def find(first: int, texts: Sequence[str]) -> list[int]:
        ids = [f"{number:032x}" for number in range(first, first + len(texts))]
        return [int(each, 16) for each in index.assign(ids, tokenise(texts)).family_ids]

    return find


def rensa() -> Finder:
    """R-MinHash and its LSH, as its introduction shows them."""
    try:
        from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - only where peers are asked for
    except ImportError as error:
        raise TangkalError("the peers need rensa and datasketch; install the dev extra") from error
    table = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)

    def sketch(text: str) -> Any:
        made = RMinHash(num_perm=PERMUTATIONS, seed=1)
        made.update(text.lower().split())
        return made

    return lsh_finder(
        sketch,
        table.query,
        table.insert,
    )


def datasketch() -> Finder:
    """MinHash and MinHashLSH, as its introduction shows them."""
    try:
        from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - only where asked for
    except ImportError as error:
        raise TangkalError("the peers need rensa and datasketch; install the dev extra") from error
    table = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)

    def sketch(text: str) -> Any:
        made = MinHash(num_perm=PERMUTATIONS)
        made.update_batch([word.encode() for word in set(text.lower().split())])
        return made

    return lsh_finder(sketch, table.query, table.insert)


def lsh_finder(
    sketch: Callable[[str], Any],
    query: Callable[[Any], list[Any]],
    insert: Callable[[Any, Any], None],
) -> Finder:
    """Families by a peer: the most alike of the texts that its table answers, if alike enough."""
    sketches: dict[int, Any] = {}
    family: dict[int, int] = {}

    def find(first: int, texts: Sequence[str]) -> list[int]:
        for number, text in enumerate(texts, start=first):
            made = sketch(text)
            near = [(sketches[other].jaccard(made), other) for other in query(made)]
            best = max(near, default=(0.0, number))
            family[number] = family[best[1]] if best[0] >= THRESHOLD else number
            sketches[number] = made
            insert(number, made)
        return [family[number] for number in range(first, first + len(texts))]

    return find


def warm_up() -> None:
    """Compile or load the kernels outside the measured time."""
    find = tangkal(10)
    find(0, ["satu dua tiga empat lima", "satu dua tiga empat enam"])


def resident_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
