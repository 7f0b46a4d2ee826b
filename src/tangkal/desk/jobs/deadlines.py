"""Clocks beside the stream: tripwires that open cases again, and calls to people.

Each tick asks what is so now and keeps nothing in between: a worker that stood still, or was
killed in the middle, finds in the tables what is left to do.
"""

from datetime import UTC, datetime

from tangkal.desk.alerts import calling
from tangkal.desk.deadlines import escalation, tripwires

EVERY_S = 20.0


def clock() -> datetime:
    return datetime.now(UTC)


def round() -> int:
    """Open what must be looked at again, call people, hand calls on; answers how much was done."""
    now = clock()
    return tripwires.round(now) + escalation.tick(now) + calling.call_out(now)
