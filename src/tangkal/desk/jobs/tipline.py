"""The tipline beside the stream: words, pictures and the sending each in a thread of their own.

Whoever asks in a chat waits with the telephone in the hand: no slow picture, mail server or
other service stands before the answer.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from tangkal.desk.alerts.sending import web
from tangkal.desk.questions import outgoing
from tangkal.desk.questions.lanes import Lanes
from tangkal.desk.questions.models import Channel
from tangkal.desk.tipline import giving_way, working

EVERY_S = 0.3
LANES = 8  # messages to each service at once: an answer of theirs takes a fifth of a second


def clock() -> datetime:
    return datetime.now(UTC)


def answer() -> int:
    """Answer what waits in words; answers how much there was."""
    return working.work(clock)


def look() -> int:
    """The same for pictures."""
    return working.work_on_pictures(clock)


def sender_of(channel: Channel) -> Callable[[], int]:
    """The sender of a service: while it waits for one answer, it asks for others."""
    lanes = Lanes(outgoing.send, LANES, f"{channel}-lane", begin=web.keep_alive)

    def send() -> int:
        """Send what was answered; answers how many attempts were made."""
        made = outgoing.deliver(clock(), channel=channel, lanes=lanes)
        giving_way.backlog.note(is_full=made >= lanes.most)
        return made

    return send


def are_people_waiting() -> bool:
    """Whether more people wait for an answer than are answered in one go."""
    return giving_way.backlog.is_long()


def senders() -> list[tuple[str, Callable[[], int]]]:
    """Every sender with its name."""
    return [(str(each), sender_of(each)) for each in (Channel.TELEGRAM, Channel.WHATSAPP)]
