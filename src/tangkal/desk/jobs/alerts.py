"""Alerts beside the stream: a slow mail server delays no item."""

from datetime import UTC, datetime

from tangkal.desk.alerts import bundling, delivery

EVERY_S = 2.0


def clock() -> datetime:
    return datetime.now(UTC)


def round() -> int:
    """Escalate, bundle, deliver; answers how many messages were tried."""
    bundling.escalate(clock())
    bundling.bundle(clock())
    return delivery.deliver(clock)
