"""Are CooRTweet's own edges reproduced? Every oracle file of the folder, edge for edge."""

import csv
import re
from pathlib import Path

from benchmarks.registry import Options
from tangkal.early_warning.coordination.cootweet import PostPairs, post_pairs
from tangkal.early_warning.coordination.shares import Shares, shares_of
from tangkal.kernel import InvalidInput
from tangkal.pipeline.coordination.tables import read_table

COLUMNS = ("object_id", "account_id", "content_id", "timestamp_share")
_oracle = re.compile(r"oracle_.*_tw(\d+(?:\.\d+)?)_mp(\d+)_edges\.csv")

Edges = dict[tuple[str, str], dict[str, float]]


def run(options: Options) -> dict[str, float]:
    """Each setting found in the file names, summed."""
    assert options.data is not None
    oracles = sorted(path for path in options.data.iterdir() if _oracle.fullmatch(path.name))
    if not oracles:
        raise InvalidInput(f"{options.data} holds no oracle_*_tw*_mp*_edges.csv")
    shares = read_shares(options.data)
    figures = dict.fromkeys(
        ("edges_expected", "edges_missing", "edges_extra", "weights_wrong", "columns_wrong"), 0.0
    )
    for path in oracles:
        found = _oracle.fullmatch(path.name)
        assert found is not None
        ours = named(shares, post_pairs(shares, float(found[1]), int(found[2])))
        for name, count in compared(read_edges(path), ours).items():
            figures[name] += count
    return {"settings": len(oracles), **figures}


def read_shares(folder: Path) -> Shares:
    """The one table of the folder that has the four columns."""
    for path in sorted(folder.glob("*.csv")):
        if _oracle.fullmatch(path.name):
            continue
        table, _ = read_table(path)
        if set(COLUMNS) <= set(table.column_names):
            seconds = table["timestamp_share"].to_pylist()
            micros = [round(float(each) * 1_000_000) for each in seconds]
            return shares_of(*(table[name] for name in COLUMNS[:3]), micros)
    raise InvalidInput(f"{folder} holds no table with the columns {', '.join(COLUMNS)}")


def named(shares: Shares, pairs: PostPairs) -> Edges:
    names = shares.accounts.to_pylist()
    columns = zip(
        pairs.first, pairs.second, pairs.weight, pairs.mean_gap_seconds, pairs.older_contents,
        pairs.newer_contents, pairs.symmetry, pairs.above(0.5), strict=True,
    )  # fmt: skip
    return {
        ends(names[a], names[b]): {
            "weight": float(weight),
            "avg_time_delta": float(gap),
            "n_content_id": float(older),
            "n_content_id_y": float(newer),
            "edge_symmetry_score": float(symmetry),
            "weight_threshold": float(above),
        }
        for a, b, weight, gap, older, newer, symmetry, above in columns
    }


def read_edges(path: Path) -> Edges:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {
            ends(row.pop("from"), row.pop("to")): {name: float(row[name]) for name in row}
            for row in csv.DictReader(stream)
        }


def ends(one: str, other: str) -> tuple[str, str]:
    """Undirected: which end comes first depends on the language R sorts by."""
    return (one, other) if one <= other else (other, one)


def compared(expected: Edges, ours: Edges) -> dict[str, int]:
    both = expected.keys() & ours.keys()
    wrong = [
        name
        for edge in both
        for name, value in expected[edge].items()
        if name in ours[edge] and abs(ours[edge][name] - value) > 1e-6 * max(1.0, abs(value))
    ]
    return {
        "edges_expected": len(expected),
        "edges_missing": len(expected.keys() - ours.keys()),
        "edges_extra": len(ours.keys() - expected.keys()),
        "weights_wrong": wrong.count("weight"),
        "columns_wrong": len(wrong) - wrong.count("weight"),
    }
