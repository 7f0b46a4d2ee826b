"""Ctrl-K: from a pasted address, a number or a few words to the page that shows it.

Apps above register how they find things; this layer knows none of them.
"""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

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
    if address := own_address(request, words):
        return address
    found = (finder(request, words) for _name, finder in sorted(_finders.items()))
    return next((address for address in found if address), None)


def own_address(request: HttpRequest, words: str) -> str | None:
    """The path of a pasted address of this very desk, where a page stands at it."""
    parts = urlsplit(words)
    if parts.scheme not in {"http", "https"} or parts.netloc != request.get_host():
        return None
    try:
        resolve(parts.path)
    except Resolver404:
        return None
    # "//elsewhere.example/" as a path must not lead to another site.
    return urlunsplit(("", "", f"/{parts.path.lstrip('/')}", parts.query, ""))
