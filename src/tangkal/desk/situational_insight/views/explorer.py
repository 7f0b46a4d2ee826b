"""Every item in the lake, by words and filters, and the same as a file."""

from collections.abc import Iterator, Sequence
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.models import Region
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.audit.commands import record
from tangkal.desk.situational_insight import export, lake
from tangkal.desk.situational_insight.search import Asked
from tangkal.desk.situational_insight.views.base import Found, unreadable
from tangkal.engines import LakeError

ITEMS_A_PAGE = 50


@require_GET
@login_required
def explorer(request: HttpRequest) -> HttpResponse:
    """Every item in the lake, by words and filters."""
    reader_of(request)
    asked = Asked.from_query(request.GET)
    try:
        total = lake.lake().count_found(asked.search(limit=1))
        found = Found(total, lambda start, count: read_items(asked, start, count))
        paginator = Paginator(cast("Sequence[object]", found), ITEMS_A_PAGE)
        page = paginator.get_page(request.GET.get("page"))
        newest = lake.newest_moment()
    except LakeError as error:
        return unreadable(request, error)
    context = {
        "page": page,
        "items": list(page.object_list),
        "total": total,
        "most": export.MOST,
        "asked": asked,
        "query": asked.as_query(),
        "newest": newest,
        "regions": Region.objects.filter(parent=None),
    }
    return render(request, "situational_insight/explorer.html", context)


def read_items(asked: Asked, start: int, count: int) -> list[object]:
    if count < 1:
        return []
    return list(lake.lake().found(asked.search(limit=count, offset=start)).to_pylist())


@require_GET
@login_required
def explorer_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The found items as a file; who took what out is on record."""
    reader = reader_of(request)
    asked = Asked.from_query(request.GET)
    with transaction.atomic():
        record("items.exported", None, by=reader, query=asked.as_query())
    lines: Iterator[str] = export.csv_lines(asked.search(limit=1))
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="items.csv"'},
    )
