"""What every page of one narrative shares: who reads, which narrative it is now, the lake."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.situational_insight import rows, rules
from tangkal.desk.situational_insight.membership import current_id
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.search import DEEPEST
from tangkal.desk.situational_insight.tabs import tabs_of
from tangkal.engines import LakeError

QUIET = timedelta(hours=6)
Page = Callable[..., HttpResponse]


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


def narrative_page(page: Page) -> Page:
    """A page of one narrative: ``page(request, narrative)`` for an address with narrative_id.

    The narrative is a row, perhaps not stored yet. An id that has become part of another leads
    to the same page of that one; an unknown id to "not found"; a lake that cannot be read to
    a page that says so.
    """

    @login_required
    @wraps(page)
    def answer(request: HttpRequest, narrative_id: str, **rest: object) -> HttpResponse:
        reader_of(request)
        now = current_id(narrative_id)
        if now != narrative_id:
            return lead_on(request, now, rest)
        try:
            narrative = rows.row_or_lake(narrative_id)
            if narrative is None:
                raise Http404(narrative_id)
            return page(request, narrative, **rest)
        except LakeError as error:
            return unreadable(request, error)

    return answer


def lead_on(request: HttpRequest, narrative_id: str, rest: Mapping[str, Any]) -> HttpResponse:
    """To the same page of the narrative that this one has become."""
    assert request.resolver_match is not None
    query = request.GET.urlencode()
    target: HttpResponse = redirect(
        request.resolver_match.view_name, narrative_id=narrative_id, **rest
    )
    if query:
        target["Location"] = f"{target['Location']}?{query}"
    return target


def about(narrative: Narrative, reader: User, tab: str) -> dict[str, object]:
    """What the head of every tab shows."""
    return {
        "narrative": narrative,
        "tab": tab,
        "tabs": tabs_of(narrative.pk),
        "may_change": rules.may_change(reader),
        "is_exercise": narrative.is_exercise,
        "is_silent_since": narrative.last_seen_at
        and timezone.now() - narrative.last_seen_at > QUIET,
    }
