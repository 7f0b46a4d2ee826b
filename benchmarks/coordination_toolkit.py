"""Does our directed definition give the toolkit's networks?"""

import csv
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from benchmarks.coordination_peer import NETWORKS, Directed, Message, toolkit_edges
from benchmarks.registry import Options
from tangkal.early_warning.coordination import Network, Settings, detect
from tangkal.kernel import InvalidInput
from tangkal.pipeline.coordination import ReadOptions, read_shares
from tangkal.pipeline.coordination.objects import plain_text

COLUMNS = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp")
BEHAVIOURS = dict(zip(NETWORKS, ("repost", "text", "reply", "url"), strict=True))
OWN_FILE = "4dcc2f1a960d74d30f9def96851d5730e974438187e6451cfd12c6dd769c8fae"
# What the toolkit's test asked of its own file (window, weight, loops) when a post was not yet
# compared with itself: accounts in the co-retweet network.
EXPECTED = {
    (1, 1, False): 2,
    (1, 1, True): 3,
    (1, 2, False): 0,
    (1, 2, True): 1,
    (60, 1, False): 6,
    (60, 1, True): 7,
}


def run(options: Options) -> dict[str, float]:
    """Every table of the folder; answers known for the toolkit's own, else asked of it."""
    assert options.data is not None
    outcomes = [right for path in tables(options.data) for right in cases(path)]
    if not outcomes:
        raise InvalidInput(f"{options.data} holds no table in the toolkit's columns")
    return {"cases": len(outcomes), "cases_wrong": outcomes.count(False)}


def tables(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            if set(COLUMNS) <= set(next(csv.reader(stream), ())):
                yield path


def cases(path: Path) -> Iterator[bool]:
    """Whether each setting's network is right."""
    if hashlib.sha256(path.read_bytes()).hexdigest() == OWN_FILE:
        for (window, weight, loops), accounts in EXPECTED.items():
            edges = our_edges(path, "co_retweet", window, weight, loops=loops)
            yield len({account for pair in edges for account in pair}) == accounts
    if find_spec("coordination_network_toolkit") is None:
        return
    for name in NETWORKS:
        for window, weight in ((1, 1), (1, 2), (60, 1), (60, 2)):
            theirs, _ = toolkit_edges(messages(path, name), name, window, weight)
            yield theirs == our_edges(path, name, window, weight)


def our_edges(
    path: Path, name: str, window: float, weight: int, *, loops: bool = False
) -> Directed:
    options = ReadOptions(
        now=datetime.now(UTC), behaviours=(BEHAVIOURS[name],), is_exact=True, key=None
    )
    try:
        shares = read_shares([path], options).shares
    except InvalidInput:  # no post of this behaviour
        return {}
    settings = Settings(
        definition="toolkit", window_seconds=window, min_weight=weight, loops=loops, evidence=0
    )
    return edges_of(detect(shares, settings))


def edges_of(network: Network) -> Directed:
    return {(edge["source"], edge["target"]): edge["weight"] for edge in network.edges.to_pylist()}


def messages(path: Path, name: str) -> Iterator[Message]:
    """Rows as the toolkit takes them, less what we refuse to compare: blank links and texts."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if name == "co_tweet" and not plain_text(row["message"]):
                continue
            *fields, seconds = (row[column] for column in COLUMNS)
            yield (*fields, float(seconds), row.get("urls", "").split())  # type: ignore[misc]
