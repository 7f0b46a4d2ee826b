"""How long each step may take, by priority: defaults that an office may change.

Source: our design decision (doctrine F3); verification within 3 hours follows the West
Java fact-finding team, the clarification of a medium case the 1 × 24 hour rule. What the law
names stands apart: no office may give itself longer.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from tangkal.kernel import InvalidInput

Limits = Mapping[str, Mapping[str, timedelta | None]]


def _limits(
    high: timedelta | None, medium: timedelta | None, low: timedelta | None
) -> Mapping[str, timedelta | None]:
    return MappingProxyType({"HIGH": high, "MEDIUM": medium, "LOW": low})


_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

# None: this priority has no such deadline (not due, or as the decision says).
DEADLINES: Limits = MappingProxyType(
    {
        "screen": _limits(15 * _MINUTE, _HOUR, 8 * _HOUR),
        "triage": _limits(30 * _MINUTE, 2 * _HOUR, 24 * _HOUR),
        "verify": _limits(3 * _HOUR, 6 * _HOUR, 48 * _HOUR),
        "first_line": _limits(60 * _MINUTE, 4 * _HOUR, None),
        "clarification": _limits(6 * _HOUR, 24 * _HOUR, None),
        "regional_ack": _limits(_HOUR, 4 * _HOUR, 24 * _HOUR),
        "regional_publish": _limits(3 * _HOUR, 12 * _HOUR, None),
        "appeal_reply": _limits(24 * _HOUR, 3 * _DAY, 3 * _DAY),
        "appeal_decision": _limits(3 * _DAY, 7 * _DAY, 14 * _DAY),
        "fast_lane_check": _limits(2 * _HOUR, 2 * _HOUR, 2 * _HOUR),
        "crisis_update": _limits(2 * _HOUR, 6 * _HOUR, 24 * _HOUR),
        "breach_notice": _limits(72 * _HOUR, 72 * _HOUR, 72 * _HOUR),
        "request": _limits(24 * _HOUR, 24 * _HOUR, 24 * _HOUR),
        "request_urgent": _limits(4 * _HOUR, 4 * _HOUR, 4 * _HOUR),
    }
)

# The longest that the law leaves, whatever an office would like. To be checked by its lawyers.
LAW: Mapping[str, tuple[timedelta, str]] = MappingProxyType(
    {
        "breach_notice": (72 * _HOUR, "UU 27/2022 Pasal 46"),
        "request": (24 * _HOUR, "Permenkominfo 5/2020"),
        "request_urgent": (4 * _HOUR, "Permenkominfo 5/2020"),
    }
)

# Steps that may count in an office's working hours, where the priority is not high. The others
# always count every hour: the public, a crisis and the law do not wait for Monday.
MAY_COUNT_WORKING_TIME = frozenset(
    {"screen", "triage", "verify", "clarification", "regional_ack", "regional_publish"}
    | {"appeal_reply", "appeal_decision"}
)
# Steps whose clock may stand still for a reason. A first public line may not: a holding
# statement says what is not known yet, so it waits for nobody's data.
MAY_PAUSE = frozenset(
    {"triage", "verify", "clarification", "regional_ack", "regional_publish", "appeal_decision"}
)


def due_at(
    step: str,
    priority: str,
    start: datetime,
    *,
    paused: timedelta = timedelta(0),
    limits: Limits = DEADLINES,
) -> datetime | None:
    """When a step is due on a clock that counts every hour, or None where it has no deadline.

    Args:
        step: a key of *limits*, e.g. "screen".
        priority: HIGH, MEDIUM or LOW.
        start: aware moment the clock started.
        paused: how long the clock stood still; each pause needs a recorded reason.
        limits: the office's own table, in the shape of DEADLINES.

    Raises:
        InvalidInput: an unknown step or priority, a naive start, a negative pause.

    >>> from datetime import UTC
    >>> due_at("screen", "HIGH", datetime(2031, 3, 3, 8, tzinfo=UTC)).isoformat()
    '2031-03-03T08:15:00+00:00'
    """
    check_step(step, priority, limits)
    if start.tzinfo is None:
        raise InvalidInput(f"start {start.isoformat()} has no time zone; give one")
    if paused < timedelta(0):
        raise InvalidInput(f"paused {paused} is negative")
    limit = limits[step][priority]
    return None if limit is None else start + limit + paused


def check_step(step: str, priority: str, limits: Limits = DEADLINES) -> None:
    """Refuse what the table does not hold."""
    if step not in limits:
        raise InvalidInput(f"step {step!r} is not one of {', '.join(limits)}")
    if priority not in limits[step]:
        raise InvalidInput(f"priority {priority!r} is not one of {', '.join(limits[step])}")


def check_limit(
    step: str, priority: str, limit: timedelta | None, *, in_working_time: bool = False
) -> None:
    """Refuse a limit that an office may not give itself.

    Raises:
        InvalidInput: unknown step, nothing or less, longer than the law leaves, or counted in
            working hours where every hour counts.
    """
    check_step(step, priority)
    if limit is not None and limit <= timedelta(0):
        raise InvalidInput(f"limit {limit} of {step} is not longer than nothing")
    if in_working_time and not may_count_working_time(step, priority):
        raise InvalidInput(f"{step} at priority {priority} counts every hour")
    longest, source = LAW.get(step, (None, ""))
    if longest is not None and (limit is None or limit > longest):
        hours = "no limit" if limit is None else f"{limit / _HOUR:g} h"
        raise InvalidInput(
            f"{step} {hours} is longer than the law leaves: {longest / _HOUR:g} h ({source})"
        )


def may_count_working_time(step: str, priority: str) -> bool:
    """Whether an office may count this step in its working hours.

    >>> may_count_working_time("verify", "LOW"), may_count_working_time("verify", "HIGH")
    (True, False)
    """
    return step in MAY_COUNT_WORKING_TIME and priority != "HIGH"
