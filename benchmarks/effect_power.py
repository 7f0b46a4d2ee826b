"""Is the smallest effect that planning promises to see then seen, in 80 of 100?"""

from datetime import timedelta

import numpy as np

from benchmarks.effect_coverage import share
from benchmarks.effect_worlds import make_case
from benchmarks.registry import Options
from tangkal.tracking_effectiveness.effects import EffectState, estimate
from tangkal.tracking_effectiveness.power import smallest_effect

WORLDS = ("plain", "loadings", "drift", "diverging", "zero_heavy", "alone", "peak", "burst")
VOLUMES = ((0.0, 1.0), (1.0, 10.0), (10.0, np.inf))  # items an hour before
CASES = 40


def run(options: Options) -> dict[str, float]:
    """For each case: ask before, plant just that effect, and estimate after."""
    size = options.size or CASES
    promised, hit, volumes, worlds, windows, told = [], [], [], [], [], 0
    for world in WORLDS:
        for i in range(size):
            seed = options.seed * 100_000 + i
            bare = make_case(world, "none", seed)
            question = bare.question
            assert question.acted_at is not None
            hours = (len(question.counts) - question.acted_at) * (
                question.bucket / timedelta(hours=1)
            )
            outlook = smallest_effect(question, hours_after=(hours,)).windows[0]
            told += 1
            if outlook.smallest_fall is None:
                continue
            # The same draw with a steady fall of just that size.
            case = make_case(world, "steady", seed, size=-outlook.smallest_fall)
            promised.append(outlook.smallest_fall)
            hit.append(estimate(case.question).state is EffectState.FELL)
            volumes.append(float(np.mean(question.counts[: question.acted_at])))
            worlds.append(world)
            windows.append(hours)
    falls, hits, means = np.array(promised), np.array(hit, bool), np.array(volumes)
    lengths = np.array(windows)
    found = {
        "realised_power": share(hits.tolist()),
        "promised_power": 0.8,
        "power_error": abs(share(hits.tolist()) - 0.8),
        "told_share": len(promised) / told,
        "median_smallest_fall": float(np.median(falls)) if len(falls) else np.nan,
    }
    for least, most in VOLUMES:
        here = (means >= least) & (means < most)
        name = f"volume.{least:g}_to_{most:g}"
        found[f"{name}.realised_power"] = share(hits[here].tolist())
        found[f"{name}.smallest_fall"] = float(np.median(falls[here])) if here.any() else np.nan
    for hours in sorted(set(windows)):
        here = lengths == hours
        found[f"hours.{hours:g}.realised_power"] = share(hits[here].tolist())
        found[f"hours.{hours:g}.smallest_fall"] = float(np.median(falls[here]))
    for world in WORLDS:
        here = np.array([name == world for name in worlds], bool)
        found[f"{world}.realised_power"] = share(hits[here].tolist())
        found[f"{world}.smallest_fall"] = float(np.median(falls[here])) if here.any() else np.nan
    return {name: value for name, value in found.items() if np.isfinite(value)}
