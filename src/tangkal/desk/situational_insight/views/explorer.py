"""Every item in the lake, by words and filters, and the same as a file."""

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.models import Region
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.audit.commands import record
from tangkal.desk.situational_insight import export, finding, lake
from tangkal.desk.situational_insight.search import Asked
from tangkal.desk.situational_insight.views.base import Found, unreadable
from tangkal.engines import LakeError
from tangkal.kernel import SOURCE_KINDS

ITEMS_A_PAGE = 50


@require_GET
@login_required
def explorer(request: HttpRequest) -> HttpResponse:
    """Every item in the lake, by words and filters."""
    reader_of(request)
    asked = Asked.from_query(request.GET)
    began = perf_counter()
    try:
        survey = lake.lake().survey(asked.search(limit=1))
        found = Found(survey.items, lambda start, count: read_items(asked, start, count))
        paginator = Paginator(cast("Sequence[object]", found), ITEMS_A_PAGE)
        page = paginator.get_page(request.GET.get("page"))
        rows = cast("list[finding.Item]", list(page.object_list))
        took = perf_counter() - began
        newest = lake.newest_moment()
        hints = [] if rows or asked.is_empty else finding.hints(asked, lake.lake())
    except LakeError as error:
        return unreadable(request, error)
    context = {
        "page": page,
        "items": rows,
        "hits": finding.hits(rows, asked.search(limit=1).query),
        "total": survey.items,
        "survey": survey,
        "took": took,
        "chart": finding.chart_of(survey),
        "breakdowns": finding.breakdowns(survey),
        "hints": hints,
        "ignored": asked.search(limit=1).query.ignored,
        "most": export.MOST,
        "asked": asked,
        "query": asked.as_query(),
        "newest": newest,
        "regions": Region.objects.filter(parent=None),
        "source_kinds": SOURCE_KINDS,
    }
    return render(request, "situational_insight/explorer.html", context)


def read_items(asked: Asked, start: int, count: int) -> list[object]:
    if count < 1:
        return []
    return list(lake.lake().found(asked.search(limit=count, offset=start)).to_pylist())


@require_GET
@login_required
def explorer_file(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """The found items as a file; who took what out is on record."""
    reader = reader_of(request)
    if form not in export.FORMATS:
        raise Http404(form)
    asked = Asked.from_query(request.GET)
    chosen = export.FORMATS[form]
    with transaction.atomic():
        record("items.exported", None, by=reader, query=asked.as_query(), format=form)
    parts: Iterator[str] | Iterator[bytes] = chosen.write(asked.search(limit=1))
    return StreamingHttpResponse(
        parts,
        content_type=chosen.content_type,
        headers={"Content-Disposition": f'attachment; filename="{chosen.name}"'},
    )


@require_GET
@login_required
def explorer_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The found items for a spreadsheet; who took what out is on record."""
    return explorer_file(request, "csv")
