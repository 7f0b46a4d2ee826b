"""What a site asks programs not to read is not read: a person takes a picture instead."""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from tangkal.kernel import UnreadableSource

NAME = "Tangkal"
LONGEST = 500_000  # bytes of a robots.txt that are looked at (RFC 9309, 2.5)


def address_of(url: str) -> str:
    """Where the rules for a page stand.

    >>> address_of("https://kabar.example:8443/a/b?c=1")
    'https://kabar.example:8443/robots.txt'

    Raises:
        UnreadableSource: it is no address at all.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UnreadableSource(f"{url!r} is no web address: {error}") from None
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def allows(url: str, ask: Callable[[str], tuple[int, bytes]]) -> bool | None:
    """Whether a site lets a program read a page (RFC 9309).

    Args:
        ask: an address to the status and body of its answer.

    Returns:
        None where it cannot be known now: the site's server is at fault.
    """
    status, body = ask(address_of(url))
    if status >= 500:
        return None
    if status >= 400:
        return True
    rules = RobotFileParser()
    rules.parse(body[:LONGEST].decode("utf-8", errors="replace").splitlines())
    return rules.can_fetch(NAME, url)
