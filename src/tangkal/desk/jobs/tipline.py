"""The tipline beside the stream: words, pictures and the sending each in a thread of their own.

Whoever asks in a chat waits with the telephone in the hand: no slow picture, mail server or
other service stands before the answer.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from tangkal.desk.questions import outgoing
from tangkal.desk.questions.models import Channel
from tangkal.desk.tipline import working

EVERY_S = 0.3
SENDERS = 4  # of each service, at once: an answer of theirs takes a fifth of a second


def clock() -> datetime:
    return datetime.now(UTC)


def answer() -> int:
    """Answer what waits in words; answers how much there was."""
    return working.work(clock)


def look() -> int:
    """The same for pictures."""
    return working.work_on_pictures(clock)


def sender_of(channel: Channel, place: int) -> Callable[[], int]:
    """One of the senders of a service: while it waits for an answer, the others go on."""

    def send() -> int:
        """Send what was answered; answers how many attempts were made."""
        return outgoing.deliver(clock(), channel=channel, share=(place, SENDERS))

    return send


def senders() -> list[tuple[str, Callable[[], int]]]:
    """Every sender with its name: its service and its number."""
    return [
        (f"{channel} {place}", sender_of(channel, place))
        for channel in (Channel.TELEGRAM, Channel.WHATSAPP)
        for place in range(SENDERS)
    ]
