"""The list of narratives, and its rows alone for the page that looks again."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.models import Region
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.situational_insight import lake, listing
from tangkal.desk.situational_insight.search import Asked
from tangkal.desk.situational_insight.states import NarrativeState
from tangkal.desk.situational_insight.views.base import QUIET, page_number, unreadable
from tangkal.engines import LakeError

ORDERS = (
    ("", _("the largest first")),
    ("rising", _("rising most first")),
    ("newest", _("newest item first")),
    ("first", _("youngest first")),
)


@require_GET
@login_required
def narratives(request: HttpRequest) -> HttpResponse:
    """Stories that several texts carry; pinned ones first."""
    return show(request, "situational_insight/narratives.html")


@require_GET
@login_required
def rows(request: HttpRequest) -> HttpResponse:
    """The same list as it stands now, without the page around it."""
    return show(request, "situational_insight/narrative_rows.html")


def show(request: HttpRequest, template: str) -> HttpResponse:
    reader = reader_of(request)
    asked = Asked.from_query(request.GET)
    now = timezone.now()
    try:
        newest = lake.newest_moment()
        found = listing.read(
            asked, page_number(request), reader=reader, until=min(newest or now, now)
        )
    except LakeError as error:
        return unreadable(request, error)
    context = {
        "found": found,
        "lines": found.lines,
        "asked": asked,
        "query": request.GET.urlencode(),
        "previous_page": found.number - 1 if found.number > 1 else None,
        "next_page": found.number + 1 if found.number < found.pages else None,
        "newest": newest,
        "is_silent": newest is None or now - newest > QUIET,
        "regions": Region.objects.filter(parent=None),
        "states": NarrativeState.choices,
        "orders": ORDERS,
    }
    return render(request, template, context)
