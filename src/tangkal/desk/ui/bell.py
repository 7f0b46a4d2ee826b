"""The bell of the frame: how much waits for this person, and where it is read.

The app that keeps notices registers itself; this layer knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tangkal.desk.ui.navigation import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Bell:
    """What the frame draws."""

    unread: int
    url: str


_counters: dict[str, Callable[[object], int]] = {}


def ring_with(count: Callable[[object], int], *, route: str) -> None:
    """Register who counts what is unread, from an AppConfig's ready()."""
    _counters[route] = count


def bell_of(person: object) -> Bell | None:
    """The bell of a signed-in person; None where nobody keeps notices."""
    if not getattr(person, "is_authenticated", False):
        return None
    for route, count in _counters.items():
        url = address_of(route)
        if url is not None:
            return Bell(unread=count(person), url=url)
    return None
