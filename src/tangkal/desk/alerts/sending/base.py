"""What every way of sending takes and answers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SENT, TEMPORARY, PERMANENT = "sent", "temporary", "permanent"
SECONDS = 20.0  # for one whole delivery; a server that trickles is cut off


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message as it goes out."""

    key: str  # the same at every attempt
    subject: str
    body: str
    severity: str  # low, medium, high, critical
    is_exercise: bool
    is_test: bool
    links: tuple[str, ...]  # pages of the signals at the desk
    created_at: str  # ISO 8601


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a delivery came to; the reason never carries a secret."""

    kind: str  # sent, temporary, permanent
    reason: str = ""
    retry_after_s: float | None = None  # what the receiver asked for


class Undeliverable(Exception):
    """No attempt can succeed until somebody changes something."""


def sent(remark: str = "") -> Outcome:
    return Outcome(SENT, remark)


def later(reason: str, retry_after_s: float | None = None) -> Outcome:
    return Outcome(TEMPORARY, reason, retry_after_s)


def never(reason: str) -> Outcome:
    return Outcome(PERMANENT, reason)


def scrub(text: str, secrets: Iterable[str]) -> str:
    """A reason fit to be kept: on one line, without secrets and without addresses of people."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "•••")
    text = re.sub(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "•@•", text)
    return " ".join(text.split())[:300]
