"""Series: begin one, change its rhythm, and ask for a report beside it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.situation_reports import commands, queries, rules
from tangkal.desk.situation_reports.forms import DraftForm, SeriesForm
from tangkal.desk.workflow import ActionDenied

A_PAGE = 25


@require_GET
@login_required
def page(request: HttpRequest, series_id: int) -> HttpResponse:
    """A series with its editions and the moments that were missed."""
    reader = reader_of(request)
    series = get_object_or_404(queries.readable_series(reader), pk=series_id)
    found = queries.rows_of(queries.editions_of(reader)).filter(series=series)
    context = {
        "series": series,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "missed": queries.missed([series]),
        "next_due": queries.next_due(series, timezone.now()),
        "may_draft": rules.may_draft(reader, series),
        "draft_form": DraftForm(),
        "is_exercise": series.is_exercise,
    }
    return render(request, "situation_reports/series.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Begin a series."""
    reader = reader_of(request)
    offices = rules.drafting_offices(reader)
    if not offices:
        raise ActionDenied(_("Reports are drafted by analysts of the office they belong to."))
    first = {"organisation": offices[0], "region": offices[0].region_id}
    form = SeriesForm(request.POST or None, by=reader, initial=first)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            fields = {name: form.cleaned_data[name] for name in form.Meta.fields}
            try:
                made = commands.create_series(by=reader, **fields)
            except ValidationError as error:
                form.take_in(error)
            else:
                messages.success(request, _("Series begun."))
                return redirect("situation-series", made.pk)
    return render(request, "situation_reports/series_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, series_id: int) -> HttpResponse:
    """Change a series: its rhythm counts from now."""
    reader = reader_of(request)
    series = get_object_or_404(queries.readable_series(reader), pk=series_id)
    rules.check_may_draft(reader, series.organisation)
    form = SeriesForm(request.POST or None, by=reader, instance=series)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            fields = {name: form.cleaned_data[name] for name in form.Meta.fields}
            fields["is_active"] = form.cleaned_data["is_active"]
            expected = form.cleaned_data["version"] or 0
            try:
                commands.change_series(series, by=reader, expected_version=expected, **fields)
            except ValidationError as error:
                form.take_in(error)
            else:
                messages.success(request, _("Saved. The rhythm counts from now."))
                return redirect("situation-series", series.pk)
    context = {"form": form, "series": series, "is_exercise": series.is_exercise}
    return render(request, "situation_reports/series_form.html", context, status=status)
