"""A network's tables as bytes in the database, and back."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tangkal.desk.coordination.models import RunTables

NAMES = ("edges", "nodes", "communities", "evidence")


def packed(table: pa.Table) -> bytes:
    """Parquet with zstd, in memory."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    found: bytes = sink.getvalue().to_pybytes()
    return found


def unpacked(stored: RunTables, name: str) -> pa.Table:
    return pq.read_table(pa.BufferReader(bytes(getattr(stored, name))))


def of_community(stored: RunTables, number: int) -> tuple[pa.Table, pa.Table]:
    """The edges within one community, most shared first, and the lines of evidence for them.

    `edge` of the evidence stays the row among all edges, and stands in the edges as `row`.
    """
    edges = unpacked(stored, "edges")
    edges = edges.append_column("row", pa.array(range(edges.num_rows), pa.int64()))
    edges = edges.filter(pc.equal(edges["community"], number))
    by = [("weight", "descending"), ("row", "ascending")]
    evidence = unpacked(stored, "evidence")
    return edges.sort_by(by), evidence.filter(pc.is_in(evidence["edge"], value_set=edges["row"]))


def evidence_of(evidence: pa.Table, rows: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Lines of evidence by edge, for the edges of one page."""
    lines: dict[int, list[dict[str, Any]]] = {row: [] for row in rows}
    wanted = evidence.filter(pc.is_in(evidence["edge"], value_set=pa.array(rows, pa.int64())))
    for line in wanted.to_pylist():
        lines[line["edge"]].append(line)
    return lines
