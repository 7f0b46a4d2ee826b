"""Are planted groups found, and is nobody else? Worlds whose truth is known."""

import numpy as np

from benchmarks.coordination_worlds import GROUP_SIZES, World, make_world
from benchmarks.registry import Options
from tangkal.early_warning.coordination import Network, Settings, detect

ORGANIC_WORLDS = 50
PLANTED_WORLDS = 5
ACCOUNTS = 10_000
SETTINGS = Settings(evidence=0)


def run(options: Options) -> dict[str, float]:
    """Planted worlds for precision and recall; organic worlds for the false edges."""
    first = options.seed * 1_000
    planted = [
        scored(make_world(first + n, accounts=ACCOUNTS, groups=GROUP_SIZES))
        for n in range(PLANTED_WORLDS)
    ]
    false = [
        detect(make_world(first + 500 + n, accounts=ACCOUNTS).shares, SETTINGS).edges.num_rows
        for n in range(ORGANIC_WORLDS)
    ]
    total = {name: sum(each[name] for each in planted) for name in planted[0]}
    figures = {
        "precision": total["true_edges"] / max(total["edges"], 1),
        "recall": total["accounts_found"] / total["accounts"],
        "recall_pairs": total["true_edges"] / total["pairs"],
        "false_edges_per_10k_accounts": sum(false) / len(false) * 10_000 / ACCOUNTS,
        "organic_worlds_with_false_edges": sum(count > 0 for count in false),
    }
    sizes = sorted(set(GROUP_SIZES))
    return figures | {
        f"recall.{size}": total[f"found.{size}"] / total[f"of.{size}"] for size in sizes
    }


def scored(world: World) -> dict[str, int]:
    """Counts of one world: edges, those within a group, accounts that have one."""
    first, second = ends(detect(world.shares, SETTINGS))
    group = world.group
    true = (group[first] == group[second]) & (group[first] > 0)
    found = np.zeros(len(group), np.bool_)
    found[first[true]] = found[second[true]] = True
    counts = {
        "edges": len(first),
        "true_edges": int(true.sum()),
        "accounts": int((group > 0).sum()),
        "accounts_found": int(found.sum()),
        "pairs": sum(size * (size - 1) // 2 for size in GROUP_SIZES),
    }
    for size in sorted(set(GROUP_SIZES)):
        numbers = [n for n, each in enumerate(GROUP_SIZES, start=1) if each == size]
        members = np.isin(group, numbers)
        counts[f"of.{size}"] = int(members.sum())
        counts[f"found.{size}"] = int((members & found).sum())
    return counts


def ends(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """Accounts are named by their numbers in these worlds."""
    columns = (network.edges["source"], network.edges["target"])
    first, second = (np.array(column.to_pylist(), np.int64) for column in columns)
    return first, second
