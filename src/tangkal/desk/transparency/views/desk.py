"""What is owed, one quarter with its figures as they stand, and the decision to publish."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.transparency import commands, figures, queries, rules
from tangkal.desk.transparency.models import TransparencyReport
from tangkal.desk.transparency.outputs import notes, rows, shown_tables, shown_taken_back
from tangkal.desk.transparency.quarters import Quarter
from tangkal.desk.transparency.words import ANSWERS, REQUESTS
from tangkal.desk.ui.conflicts import posted_version
from tangkal.kernel import InvalidInput


def find_office(request: HttpRequest, office_id: int) -> tuple[User, Organisation]:
    """A head office whose content this person reads; elsewhere it is as if it did not exist."""
    reader = reader_of(request)
    for office in queries.offices_of(reader):
        if office.pk == office_id:
            return reader, office
    raise Http404(office_id)


def quarter_of(year: int, number: int) -> Quarter:
    try:
        return Quarter(year, number)
    except InvalidInput:
        raise Http404(f"{year}-{number}") from None


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Every quarter that is owed, with its due date and how late it is."""
    reader = reader_of(request)
    now = timezone.now()
    context = {
        "offices": queries.standings_of(queries.offices_of(reader), now),
        "running": Quarter.of(now),
    }
    return render(request, "transparency/overview.html", context)


@require_GET
@login_required
def quarter_page(request: HttpRequest, office_id: int, year: int, quarter: int) -> HttpResponse:
    """One quarter: its figures as they stand now, its editions, and the next step."""
    reader, office = find_office(request, office_id)
    asked = quarter_of(year, quarter)
    now = timezone.now()
    editions = list(
        TransparencyReport.objects.filter(
            organisation=office, year=year, quarter=quarter
        ).select_related("drafted_by", "published_by")
    )
    standing = queries.standing(office, asked, editions[::-1], now)
    content = figures.compute(office, asked)
    newest = editions[0] if editions else None
    context = {
        "office": office,
        "quarter": asked,
        "standing": standing,
        "editions": editions,
        "draft": standing.draft,
        "requests": rows(content, REQUESTS),
        "answers": rows(content, ANSWERS),
        "tables": shown_tables(content),
        "taken_back": shown_taken_back(content),
        "notes": notes(),
        "sha256": figures.sha256_of(content),
        "is_over": asked.ends_at <= now,
        "can_draft": standing.draft is None and rules.can_draft(reader, office, asked),
        "needs_reason": newest is not None,
        "can_edit": bool(standing.draft and rules.may(standing.draft, "edit", reader)),
        "can_publish": bool(standing.draft and rules.may(standing.draft, "publish", reader)),
    }
    return render(request, "transparency/quarter.html", context)


def back(report: TransparencyReport) -> HttpResponse:
    return redirect("transparency-quarter", report.organisation_id, report.year, report.quarter)


@require_POST
@login_required
def draft(request: HttpRequest, office_id: int, year: int, quarter: int) -> HttpResponse:
    """Begin a quarter's report, or an edition that corrects the published one."""
    reader, office = find_office(request, office_id)
    asked = quarter_of(year, quarter)
    rules.check_can_draft(reader, office, asked)
    try:
        commands.begin(
            office,
            asked,
            by=reader,
            foreword=request.POST.get("foreword", ""),
            correction=request.POST.get("correction", ""),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Draft made. An approver who did not draft it publishes it."))
    return redirect("transparency-quarter", office_id, year, quarter)


def find_report(request: HttpRequest, report_id: int) -> tuple[User, TransparencyReport]:
    reader = reader_of(request)
    return reader, get_object_or_404(queries.drafts_visible(reader), pk=report_id)


@require_POST
@login_required
def edit(request: HttpRequest, report_id: int) -> HttpResponse:
    """Change the foreword."""
    reader, found = find_report(request, report_id)
    rules.check_step(found, "edit", reader)
    try:
        commands.edit(
            found,
            foreword=request.POST.get("foreword", ""),
            by=reader,
            expected_version=posted_version(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved."))
    return back(found)


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Publish the report"))
def publish(request: HttpRequest, report_id: int) -> HttpResponse:
    """The decision: from now on the report stands in public, with its date."""
    reader, found = find_report(request, report_id)
    rules.check_step(found, "publish", reader)
    try:
        commands.publish(
            found,
            decision=request.POST.get("decision", ""),
            by=reader,
            sha256_seen=request.POST.get("seen", ""),
            expected_version=posted_version(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The report is published."))
    return back(found)
