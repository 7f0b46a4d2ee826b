"""Fit what alignment ships with: ``python -m benchmarks.fit_alignment [--held]``.

Reads the project's own pairs that are there to be learned from, never those that are only scored.
``--held`` does not write: it grows a forest on all hands but one, scores that one, and so for each
hand of the newest family, and prints precision and recall of every cut. What ships holds no text.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.alignment_truth import OWN, Pair, drawn
from tangkal.strategic_communication.alignment.check import differences_of
from tangkal.strategic_communication.alignment.weighing import SHIPPED, Forest

LEARNED_FROM = ("dev5", "dev4")
HELD = "dev5"  # the family by which it is judged: no rule was tuned on most of it
_SEED = 1
_TREES, _LEAVES = 400, 12
_STEP, _SHRINKS = 0.03, 10.0
_SMALLEST = 20  # differences in a leaf
_TRIED = 0.2  # share of the numbers that a split looks at
_OTHER_KIND = 0.3  # weight of a difference of another kind than the pair is judged to have

Measured = tuple[str, Pair, list[dict[str, float]], list[str]]  # hand, pair, numbers, kinds


def read(paths: Sequence[Path]) -> list[Measured]:
    """Every pair of the files with the numbers of its differences."""
    found = []
    for path in paths:
        for pair in drawn(path, _SEED):
            numbers, kinds = differences_of(pair.central, pair.local)
            found.append((path.stem, pair, numbers, kinds))
    return found


def grow(rows: Sequence[Measured]) -> Forest:
    names = tuple(sorted({name for _, _, numbers, _ in rows for row in numbers for name in row}))
    table = np.array(
        [[row.get(name, 0.0) for name in names] for _, _, numbers, _ in rows for row in numbers]
    )
    truth, weight = [], []
    for _, pair, _, kinds in rows:
        for kind in kinds:
            clashes = pair.label == "contradiction"
            truth.append(clashes)
            weight.append(_OTHER_KIND if clashes and kind != pair.kind else 1.0)
    trees = HistGradientBoostingClassifier(
        max_iter=_TREES, learning_rate=_STEP, max_leaf_nodes=_LEAVES, min_samples_leaf=_SMALLEST,
        l2_regularization=_SHRINKS, max_features=_TRIED, random_state=_SEED,
    ).fit(table, truth, sample_weight=weight)  # fmt: skip
    return _flat(names, trees)


def _flat(names: tuple[str, ...], boosted: HistGradientBoostingClassifier) -> Forest:
    """The trees as arrays; the library tells of them only in what it keeps to itself."""
    trees = [step[0].nodes for step in boosted._predictors]
    roots = np.cumsum([0, *(len(tree) for tree in trees[:-1])]).astype(np.int32)
    first = np.repeat(roots, [len(tree) for tree in trees])
    nodes = np.concatenate(trees)
    inner = nodes["is_leaf"] == 0
    return Forest(
        names=names, roots=roots, base=float(boosted._baseline_prediction.item()),
        asked=np.where(inner, nodes["feature_idx"], -1).astype(np.int16),
        from_value=nodes["num_threshold"].astype(np.float64),
        left=(nodes["left"] + first).astype(np.int32),
        right=(nodes["right"] + first).astype(np.int32),
        adds=np.where(inner, 0.0, nodes["value"]),
    )  # fmt: skip


def surest(forest: Forest, rows: Sequence[Measured]) -> np.ndarray:
    return np.array([forest.weigh(numbers).max(initial=0.0) for _, _, numbers, _ in rows])


def print_cuts(sure: np.ndarray, truth: np.ndarray) -> None:
    for cut in np.arange(0.3, 0.85, 0.05):
        said = sure >= cut
        hit = (said & truth).sum()
        print(f"{cut:.2f} precision {hit / max(1, said.sum()):.3f} recall {hit / truth.sum():.3f}")


def held(rows: Sequence[Measured]) -> None:
    hands = sorted({hand for hand, *_ in rows if hand.startswith(HELD)})
    sure, truth = [], []
    for hand in hands:
        forest = grow([row for row in rows if row[0] != hand])
        here = [row for row in rows if row[0] == hand]
        sure.append(surest(forest, here))
        truth.append(np.array([row[1].label == "contradiction" for row in here]))
    print_cuts(np.concatenate(sure), np.concatenate(truth))


def main() -> None:
    paths = [path for family in LEARNED_FROM for path in sorted(OWN.glob(f"{family}*.toml"))]
    rows = read(paths)
    if "--held" in sys.argv[1:]:
        held(rows)
        return
    grow(rows).save(SHIPPED)
    print(f"wrote {SHIPPED}, {SHIPPED.stat().st_size} bytes, learned on {len(rows)} pairs")


if __name__ == "__main__":
    main()
