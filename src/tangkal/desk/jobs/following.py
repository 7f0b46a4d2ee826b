"""News for followers beside the stream: written here, sent with the answers to questions."""

from datetime import UTC, datetime

from tangkal.desk.following import noticing, sending

EVERY_S = 3.0


def clock() -> datetime:
    return datetime.now(UTC)


def round() -> int:
    """Take up what changed on the portal, and write to whom it is due; answers how much."""
    return noticing.notice(clock()) + sending.send(clock())
