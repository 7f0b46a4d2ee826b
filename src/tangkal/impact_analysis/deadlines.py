"""How long each step may take, by priority: defaults that an office may change.

Source: our design decision (doctrine F3); verification within 3 hours follows the West
Java fact-finding team, the clarification of a medium case the 1 × 24 hour rule.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from tangkal.kernel import InvalidInput

Limits = Mapping[str, Mapping[str, timedelta | None]]


def _limits(
    high: timedelta, medium: timedelta, low: timedelta | None
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
    }
)


def due_at(
    step: str,
    priority: str,
    start: datetime,
    *,
    paused: timedelta = timedelta(0),
    limits: Limits = DEADLINES,
) -> datetime | None:
    """When a step is due, or None where this priority has no deadline for it.

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
    if step not in limits:
        raise InvalidInput(f"step {step!r} is not one of {', '.join(limits)}")
    if priority not in limits[step]:
        raise InvalidInput(f"priority {priority!r} is not one of {', '.join(limits[step])}")
    if start.tzinfo is None:
        raise InvalidInput(f"start {start.isoformat()} has no time zone; give one")
    if paused < timedelta(0):
        raise InvalidInput(f"paused {paused} is negative")
    limit = limits[step][priority]
    return None if limit is None else start + limit + paused
