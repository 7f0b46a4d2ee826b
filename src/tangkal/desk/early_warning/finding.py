"""The jump box: from a signal's number, as its page shows it, to the signal."""

import re

from django.http import HttpRequest
from django.urls import reverse

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Signal

NUMBER = re.compile(r"(?:#|signal |sinyal )(\d{1,12})", re.IGNORECASE)


def find_signal(request: HttpRequest, words: str) -> str | None:
    """The page of the signal that the words name: "#12", "sinyal 12"."""
    match = NUMBER.fullmatch(words)
    user = request.user
    if match is None or not isinstance(user, User) or not user.reads_content:
        return None
    found = Signal.objects.filter(pk=int(match[1])).exists()
    return reverse("signal", args=[int(match[1])]) if found else None
