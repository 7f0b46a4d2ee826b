"""Ctrl-K: from a pasted address, a number or a few words to the page that shows it.

Apps above register how they find things; this layer knows none of them.
"""

from collections.abc import Callable

from django.http import HttpRequest

# Answers the address of what the words name, or None; must ask its own rules who may see it.
Finder = Callable[[HttpRequest, str], str | None]

_finders: dict[str, Finder] = {}


def register(name: str, finder: Finder) -> None:
    """Add a way of finding, from an AppConfig's ready(); the same name replaces."""
    _finders[name] = finder


def find(request: HttpRequest, words: str) -> str | None:
    """The first address any finder knows for the words."""
    words = words.strip()
    if not words:
        return None
    found = (finder(request, words) for _name, finder in sorted(_finders.items()))
    return next((address for address in found if address), None)
