"""How an operation says what it needs: its scope, an example, and whether it takes long."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from tangkal.desk.api import problems
from tangkal.desk.api.fields import Versioned
from tangkal.desk.api.gate import MOST_BYTES


def asks(
    scope: str,
    *,
    example: Mapping[str, object] | None = None,
    most_bytes: int = MOST_BYTES,
    begins_itself: bool = False,
    sends: str = "",
) -> dict[str, Any]:
    """The keyword arguments of an operation's decorator.

    Args:
        scope: what the token must give, a code of :data:`scopes.SCOPES`.
        example: a body, shown in the document and used by the tests.
        begins_itself: it works long before it changes anything (asks the network, reads the
            lake) and calls :func:`begin_change` in between, so that no lock is held meanwhile.
        sends: the media type of a file that it answers with.
    """
    extra: dict[str, Any] = {"x-scope": scope, "security": [{"token": [scope]}]}
    if most_bytes != MOST_BYTES:
        extra["x-most-bytes"] = most_bytes
    if begins_itself:
        extra["x-begins-itself"] = True
    if sends:
        extra["x-sends"] = sends
    if example is not None:
        extra["x-example"] = dict(example)
    return {"openapi_extra": extra}


def begin_change(request: HttpRequest) -> None:
    """Open the transaction in which this request's answer is kept, where one is kept."""
    begin: Callable[[], None] | None = getattr(request, "begin_change", None)
    if begin is not None:
        begin()


def version_of(request: HttpRequest, body: Schema) -> int:
    """The version a program has read, from the body or from If-Match.

    Raises:
        Problem: it sent none, so that a change could overwrite work it never saw.
    """
    if isinstance(body, Versioned) and body.version is not None:
        return body.version
    told = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    number = told.partition("-")[0]
    if not number.isdecimal() or not number.isascii() or len(number) > 9:
        raise problems.without_version()
    return int(number)
