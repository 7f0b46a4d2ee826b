"""Read a body as strictly as the document says: what no store could keep never gets in."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from tangkal.desk.api.problems import Problem

DEEPEST = 20


class StrictParser(Parser):
    """JSON without NaN, texts without NUL and half characters, nesting within reason."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        try:
            read = json.loads(request.body, parse_constant=refuse_constant)
        except RecursionError as error:
            raise too_deep() from error
        check(read, 0)
        found: dict[str, Any] = read
        return found

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        found: dict[str, Any] = super().parse_querydict(data, list_fields, request)
        check(found, 0)
        return found


def refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are not JSON


def check(value: object, depth: int) -> None:
    """Refuse what cannot be stored.

    Raises:
        Problem: a text with NUL or half a character, or nesting without end.
    """
    if depth > DEEPEST:
        raise too_deep()
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise Problem(
                422,
                _("The request is not understood"),
                _("A text holds NUL or half a character, which cannot be stored."),
            )
    elif isinstance(value, dict):
        for key, each in value.items():
            check(key, depth + 1)
            check(each, depth + 1)
    elif isinstance(value, list | tuple):
        for each in value:
            check(each, depth + 1)


def too_deep() -> Problem:
    return Problem(422, _("The request is not understood"), _("Its nesting is too deep."))
