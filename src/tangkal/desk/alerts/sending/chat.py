"""Office chat servers through apprise: Mattermost, Rocket.Chat, Nextcloud Talk, Matrix, …

Apprise says yes or no; the status a server gave is read from its log. It resolves names itself,
after our check: for hosts whose names an enemy controls, use a webhook instead.
"""

import logging
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tangkal.desk.alerts.sending.base import Letter, Outcome, Undeliverable, later, never, sent
from tangkal.desk.alerts.sending.hosts import Unresolved, checked_address

# Self-hosted servers alone: what an office runs, or has a contract for.
SCHEMES = {
    "mmost": "Mattermost",
    "mmosts": "Mattermost",
    "rocket": "Rocket.Chat",
    "rockets": "Rocket.Chat",
    "nctalk": "Nextcloud Talk",
    "nctalks": "Nextcloud Talk",
    "matrix": "Matrix",
    "matrixs": "Matrix",
    "gotify": "Gotify",
    "gotifys": "Gotify",
    "ntfy": "ntfy",
    "ntfys": "ntfy",
}
STATUS = re.compile(r"error=(\d{3})")


def send(letter: Letter, url: str, *, inside: Collection[str]) -> Outcome:
    try:
        host, port = check(url)
        checked_address(host, port, inside)
    except Undeliverable as error:
        return never(str(error))
    except Unresolved as error:
        return later(str(error))
    return notify(letter, url)


def check(url: str) -> tuple[str, int]:
    """Host and port of an apprise address.

    Raises:
        Undeliverable: it names no chat server of ours, or none at all.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port or (443 if parts.scheme.endswith("s") else 80)
    except ValueError:
        raise Undeliverable("no address of a chat server") from None
    if parts.scheme not in SCHEMES or not parts.hostname:
        known = ", ".join(sorted(name for name in SCHEMES if name.endswith("s")))
        raise Undeliverable(f"an address of a chat server begins with one of: {known}")
    return parts.hostname, port


def shown(url: str) -> str:
    """What a page may say of the address: service and host."""
    host, port = check(url)
    return f"{SCHEMES[urlsplit(url.strip()).scheme]}, {host}:{port}"


def notify(letter: Letter, url: str) -> Outcome:
    import apprise  # noqa: PLC0415 - heavy, and few offices need it

    mark = "&" if "?" in url else "?"
    with overheard() as lines:
        service = apprise.Apprise.instantiate(
            f"{url.strip()}{mark}redirect=no&rto=10&cto=10&format=text", suppress_exceptions=True
        )
        if service is None:
            return never("the chat server's address is not complete")
        if service.notify(title=letter.subject, body=letter.body):
            return sent()
    codes = [int(code) for line in lines for code in STATUS.findall(line)]
    if codes and 400 <= codes[-1] < 500 and codes[-1] not in {408, 425, 429}:
        return never(f"status {codes[-1]}")
    return later(f"status {codes[-1]}" if codes else "the chat server did not take it")


@contextmanager
def overheard() -> Iterator[list[str]]:
    """What apprise logs, kept from our own logs: its lines may name addresses with tokens."""
    logger, lines = logging.getLogger("apprise"), Lines()
    was = logger.propagate
    logger.addHandler(lines)
    logger.propagate = False
    try:
        yield lines.kept
    finally:
        logger.removeHandler(lines)
        logger.propagate = was


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record.getMessage())
