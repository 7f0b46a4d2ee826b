"""Saved views of the queue and of the cases: a filter under a name, its owner's alone."""

from typing import Annotated, Any

from django.http import HttpRequest, QueryDict
from ninja import Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Body
from tangkal.desk.api.people import shown
from tangkal.desk.cases.commands import listing
from tangkal.desk.cases.models import CaseView
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


@router.get(
    "case-views",
    response=list[ViewOut],
    **asks("cases:read"),
    summary="Own saved views of the cases",
)
def list_case_views(request: HttpRequest) -> Any:
    """At most twenty."""
    return [view_out(each) for each in CaseView.objects.filter(user=reader_of(request))]


@router.post(
    "case-views",
    response={201: ViewOut},
    **asks("views:write", example={"name": "Jawa Barat", "query": "state=open"}),
    summary="Save a view of the cases",
)
def save_case_view(request: HttpRequest, body: NewView) -> Any:
    """The same name is given the new filter."""
    return view_out(listing.save_view(reader_of(request), name=body.name, query=body.query))


@router.post(
    "case-views/{int:view_id}/delete",
    response={204: None},
    **asks("views:write"),
    summary="Delete a view of the cases",
)
def delete_case_view(request: HttpRequest, view_id: int) -> Any:
    """Only one's own."""
    shown(CaseView.objects.filter(user=reader_of(request)), pk=view_id).delete()


def view_out(view: SavedView | CaseView) -> dict[str, Any]:
    return {"id": view.pk, "name": view.name, "query": view.query}
