"""The formulas of the indicators that are more than a median or a share (doctrine F4)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tangkal.kernel import InvalidInput

QUIET_DAYS = 14
RECURRENCE_DAYS = 90
FAR = 4  # the breakout level that a quiet decision should not have reached
ALIGNMENT = frozenset({1.0, 0.5, 0.0, -1.0})


def correction_reach_ratio(
    correction: Mapping[tuple[str, str], int], falsehood: Mapping[tuple[str, str], int]
) -> float | None:
    """Reach of the correction over reach of the false item, 0 to 72 hours each.

    Args:
        correction: reach by (platform, metric).
        falsehood: the same of the false item.

    Returns:
        The ratio over the platforms and the one metric that both were measured in (the metric
        with the most platforms in common, the first by name where several have as many); None
        where they have none in common or the falsehood reached nobody.

    Raises:
        InvalidInput: a negative reach.

    >>> correction_reach_ratio({("x", "views"): 50}, {("x", "views"): 200, ("tiktok", "views"): 9})
    0.25
    """
    for value in (*correction.values(), *falsehood.values()):
        if value < 0:
            raise InvalidInput(f"a reach of {value} cannot be")
    shared = correction.keys() & falsehood.keys()
    if not shared:
        return None
    metrics = [metric for _platform, metric in shared]
    metric = min(metrics, key=lambda each: (-metrics.count(each), each))
    pairs = [key for key in shared if key[1] == metric]
    reached = sum(falsehood[key] for key in pairs)
    return sum(correction[key] for key in pairs) / reached if reached else None


def audience_overlap(both: int, falsehood: int) -> float | None:
    """Of those whom the falsehood reached, the share whom the correction reached too.

    Raises:
        InvalidInput: more of both than of the falsehood.

    >>> audience_overlap(30, 120)
    0.25
    """
    if not 0 <= both <= falsehood:
        raise InvalidInput(f"{both} of {falsehood} is no overlap")
    return both / falsehood if falsehood else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How far units carry the same key messages; the contradictions are always told with it."""

    index: float  # 0..100
    contradicting: int  # units that say the contrary of at least one message
    units: int


def message_alignment_index(
    weights: Mapping[str, float],
    importance: Mapping[str, float],
    values: Mapping[tuple[str, str], float],
    *,
    penalty: float = 0.5,
) -> Alignment:
    """100·Σ_u w_u·[Σ_k i_k·max(a_uk,0)/Σ_k i_k] − 100·λ·(contradicting units/units), at least 0.

    Args:
        weights: of each unit; they are scaled to sum to 1.
        importance: of each key message, 1 to 3.
        values: (unit, message) → 1 carried, 0.5 partly, 0 not at all, −1 contradicted; what was
            not checked counts 0.
        penalty: λ.

    Raises:
        InvalidInput: no unit or message, a weight not above 0, or a value not of the scale.

    >>> message_alignment_index({"a": 1, "b": 1}, {"k": 1}, {("a", "k"): 1, ("b", "k"): -1}).index
    25.0
    """
    if not weights or not importance:
        raise InvalidInput("alignment needs at least one unit and one key message")
    wrong = [each for each in (*weights.values(), *importance.values()) if not 0 < each < math.inf]
    if wrong or not 0 <= penalty < math.inf:
        raise InvalidInput(f"weights {wrong or penalty} must be above 0")
    for key, value in values.items():
        if value not in ALIGNMENT or key[0] not in weights or key[1] not in importance:
            raise InvalidInput(f"{value} for {key} is not of the scale {sorted(ALIGNMENT)}")
    total, most = sum(weights.values()), sum(importance.values())
    carried = sum(
        weight
        / total
        * sum(i * max(values.get((unit, k), 0.0), 0.0) for k, i in importance.items())
        / most
        for unit, weight in weights.items()
    )
    against = {unit for (unit, _k), value in values.items() if value < 0}
    index = 100 * carried - 100 * penalty * len(against) / len(weights)
    return Alignment(index=max(0.0, index), contradicting=len(against), units=len(weights))


def half_life_hours(counts: Sequence[int]) -> int | None:
    """Hours from the highest hour to the first one with at most half as many.

    Returns:
        None where it has not fallen that far within the counts, or there is nothing.

    Raises:
        InvalidInput: a negative count.

    >>> half_life_hours([1, 8, 7, 5, 4, 1])
    3
    """
    if min(counts, default=0) < 0:
        raise InvalidInput(f"count {min(counts)} is negative")
    top = max(counts, default=0)
    if not top:
        return None
    peak = list(counts).index(top)
    later = (place for place in range(peak + 1, len(counts)) if 2 * counts[place] <= top)
    found = next(later, None)
    return None if found is None else found - peak


def came_back(
    closed_at: datetime, reopened_at: Sequence[datetime], *, now: datetime
) -> bool | None:
    """Whether what was closed was opened again within 90 days; None while they still run."""
    limit = closed_at + timedelta(days=RECURRENCE_DAYS)
    if any(closed_at <= at <= limit for at in reopened_at):
        return True
    return False if now >= limit else None


def stayed_quiet(
    decided_at: datetime, levels: Sequence[tuple[int, datetime]], *, now: datetime
) -> bool | None:
    """Whether a case left without an answer stayed under level 4 for 14 days.

    Args:
        levels: breakout levels with the moment each was reached or judged; empty: nobody measured.

    Returns:
        None where nobody measured, or the 14 days still run.
    """
    limit = decided_at + timedelta(days=QUIET_DAYS)
    if any(level >= FAR and at <= limit for level, at in levels):
        return False
    return True if levels and now >= limit else None


def squared_error(probability: float, came_true: bool) -> float:
    """(p − o)²: one term of the Brier score. 0 is best; always saying 50 % brings 0.25.

    Raises:
        InvalidInput: a probability outside 0..1.

    >>> squared_error(0.5, True)
    0.25
    """
    if not 0.0 <= probability <= 1.0:
        raise InvalidInput(f"probability {probability} is outside 0..1")
    return (probability - float(came_true)) ** 2
