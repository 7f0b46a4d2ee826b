"""Bursts of the last days on one page."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases import items
from tangkal.desk.early_warning import queries, words
from tangkal.engines import LakeError

PAGE_SIZE = 25
QUIET = timedelta(hours=6)  # no items for so long: silence proves nothing


@require_GET
@login_required
def bursts(request: HttpRequest) -> HttpResponse:
    """What rose above its own past, newest first; and whether anything was watched at all."""
    reader_of(request)
    now = timezone.now()
    found = queries.recent_bursts(now)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    newest = newest_item()
    context = {
        "page": page,
        "rows": [(burst, words.sentence(burst.reason, {})) for burst in page],
        "newest": newest,
        "is_silent": newest is None or now - newest > QUIET,
        "days": queries.BURST_DAYS,
        "is_exercise": bool(found) and all(burst.signal.is_exercise for burst in found),
    }
    return render(request, "early_warning/bursts.html", context)


def newest_item() -> datetime | None:
    """When the newest item was observed; None where there is none, or none can be read."""
    try:
        found = items.lake().search(limit=1)
    except LakeError:
        return None
    return found["observed_at"][0].as_py() if found.num_rows else None
