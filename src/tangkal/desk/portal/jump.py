"""Ctrl-K: from a citizen's receipt, or a clarification's address, to its page."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from tangkal.desk.accounts.models import User
from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.desk.portal.reports import read_receipt
from tangkal.desk.ui import jump


def register() -> None:
    jump.register("questions", find_question)
    jump.register("clarifications", find_clarification)


def find_question(request: HttpRequest, words: str) -> str | None:
    reader = request.user
    if not (isinstance(reader, User) and reader.reads_content) or len(words) > 12:
        return None
    receipt = read_receipt(words)
    if receipt and PublicReport.objects.filter(receipt=receipt).exists():
        return reverse("question", args=[receipt])
    return None


def find_clarification(_request: HttpRequest, words: str) -> str | None:
    try:
        found = resolve(urlsplit(words).path)
    except (Resolver404, ValueError):
        return None
    slug = found.kwargs.get("slug", "")
    if found.url_name != "clarification" or not Clarification.objects.filter(slug=slug).exists():
        return None
    return reverse("clarification", args=[slug])
