"""Draft, write, check, sign, correct: each a command of the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.items import lake
from tangkal.desk.situation_reports import commands, queries, rules
from tangkal.desk.situation_reports.assembly import measured_block
from tangkal.desk.situation_reports.forms import DraftForm, WordsForm
from tangkal.desk.situation_reports.models import Edition
from tangkal.desk.situation_reports.states import EditionState
from tangkal.desk.situation_reports.views.reading import find
from tangkal.desk.situation_reports.words import ACTIONS, HEADINGS
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.refusals import run
from tangkal.situational_insight.report import Part


@require_POST
@login_required
def draft(request: HttpRequest, series_id: int) -> HttpResponse:
    """A report that somebody asks for, up to this minute."""
    reader = reader_of(request)
    series = get_object_or_404(queries.readable_series(reader), pk=series_id)
    rules.check_may_draft(reader, series.organisation)
    form = DraftForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how many hours the report looks back."))
        return redirect("situation-series", series_id)
    now = timezone.now().replace(second=0, microsecond=0)
    made = commands.draft(
        series, lake(), until=now, hours=form.cleaned_data["hours"], by=reader, now=now
    )
    messages.success(request, _("Draft made. Write the top line and confirm the charts."))
    return redirect("situation-report", made.pk)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Write what the machine cannot: the top line, what each chart means, what is to be done."""
    reader, found = find(request, edition_id)
    rules.check_may_draft(reader, found.series.organisation)
    if found.state != EditionState.DRAFT:
        messages.error(request, _("Only a draft can be changed; send the report back first."))
        return redirect("situation-report", found.pk)
    form = WordsForm(found, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            expected = form.cleaned_data["version"] or 0
            words = form.words()
            if run(form, lambda: commands.edit(found, words, by=reader, expected_version=expected)):
                messages.success(request, _("Saved."))
                return redirect("situation-report", found.pk)
    context = {
        "edition": found,
        "form": form,
        "charts": chart_rows(found, form),
        "headings": {part.value: HEADINGS[part] for part in Part},
        "is_exercise": found.is_exercise,
    }
    return render(request, "situation_reports/edit.html", context, status=status)


def chart_rows(found: Edition, form: WordsForm) -> list[dict[str, object]]:
    """Each chart as it will stand in the report, beside its sentence."""
    return [
        {"block": next(measured_block(block, {})), "says": says, "state": state}
        for block, says, state in form.chart_fields()
    ]


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Sign the report"), when=lambda action, **_rest: action == "sign"
)
def step(request: HttpRequest, edition_id: int, action: str) -> HttpResponse:
    """Check, send back, sign, withdraw or discard."""
    reader, found = find(request, edition_id)
    if action not in ACTIONS:
        raise Http404(action)
    try:
        commands.take_step(
            found,
            action,
            by=reader,
            expected_version=posted_version(request),
            comment=request.POST.get("comment", ""),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done: %(step)s.") % {"step": ACTIONS[action]})
    return redirect("situation-report", found.pk)


@require_POST
@login_required
def correct(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Begin the edition that will take a signed one's place."""
    reader, found = find(request, edition_id)
    try:
        made = commands.begin_correction(
            found,
            lake(),
            by=reader,
            why=request.POST.get("why", ""),
            now=timezone.now(),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("situation-report", found.pk)
    messages.success(request, _("Correction drafted. Its figures are of now; read them again."))
    return redirect("situation-report", made.pk)
