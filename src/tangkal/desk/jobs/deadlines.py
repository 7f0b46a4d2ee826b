"""Clocks beside the stream: tripwires that open cases again, and calls to people.

Each tick asks what is so now and keeps nothing in between: a worker that stood still, or was
killed in the middle, finds in the tables what is left to do.
"""

from datetime import UTC, datetime

from tangkal.desk.alerts import calling
from tangkal.desk.deadlines import escalation, tripwires
from tangkal.desk.directives.commands import call_overdue

EVERY_S = 20.0
LOOK_EVERY_S = 60.0  # each quiet case is a handful of questions


def clock() -> datetime:
    return datetime.now(UTC)


def look_again() -> int:
    """Open the cases whose quiet decision no longer holds; answers how many."""
    return tripwires.round(clock())


def call() -> int:
    """Call people and hand their calls on; answers how many were called or written to."""
    now = clock()
    return escalation.tick(now) + call_overdue(now) + calling.call_out(now)
