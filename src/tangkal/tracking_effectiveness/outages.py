"""Stretches in which a source that usually speaks said nothing at all: no data, not no items."""

import math
from collections.abc import Sequence

from tangkal.kernel import InvalidInput

HOURS_A_DAY = 24


def outages(
    counts: Sequence[int], *, surprise: float = 12.0, shortest: int = 3
) -> list[tuple[int, int]]:
    """Runs of empty hours that the usual hours of the day make all but impossible.

    A run counts as an outage where the items usually seen in its hours of the day would add up
    to `surprise` or more: were they Poisson, so long a silence had a chance of exp(-surprise).
    Real counts vary more, so the level is strict, and only what speaks nearly every hour can be
    found to be silent.

    Args:
        counts: items an hour of one source or platform, oldest first; all narratives together,
            since one narrative may well fall silent by itself.
        surprise: items that would have been expected, at least.
        shortest: hours a run has to last.

    Returns:
        [first, after last) hours, oldest first.

    Raises:
        InvalidInput: a negative count, or a level that is not above 0.

    >>> outages([9] * 48 + [0] * 6 + [9] * 24)
    [(48, 54)]
    >>> outages([1, 0, 0, 0, 0, 2, 0, 0])
    []
    """
    lowest = min(counts, default=0)
    if lowest < 0 or not surprise > 0 or shortest < 1:
        raise InvalidInput(f"{lowest=}, {surprise=}, {shortest=}")
    usual = _usual_by_hour_of_day(counts)
    return [
        (first, end)
        for first, end in _empty_runs(counts)
        if end - first >= shortest
        and math.fsum(usual[hour % HOURS_A_DAY] for hour in range(first, end)) >= surprise
    ]


def _usual_by_hour_of_day(counts: Sequence[int]) -> list[float]:
    """The middle count of each hour of the day: a flood in one of them does not raise it."""
    usual = []
    for hour in range(HOURS_A_DAY):
        seen = sorted(counts[hour::HOURS_A_DAY])
        usual.append(float(seen[(len(seen) - 1) // 2]) if seen else 0.0)
    return usual


def _empty_runs(counts: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    first: int | None = None
    for hour, count in enumerate([*counts, 1]):
        if count == 0 and first is None:
            first = hour
        elif count and first is not None:
            runs.append((first, hour))
            first = None
    return runs
