"""Where the accounts of a community stand in its graph: computed once, when it is found."""

from typing import Any

import networkx as nx
import pyarrow as pa

from tangkal.desk.coordination.drawing import MOST_NODES

MOST_LINES = 1_500
SEED = 1


def drawing_of(nodes: pa.Table, edges: pa.Table) -> dict[str, Any]:
    """Positions between -1 and 1, and the lines between them, as JSON has them.

    Beyond MOST_NODES those with most neighbours are drawn, beyond MOST_LINES the heaviest
    lines. The same community always gives the same drawing.
    """
    names = nodes["account"].to_pylist()[:MOST_NODES]  # most neighbours first
    place = {name: number for number, name in enumerate(names)}
    lines = [
        (place[a], place[b], weight)
        for a, b, weight in zip(
            *(edges[name].to_pylist() for name in ("source", "target", "weight")), strict=True
        )
        if a in place and b in place and a != b
    ]
    lines = sorted(lines, key=lambda line: (-line[2], line[0], line[1]))[:MOST_LINES]
    graph = nx.Graph()
    graph.add_nodes_from(range(len(names)))
    graph.add_weighted_edges_from(lines)
    at = nx.spring_layout(graph, seed=SEED, iterations=60, weight=None)
    return {
        "nodes": [[name[:8], *(round(float(v), 3) for v in at[n])] for n, name in enumerate(names)],
        "edges": [[a, b, int(weight)] for a, b, weight in lines],
    }
