"""How well found clusters agree with gold ones: NMI, B³ and the adjusted Rand index."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.float64]


class Agreement(NamedTuple):
    nmi: float  # mutual information over the mean of the two entropies
    b3_precision: float
    b3_recall: float
    b3_f1: float
    ari: float
    clusters: int
    clusters_gold: int


def agreement(gold: Sequence[Hashable], found: Sequence[Hashable]) -> Agreement:
    """Compare two partitions of n items.

    Sources: Strehl & Ghosh 2002 (NMI, arithmetic mean as MStream reports it), Bagga & Baldwin
    1998 (B³), Hubert & Arabie 1985 (ARI).

    >>> agreement("aabb", [1, 1, 2, 2])[:5]
    (1.0, 1.0, 1.0, 1.0, 1.0)
    >>> agreement("aabb", [1, 2, 3, 4]).b3_recall
    0.5
    """
    rows, columns = numbered(gold), numbered(found)
    both = np.unique(rows * (columns.max() + 1) + columns, return_counts=True)
    cells = both[1].astype(np.float64)
    of_gold = np.bincount(rows).astype(np.float64)
    of_found = np.bincount(columns).astype(np.float64)
    in_gold = of_gold[both[0] // len(of_found)]
    in_found = of_found[both[0] % len(of_found)]
    n = float(len(rows))
    precision = float((cells * cells / in_found).sum() / n)
    recall = float((cells * cells / in_gold).sum() / n)
    information = float((cells / n * np.log(cells * n / (in_gold * in_found))).sum())
    entropies = entropy(of_gold) + entropy(of_found)
    return Agreement(
        nmi=2 * information / entropies if entropies else 1.0,
        b3_precision=precision,
        b3_recall=recall,
        b3_f1=2 * precision * recall / (precision + recall),
        ari=adjusted_rand(cells, of_gold, of_found),
        clusters=len(of_found),
        clusters_gold=len(of_gold),
    )


def numbered(labels: Sequence[Hashable]) -> npt.NDArray[np.int64]:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels], np.int64)


def entropy(counts: Counts) -> float:
    shares = counts / counts.sum()
    return float(-(shares * np.log(shares)).sum())


def adjusted_rand(cells: Counts, of_gold: Counts, of_found: Counts) -> float:
    together, gold, found = pairs(cells), pairs(of_gold), pairs(of_found)
    expected = gold * found / max(pairs(np.array([of_gold.sum()])), 1.0)
    room = (gold + found) / 2 - expected
    return (together - expected) / room if room else 1.0


def pairs(counts: Counts) -> float:
    return float((counts * (counts - 1) / 2).sum())
