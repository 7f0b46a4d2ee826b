"""Screens of narratives: the list, one narrative, the explorer of all items."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.models import Region, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.situational_insight import export, lake
from tangkal.desk.situational_insight.search import DEEPEST, Asked
from tangkal.desk.ui.moments import in_words
from tangkal.engines import LakeError

NARRATIVES_A_PAGE = 25
ITEMS_A_PAGE = 50
QUIET = timedelta(hours=6)


def page_number(request: HttpRequest) -> int:
    value = request.GET.get("page", "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 7 else 1


def unreadable(request: HttpRequest, error: LakeError) -> HttpResponse:
    """An honest page where the lake cannot be read: never an empty list."""
    context = {"fault": str(error)}
    return render(request, "situational_insight/unreadable.html", context, status=503)


class Found:
    """Rows of the lake as a sequence that a paginator can cut; only the page is read."""

    def __init__(self, total: int, read: Callable[[int, int], list[object]]) -> None:
        self.total = min(total, DEEPEST)
        self.read = read

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[object]:
        return self.read(part.start, part.stop - part.start)


@require_GET
@login_required
def narratives(request: HttpRequest) -> HttpResponse:
    """Stories that several texts carry, the largest first."""
    reader_of(request)
    asked = Asked.from_query(request.GET)
    number = page_number(request)
    offset = min((number - 1) * NARRATIVES_A_PAGE, DEEPEST)
    try:
        # One more than a page tells whether there is a next one.
        found = lake.lake().narratives(asked.search(limit=NARRATIVES_A_PAGE + 1, offset=offset))
        newest = lake.newest_moment()
        lines = lake.narrative_lines(found[:NARRATIVES_A_PAGE], newest or timezone.now())
    except LakeError as error:
        return unreadable(request, error)
    context = {
        "lines": lines,
        "asked": asked,
        "number": number,
        "previous_page": number - 1 if number > 1 else None,
        "next_page": number + 1 if len(found) > NARRATIVES_A_PAGE else None,
        "newest": newest,
        "is_silent": newest is None or timezone.now() - newest > QUIET,
        "regions": Region.objects.filter(parent=None),
    }
    return render(request, "situational_insight/narratives.html", context)


@require_GET
@login_required
def narrative(request: HttpRequest, narrative_id: str) -> HttpResponse:
    """One story: how it moves, where, in which words, and what came of it."""
    reader = reader_of(request)
    try:
        found = lake.read_narrative(narrative_id)
    except LakeError as error:
        return unreadable(request, error)
    if found is None:
        raise Http404(narrative_id)
    context = {
        "narrative": found,
        "platform_says": platform_says(found),
        "volume_says": volume_says(found),
        "signals": Signal.objects.filter(narrative_id=narrative_id).select_related("owner"),
        "cases": cases_of(reader, narrative_id),
        "is_exercise": all(row["is_exercise"] for row in found.newest),
    }
    return render(request, "situational_insight/narrative.html", context)


def cases_of(reader: User, narrative_id: str) -> list[Case]:
    return list(visible_cases(reader).filter(signals__narrative_id=narrative_id).distinct())


def platform_says(found: lake.Narrative) -> str:
    name, items = found.platforms[0]
    share = round(100 * items / found.items)
    return _("%(share)s%% of the items seen were on %(platform)s.") % {
        "share": share,
        "platform": name,
    }


def volume_says(found: lake.Narrative) -> str:
    at, top = max(found.points, key=lambda point: point[1])
    return _("The most in one hour were %(top)s, in the hour from %(at)s.") % {
        "top": top,
        "at": in_words(at),
    }


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
