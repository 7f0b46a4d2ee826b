"""The queue: rows, their polled refresh, saved views."""

import zlib
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning import commands, queries, rules, words
from tangkal.desk.early_warning.filters import SignalFilter
from tangkal.desk.early_warning.models import SavedView
from tangkal.desk.early_warning.views.base import list_query, queue_url, rows_of
from tangkal.desk.early_warning.views.drawing import draw, filter_form


class Tab(Paginator):  # type: ignore[type-arg] # it takes none while running
    """Pages of one list whose length the tabs tell already, where the list is a tab's."""

    def __init__(self, signals: QuerySet[Signal], known: int | None) -> None:
        super().__init__(signals, queries.PAGE_SIZE)
        if known is not None:
            self.count = known  # as the first question for it would keep it


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of the queue as one person sees it, and what the tabs count."""

    page: Page[Signal]
    signals: list[Signal]
    counted: dict[str, int]
    token: str  # changes when anything on the page does


def read_page(request: HttpRequest, reader: User, chosen: SignalFilter) -> Shown:
    counted = queries.counts(reader)
    paginator = Tab(queries.signal_list(reader, chosen), counted.get(current_tab(chosen)))
    page = paginator.get_page(request.GET.get("page"))
    signals = list(page.object_list)
    return Shown(page, signals, counted, token_of(signals, paginator.count))


def token_of(signals: list[Signal], total: int) -> str:
    """Names what is shown; the minute is part of it, since deadlines are told in minutes."""
    seen = [(s.pk, s.version, s.items_total, s.urgency, s.owner_id) for s in signals]
    minute = timezone.now().strftime("%H%M")
    return f"{zlib.crc32(repr((seen, total, minute)).encode()):08x}"


@require_GET
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, the most urgent first, each with why it is here."""
    reader = reader_of(request)
    chosen = SignalFilter.from_query(request.GET)
    shown = read_page(request, reader, chosen)
    context = rows_context(request, reader, shown, chosen) | {
        "tabs": tabs(shown.counted),
        "tab": current_tab(chosen),
        "views": queries.counted_views(reader, queries.saved_views(reader)),
        "filter_form": filter_form(chosen, queries.choices()),
        "dismissals": words.DISMISSALS.items(),
        "may_screen": rules.may_screen(reader),
        "is_exercise": bool(shown.signals) and all(s.is_exercise for s in shown.signals),
    }
    return render(request, "early_warning/queue.html", context)


@require_GET
@login_required
def rows(request: HttpRequest) -> HttpResponse:
    """The rows again, if anything in them changed; 204 where nothing did."""
    reader = reader_of(request)
    query = request.GET.copy()
    seen = query.pop("seen", [""])[-1]
    chosen = SignalFilter.from_query(query)
    shown = read_page(request, reader, chosen)
    if shown.token == seen:
        return HttpResponse(status=204)
    context = rows_context(request, reader, shown, chosen)
    return render(request, "early_warning/rows.html", context)


def rows_context(
    request: HttpRequest, reader: User, shown: Shown, chosen: SignalFilter
) -> dict[str, object]:
    polled = QueryDict(chosen.as_query(), mutable=True)
    polled["page"] = str(shown.page.number)
    polled["seen"] = shown.token
    rows = rows_of(shown.signals, reader)
    return {
        "page": shown.page,
        "rows": rows,
        "drawn_rows": draw(rows, chosen.as_query(), request),
        "overdue_count": shown.counted["overdue"],
        "list_query": chosen.as_query(),
        "poll_query": polled.urlencode(),
        "chosen": chosen,
    }


def tabs(counted: dict[str, int]) -> list[dict[str, object]]:
    labels = {
        "open": _("Waiting"),
        "mine": _("Mine"),
        "free": _("Unclaimed"),
        "overdue": _("Overdue"),
        "all": _("All"),
    }
    return [
        {
            "key": key,
            "label": labels[key],
            "url": f"?{queries.TABS[key].as_query()}",
            "count": counted[key],
        }
        for key in queries.TABS
    ]


def current_tab(chosen: SignalFilter) -> str:
    return next((key for key, tab in queries.TABS.items() if tab == chosen), "")


@require_POST
@login_required
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the present filter under a name."""
    reader = reader_of(request)
    query = SignalFilter.from_query(QueryDict(list_query(request))).as_query()
    try:
        view = commands.save_view(reader, name=request.POST.get("name", ""), query=query)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("View “%(name)s” saved.") % {"name": view.name})
    return redirect(queue_url(query))


@require_POST
@login_required
def delete_view(request: HttpRequest, view_id: int) -> HttpResponse:
    reader = reader_of(request)
    view = get_object_or_404(SavedView, pk=view_id, user=reader)
    view.delete()
    messages.success(request, _("View “%(name)s” deleted.") % {"name": view.name})
    return redirect("queue")
