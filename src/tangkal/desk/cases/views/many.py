"""Acts on the list of cases: giving several to one person, saved views, the list as a file."""

import csv
import io

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.pseudonyms import name_outside
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import counting, queries
from tangkal.desk.cases.commands import listing
from tangkal.desk.cases.models import Case, CaseView
from tangkal.desk.ui import sheets
from tangkal.desk.ui.numbers import whole_number

MOST_ROWS = 10_000
COLUMNS = (
    *("number", "title", "state", "priority", "organisation", "owner", "opened_at", "due_at"),
    *("is_exercise", "issues", "spreads", "clarifications"),
)


def list_url(request: HttpRequest) -> str:
    query = request.POST.get("list", "")[:500]
    return f"{reverse('cases')}?{query}" if query else reverse("cases")


def chosen_cases(reader: User, values: list[str]) -> list[tuple[Case, int]]:
    """Cases from "id:version" as the checkboxes carry them, of those the person sees."""
    pairs = [value.partition(":") for value in values[: listing.MOST_AT_ONCE]]
    versions = {whole_number(pk): whole_number(version) for pk, _colon, version in pairs}
    found = queries.visible_cases(reader).filter(pk__in=[pk for pk in versions if pk >= 0])
    return [(case, versions[case.pk]) for case in found.select_related("lead_organisation")]


@require_POST
@login_required
def assign_many(request: HttpRequest) -> HttpResponse:
    """Give the ticked cases to one person, named by their user name, or to oneself."""
    reader = reader_of(request)
    chosen = chosen_cases(reader, request.POST.getlist("cases"))
    name = request.POST.get("to", "").strip().lstrip("@").split(" ", 1)[0]
    to = User.objects.filter(username=name, is_active=True).first() if name else reader
    if not chosen:
        messages.error(request, _("Select at least one case."))
        return redirect(list_url(request))
    if to is None:
        messages.error(request, _("Nobody is called %(name)s.") % {"name": name})
        return redirect(list_url(request))
    outcome = listing.assign_many(chosen, to=to, by=reader)
    text = ngettext(
        "%(n)d case assigned to %(who)s.", "%(n)d cases assigned to %(who)s.", outcome.done
    )
    messages.success(request, text % {"n": outcome.done, "who": to.display_name})
    for why in outcome.refused[:10]:
        messages.error(request, why)
    return redirect(list_url(request))


@require_POST
@login_required
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the present filter under a name."""
    reader = reader_of(request)
    try:
        view = listing.save_view(
            reader, name=request.POST.get("name", ""), query=request.POST.get("list", "")
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("View “%(name)s” saved.") % {"name": view.name})
    return redirect(list_url(request))


@require_POST
@login_required
def delete_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget a saved view; nobody else's."""
    get_object_or_404(CaseView, pk=view_id, user=reader_of(request)).delete()
    messages.success(request, _("View deleted."))
    return redirect(list_url(request))


@require_POST
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """The list as CSV; on the record, and staff under pseudonyms."""
    reader = reader_of(request)
    chosen = queries.CaseFilter.from_query(QueryDict(request.POST.get("list", "")))
    cases = list(queries.case_list(reader, chosen)[:MOST_ROWS])
    counts = counting.of_cases(cases)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for case in cases:
        writer.writerow([sheets.cell(value) for value in row_of(case, counts[case.number])])
    with transaction.atomic():
        asked = request.POST.get("list", "")[:500]
        record("case.list_exported", None, by=reader, rows=len(cases), query=asked)
    name = f"cases-{timezone.localtime():%Y%m%d-%H%M}.csv"
    return HttpResponse(
        out.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def row_of(case: Case, counts: counting.Counts) -> list[object]:
    return [
        case.number,
        case.title,
        case.state,
        case.priority,
        case.lead_organisation.name,
        name_outside(case.owner) if case.owner else "",
        case.opened_at.isoformat(timespec="seconds"),
        case.due_at.isoformat(timespec="seconds") if case.due_at else "",
        "yes" if case.is_exercise else "no",
        counts.issues,
        counts.spreads,
        counts.clarifications,
    ]
