"""The list of communities and runs, one run, and its files."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases import items
from tangkal.desk.coordination import commands, downloads, queries, rules, words
from tangkal.desk.coordination.forms import RunForm
from tangkal.desk.coordination.models import Community, Run
from tangkal.engines import LakeError, Search

A_PAGE = 20
NAMED = 3  # narratives and regions named in a row


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Communities that are known now, latest first, and the runs that looked for them."""
    reader = reader_of(request)
    usual = "exercise" if settings.TANGKAL.is_demo else ""
    is_exercise = request.GET.get("reality", usual) == "exercise"
    page = Paginator(queries.visible_communities(reader, is_exercise=is_exercise), A_PAGE).get_page(
        request.GET.get("page")
    )
    is_asked = "days" in request.GET
    form = RunForm(request.GET if is_asked else None, initial={"is_exercise": is_exercise})
    context = {
        "page": page,
        "rows": rows_of(list(page)),
        "runs": queries.latest_runs(is_exercise=is_exercise),
        "is_under_way": queries.runs_under_way(),
        "form": form,
        "preview": preview(form) if is_asked and rules.may_work(reader) else None,
        "may_work": rules.may_work(reader),
        "reality": "exercise" if is_exercise else "",
        "tabs": tabs(),
        "is_exercise": is_exercise,
    }
    return render(request, "coordination/overview.html", context)


def tabs() -> list[dict[str, object]]:
    return [
        {"key": "", "label": _("In the world"), "url": "?reality="},
        {"key": "exercise", "label": _("In exercises"), "url": "?reality=exercise"},
    ]


def rows_of(communities: Sequence[Community]) -> list[dict[str, object]]:
    """What a row says of each community, in a fixed number of queries."""
    regions = queries.region_names(communities)
    titles = queries.narrative_titles(communities)
    return [
        {
            "community": community,
            "accounts": len(community.accounts),
            "behaviours": [words.BEHAVIOURS.get(each, each) for each in community.behaviours],
            "narratives": [(name, titles.get(name, name)) for name, _n in community.narratives][
                :NAMED
            ],
            "regions": [regions.get(code, code) for code, _n in community.regions][:NAMED],
        }
        for community in communities
    ]


def preview(form: RunForm) -> dict[str, object] | None:
    """How much a run with these settings would read; None where they cannot be."""
    if not form.is_valid():
        return None
    until = timezone.now()
    since = until - timedelta(days=form.cleaned_data["days"])
    try:
        found = items.lake().count_found(Search(since=since, until=until, limit=1))
    except LakeError as error:
        return {"fault": str(error)}
    return {"items": found, "most": commands.MOST_ITEMS, "is_cut": found > commands.MOST_ITEMS}


@require_POST
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Put a run in line; the worker does it within seconds."""
    reader = reader_of(request)
    rules.check_can_work(reader)
    form = RunForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("These settings cannot be: look at each value."))
        return redirect("coordination")
    try:
        run = commands.ask_for_run(by=reader, until=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("coordination")
    messages.success(request, _("The run waits for the worker."))
    return redirect("coordination-run", run.pk)


@require_GET
@login_required
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """One run: what it was asked, what it compared, what it left out, what it found."""
    reader = reader_of(request)
    run = get_object_or_404(Run.objects.select_related("asked_by"), pk=run_id)
    context = {
        "run": run,
        "counts": run.counts,
        "read": words.as_numbers(run.provenance.get("read")),
        "left_out": words.left_out(run),
        "allowed": run.provenance.get("allowed", []),
        "sightings": queries.sightings_of(run, reader),
        "forms": list(downloads.FORMS) if rules.may_work(reader) and has_tables(run) else [],
        "is_exercise": run.is_exercise,
    }
    return render(request, "coordination/run.html", context)


def has_tables(run: Run) -> bool:
    return "settings" in run.provenance and run.state == Run.State.DONE


@require_GET
@login_required
def download(request: HttpRequest, run_id: int, form: str) -> HttpResponse:
    """The network as a file; who took it out is on record before it leaves."""
    reader = reader_of(request)
    rules.check_can_work(reader)
    run = get_object_or_404(Run, pk=run_id)
    if form not in downloads.FORMS or not has_tables(run):
        raise Http404(form)
    commands.note_download(run, form, by=reader)
    name, content = downloads.written(run, form)
    return HttpResponse(
        content,
        content_type=downloads.FORMS[form],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
