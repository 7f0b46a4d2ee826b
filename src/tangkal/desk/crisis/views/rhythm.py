"""Updates, the hours they come at, the review, and the improvements that wait."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.crisis import commands, queries, rules
from tangkal.desk.crisis.commands.reviewing import STAGES
from tangkal.desk.crisis.forms import ActionForm, BriefingForm, ReviewForm, RhythmForm
from tangkal.desk.crisis.models import Action, Review
from tangkal.desk.crisis.models.learning import PARTS
from tangkal.desk.crisis.states import CrisisState
from tangkal.desk.crisis.views.base import find, form_page, run_button
from tangkal.desk.ui.refusals import run

A_PAGE = 50


@require_http_methods(["GET", "POST"])
@login_required
def briefing(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """Give an update and announce the next; every earlier one below."""
    reader, found = find(request, crisis_id)
    form = BriefingForm(request.POST or None)
    status = 200
    if request.method == "POST":
        rules.check_may_work(reader, found)
        status = 422
        if form.is_valid():
            words = form.cleaned_data
            if run(form, lambda: commands.brief(found, by=reader, **words)):
                messages.success(request, _("Given. The room sees it now."))
                return redirect("crisis-briefing", found.pk)
    rhythm = found.rhythm
    context = {
        "crisis": found,
        "is_exercise": found.is_exercise,
        "form": form,
        "briefings": found.briefings.select_related("by"),
        "missed": found.missed.order_by("-at")[:10],
        "times": rhythm.times if rhythm else (),
        "rhythm_form": RhythmForm(
            initial={"times": ", ".join(found.own_times), "version": found.version}
        ),
        "may_work": rules.may_work(reader, found),
        "may_lead": rules.may_lead(reader, found),
        "quiet": rules.quiet_cycles(found),
    }
    return render(request, "crisis/briefing.html", context, status=status)


@require_POST
@login_required
def change_rhythm(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """Set the office's own hours of updates."""
    reader, found = find(request, crisis_id)
    rules.check_may_lead(reader, found.organisation)
    form = RhythmForm(request.POST)
    if not form.is_valid():
        faults = [str(fault) for faults in form.errors.values() for fault in faults]
        messages.error(request, " ".join(faults))
        return redirect("crisis-briefing", found.pk)
    words = form.cleaned_data
    return run_button(
        request,
        lambda: commands.change_rhythm(
            found, words["times"], by=reader, expected_version=words["version"] or 0
        ),
        _("Saved."),
        "crisis-briefing",
        found.pk,
    )


@require_GET
@login_required
def review(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """The review: hot wash, report, improvements, and the timeline it rests on."""
    reader, found = find(request, crisis_id)
    written = Review.objects.filter(crisis=found).first()
    context = {
        "crisis": found,
        "is_exercise": found.is_exercise,
        "review": written,
        "stages": stages_of(written) if written else [],
        "actions": found.actions.select_related("owner", "closed_by"),
        "action_form": ActionForm(crisis=found),
        "may_write": found.state == CrisisState.REVIEW and rules.may_work(reader, found),
        "may_work": rules.may_work(reader, found),
        "entries": reversed(queries.log_of(found)),
    }
    return render(request, "crisis/review.html", context)


def stages_of(written: Review) -> list[dict[str, Any]]:
    """Hot wash and report: when due, when written, and each part's words."""
    names = {"hot_wash": _("Hot wash"), "report": _("Review report")}
    return [
        {
            "key": stage,
            "label": names[stage],
            "due_at": getattr(written, f"{stage}_due_at"),
            "done_at": getattr(written, f"{stage}_at"),
            "parts": [(PARTS[part], getattr(written, stage).get(part, "")) for part in PARTS],
        }
        for stage in STAGES
    ]


@require_http_methods(["GET", "POST"])
@login_required
def review_edit(request: HttpRequest, crisis_id: int, stage: str) -> HttpResponse:
    """Write the hot wash or the report."""
    reader, found = find(request, crisis_id)
    if stage not in STAGES:
        raise Http404(stage)
    rules.check_may_work(reader, found)
    written = get_object_or_404(Review, crisis=found)
    first = {**getattr(written, stage), "version": written.version}
    form = ReviewForm(request.POST or None, initial=first)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            words = dict(form.cleaned_data)
            version = words.pop("version") or 0
            if run(
                form,
                lambda: commands.write_review(
                    found, stage, words, by=reader, expected_version=version
                ),
            ):
                messages.success(request, _("Saved."))
                return redirect("crisis-review", found.pk)
    title = _("Hot wash") if stage == "hot_wash" else _("Review report")
    return form_page(request, found, form, title=title, send=_("Save"), status=status)


@require_GET
@login_required
def review_file(request: HttpRequest, crisis_id: int, form: str) -> HttpResponse:
    """The review with its timeline as a file."""
    from tangkal.desk.crisis import outputs  # noqa: PLC0415 - makers of files, for takers alone

    reader, found = find(request, crisis_id)
    if form not in outputs.REVIEW_FORMS:
        raise Http404(form)
    name, content_type, content = outputs.review_file(
        get_object_or_404(Review, crisis=found), form, by=reader
    )
    return outputs.as_answer(name, content_type, content)


@require_POST
@login_required
def action_new(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """Ask for one improvement."""
    reader, found = find(request, crisis_id)
    rules.check_may_work(reader, found)
    form = ActionForm(request.POST, crisis=found)
    if not form.is_valid():
        messages.error(request, _("Say what is to be improved, whose it is, and until when."))
        return redirect("crisis-review", found.pk)
    words = form.cleaned_data
    return run_button(
        request,
        lambda: commands.add_action(found, by=reader, **words),
        _("Saved."),
        "crisis-review",
        found.pk,
    )


@require_GET
@login_required
def actions(request: HttpRequest) -> HttpResponse:
    """Improvements that wait, over all crises."""
    reader = reader_of(request)
    page = Paginator(queries.open_actions(reader), A_PAGE).get_page(request.GET.get("page"))
    rows = [(each, may_close(reader, each)) for each in page]
    return render(request, "crisis/actions.html", {"page": page, "rows": rows})


def may_close(reader: Any, action: Action) -> bool:
    return bool(reader.pk == action.owner_id or rules.may_lead(reader, action.crisis))


@require_POST
@login_required
def action_close(request: HttpRequest, action_id: int) -> HttpResponse:
    """Close an improvement with what proves it."""
    reader = reader_of(request)
    seen = Action.objects.filter(crisis__in=queries.crises_of(reader).values("pk"))
    own = Action.objects.filter(owner=reader)
    action = get_object_or_404(seen | own, pk=action_id)
    evidence = request.POST.get("evidence", "")
    return run_button(
        request,
        lambda: commands.close_action(action, by=reader, evidence=evidence),
        _("Closed."),
        "crisis-actions",
    )
