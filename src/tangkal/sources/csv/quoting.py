"""Whether a quoted field goes on over the end of a line (RFC 4180)."""

from typing import Literal

State = Literal["closed", "open", "broken"]


def quoting_after(line: str, delimiter: str, *, inside: bool) -> State:
    """How a line leaves its record.

    Args:
        line: one physical line, its end included.
        inside: a field opened on an earlier line is still open.

    Returns:
        "closed": the record ends here. "open": a field goes on. "broken": the field opened
        earlier is closed by a mark in the middle of a text, so it was never meant to be open.

    >>> [quoting_after(line, ",", inside=False) for line in ('1,"naik', '5" x,2')]
    ['open', 'closed']
    >>> quoting_after('2,"banjir"', ",", inside=True)
    'broken'
    """
    place = 0
    if inside:
        place = _closing(line, 0)
        if place < 0:
            return "open"
        if line[place : place + 1] not in {delimiter, "\r", "\n", ""}:
            return "broken"
    while (place := _opening(line, place, delimiter)) >= 0:
        place = _closing(line, place)
        if place < 0:
            return "open"
    return "closed"


def _closing(line: str, place: int) -> int:
    """Where the text after the closing mark begins; -1 where none closes."""
    while (place := line.find('"', place)) >= 0:
        if not line.startswith('""', place):
            return place + 1
        place += 2
    return -1


def _opening(line: str, place: int, delimiter: str) -> int:
    """Where the next quoted field's text begins; -1 where there is none."""
    if place == 0 and line.startswith('"'):
        return 1
    found = line.find(delimiter + '"', place)
    return found + 2 if found >= 0 else -1
