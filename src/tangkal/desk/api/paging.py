"""Lists a page at a time, by where the last page ended: what is added meanwhile moves nothing."""

import base64
import binascii
import json
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict, Field

from tangkal.kernel import InvalidInput

MOST = 100
T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Paged(Schema):
    """Which page; other filters of a list are added by inheriting from this."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=MOST, description="how many at most")] = 25
    cursor: Annotated[
        str, Field(max_length=200, description="where the last page ended; from its `next`")
    ] = ""


class Page(Schema, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(description="address of the next page; null on the last one")


def page(
    request: HttpRequest,
    rows: QuerySet[M],
    wanted: Paged,
    each: Callable[[M], object],
    *,
    is_oldest_first: bool = False,
) -> dict[str, Any]:
    """The rows after the cursor, by key: the newest first unless told otherwise.

    Raises:
        InvalidInput: a cursor that is none of ours.
    """
    key, order = ("pk__gt", "pk") if is_oldest_first else ("pk__lt", "-pk")
    if wanted.cursor:
        rows = rows.filter(**{key: place_of(wanted.cursor, rows.model)})
    found = list(rows.order_by(order)[: wanted.limit + 1])
    shown, is_last = found[: wanted.limit], len(found) <= wanted.limit
    return {
        "items": [each(row) for row in shown],
        "next": None if is_last else next_address(request, shown[-1].pk),
    }


def next_address(request: HttpRequest, last: object) -> str:
    query = request.GET.copy()
    query["cursor"] = base64.urlsafe_b64encode(json.dumps(last).encode()).decode().rstrip("=")
    return f"{request.path}?{query.urlencode()}"


def place_of(cursor: str, model: type[Model]) -> object:
    """The key that a cursor holds."""
    try:
        held = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        place = json.loads(held)
        if isinstance(place, bool) or not isinstance(place, int | str):
            raise ValueError(place)
        return model._meta.pk.to_python(place)
    except (ValueError, ValidationError, RecursionError, binascii.Error) as error:
        raise InvalidInput(
            _("“%(cursor)s” is no cursor; take it from “next” of the page before.")
            % {"cursor": cursor[:60]}
        ) from error
