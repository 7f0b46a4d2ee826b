"""The coordination-network-toolkit run as its command line runs it, in a folder of its own."""

import contextlib
import gc
import io
import multiprocessing
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tangkal.cli.measure import cpu_seconds

NETWORKS = ("co_retweet", "co_tweet", "co_reply", "co_link")
Message = tuple[str, str, str, str, str, str, float, Sequence[str]]  # the toolkit's own order
Directed = dict[tuple[str, str], int]


def toolkit_edges(
    messages: Iterable[Message], network: str, window: float, min_weight: int, *, processes: int = 1
) -> tuple[Directed, float]:
    """Its directed edges without loops, and the CPU seconds of computing them.

    Reading the messages into its database is not counted.
    """
    from coordination_network_toolkit import compute_networks, preprocess  # noqa: PLC0415

    compute = {
        "co_retweet": compute_networks.compute_co_retweet_parallel,
        "co_tweet": compute_networks.compute_co_tweet_network,
        "co_reply": compute_networks.compute_co_reply_network,
        "co_link": compute_networks.compute_co_link_network,
    }[network]
    with tempfile.TemporaryDirectory(prefix="tangkal-toolkit-") as folder:
        database = str(Path(folder) / "messages.db")
        with contextlib.redirect_stdout(io.StringIO()):
            preprocess.preprocess_data(database, messages)
            began = cpu_seconds()
            compute(database, window, min_edge_weight=min_weight, n_threads=processes)
            wait_for_workers()
            spent = cpu_seconds() - began
        return read_edges(database, network), spent


def wait_for_workers() -> None:
    """The toolkit leaves its workers to the garbage collector; their time counts once ended."""
    gc.collect()
    for worker in multiprocessing.active_children():
        worker.join(timeout=30)


def read_edges(database: str, network: str) -> Directed:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            f"select user_1, user_2, weight from {network}_network"  # noqa: S608 - one of four
            " where user_1 != user_2"
        )
        return {(first, second): weight for first, second, weight in rows}
