"""Counts before and after a publication: a description, never an effect.

Stories fade by themselves and answers are published at their peak, so "after" is almost
always lower, whatever was done. Whoever wants to say "because" needs a comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from tangkal.kernel import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """Items an hour on both sides of a moment."""

    before_per_hour: float
    after_per_hour: float
    change_share: float | None  # -0.4 is 40% fewer; None when there was nothing before
    hours_before: int
    hours_after: int
    kind: Literal["description"] = "description"  # shown beside the figures, always


def before_after(before: Sequence[int], after: Sequence[int]) -> BeforeAfter | None:
    """Compare hourly counts; None when one side has no hour yet.

    Args:
        before: items an hour before the publication, 0 where quiet.
        after: items an hour after it.

    Raises:
        InvalidInput: a negative count.

    >>> before_after([10, 10], [4]).change_share
    -0.6
    """
    lowest = min((*before, *after), default=0)
    if lowest < 0:
        raise InvalidInput(f"count {lowest} is negative")
    if not before or not after:
        return None
    earlier, later = fmean(before), fmean(after)
    return BeforeAfter(
        before_per_hour=earlier,
        after_per_hour=later,
        change_share=(later - earlier) / earlier if earlier else None,
        hours_before=len(before),
        hours_after=len(after),
    )
