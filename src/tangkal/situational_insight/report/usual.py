"""What would be ordinary: the range that the same stretch of earlier days lay in."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tangkal.kernel import InvalidInput

FEWEST = 5  # earlier stretches; of fewer nothing can be said
LOW, HIGH = 0.1, 0.9  # of ten ordinary stretches about eight lie within


class Range(NamedTuple):
    """Lowest and highest count that would be ordinary, and how many stretches that rests on."""

    low: int
    high: int
    stretches: int

    def place_of(self, count: int) -> str:
        """Where a count lies: "above", "within" or "below"."""
        if count > self.high:
            return "above"
        return "below" if count < self.low else "within"


def usual_range(counts: Sequence[int]) -> Range | None:
    """The range between the tenth and the ninetieth percentile of earlier stretches.

    Args:
        counts: items in earlier stretches of one length at one time of the day, 0 where the
            lake holds the stretch and nothing of it was seen.

    Returns:
        None where there are fewer than FEWEST: no range is better than an invented one.

    Raises:
        InvalidInput: a negative count.

    >>> usual_range([10, 12, 11, 40, 9, 10, 13])
    Range(low=9, high=24, stretches=7)
    """
    if min(counts, default=0) < 0:
        raise InvalidInput(f"a count of items cannot be negative: {min(counts)}")
    if len(counts) < FEWEST:
        return None
    low, high = np.quantile(np.asarray(counts, float), [LOW, HIGH])
    return Range(int(np.floor(low)), int(np.ceil(high)), len(counts))
