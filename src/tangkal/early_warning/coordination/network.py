"""The result: four tables that can be read by themselves, and where they came from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tangkal.early_warning.coordination.communities import communities
from tangkal.early_warning.coordination.edges import Weights
from tangkal.early_warning.coordination.evidence import Evidence
from tangkal.early_warning.coordination.shares import MICROSECONDS, Int32, Int64, Shares
from tangkal.text.privacy import mask_personal_data

Columns = dict[str, npt.NDArray[Any] | list[str]]
MEANING = (
    "Coordinated means: these accounts shared the same objects at the same time more often "
    "than the definition allows for. It says nothing of who is behind an account, or why."
)
LABEL_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Network:
    """Accounts are pseudonyms as given; nothing here rates a person.

    edges: source, target, weight, the definition's own columns, behaviours, community,
        evidence_lines.
    nodes: account, community, neighbours, weight, shares.
    communities: community, label, accounts, edges, weight; one label each, the object that
        most of its edges rest on.
    evidence: edge (row of `edges`), source, target, behaviour, object, source_content,
        target_content, source_at, gap_seconds (negative where the target was first).
    """

    edges: pa.Table
    nodes: pa.Table
    communities: pa.Table
    evidence: pa.Table
    provenance: dict[str, Any]
    is_directed: bool


def build_network(
    shares: Shares,
    edges: Weights,
    columns: Columns,
    evidence: Evidence,
    provenance: dict[str, Any],
    *,
    is_directed: bool,
    seed: int,
) -> Network:
    """Names for numbers, communities with their labels, and the tables in a fixed order."""
    of_account = communities(
        edges.first, edges.second, edges.weight, len(shares.accounts), seed=seed
    )
    of_edge = edge_communities(of_account, edges)
    lines = evidence_table(shares, edges, evidence)
    counts = {
        **provenance["counts"],
        "edges": len(edges),
        "accounts_with_edges": int((of_account > 0).sum()),
        "communities": int(of_account.max(initial=0)),
        "evidence_lines": len(evidence),
    }
    return Network(
        edge_table(shares, edges, columns, of_edge, evidence),
        node_table(shares, edges, of_account),
        community_table(shares, edges, of_account, of_edge, evidence),
        lines,
        {"meaning": MEANING, **provenance, "counts": counts},
        is_directed,
    )


def edge_communities(of_account: Int32, edges: Weights) -> Int32:
    """The community of both ends; 0 where an edge joins two."""
    first, second = of_account[edges.first], of_account[edges.second]
    return np.where(first == second, first, 0).astype(np.int32)


def edge_table(
    shares: Shares, edges: Weights, columns: Columns, of_edge: Int32, evidence: Evidence
) -> pa.Table:
    lines = np.bincount(evidence.edge, minlength=len(edges))
    return pa.table(
        {
            "source": names(shares.accounts, edges.first),
            "target": names(shares.accounts, edges.second),
            "weight": pa.array(edges.weight),
            **{name: pa.array(values) for name, values in columns.items() if name != "behaviours"},
            "behaviours": pa.array(columns["behaviours"], pa.string()),
            "community": pa.array(of_edge),
            "evidence_lines": pa.array(lines),
        }
    )


def node_table(shares: Shares, edges: Weights, of_account: Int32) -> pa.Table:
    """Accounts with an edge, by community, then by how many neighbours they have."""
    size = len(shares.accounts)
    ends = np.unique(np.concatenate([_both(edges.first, edges.second, size)]))
    neighbours = np.bincount(ends // max(size, 1), minlength=size)
    weight = np.bincount(edges.first, edges.weight, size)
    weight += np.bincount(edges.second, edges.weight, size)
    posts = np.bincount(shares.account, minlength=size)
    rows = np.flatnonzero(of_account)
    rows = rows[np.lexsort((rows, -neighbours[rows], of_account[rows]))]
    return pa.table(
        {
            "account": names(shares.accounts, rows),
            "community": pa.array(of_account[rows]),
            "neighbours": pa.array(neighbours[rows]),
            "weight": pa.array(weight[rows].astype(np.int64)),
            "shares": pa.array(posts[rows]),
        }
    )


def _both(first: Int32, second: Int32, size: int) -> Int64:
    """Each pair in both directions, loops left out."""
    apart = first != second
    a, b = first[apart].astype(np.int64), second[apart].astype(np.int64)
    return np.concatenate([a * size + b, b * size + a])


def community_table(
    shares: Shares, edges: Weights, of_account: Int32, of_edge: Int32, evidence: Evidence
) -> pa.Table:
    count = int(of_account.max(initial=0))
    inner = np.bincount(of_edge, minlength=count + 1)[1:]
    weight = np.bincount(of_edge, edges.weight, count + 1)[1:].astype(np.int64)
    labels = community_labels(shares, of_edge, evidence, count)
    return pa.table(
        {
            "community": pa.array(np.arange(1, count + 1, dtype=np.int32)),
            "label": pa.array(labels, pa.string()),
            "accounts": pa.array(np.bincount(of_account, minlength=count + 1)[1:]),
            "edges": pa.array(inner),
            "weight": pa.array(weight),
        }
    )


def community_labels(shares: Shares, of_edge: Int32, evidence: Evidence, count: int) -> list[str]:
    """The object in most lines of evidence within each community; of equals the first."""
    labels = [""] * count
    objects = shares.object[evidence.first].astype(np.int64)
    keys = of_edge[evidence.edge].astype(np.int64) << 32 | objects
    found, times = np.unique(keys, return_counts=True)
    for at in np.lexsort((found, -times)).tolist():
        community = int(found[at] >> 32)
        if community and not labels[community - 1]:
            text = str(shares.objects[int(found[at] & 0xFFFFFFFF)].as_py())
            labels[community - 1] = shortened(mask_personal_data(text))
    return labels


def shortened(text: str) -> str:
    """At most a line; cut where it is longer.

    >>> shortened("a" * 70)[-2:], len(shortened("a" * 70))
    ('a…', 60)
    """
    line = " ".join(text.split())
    return line if len(line) <= LABEL_CHARACTERS else line[: LABEL_CHARACTERS - 1] + "…"


def evidence_table(shares: Shares, edges: Weights, evidence: Evidence) -> pa.Table:
    first, second = evidence.first, evidence.second
    behaviour = shares.behaviour[shares.object[first]]
    gap = (shares.micros[second] - shares.micros[first]) / MICROSECONDS
    return pa.table(
        {
            "edge": pa.array(evidence.edge),
            "source": names(shares.accounts, edges.first[evidence.edge]),
            "target": names(shares.accounts, edges.second[evidence.edge]),
            "behaviour": pa.array([shares.behaviours[kind] for kind in behaviour], pa.string()),
            "object": masked_names(shares.objects, shares.object[first]),
            "source_content": names(shares.contents, shares.content[first]),
            "target_content": names(shares.contents, shares.content[second]),
            "source_at": pa.array(shares.micros[first], pa.timestamp("us", tz="UTC")),
            "gap_seconds": pa.array(gap, pa.float64()),
        }
    )


def names(vocabulary: pa.Array, places: npt.NDArray[np.integer[Any]]) -> pa.Array:
    """Names as text."""
    return pc.cast(vocabulary.take(pa.array(places, pa.int64())), pa.string())


def masked_names(vocabulary: pa.Array, places: npt.NDArray[np.integer[Any]]) -> pa.Array:
    """Names as text without personal data; each different one is looked at once."""
    unique, back = np.unique(places, return_inverse=True)
    texts = [mask_personal_data(str(each)) for each in names(vocabulary, unique).to_pylist()]
    return pa.array(texts, pa.string()).take(pa.array(back))
