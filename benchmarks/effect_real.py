"""Real counts with effects planted in, from a folder of the layout `nab/`.

Five-minute counts are summed to hours. A series and a moment are drawn; from that moment on items
are removed at random (each with the planted chance), which is just what a fall does to counts.
The other series of the folder are the comparisons. The truth is the share removed in expectation
of what was truly counted in the window.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.effect_worlds import EFFECTS, HOUR, Case, effect_path
from benchmarks.nab import Series
from tangkal.tracking_effectiveness.effects import EffectQuestion

REAL = ("real_compared", "real_peak", "real_alone", "real_peak_alone")
_ROWS_AN_HOUR = 12


def hourly(series: Series) -> npt.NDArray[np.int64]:
    """Five-minute counts by the hour; the last part of one is left out."""
    whole = len(series.counts) // _ROWS_AN_HOUR * _ROWS_AN_HOUR
    return np.asarray(series.counts[:whole].reshape(-1, _ROWS_AN_HOUR).sum(axis=1), np.int64)


def make_real_case(
    tables: Sequence[npt.NDArray[np.int64]],
    kind: str,
    effect: str,
    seed: int,
    *,
    size: float | None = None,
) -> Case:
    """One case; kinds `…_peak…` act at the highest three hours of four days."""
    rng = np.random.default_rng([77, REAL.index(kind), EFFECTS.index(effect), seed])
    shortest = min(len(table) for table in tables)
    chosen = int(rng.integers(len(tables)))
    before = int(rng.integers(12, 19)) * 24
    after = int(rng.choice([24, 48, 72]))
    begin = int(rng.integers(0, max(shortest - before - after, 1)))
    at = min(begin + before, shortest - after)
    counts = tables[chosen]
    if "peak" in kind:
        level = np.convolve(counts[:shortest], np.ones(3))[:shortest]
        stretch = np.arange(max(at - 96, begin + 24), at)
        at = int(stretch[level[stretch].argmax()]) + 1
    window = counts[at : at + after]
    factor = effect_path(rng, effect, after, size)
    left = rng.binomial(window, factor)
    end = at + after
    comparisons = {}
    if "alone" not in kind:
        comparisons = {
            f"s{row}": table[begin:end].tolist()
            for row, table in enumerate(tables)
            if row != chosen
        }
    return Case(
        world=kind,
        effect=effect,
        question=EffectQuestion(
            counts=[*counts[begin:at].tolist(), *left.tolist()],
            bucket=HOUR,
            acted_at=at - begin,
            comparisons=comparisons,
            triggered_by_peak="peak" in kind,
        ),
        truth=float((window * factor).sum() / max(window.sum(), 1) - 1.0),
        peak_triggered="peak" in kind,
    )
