"""What was dispatched, beside the stream: a slow service delays no item and no alert."""

from datetime import UTC, datetime

from tangkal.desk.channels import delivery

EVERY_S = 2.0


def clock() -> datetime:
    return datetime.now(UTC)


def round() -> int:
    """Start what is due, deliver, and delete what was recalled; answers how many were tried."""
    started = delivery.go_due(clock())
    return started + delivery.deliver(clock) + delivery.erase(clock)
