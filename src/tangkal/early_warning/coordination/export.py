"""Networks as files: CSV, Parquet, JSON, GEXF and GraphML.

GEXF 1.3 (gexf.net/schema.html) and GraphML 1.0 (graphml.graphdrawing.org) are written element
by element, so that a large network needs no second copy in memory.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from tangkal.early_warning.coordination.network import Network
from tangkal.kernel import InvalidInput

FORMATS = (".csv", ".parquet", ".json", ".gexf", ".graphml")
TABLES = ("edges", "nodes", "communities", "evidence")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run such a cell

_GEXF_TYPES = {"int": "long", "float": "double", "bool": "boolean", "str": "string"}
_GRAPHML_TYPES = {"int": "long", "float": "double", "bool": "boolean", "str": "string"}
# XML 1.0 knows no such characters, not even escaped.
_NOT_XML = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)]
)


def write_network(network: Network, path: Path) -> list[Path]:
    """Write by the ending of `path`; which files were written.

    `.csv` and `.parquet` give one file a table (`name.edges.csv`, `name.nodes.csv` …) and
    `name.provenance.json`; the others one file with everything but, in GEXF and GraphML, the
    evidence.

    Raises:
        InvalidInput: an ending that is none of FORMATS.
    """
    ending = path.suffix.lower()
    if ending not in WRITERS:
        raise InvalidInput(f"cannot write {path.name}: end the name in {', '.join(FORMATS)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    return WRITERS[ending](network, path)


def _write_tables(network: Network, path: Path) -> list[Path]:
    written = []
    for name in TABLES:
        table: pa.Table = getattr(network, name)
        target = path.with_suffix(f".{name}{path.suffix}")
        if path.suffix.lower() == ".csv":
            pcsv.write_csv(without_formulas(table), target)
        else:
            pq.write_table(table, target)
        written.append(target)
    beside = path.with_suffix(".provenance.json")
    beside.write_text(as_json_text(network.provenance), encoding="utf-8")
    return [*written, beside]


def without_formulas(table: pa.Table) -> pa.Table:
    """Text cells that a spreadsheet would run begin with a quote instead."""
    columns = {}
    for name in table.column_names:
        column = table[name]
        if pa.types.is_string(column.type):
            column = pa.chunked_array([pa.array(map(_harmless, column.to_pylist()), pa.string())])
        columns[name] = column
    return pa.table(columns)


def _harmless(text: str | None) -> str | None:
    return f"'{text}" if text and text.startswith(FORMULA_STARTS) else text


def _write_json(network: Network, path: Path) -> list[Path]:
    path.write_text(as_json_text(as_json(network)), encoding="utf-8")
    return [path]


def as_json(network: Network) -> dict[str, Any]:
    """Everything, as JSON has it; each edge with its lines of evidence."""
    edges = [{**edge, "evidence": []} for edge in network.edges.to_pylist()]
    for line in network.evidence.to_pylist():
        edges[line.pop("edge")]["evidence"].append(
            {**line, "source_at": line["source_at"].isoformat()}
        )
    return {
        "provenance": network.provenance,
        "communities": network.communities.to_pylist(),
        "nodes": network.nodes.to_pylist(),
        "edges": edges,
    }


def as_json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False, default=str) + "\n"


def _write_gexf(network: Network, path: Path) -> list[Path]:
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write('<gexf xmlns="http://gexf.net/1.3" version="1.3">\n')
        note = json.dumps(network.provenance, ensure_ascii=False, default=str)
        out.write(
            f"<meta><creator>Tangkal</creator><description>{xml(note)}</description></meta>\n"
        )
        direction = "directed" if network.is_directed else "undirected"
        out.write(f'<graph mode="static" defaultedgetype="{direction}">\n')
        nodes, edges = node_columns(network), edge_columns(network)
        for kind, columns in (("node", nodes), ("edge", edges)):
            out.write(f'<attributes class="{kind}">\n')
            for name, of in columns.items():
                out.write(f'<attribute id="{name}" title="{name}" type="{_GEXF_TYPES[of]}"/>\n')
            out.write("</attributes>\n")
        out.write("<nodes>\n")
        for row in network.nodes.to_pylist():
            name = quoted(row["account"])
            out.write(f"<node id={name} label={name}>")
            _gexf_values(out, row, nodes)
            out.write("</node>\n")
        out.write("</nodes>\n<edges>\n")
        for number, row in enumerate(network.edges.to_pylist()):
            ends = f"source={quoted(row['source'])} target={quoted(row['target'])}"
            out.write(f'<edge id="{number}" {ends} weight="{row["weight"]}">')
            _gexf_values(out, row, edges)
            out.write("</edge>\n")
        out.write("</edges>\n</graph>\n</gexf>\n")
    return [path]


def _gexf_values(out: TextIO, row: Mapping[str, Any], columns: Mapping[str, str]) -> None:
    out.write("<attvalues>")
    for name in columns:
        out.write(f'<attvalue for="{name}" value={quoted(plain(row[name]))}/>')
    out.write("</attvalues>")


def _write_graphml(network: Network, path: Path) -> list[Path]:
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write('<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        nodes, edges = node_columns(network), {"weight": "int", **edge_columns(network)}
        for kind, columns in (("node", nodes), ("edge", edges)):
            for name, of in columns.items():
                out.write(
                    f'<key id="{kind}.{name}" for="{kind}" attr.name="{name}" '
                    f'attr.type="{_GRAPHML_TYPES[of]}"/>\n'
                )
        out.write('<key id="provenance" for="graph" attr.name="provenance" attr.type="string"/>\n')
        direction = "directed" if network.is_directed else "undirected"
        out.write(f'<graph id="coordinated" edgedefault="{direction}">\n')
        note = json.dumps(network.provenance, ensure_ascii=False, default=str)
        out.write(f'<data key="provenance">{xml(note)}</data>\n')
        for row in network.nodes.to_pylist():
            out.write(f"<node id={quoted(row['account'])}>{_data('node', row, nodes)}</node>\n")
        for row in network.edges.to_pylist():
            ends = f"source={quoted(row['source'])} target={quoted(row['target'])}"
            out.write(f"<edge {ends}>{_data('edge', row, edges)}</edge>\n")
        out.write("</graph>\n</graphml>\n")
    return [path]


def _data(kind: str, row: Mapping[str, Any], columns: Mapping[str, str]) -> str:
    return "".join(f'<data key="{kind}.{name}">{xml(plain(row[name]))}</data>' for name in columns)


def node_columns(network: Network) -> dict[str, str]:
    """Attributes of accounts with their types, and the label of their community."""
    return dict(_typed(network.nodes, leave=("account",)))


def edge_columns(network: Network) -> dict[str, str]:
    return dict(_typed(network.edges, leave=("source", "target", "weight")))


def _typed(table: pa.Table, leave: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    tests: tuple[tuple[Callable[[pa.DataType], bool], str], ...] = (
        (pa.types.is_boolean, "bool"),
        (pa.types.is_integer, "int"),
        (pa.types.is_floating, "float"),
    )
    for column in table.schema:
        if column.name not in leave:
            yield column.name, next((name for test, name in tests if test(column.type)), "str")


def plain(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def xml(text: str) -> str:
    return escape(text.translate(_NOT_XML))


def quoted(text: str) -> str:
    return quoteattr(text.translate(_NOT_XML))


WRITERS: dict[str, Callable[[Network, Path], list[Path]]] = {
    ".csv": _write_tables,
    ".parquet": _write_tables,
    ".json": _write_json,
    ".gexf": _write_gexf,
    ".graphml": _write_graphml,
}
