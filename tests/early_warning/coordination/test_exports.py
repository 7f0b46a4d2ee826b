"""A network read back from any of its files is the network."""

import csv
import json

import networkx as nx
import numpy as np
import pyarrow.parquet as pq
import pytest

from tangkal.early_warning.coordination import Settings, detect, shares_of
from tangkal.early_warning.coordination.export import FORMATS, write_network
from tangkal.kernel import InvalidInput

OBJECTS = [
    '=HYPERLINK("http://a.example")',
    "banjir & <longsor>",
    "null \x00 byte",
    "telp 081234567890",
]


@pytest.fixture(scope="module", params=["tangkal", "cootweet", "toolkit"])
def network(request):
    """Four accounts on four objects with difficult names, among strangers."""
    chance = np.random.default_rng(1)
    rows = [
        (what, f"akun {who}", f"{number}-{who}", number * 90_000 + who)
        for number, what in enumerate(OBJECTS)
        for who in range(4)
    ]
    rows += [
        (f"o{chance.integers(150)}", f"lain {n % 40}", f"x{n}", int(chance.integers(0, 900_000)))
        for n in range(900)
    ]
    objects, accounts, contents, seconds = zip(*rows, strict=True)
    shares = shares_of(objects, accounts, contents, [each * 1_000_000 for each in seconds])
    return detect(shares, Settings(definition=request.param))


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
def test_graph_files_are_read_by_others(network, tmp_path, ending):
    (path,) = write_network(network, tmp_path / f"net{ending}")
    graph = nx.read_gexf(path) if ending == ".gexf" else nx.read_graphml(path)
    edges = network.edges.to_pylist()
    assert graph.number_of_nodes() == network.nodes.num_rows >= 4
    assert graph.number_of_edges() == len(edges)
    assert graph.is_directed() == network.is_directed
    for edge in edges:
        assert float(graph.edges[edge["source"], edge["target"]]["weight"]) == edge["weight"]


def test_tables_come_back_whole(network, tmp_path):
    *tables, provenance = write_network(network, tmp_path / "net.parquet")
    assert [path.name for path in tables] == [
        f"net.{name}.parquet" for name in ("edges", "nodes", "communities", "evidence")
    ]
    for path in tables:
        assert pq.read_table(path).equals(getattr(network, path.name.split(".")[1]))
    assert json.loads(provenance.read_text())["settings"]["window_seconds"] == 60


def test_a_spreadsheet_runs_no_cell(network, tmp_path):
    paths = write_network(network, tmp_path / "net.csv")
    cells = [
        cell
        for path in paths[:-1]
        for row in csv.reader(path.open(encoding="utf-8"))
        for cell in row
    ]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith(("=", "@", "+")) for cell in cells)


def test_json_holds_each_edge_with_its_evidence_and_masks_telephone_numbers(network, tmp_path):
    (path,) = write_network(network, tmp_path / "net.json")
    read = json.loads(path.read_text())
    assert len(read["edges"]) == network.edges.num_rows
    assert all(len(edge["evidence"]) == edge["evidence_lines"] > 0 for edge in read["edges"])
    assert "081234567890" not in path.read_text()
    assert "coordinated" in read["provenance"]["meaning"].lower()
    assert "inauthentic" not in path.read_text()


def test_an_unknown_ending_is_refused_by_naming_the_known_ones(network, tmp_path):
    with pytest.raises(InvalidInput, match="graphml"):
        write_network(network, tmp_path / "net.xlsx")
    assert len(FORMATS) == 5
