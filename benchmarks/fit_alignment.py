"""Fit what alignment ships with: ``python -m benchmarks.fit_alignment [--held]``.

Reads the project's own pairs that are there to be learned from, never those that are only scored.
It is grown on all hands but one to judge that one, and so for each: that tells how likely its odds
are to be right, and precision and recall of every cut on the newest family. ``--held`` ends there
and writes nothing. What ships holds no text.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.alignment_truth import OWN, Pair, drawn
from tangkal.strategic_communication.alignment.check import differences_of
from tangkal.strategic_communication.alignment.measures import Measured
from tangkal.strategic_communication.alignment.weighing import SHIPPED, Forest, Weighing, joined
from tangkal.strategic_communication.alignment.wording import Wording

LEARNED_FROM = ("dev5", "dev4")
HELD = "dev5"  # the family by which it is judged: no rule was tuned on most of it
_SEED = 1
_TREES, _LEAVES = 400, 12
_STEP, _SHRINKS = 0.03, 10.0
_SMALLEST = 20  # differences in a leaf
_TRIED = 0.2  # share of the numbers that a split looks at
_SEEN = 12  # differences that have a run, at least
_RUNS_SHRINK = 0.1  # of runs: smaller is nearer to nothing
_MOST_STEPS = 400
_OTHER_KIND = 0.3  # weight of a difference of another kind than the pair is judged to have


@dataclass(frozen=True)
class Judged:
    """A pair of a hand with what is measured of its differences, and their kinds."""

    hand: str
    pair: Pair
    told: list[Measured]
    kinds: list[str]

    @property
    def clashes(self) -> bool:
        return self.pair.label == "contradiction"

    def weights(self) -> list[float]:
        return [
            _OTHER_KIND if self.clashes and kind != self.pair.kind else 1.0 for kind in self.kinds
        ]


def read(path: Path) -> list[Judged]:
    """Every pair of a file with its differences."""
    found = []
    for pair in drawn(path, _SEED):
        told, kinds = differences_of(pair.central, pair.local)
        found.append(Judged(path.stem, pair, told, kinds))
    return found


def grow(rows: Sequence[Judged]) -> tuple[Forest, Wording]:
    told = [each for row in rows for each in row.told]
    truth = np.array([row.clashes for row in rows for _ in row.told])
    weights = np.array([weight for row in rows for weight in row.weights()])
    return _forest(told, truth, weights), _wording(told, truth, weights)


def _forest(told: Sequence[Measured], truth: np.ndarray, weights: np.ndarray) -> Forest:
    names = tuple(sorted({name for each in told for name in each.numbers}))
    table = np.array([[each.numbers.get(name, 0.0) for name in names] for each in told])
    trees = HistGradientBoostingClassifier(
        max_iter=_TREES, learning_rate=_STEP, max_leaf_nodes=_LEAVES, min_samples_leaf=_SMALLEST,
        l2_regularization=_SHRINKS, max_features=_TRIED, random_state=_SEED,
    ).fit(table, truth, sample_weight=weights)  # fmt: skip
    return _flat(names, trees)


def _wording(told: Sequence[Measured], truth: np.ndarray, weights: np.ndarray) -> Wording:
    counter = CountVectorizer(analyzer=sorted, binary=True, min_df=_SEEN)
    table = counter.fit_transform([each.runs for each in told])
    learned = LogisticRegression(C=_RUNS_SHRINK, max_iter=_MOST_STEPS).fit(
        table, truth, sample_weight=weights
    )
    return Wording(
        runs=tuple(counter.get_feature_names_out()), adds=learned.coef_[0].astype(np.float32)
    )


def by_others(hand: str, rows: Sequence[Judged]) -> list[NDArray[np.float64]]:
    """Log odds of the differences of one hand's pairs, by what all others teach."""
    forest, wording = grow([row for row in rows if row.hand != hand])
    return [joined(forest, wording, row.told) for row in rows if row.hand == hand]


def prove(rows: Sequence[Judged]) -> tuple[list[Judged], list[NDArray[np.float64]]]:
    """Every pair with the log odds of its differences as those who did not write it have them."""
    hands = sorted({row.hand for row in rows})
    with ProcessPoolExecutor() as pool:
        found = pool.map(by_others, hands, repeat(rows))
        odds = [each for one in found for each in one]
    return [row for hand in hands for row in rows if row.hand == hand], odds


def likely(rows: Sequence[Judged], odds: Sequence[NDArray[np.float64]]) -> tuple[float, float]:
    """Steepness and shift that make log odds how often they are right."""
    table = np.concatenate(list(odds))[:, None]
    truth = [row.clashes for row in rows for _ in row.told]
    weights = [weight for row in rows for weight in row.weights()]
    line = LogisticRegression(C=np.inf).fit(table, truth, sample_weight=weights)
    return float(line.coef_[0, 0]), float(line.intercept_[0])


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


def print_cuts(rows: Sequence[Judged], odds: Sequence[NDArray[np.float64]]) -> None:
    """Precision and recall of the newest family, at every cut."""
    steep, shift = likely(rows, odds)
    newest = [at for at, row in enumerate(rows) if row.hand.startswith(HELD)]
    highest = np.array([odds[at].max(initial=-np.inf) for at in newest])
    sure = 1 / (1 + np.exp(-(steep * highest + shift)))
    truth = np.array([rows[at].clashes for at in newest])
    for cut in np.arange(0.3, 0.85, 0.05):
        said = sure >= cut
        hit = (said & truth).sum()
        print(f"{cut:.2f} precision {hit / max(1, said.sum()):.3f} recall {hit / truth.sum():.3f}")


def main() -> None:
    paths = [path for family in LEARNED_FROM for path in sorted(OWN.glob(f"{family}*.toml"))]
    with ProcessPoolExecutor() as pool:
        read_rows = [row for rows in pool.map(read, paths) for row in rows]
    rows, odds = prove(read_rows)
    print_cuts(rows, odds)
    if "--held" in sys.argv[1:]:
        return
    Weighing(*grow(read_rows), *likely(rows, odds)).save(SHIPPED)
    print(f"wrote {SHIPPED}, {SHIPPED.stat().st_size} bytes, learned on {len(rows)} pairs")


if __name__ == "__main__":
    main()
