"""The report as anybody reads it: what is owed, how late it is, and its open data."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from tangkal.desk.portal.caching import public_page
from tangkal.desk.transparency import queries
from tangkal.desk.transparency.models import TransparencyReport
from tangkal.desk.transparency.outputs import (
    LICENCE,
    LICENCE_URL,
    as_csv,
    as_pdf,
    notes,
    open_data,
    rows,
    shown_tables,
    shown_taken_back,
)
from tangkal.desk.transparency.quarters import DUE_DAYS, Quarter
from tangkal.desk.transparency.states import ReportState
from tangkal.desk.transparency.words import ANSWERS, REQUESTS
from tangkal.kernel import InvalidInput


@public_page
def reports(request: HttpRequest) -> HttpResponse:
    """Every office's quarters: published with its lateness, or not published and how late."""
    now = timezone.now()
    context = {
        "offices": queries.standings_of(queries.offices_reporting(), now),
        "running": Quarter.of(now),
        "due_days": DUE_DAYS,
    }
    return render(request, "transparency/public_list.html", context)


def find(office_id: int, year: int, quarter: int) -> TransparencyReport:
    """The edition that stands.

    Raises:
        Http404: none is published.
    """
    rows_ = TransparencyReport.objects.select_related("organisation")
    return get_object_or_404(
        rows_,
        organisation=office_id,
        year=year,
        quarter=quarter,
        state=ReportState.PUBLISHED,
    )


@public_page
def report(request: HttpRequest, office_id: int, year: int, quarter: int) -> HttpResponse:
    """One published report with its definitions; before that, that it is not out and how late."""
    try:
        asked = Quarter(year, quarter)
    except InvalidInput:
        raise Http404(f"{year}-{quarter}") from None
    office = next((o for o in queries.offices_reporting() if o.pk == office_id), None)
    if office is None:
        raise Http404(office_id)
    standing = next(
        (s for s in queries.standings(office, timezone.now()) if s.quarter == asked), None
    )
    if standing is None:
        raise Http404(str(asked))
    found = standing.newest
    context = {
        "standing": standing,
        "report": found,
        "requests": rows(found.content, REQUESTS) if found else [],
        "answers": rows(found.content, ANSWERS) if found else [],
        "tables": shown_tables(found.content) if found else [],
        "taken_back": shown_taken_back(found.content) if found else [],
        "notes": notes(),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
    }
    return render(request, "transparency/public_report.html", context)


@public_page
def take(request: HttpRequest, office_id: int, year: int, quarter: int, form: str) -> HttpResponse:
    """The report as PDF, CSV or JSON."""
    if form not in {"pdf", "csv", "json"}:
        raise Http404(form)
    found = find(office_id, year, quarter)
    name = f"transparansi-{office_id}-{year}-q{quarter}.{form}"
    if form == "json":
        response: HttpResponse = JsonResponse(
            open_data(found), json_dumps_params={"ensure_ascii": False}
        )
    elif form == "csv":
        response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(as_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
