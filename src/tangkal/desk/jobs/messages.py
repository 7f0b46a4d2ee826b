"""Messages whose hour has come and message houses whose last one has, beside the stream."""

from datetime import UTC, datetime

from tangkal.desk.strategic_communication.house_expiry import expire_due, warn_ending
from tangkal.desk.strategic_communication.scheduling import publish_due

EVERY_S = 5.0


def round() -> int:
    """Publish what is due, out or back with a reason, and mark what expired; answers how many."""
    now = datetime.now(UTC)
    return expire_due(now) + warn_ending(now) + publish_due(now)
