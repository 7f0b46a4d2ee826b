"""Saved views of the queue: a filter under a name, its owner's alone."""

from typing import Annotated, Any

from django.http import HttpRequest, QueryDict
from ninja import Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Body
from tangkal.desk.api.people import shown
from tangkal.desk.early_warning import commands, queries
from tangkal.desk.early_warning.filters import SignalFilter
from tangkal.desk.early_warning.models import SavedView

router = Router(tags=["signals"])


class ViewOut(Schema):
    """A filter under a name; `query` is what the list of signals takes."""

    id: int
    name: str
    query: str


@router.get(
    "queue-views", response=list[ViewOut], **asks("signals:read"), summary="Own saved views"
)
def list_views(request: HttpRequest) -> Any:
    """At most thirty."""
    return [view_out(each) for each in queries.saved_views(reader_of(request))]


class NewView(Body):
    """A name, and the filter as an address carries it."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    query: Annotated[str, Field(max_length=500)]


@router.post(
    "queue-views",
    response={201: ViewOut},
    **asks("views:write", example={"name": "Jawa Barat", "query": "region=32"}),
    summary="Save a view",
)
def save_view(request: HttpRequest, body: NewView) -> Any:
    """The same name is given the new filter."""
    by = reader_of(request)
    query = SignalFilter.from_query(QueryDict(body.query)).as_query()
    return view_out(commands.save_view(by, name=body.name, query=query))


@router.post(
    "queue-views/{int:view_id}/delete",
    response={204: None},
    **asks("views:write"),
    summary="Delete a view",
)
def delete_view(request: HttpRequest, view_id: int) -> Any:
    """Only one's own."""
    shown(SavedView.objects.filter(user=reader_of(request)), pk=view_id).delete()


def view_out(view: SavedView) -> dict[str, Any]:
    return {"id": view.pk, "name": view.name, "query": view.query}
