"""Local texts beside the stream: a slow regional site delays neither the queue nor a page."""

from datetime import UTC, datetime

from tangkal.desk.alignment import fetching

EVERY_S = 3.0


def round() -> int:
    """Compare one text that waits; answers how many were tried."""
    return fetching.round(datetime.now(UTC))
