"""Answers to those who asked, beside the stream: a slow mail server delays no item."""

from datetime import UTC, datetime

from tangkal.desk.cases.public_notes import telling as public_notes
from tangkal.desk.questions import families, outgoing, telling
from tangkal.desk.questions.models import Channel

EVERY_S = 1.0
PLACE_EVERY_S = 60.0  # all questions are looked through, and seldom one is left


def place() -> int:
    """Place questions from before there were families, tell of corrections; answers how many."""
    return families.place_missing() + telling.tell_corrected()


def round() -> int:
    """Settle who still waits, tell what is known, send what goes by e-mail; answers how much."""
    done = families.spread() + public_notes.round()
    sent = outgoing.deliver(datetime.now(UTC), channel=Channel.EMAIL)  # chats: jobs.tipline
    return done + sent
