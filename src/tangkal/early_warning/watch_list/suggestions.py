"""What people said of past firings, read as a suggestion for a threshold. Never applied by itself.

The rule is plain so that it can be told on the page: a higher threshold where it would have
spared firings nobody needed and lost none that somebody did; a lower one where warnings came
too late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Answer = Literal["useful", "not_useful", "too_late"]

FEWEST_SPARED = 3  # firings nobody needed, before a threshold is worth moving
FEWEST_LATE = 2
EARLIER = 2 / 3  # of the present threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One firing that somebody judged."""

    observed: int  # what was counted then
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Another threshold, and what it rests on."""

    threshold: int
    present: int
    spared: int = 0  # firings nobody needed that it would not have had
    late: int = 0  # warnings that came too late


def suggest_threshold(present: int, answered: Sequence[Answered]) -> Suggestion | None:
    """A better threshold by what people said, or None where they said too little.

    >>> noise = [Answered(observed=n, answer="not_useful") for n in (20, 22, 24)]
    >>> real = [Answered(observed=60, answer="useful")]
    >>> suggest_threshold(20, noise + real).threshold
    25
    """
    needed = [each.observed for each in answered if each.answer != "not_useful"]
    late = sum(each.answer == "too_late" for each in answered)
    floor = min(needed, default=None)
    spared = [
        each.observed
        for each in answered
        if each.answer == "not_useful" and (floor is None or each.observed < floor)
    ]
    if late >= FEWEST_LATE and late > len(spared):
        earlier = max(1, int(present * EARLIER))
        if earlier < present:
            return Suggestion(threshold=earlier, present=present, late=late)
        return None
    if len(spared) < FEWEST_SPARED or max(spared) < present:
        return None
    return Suggestion(threshold=max(spared) + 1, present=present, spared=len(spared))
