"""EARS C2: how far a count lies above an earlier, calmer window."""

from collections.abc import Sequence
from statistics import fmean, stdev

from tangkal.kernel import InvalidInput


def aberration_scores(
    counts: Sequence[int], *, window: int = 7, gap: int = 2, min_sigma: float = 1.0
) -> list[float | None]:
    """Score each count against an earlier, calmer window (EARS C2).

    Args:
        counts: items per period, oldest first; n equal periods, 0 where quiet.
        window: periods compared with, at least 2.
        gap: periods skipped before the scored one, so a slow rise cannot hide.
        min_sigma: floor on the window's deviation, in items.

    Returns:
        n scores in standard deviations; None where no full window exists yet.

    Raises:
        InvalidInput: a negative count or gap, a window under 2, or no floor.

    Source: Fricker et al. 2008, doi:10.1002/sim.3197. EARS alerts above 3; they
    found CUSUM better, so this is the baseline other detectors must beat.

    >>> aberration_scores([4, 6, 5, 4, 6, 5, 5, 5, 6, 19])[-1]
    14.0
    """
    lowest = min(counts, default=0)
    if window < 2 or gap < 0 or lowest < 0 or not min_sigma > 0:
        raise InvalidInput(f"{window=}, {gap=}, {lowest=}, {min_sigma=}")
    scores: list[float | None] = []
    for now, count in enumerate(counts):
        calm = counts[max(0, now - gap - window) : max(0, now - gap)]
        if len(calm) < window:
            scores.append(None)
        else:
            scores.append((count - fmean(calm)) / max(stdev(calm), min_sigma))
    return scores
