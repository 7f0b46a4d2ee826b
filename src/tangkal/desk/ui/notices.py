"""Messages to the person at work, with an undo where the act can be undone."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def add_undo(request: HttpRequest, text: str, undo_url: str) -> None:
    """Say what was done and offer to take it back by a POST to undo_url.

    Undo takes the place of "are you sure?": nobody is asked, nothing is lost.
    """
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}")


def undo_url(extra_tags: str | None) -> str:
    """The address that takes a message's act back; empty where it cannot be."""
    return (extra_tags or "").removeprefix(UNDO) if (extra_tags or "").startswith(UNDO) else ""
