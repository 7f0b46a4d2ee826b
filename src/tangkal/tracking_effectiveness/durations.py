"""How long steps took: median, P90, how many, and how many are missing, always together."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tangkal.kernel import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationSummary:
    """Seconds; None where nothing was measured. A summary never hides what is missing."""

    median_seconds: float | None
    p90_seconds: float | None
    n: int  # measured
    missing_share: float | None  # of all cases, 0..1; None when there were no cases


def summarise(seconds: Iterable[float | None]) -> DurationSummary:
    """Summarise durations; None is one that was not (or not yet) measured.

    Quantiles interpolate linearly between ranks (Hyndman & Fan's type 7, as numpy does).

    Raises:
        InvalidInput: a negative or infinite duration; clocks that disagree must be
            corrected or recorded as missing, never averaged in.

    >>> summarise([60, 120, None, 180]).median_seconds
    120.0
    """
    values = list(seconds)
    known = sorted(float(value) for value in values if value is not None)
    for value in known:
        if not 0.0 <= value < math.inf:
            raise InvalidInput(f"duration {value} s is not a length of time; record None")
    return DurationSummary(
        median_seconds=quantile(known, 0.5),
        p90_seconds=quantile(known, 0.9),
        n=len(known),
        missing_share=1 - len(known) / len(values) if values else None,
    )


def quantile(ordered: list[float], share: float) -> float | None:
    """A quantile of ascending values, interpolated linearly between ranks; None of none."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
