"""The audit trail: read it, prove it, take it along."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.pseudonyms import Veil
from tangkal.desk.audit import export, rules
from tangkal.desk.audit.commands import note_names_taken
from tangkal.desk.audit.filters import EventFilter, visible_events
from tangkal.desk.audit.queries import verify_chain

PAGE_SIZE = 100
FAULTS = {
    "missing": gettext_lazy("it is missing"),
    "unlinked": gettext_lazy("it does not carry the hash of the event before it"),
    "changed": gettext_lazy("its content was changed after it was written"),
    "cut": gettext_lazy("the events from here to the chain’s end were cut off"),
}


def auditor_of(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # the views require a sign-in
    rules.check_can_read_trail(user)
    return user


@require_GET
@login_required
def trail(request: HttpRequest) -> HttpResponse:
    """Events, newest first."""
    auditor = auditor_of(request)
    chosen = EventFilter.from_query(request.GET)
    events = visible_events(auditor)
    page = Paginator(chosen.apply(events).order_by("-sequence"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "chosen": chosen,
        "actions": events.order_by("action").values_list("action", flat=True).distinct(),
        "query": request.GET.urlencode(),
    }
    return render(request, "audit/trail.html", context)


@require_POST
@login_required
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain now, other organisations' links too: it holds whole or not at all."""
    auditor_of(request)
    report = verify_chain()
    if report.holds:
        messages.success(
            request,
            _("The chain holds: %(events)d events, each carrying the hash of the one before.")
            % {"events": report.events},
        )
    else:
        messages.error(
            request,
            _("The chain is broken at event %(number)d: %(why)s.")
            % {"number": report.broken_at or 0, "why": FAULTS.get(report.kind, report.reason)},
        )
    return redirect("audit")


@require_http_methods(["GET", "POST"])
@login_required
def download(request: HttpRequest) -> HttpResponseBase:
    """The filtered events as CSV, oldest first, as the chain runs.

    Staff stand in it under their pseudonyms. With names, as the hashes prove them, it is given
    for a reason, and the reason is on record.
    """
    auditor = auditor_of(request)
    veil: Veil | None = Veil.of_everybody()
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()[:500]
        if not reason:
            messages.error(request, _("Say what the names are needed for; it goes on record."))
            return redirect("audit")
        note_names_taken(auditor, reason)
        veil = None
    chosen = EventFilter.from_query(request.GET)
    events = chosen.apply(visible_events(auditor)).order_by("sequence").iterator(chunk_size=2000)
    response = StreamingHttpResponse(
        export.rows(events, veil), content_type="text/csv; charset=utf-8"
    )
    name = f"audit-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
