"""The Numenta Anomaly Benchmark's score, standard profile, written from its paper.

Lavin & Ahmad 2015, "Evaluating Real-time Anomaly Detection Algorithms: the Numenta Anomaly
Benchmark", doi:10.1109/ICMLA.2015.141. In each labelled window only the earliest detection
counts, worth more the earlier it is; each detection outside costs, the more the farther it
lies behind the last window; a window without any costs one. 0 is what a detector gets that never
speaks, 100 one that speaks at the first moment of each window and never else.
"""

import csv
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput

TRUE_POSITIVE, FALSE_POSITIVE, FALSE_NEGATIVE = 1.0, 0.11, 1.0  # the standard profile
PROBATION_SHARE, PROBATION_ROWS = 0.15, 5_000  # 15% of at most so many rows, so 750 at most
WEEK_ROWS = 7 * 24 * 12
_FAR = 3.0  # windows' lengths behind a window from which a detection costs its full weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One file: counts every five minutes, and the rows of each labelled window, inclusive."""

    name: str
    counts: npt.NDArray[np.int64]
    windows: tuple[tuple[int, int], ...]

    @property
    def probation(self) -> int:
        """Rows at the beginning that are not scored."""
        return int(PROBATION_SHARE * min(len(self.counts), PROBATION_ROWS))


class Outcome(NamedTuple):
    """What the detections in some series are worth."""

    raw: float
    windows: int
    found: int
    false_alarms: int
    scored_rows: int

    @property
    def score(self) -> float:
        """0 for silence, 100 for perfection."""
        null, perfect = -FALSE_NEGATIVE * self.windows, TRUE_POSITIVE * self.windows
        return 100.0 * (self.raw - null) / (perfect - null)


def read_folder(folder: Path) -> list[Series]:
    """Each series that windows.json names, by name.

    Raises:
        InvalidInput: windows.json, a file it names, or a row of one cannot be read.
    """
    try:
        labels = json.loads((folder / "windows.json").read_text())
        return [read_series(folder / name, labels[name]) for name in sorted(labels)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput(f"{folder} is no folder of labelled series: {error}") from error


def read_series(path: Path, labels: Sequence[Sequence[str]]) -> Series:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [(row["timestamp"], float(row["value"])) for row in csv.DictReader(stream)]
    moments = [datetime.fromisoformat(moment) for moment, _ in rows]
    windows = [tuple(datetime.fromisoformat(each) for each in label) for label in labels]
    return Series(
        name=path.name,
        counts=np.array([max(0, round(value)) for _, value in rows], np.int64),
        windows=tuple(
            (
                sum(moment < begin for moment in moments),
                sum(moment <= end for moment in moments) - 1,
            )
            for begin, end in sorted(windows)
        ),
    )


def outcome(series: Series, detections: Iterable[int]) -> Outcome:
    """Score the rows at which a detector spoke."""
    gains: dict[int, float] = {}
    costs = 0.0
    false_alarms = 0
    for row in detections:
        if row < series.probation:
            continue
        window = next((n for n, (a, b) in enumerate(series.windows) if a <= row <= b), None)
        if window is None:
            costs += FALSE_POSITIVE * false_weight(series.windows, row)
            false_alarms += 1
        else:
            gain = TRUE_POSITIVE * early_weight(series.windows[window], row)
            gains[window] = max(gain, gains.get(window, gain))
    missed = len(series.windows) - len(gains)
    return Outcome(
        raw=sum(gains.values()) + costs - FALSE_NEGATIVE * missed,
        windows=len(series.windows),
        found=len(gains),
        false_alarms=false_alarms,
        scored_rows=len(series.counts) - series.probation,
    )


def early_weight(window: tuple[int, int], row: int) -> float:
    """1 at the window's first row, falling to about 0 at its last."""
    begin, end = window
    return sigmoid(-(end - row + 1) / (end - begin + 1)) / sigmoid(-1.0)


def false_weight(windows: Sequence[tuple[int, int]], row: int) -> float:
    """From 0 just behind a window to -1 far behind it, and -1 before the first."""
    before = [window for window in windows if window[1] < row]
    if not before:
        return -1.0
    begin, end = before[-1]
    return sigmoid((row - end) / max(end - begin, 1))


def sigmoid(position: float) -> float:
    """The paper's scaled sigmoid: 1 far before, 0 at, -1 far behind a window's end."""
    if position > _FAR:
        return -1.0
    return 2.0 / (1.0 + math.exp(5.0 * position)) - 1.0


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Series scored as one benchmark: sums."""
    return Outcome(*(sum(each) for each in zip(*outcomes, strict=True)))
