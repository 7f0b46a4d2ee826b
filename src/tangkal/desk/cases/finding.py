"""The jump box: from a case number, or an address in its evidence, to the case."""

import re

from django.http import HttpRequest
from django.urls import reverse

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.queries import visible_cases

NUMBER = re.compile(r"(\d{4})[-/ ]?(\d{4,})")
ADDRESS = re.compile(r"https?://\S+")


def find_case(request: HttpRequest, words: str) -> str | None:
    """The page of the case that the words name, if this person may see it."""
    user = request.user
    if not isinstance(user, User):
        return None
    seen = visible_cases(user)
    if match := NUMBER.fullmatch(words):
        seen = seen.filter(number=f"{match[1]}-{match[2]}")
    elif ADDRESS.fullmatch(words):
        seen = seen.filter(evidence__url=words)
    else:
        return None
    number = seen.values_list("number", flat=True).first()
    return reverse("case", args=[number]) if number else None
