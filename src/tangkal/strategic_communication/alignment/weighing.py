"""How likely a difference between two statements is a contradiction: learned from judged pairs.

A rule says what differs; how often it is right depends on how near the two statements are,
whether another part of the message says what the region says, whether another sentence of the
region says what the centre says, and on words that tell of other times, places and cases. All of
that is told in numbers (:mod:`.measures`) and weighed by boosted trees (Friedman 2001). How the
sentence puts it (:mod:`.wording`) is weighed beside them by a logistic regression, at half its
weight: at its full one it would also say how the authors of the pairs like to write. Both are
grown by ``python -m benchmarks.fit_alignment`` from the project's own pairs. What ships holds no
text: which number is asked, from which value, and what that adds; and what a run of small words
adds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tangkal.strategic_communication.alignment.measures import Measured
from tangkal.strategic_communication.alignment.wording import Wording

SHIPPED = Path(__file__).parent / "shipped" / "weighing.npz"


@dataclass(frozen=True)
class Forest:
    """Trees as flat arrays; node 0 of each tree is its root."""

    names: tuple[str, ...]
    roots: NDArray[np.int32]  # first node of each tree
    asked: NDArray[np.int16]  # which number a node asks, -1 in a leaf
    from_value: NDArray[np.float64]  # above it, to the right
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    adds: NDArray[np.float64]  # to the log odds, in a leaf
    base: float  # log odds before any tree

    def odds(self, numbers: Sequence[dict[str, float]]) -> NDArray[np.float64]:
        """Log odds of each row of numbers, by name."""
        if not numbers:
            return np.zeros(0)
        table = np.array([[row.get(name, 0.0) for name in self.names] for row in numbers])
        nodes = np.repeat(self.roots[None, :], len(table), axis=0)
        rows = np.arange(len(table))[:, None]
        while (inner := self.asked[nodes] >= 0).any():
            asked = np.maximum(self.asked[nodes], 0)
            above = table[rows, asked] > self.from_value[nodes]
            ahead = np.where(above, self.right[nodes], self.left[nodes])
            nodes = np.where(inner, ahead, nodes)
        return np.asarray(self.base + self.adds[nodes].sum(axis=1), dtype=np.float64)


@dataclass(frozen=True)
class Weighing:
    """A forest and a wording, and how likely their sum has proved to be right."""

    forest: Forest
    wording: Wording
    steep: float
    shift: float

    def weigh(self, told: Sequence[Measured]) -> NDArray[np.float64]:
        """0 to 1 for each difference."""
        odds = joined(self.forest, self.wording, told)
        return np.asarray(1 / (1 + np.exp(-(self.steep * odds + self.shift))), dtype=np.float64)

    def save(self, path: Path) -> None:
        """Write the arrays; nothing in the file is ever run when it is read."""
        path.parent.mkdir(exist_ok=True)
        arrays = {name: getattr(self.forest, name) for name in _ARRAYS}
        np.savez_compressed(
            path, names=np.array(self.forest.names), base=np.array(self.forest.base),
            runs=np.array(self.wording.runs), run_adds=self.wording.adds,
            proved=np.array([self.steep, self.shift]), **arrays,
        )  # fmt: skip


def joined(forest: Forest, wording: Wording, told: Sequence[Measured]) -> NDArray[np.float64]:
    """Log odds of each difference before it is known how often such a sum is right."""
    numbers, runs = [each.numbers for each in told], [each.runs for each in told]
    return forest.odds(numbers) + _HALF * wording.odds(runs)


@lru_cache(maxsize=2)
def read_weighing(path: Path = SHIPPED) -> Weighing:
    """What a file holds."""
    with np.load(path, allow_pickle=False) as arrays:
        forest = Forest(
            names=tuple(str(name) for name in arrays["names"]),
            base=float(arrays["base"]),
            **{name: arrays[name] for name in _ARRAYS},
        )
        runs = tuple(str(run) for run in arrays["runs"])
        steep, shift = arrays["proved"].tolist()
        return Weighing(forest, Wording(runs, arrays["run_adds"]), steep, shift)


_HALF = 0.5
_ARRAYS = ("roots", "asked", "from_value", "left", "right", "adds")
