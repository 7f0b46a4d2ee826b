"""Clocks beside the stream: tripwires that open cases again, and calls to people."""

from datetime import UTC, datetime

from tangkal.desk.deadlines import tripwires

EVERY_S = 30.0


def clock() -> datetime:
    return datetime.now(UTC)


def round() -> int:
    """Look at the quiet decisions; answers how many cases were opened again."""
    return tripwires.round(clock())
