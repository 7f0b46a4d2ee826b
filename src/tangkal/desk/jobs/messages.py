"""Messages whose hour has come, beside the stream."""

from datetime import UTC, datetime

from tangkal.desk.strategic_communication.scheduling import publish_due

EVERY_S = 5.0


def round() -> int:
    """Publish what is due; answers how many went out, or back with a reason."""
    return publish_due(datetime.now(UTC))
