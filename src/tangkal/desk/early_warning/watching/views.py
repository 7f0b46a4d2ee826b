"""Screens of planning records, indicators, mutes and answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning.watching import commands, queries, rules, words
from tangkal.desk.early_warning.watching.forms import (
    IndicatorForm,
    MuteForm,
    PlanForm,
    initial_of,
)
from tangkal.desk.early_warning.watching.models import Feedback, Indicator, Mute, Plan
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.numbers import whole_number
from tangkal.engines import LakeError

PAGE = 25
EVENTS = 30


@require_GET
@login_required
def plan_list(request: HttpRequest) -> HttpResponse:
    """What the desk plans to look out for; a review that is due comes first."""
    reader = reader_of(request)
    page = Paginator(queries.plans(), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_plan": rules.may_plan(reader), "today": timezone.localdate()}
    return render(request, "early_warning/watching/plans.html", context)


@login_required
def plan_new(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    at = planning_office(reader)
    form = PlanForm(request.POST or None, at=at)
    if request.method == "POST" and form.is_valid():
        plan = commands.write_plan(form.cleaned_data, at=at, by=reader)
        messages.success(request, _("Plan written. Now say what would show that it begins."))
        return redirect("watch-plan", plan.pk)
    return plan_form(request, form, None)


def planning_office(user: User) -> Organisation:
    """Where this person plans: their own organisation, or the one their role is for."""
    if rules.may_plan(user, user.organisation):
        return user.organisation
    scopes = [a.scope for a in user.active_assignments if a.role in rules.PLANNERS]
    rules.check_may_plan(user, scopes[0] if scopes else None)
    return scopes[0]


def plan_form(request: HttpRequest, form: PlanForm, plan: Plan | None) -> HttpResponse:
    context = {"form": form, "plan": plan, "holidays": queries.holidays()}
    return render(request, "early_warning/watching/plan_form.html", context)


def find_plan(request: HttpRequest, plan_id: int) -> tuple[User, Plan]:
    reader = reader_of(request)
    rows = Plan.objects.select_related("organisation", "owner")
    return reader, get_object_or_404(rows, pk=plan_id)


@require_GET
@login_required
def plan_page(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One planning record: what is expected, what shows it, and its editions."""
    reader, plan = find_plan(request, plan_id)
    today = timezone.localdate().isoformat()
    context = {
        "plan": plan,
        "parts": words.parts(plan),
        "coming": [each for each in plan.trigger_dates if each["on"] >= today],
        "gone": [each for each in plan.trigger_dates if each["on"] < today],
        "indicators": [(each, words.limits(each)) for each in plan.indicators.all()],
        "editions": plan.editions.select_related("by"),
        "may_change": rules.may_change(reader, plan),
        "is_exercise": plan.is_exercise,
    }
    return render(request, "early_warning/watching/plan.html", context)


@login_required
def plan_edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    reader, plan = find_plan(request, plan_id)
    rules.check_may_plan(reader, plan.organisation)
    form = PlanForm(request.POST or None, at=plan.organisation, plan=plan, initial=initial_of(plan))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        commands.revise_plan(
            plan, values, by=reader, why=values["why"], version=values["version"] or -1
        )
        messages.success(request, _("A new edition is kept; the one before stays on record."))
        return redirect("watch-plan", plan.pk)
    return plan_form(request, form, plan)


@login_required
def indicator_new(request: HttpRequest, plan_id: int) -> HttpResponse:
    reader, plan = find_plan(request, plan_id)
    return write_indicator(request, reader, plan, None)


def find_indicator(request: HttpRequest, indicator_id: int) -> tuple[User, Indicator]:
    reader = reader_of(request)
    rows = Indicator.objects.select_related("plan__organisation")
    return reader, get_object_or_404(rows, pk=indicator_id)


@login_required
def indicator_edit(request: HttpRequest, indicator_id: int) -> HttpResponse:
    reader, indicator = find_indicator(request, indicator_id)
    return write_indicator(request, reader, indicator.plan, indicator)


def write_indicator(
    request: HttpRequest, reader: User, plan: Plan, indicator: Indicator | None
) -> HttpResponse:
    rules.check_may_plan(reader, plan.organisation)
    initial = (
        {name: getattr(indicator, name) for name in IndicatorForm.base_fields} if indicator else {}
    )
    form = IndicatorForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            found = commands.write_indicator(
                plan,
                values,
                by=reader,
                indicator=indicator,
                version=(values["version"] or -1) if indicator else None,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept, and switched off: look at the preview first."))
            return redirect("indicator", found.pk)
    context = {
        "form": form,
        "plan": plan,
        "indicator": indicator,
        "is_exercise": plan.is_exercise,
    }
    return render(request, "early_warning/watching/indicator_form.html", context)


@require_GET
@login_required
def indicator_page(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """One indicator: what it looks for, and what it would have brought in 30 days."""
    reader, indicator = find_indicator(request, indicator_id)
    now = timezone.now()
    preview, fault = None, ""
    try:
        preview = queries.preview(indicator, now)
    except LakeError as error:
        fault = str(error)
    mute = indicator.mutes.filter(Mute.in_force(now)).select_related("by").first()
    context = {
        "indicator": indicator,
        "plan": indicator.plan,
        "limits": words.limits(indicator),
        "searched": words.searched(indicator),
        "preview": preview,
        "says": words.would_have_fired(preview) if preview else "",
        "days": sorted(preview.days.items()) if preview else [],
        "lake_fault": fault,
        "mute": mute,
        "signals": queries.signals_of(indicator),
        "may_change": rules.may_change(reader, indicator.plan),
        "log": [words.log_line(event) for event in events_of(indicator)[:EVENTS]],
        "is_exercise": indicator.plan.is_exercise,
    }
    return render(request, "early_warning/watching/indicator.html", context)


@require_POST
@login_required
def indicator_switch(request: HttpRequest, indicator_id: int) -> HttpResponse:
    reader, indicator = find_indicator(request, indicator_id)
    rules.check_may_plan(reader, indicator.plan.organisation)
    on = request.POST.get("on") == "1"
    try:
        refusal = queries.preview(indicator, timezone.now()).refusal if on else ""
        commands.switch(
            indicator,
            on=on,
            by=reader,
            too_common=refusal,
            version=posted_version(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except LakeError as error:
        messages.error(request, str(error))
    else:
        text = _("On the watch list from now on.") if on else _("Off the watch list.")
        messages.success(request, text)
    return redirect("indicator", indicator.pk)


@require_POST
@login_required
def indicator_mute(request: HttpRequest, indicator_id: int) -> HttpResponse:
    reader, indicator = find_indicator(request, indicator_id)
    rules.check_may_mute_indicator(reader, indicator)
    form = MuteForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("Give a reason and the day on which the mute ends."))
        commands.mute_indicator(
            indicator, reason=form.cleaned_data["reason"], until=form.end(), by=reader
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Muted. Its hits are still counted."))
    return redirect("indicator", indicator.pk)


@require_POST
@login_required
def signal_mute(request: HttpRequest, signal_id: int) -> HttpResponse:
    reader = reader_of(request)
    signal = get_object_or_404(Signal.objects.select_related("region"), pk=signal_id)
    rules.check_may_mute_signal(reader, signal)
    form = MuteForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("Give a reason and the day on which the mute ends."))
        commands.mute_signal(
            signal,
            reason=form.cleaned_data["reason"],
            until=form.end(),
            by=reader,
            whole_narrative=request.POST.get("of") == Mute.Of.NARRATIVE,
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("Muted until the day you chose; it stands in the list of mutes.")
        )
    return redirect("signal", signal.pk)


@require_GET
@login_required
def mute_list(request: HttpRequest) -> HttpResponse:
    """Every mute in force, and those that were."""
    reader = reader_of(request)
    standing, past = queries.mutes(timezone.now())
    page = Paginator(past, PAGE).get_page(request.GET.get("page"))
    context = {
        "standing": standing,
        "page": page,
        "may_end": rules.may_end_mutes(reader),
    }
    return render(request, "early_warning/watching/mutes.html", context)


@require_POST
@login_required
def mute_end(request: HttpRequest, mute_id: int) -> HttpResponse:
    reader = reader_of(request)
    mute = get_object_or_404(Mute, pk=mute_id)
    commands.unmute(mute, by=reader)
    messages.success(request, _("No longer muted: %(what)s") % {"what": mute.label})
    return redirect("mutes")


@require_POST
@login_required
def signal_useful(request: HttpRequest, signal_id: int) -> HttpResponse:
    reader = reader_of(request)
    signal = get_object_or_404(Signal, pk=signal_id)
    try:
        commands.answer_useful(
            signal,
            answer=request.POST.get("answer", ""),
            note=request.POST.get("note", ""),
            by=reader,
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Thank you. Your answer is kept."))
    return redirect("signal", signal.pk)


@require_GET
@login_required
def usefulness(request: HttpRequest) -> HttpResponse:
    """What people said, and the thresholds that follow from it; a person applies them."""
    reader = reader_of(request)
    context = {
        "advice": [
            (each, words.suggestion(each), rules.may_change(reader, each.indicator.plan))
            for each in queries.advice()
        ],
        "answers": Paginator(Feedback.objects.select_related("signal", "by"), PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "early_warning/watching/usefulness.html", context)


@require_POST
@login_required
def threshold_apply(request: HttpRequest, indicator_id: int) -> HttpResponse:
    reader, indicator = find_indicator(request, indicator_id)
    rules.check_may_plan(reader, indicator.plan.organisation)
    try:
        commands.apply_threshold(
            indicator,
            field=request.POST.get("field", ""),
            value=whole_number(request.POST.get("value")),
            by=reader,
            because=request.POST.get("because", "")[:300],
            version=posted_version(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The threshold is set; the log says from what."))
    return redirect("indicator", indicator.pk)
