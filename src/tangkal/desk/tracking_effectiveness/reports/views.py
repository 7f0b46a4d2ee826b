"""Pages of evaluation reports: the list, one report, writing in it, its steps and files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.audit.queries import events_of
from tangkal.desk.tracking_effectiveness.models import EvaluationReport
from tangkal.desk.tracking_effectiveness.report_states import (
    DRAFTERS,
    EVALUATION_REPORT,
    ReportState,
)
from tangkal.desk.tracking_effectiveness.reports import commands, paper
from tangkal.desk.tracking_effectiveness.reports.forms import DraftForm, WordsForm
from tangkal.desk.tracking_effectiveness.reports.words import ACTIONS, EVENTS
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.refusals import run

A_PAGE = 25


def find(request: HttpRequest, report_id: int) -> tuple[User, EvaluationReport]:
    """The reader and the report; another office's is as if there were none."""
    reader = reader_of(request)
    return reader, get_object_or_404(commands.readable(reader), pk=report_id)


@require_http_methods(["GET", "POST"])
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Reports with their dates; what is overdue; and a form to draft one."""
    reader = reader_of(request)
    offices = commands.drafting_offices(reader)
    form = DraftForm(request.POST if request.method == "POST" else None, offices=offices)
    if request.method == "POST":
        commands.check_may_draft(reader, offices[0] if offices else reader.organisation)
        made: list[EvaluationReport] = []
        if form.is_valid():
            values = form.cleaned_data

            def act() -> object:
                report = commands.draft(
                    values["office"],
                    values["kind"],
                    values["day"],
                    by=reader,
                    language=values["language"],
                    exercise=values["exercise"],
                )
                made.append(report)
                return report

            if run(form, act):
                messages.success(request, _("Drafted. Confirm its charts, then submit it."))
                return redirect("evaluation-report", made[0].pk)
    rows = commands.readable(reader).defer("measured", "words")
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "overdue": commands.overdue(reader, timezone.now()),
        "form": form,
        "may_draft": bool(offices),
    }
    status = 422 if form.errors else 200
    return render(request, "tracking_effectiveness/reports/list.html", context, status=status)


@require_GET
@login_required
def one(request: HttpRequest, report_id: int) -> HttpResponse:
    """One report as it reads, what it lacks, and the next step."""
    reader, report = find(request, report_id)
    roles = reader.roles_at(report.organisation)
    assembled = paper.assemble(report)
    context = {
        "report": report,
        "paper": assembled,
        "sections": paper.with_charts(report, assembled),
        "lacking": commands.lacking(report) if report.state == ReportState.DRAFT else [],
        "steps": [
            (each, ACTIONS[each])
            for each in EVALUATION_REPORT.actions(report.state, roles)
            if each in ACTIONS
        ],
        "can_edit": report.state == ReportState.DRAFT
        and reader.has_role(*DRAFTERS, at=report.organisation),
        "wrote": reader.pk in {report.drafted_by_id, report.submitted_by_id, *report.authors},
        "events": [(each, EVENTS.get(each.action, each.action)) for each in events_of(report)[:30]],
        "forms": paper.FORMS,
        "is_exercise": report.is_exercise,
    }
    return render(request, "tracking_effectiveness/reports/one.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, report_id: int) -> HttpResponse:
    """Write the summary, confirm each chart's sentence, add notes."""
    reader, report = find(request, report_id)
    commands.check_may_draft(reader, report.organisation)
    if report.state != ReportState.DRAFT:
        messages.error(request, _("Only a draft can be changed; send the report back first."))
        return redirect("evaluation-report", report.pk)
    form = WordsForm(request.POST if request.method == "POST" else None, report=report)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return commands.edit(
                report, form.words, by=reader, expected_version=form.cleaned_data["version"]
            )

        if run(form, act):
            messages.success(request, _("Saved."))
            return redirect("evaluation-report", report.pk)
    parts = paper.with_charts(report, paper.assemble(report), bare=True)
    charts = {f"says_{block.key}": chart for _part, blocks in parts for block, chart in blocks}
    notes = [bound for bound in form.visible_fields() if bound.name.startswith("note_")]
    context = {
        "report": report,
        "form": form,
        # Nobody confirms the sentence of a chart that they cannot see.
        "fields": [
            (bound, charts.get(bound.name, ""))
            for bound in form.visible_fields()
            if not bound.name.startswith("note_")
        ],
        "notes": notes,
        "has_notes": any(bound.value() or bound.errors for bound in notes),
        "is_exercise": report.is_exercise,
    }
    status = 422 if form.errors else 200
    return render(request, "tracking_effectiveness/reports/edit.html", context, status=status)


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Approve the report"), when=lambda action, **_rest: action == "approve"
)
def step(request: HttpRequest, report_id: int, action: str) -> HttpResponse:
    """Submit, send back, approve, withdraw or discard."""
    reader, report = find(request, report_id)
    if action not in ACTIONS:
        raise Http404(action)
    try:
        commands.take_step(
            report,
            action,
            by=reader,
            expected_version=posted_version(request),
            comment=request.POST.get("comment", ""),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Recorded."))
    return redirect("evaluation-report", report.pk)


@require_GET
@login_required
def take(request: HttpRequest, report_id: int, form: str) -> HttpResponse:
    """One file of the report; who took it is on record before anything leaves."""
    reader, report = find(request, report_id)
    if form not in paper.FORMS:
        raise Http404(form)
    commands.note_taken(report, form, by=reader)
    name, content_type, content = paper.written(report, form)
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
