"""Give a source, see what it is taken for, agree, and watch it being read."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from tangkal.desk.accounts.models import User
from tangkal.desk.intake import background, commands, rules, uploads
from tangkal.desk.intake.forms import FIELD_LABELS, AgreementForm, SourceForm
from tangkal.desk.intake.models import IntakeRun
from tangkal.desk.intake.reasons import in_words
from tangkal.kernel import TangkalError
from tangkal.pipeline import intake

PAGE_SIZE = 20


def giver_of(request: HttpRequest, kind: str | None = None) -> User:
    """The signed-in person, if their roles bring sources in."""
    user = request.user
    assert isinstance(user, User)  # the views require a sign-in
    rules.check_can_bring_in(user, kind)
    return user


@require_http_methods(["GET", "POST"])
@login_required
def sources(request: HttpRequest) -> HttpResponse:
    """Give a file or an address; below, what was brought in before."""
    giver = giver_of(request)
    is_sent = request.method == "POST"
    form = SourceForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        try:
            if form.cleaned_data["file"]:
                run = commands.give_file(form.cleaned_data["file"], by=giver)
            else:
                run = commands.give_address(form.cleaned_data["address"], by=giver)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("intake-run", run.pk)
    background.note_interrupted()
    page = Paginator(rules.visible_runs(giver), PAGE_SIZE).get_page(request.GET.get("page"))
    status = 422 if form.errors else 200
    return render(request, "intake/sources.html", {"form": form, "page": page}, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """One source: its preview until it is agreed to, then its progress and report."""
    giver = giver_of(request)
    background.note_interrupted()
    run = get_object_or_404(rules.visible_runs(giver), pk=run_id)
    if run.state not in commands.STARTABLE:
        return render(request, "intake/run.html", run_context(run))
    return agreement(request, run, giver)


def agreement(request: HttpRequest, run: IntakeRun, giver: User) -> HttpResponse:
    """Show what the source is taken for; start to read once somebody agrees."""
    asked = request.GET.get("kind", "") or str(run.options.get("kind") or "")
    kind = request.POST.get("kind", asked)
    try:
        seen = intake.preview(
            uploads.document(run),
            commands.options_of({"kind": kind if kind in {"items", "claims"} else None}),
        )
    except (TangkalError, OSError) as error:
        context = run_context(run) | {"fault": str(error)}
        return render(request, "intake/unreadable.html", context, status=422)
    form = make_form(request, run, seen)
    if request.method == "POST" and "start" in request.POST and form.is_valid():
        try:
            commands.agree(run, form.agreed(), by=giver)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            background.start(run.pk)
            return redirect("intake-run", run.pk)
    context = run_context(run) | {
        "form": form,
        "seen": seen,
        "table": sample_table(seen),
        "mapped": [form[f"field-{name}"] for name in form.mapped],
    }
    status = 422 if form.errors else 200
    return render(request, "intake/preview.html", context, status=status)


def make_form(request: HttpRequest, run: IntakeRun, seen: intake.Preview) -> AgreementForm:
    fields = dict(seen.mapping.fields) if seen.mapping else {}
    by_hand = run.options.get("by_hand") or {}
    kind = seen.kind
    # Sources that give our own field names (feeds, pages) leave nothing to map.
    has_columns = bool(seen.mapping and set(fields.values()) <= set(seen.columns))
    return AgreementForm(
        request.POST if "start" in request.POST else None,
        kind=kind if has_columns else None,
        columns=seen.columns,
        guessed={**fields, **by_hand},
        initial={"timezone": "Asia/Jakarta", **run.options, "kind": kind or ""},
    )


def sample_table(seen: intake.Preview) -> dict[str, object]:
    """Columns that are used first, each with the field it is taken for."""
    taken = {
        column: field for field, column in (seen.mapping.fields if seen.mapping else {}).items()
    }
    columns = sorted(seen.columns, key=lambda column: column not in taken)
    return {
        "heads": [
            (column, FIELD_LABELS.get(taken[column], taken[column]) if column in taken else "")
            for column in columns
        ],
        "rows": [[row.get(column, "") for column in columns] for row in seen.sample],
    }


def run_context(run: IntakeRun) -> dict[str, object]:
    reasons = run.report.get("reasons") or {}
    return {
        "run": run,
        "reasons": [
            (in_words(about), count)
            for about, count in sorted(reasons.items(), key=lambda each: -each[1])
        ],
        "is_running": run.state == IntakeRun.State.RUNNING,
        "is_exercise": bool(run.options.get("is_exercise")),
    }


@require_GET
@login_required
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far the run is: polled while it lasts."""
    giver = giver_of(request)
    background.note_interrupted()
    run = get_object_or_404(rules.visible_runs(giver), pk=run_id)
    return render(request, "intake/progress.html", run_context(run))
