"""Are labelled changes in real Twitter volumes seen early, and little else? NAB's own score."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.nab import WEEK_ROWS, Outcome, Series, outcome, read_folder, together
from benchmarks.registry import Options
from tangkal.early_warning.rises import FIVE_MINUTES, RiseWatch
from tangkal.kernel import InvalidInput

LIMITS = np.round(np.arange(0.5, 4.51, 0.1), 1)
PLATEAU = 7  # neighbouring limits averaged: a lucky single limit is no choice
MOST_SERIES = 40

Scores = npt.NDArray[np.float64]


def run(options: Options) -> dict[str, float]:
    """Choose the limit on training series, or on the others where they are the same."""
    assert options.data is not None
    tested = read_folder(options.data)
    if not 0 < len(tested) <= MOST_SERIES:
        raise InvalidInput(f"{options.data} names {len(tested)} series; 1 to {MOST_SERIES} are")
    train = tested
    if options.train is not None and not same_folder(options.train, options.data):
        train = read_folder(options.train)
    curves = {series.name: limit_curve(series) for series in train}
    outcomes, limits = [], []
    for series in tested:
        # A series never chooses its own limit, whatever folder it also lies in.
        others = [curve for name, curve in curves.items() if name != series.name]
        limits.append(best_limit(others))
        outcomes.append(outcome(series, watched(series, limits[-1])[1]))
    shipped = together(outcome(series, watched(series, FIVE_MINUTES.limit)[1]) for series in tested)
    return figures(together(outcomes)) | {
        "limit_least": min(limits),
        "limit_most": max(limits),
        "shipped.score": shipped.score,
    }


def figures(total: Outcome) -> dict[str, float]:
    return {
        "score": total.score,
        "recall": total.found / max(total.windows, 1),
        "false_alarms_per_week": total.false_alarms / (total.scored_rows / WEEK_ROWS),
        "windows": total.windows,
        "false_alarms": total.false_alarms,
    }


def same_folder(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def watched(series: Series, limit: float) -> tuple[Scores, list[int]]:
    """The product's watch over one series, tick by tick: its scores, and when it spoke."""
    watch = RiseWatch(1, replace(FIVE_MINUTES, limit=limit))
    scores = np.zeros(len(series.counts))
    spoke = []
    for row in range(len(series.counts)):
        rises = watch.update(series.counts[row : row + 1])
        scores[row] = rises.score[0]
        if rises.alarm[0]:
            spoke.append(row)
    return scores, spoke


def limit_curve(series: Series) -> list[Outcome]:
    """What each limit would have brought in a training series."""
    scores, _ = watched(series, float(LIMITS[0]))
    return [outcome(series, spoken(scores, limit)) for limit in LIMITS]


def spoken(scores: Scores, limit: float) -> list[int]:
    """The rows at which the watch would speak with another limit."""
    quiet_rows = FIVE_MINUTES.quiet_minutes // FIVE_MINUTES.tick_minutes
    rows: list[int] = []
    for row in np.flatnonzero(scores >= limit).tolist():
        if not rows or row - rows[-1] >= quiet_rows:
            rows.append(row)
    return rows


def best_limit(curves: Sequence[Sequence[Outcome]]) -> float:
    """The middle of the best stretch of limits; the shipped one where there is nothing to learn."""
    if not curves:
        return FIVE_MINUTES.limit
    totals = [together(each).score for each in zip(*curves, strict=True)]
    smooth = np.convolve(totals, np.ones(PLATEAU) / PLATEAU, "valid")
    return float(LIMITS[int(np.argmax(smooth)) + PLATEAU // 2])
