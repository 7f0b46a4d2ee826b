"""The coordination-network-toolkit itself as oracle, on random small inputs."""

import csv
import random

import pytest

pytest.importorskip("coordination_network_toolkit")

from benchmarks.coordination_peer import NETWORKS, toolkit_edges
from benchmarks.coordination_toolkit import COLUMNS, messages, our_edges


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Posts that repost, reply, link and repeat one another, now and then all at once."""
    chance = random.Random(7)
    path = tmp_path_factory.mktemp("toolkit") / "posts.csv"
    texts = ["Harga naik", "harga  NAIK @a", "@b @c", "banjir", "", "Banjir @d"]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow([*COLUMNS, "urls"])
        for number in range(160):
            writer.writerow(
                [
                    number,
                    f"u{chance.randrange(9)}",
                    "",
                    chance.choice(["", "", "r1", "r2"]),
                    chance.choice(["", "p1", "p2"]),
                    chance.choice(texts),
                    chance.randrange(120),
                    " ".join(chance.sample(["a.id/1", "b.id/2", "c.id/3"], chance.randrange(4))),
                ]
            )
    return path


@pytest.mark.parametrize("network", NETWORKS)
def test_every_edge_and_weight_is_the_toolkits(table, network):
    for window, weight in ((0, 1), (10, 3)):
        theirs, _ = toolkit_edges(messages(table, network), network, window, weight)
        assert theirs
        assert our_edges(table, network, window, weight) == theirs
