"""The smallest effect that could be seen, told before the response.

It comes from the same fit that will judge the response afterwards: how far the forecast of the
coming window may miss decides how large a fall must be to stand out. Comparisons are taken to be
there after, too, at their usual level.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tangkal.tracking_effectiveness.effects import EffectQuestion, Limit, LimitCode

POWER = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowPower:
    """For one length of the window after: the least fall that 80 of 100 such cases would show."""

    hours: float
    smallest_fall: float | None  # share, 0.35 is 35% fewer; None: not even a fall to nothing
    expected_items: float | None  # in the window if nothing is done
    log_sd: float | None = None  # of the forecast of the window's items


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerAnswer:
    """What could be seen at all, by length of the window."""

    windows: tuple[WindowPower, ...]
    limits: tuple[Limit, ...] = ()


def smallest_effect(
    question_before: EffectQuestion, *, hours_after: Sequence[float] = (24.0, 72.0, 168.0)
) -> PowerAnswer:
    """The smallest fall seen with 80% power, for a response made now.

    Args:
        question_before: counts up to now; what lies behind `acted_at`, if it is given, is not
            looked at.
        hours_after: lengths of the window to tell it for.

    Returns:
        One row a length. `limits` names what makes it hard; with NO_BASELINE or
        NO_PEAK_REFERENCE nothing can be said and every smallest_fall is None.
    """
    from tangkal.tracking_effectiveness.effects_engine import foretell  # noqa: PLC0415 - numba

    now = question_before.acted_at
    now = len(question_before.counts) if now is None else now
    cut = replace(
        question_before,
        counts=question_before.counts[:now],
        acted_at=now,
        comparisons={name: c[:now] for name, c in question_before.comparisons.items()},
        gaps=[(first, min(end, now)) for first, end in question_before.gaps if first < now],
        other_actions={n: i for n, i in question_before.other_actions.items() if i < now},
    )
    windows = []
    limits: dict[LimitCode, Limit] = {}
    for hours in hours_after:
        buckets = max(1, round(hours / (cut.bucket / timedelta(hours=1))))
        outlook = foretell(cut, buckets)
        limits |= {limit.code: limit for limit in outlook.limits}
        windows.append(
            WindowPower(
                hours=hours,
                smallest_fall=None
                if outlook.sd is None
                else smallest_fall(outlook.sd, outlook.sampling, outlook.freedom),
                expected_items=outlook.expected,
                log_sd=outlook.sd,
            )
        )
    return PowerAnswer(windows=tuple(windows), limits=tuple(limits.values()))


def smallest_fall(sd: float, sampling: float, freedom: float) -> float | None:
    """The fall at which 80% of estimates would have an interval below 0.

    Args:
        sd: of the logarithm of the window's items, as forecast.
        sampling: the part of sd² from counting; it grows as fewer items are left.
        freedom: degrees of freedom of the interval.

    >>> round(smallest_fall(0.1, 0.0, 100.0), 2)
    0.25
    """
    from tangkal.tracking_effectiveness.student import student_quantile  # noqa: PLC0415 - numba

    edge = student_quantile(0.975, freedom) * sd
    beyond = student_quantile(POWER, freedom)

    def lacking(fall: float) -> float:
        left = 1.0 - fall
        spread = math.sqrt(max(sd**2 - sampling, 0.0) + sampling / left)
        return edge + beyond * spread + math.log(left)

    low, high = 0.0, 0.98
    if lacking(high) > 0.0:
        return None
    while high - low > 1e-4:
        middle = (low + high) / 2.0
        low, high = (middle, high) if lacking(middle) > 0.0 else (low, middle)
    return high
