"""Accounts that hang together in the network of edges."""

import numpy as np
import numpy.typing as npt

from tangkal.early_warning.coordination.shares import Int32, Int64

MOST_FOR_LOUVAIN = 500_000  # edges; beyond it connected components stand in


def communities(
    first: Int32, second: Int32, weight: Int64, accounts: int, *, seed: int
) -> npt.NDArray[np.int32]:
    """Community of each account, 1 for the largest; 0 for accounts without an edge.

    Louvain with a seed (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008), the same
    for the same edges whatever their order; connected components where there are too many
    edges for it. Between communities of one size the one with the lowest account comes first.
    """
    found = np.zeros(accounts, np.int32)
    if not len(first):
        return found
    import networkx as nx  # noqa: PLC0415 - slow to import, and not every run has edges

    order = np.lexsort((second, first))
    network = nx.Graph()
    for a, b, w in zip(
        first[order].tolist(), second[order].tolist(), weight[order].tolist(), strict=True
    ):
        before = network.get_edge_data(a, b, {"weight": 0})["weight"]
        network.add_edge(a, b, weight=before + w)
    if network.number_of_edges() > MOST_FOR_LOUVAIN:
        groups = list(nx.connected_components(network))
    else:
        groups = nx.community.louvain_communities(network, weight="weight", seed=seed)
    for number, group in enumerate(sorted(groups, key=lambda g: (-len(g), min(g))), start=1):
        found[sorted(group)] = number
    return found
