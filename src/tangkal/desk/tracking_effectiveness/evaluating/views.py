"""Screens of evaluations: the list, the plan, the result, reach, and what was learned."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.approvals.conflicts import read_in_force
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.evaluating import (
    charts,
    commands,
    counting,
    forms,
    learning,
    measuring,
    proposing,
    queries,
    reach,
    rules,
    saying,
    words,
)
from tangkal.desk.tracking_effectiveness.evaluation_models import (
    Audience,
    EvaluationPlan,
    Finding,
    MessageType,
)
from tangkal.desk.tracking_effectiveness.states import EvaluationState
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.refusals import run
from tangkal.engines import LakeError
from tangkal.kernel import TangkalError

PAGE_SIZE = 30
EVENTS = 20


def wants_exercise(request: HttpRequest) -> bool:
    """A demonstration holds nothing but an exercise: there it is what one comes to see."""
    usual = "exercise" if settings.TANGKAL.is_demo else "real"
    return request.GET.get("reality", usual) == "exercise"


@require_GET
@login_required
def evaluations(request: HttpRequest) -> HttpResponse:
    """Every response with what is known of it; those without a plan are unmeasured."""
    reader, is_exercise = reader_of(request), wants_exercise(request)
    page = Paginator(queries.listed(reader, is_exercise=is_exercise), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    rows = [row_of(plan) for plan in page]
    context = {
        "page": page,
        "rows": rows,
        "unplanned": [
            {"response": each, "may_plan": rules.may_plan(reader, each.case)}
            for each in queries.unplanned(reader, is_exercise=is_exercise)
        ],
        "is_exercise": is_exercise,
    }
    return render(request, "tracking_effectiveness/evaluating/list.html", context)


def row_of(plan: EvaluationPlan) -> dict[str, Any]:
    """A line of the list, with what the query found of the newest measurement."""
    newest = {name: getattr(plan, name) for name in ("verdict", "change", "low", "high")}
    verdict = newest.pop("verdict")
    return {
        "plan": plan,
        "word": saying.word_of(verdict),
        "says": saying.headline(newest | {"state": verdict}) if verdict else "",
    }


# The plan


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Plan an evaluation: everything is proposed, and what could be seen is told."""
    reader, case = case_of(request, number)
    rules.check_can_plan(reader, case)
    clarification = response_asked(request, case)
    proposal, fault = proposed(case, clarification)
    offered = [each.as_kept() for each in proposal.candidates] if proposal else []
    form = forms.PlanForm(
        request.POST or None,
        offered=offered,
        is_out=clarification is not None,
        initial=forms.first_values(proposal.fields) if proposal else {"title": case.title},
    )
    narratives = proposing.narratives_of(case)

    def act() -> None:
        fields = form.values(narratives)
        form.made = commands.plan(  # type: ignore[attr-defined]
            case,
            fields,
            by=reader,
            clarification=clarification,
            power=power_of(case, clarification, fields),
        )

    if request.method == "POST" and form.is_valid() and run(form, act):
        notices.success(request, _("The plan is on record."))
        return redirect("evaluation", form.made.pk)  # type: ignore[attr-defined]
    context = {
        "case": case,
        "clarification": clarification,
        "narratives": narratives,
        "items_before": proposal.items_before if proposal else 0,
        "power": saying.power_words(proposal.power) if proposal else [],
        "power_limits": saying.limits(proposal.power) if proposal else [],
        "relevant": learning.relevant(
            reader,
            message_type=form["message_type"].value() or MessageType.DEBUNK,
            audience=form["audience"].value() or Audience.PUBLIC,
            is_exercise=case.is_exercise,
        ),
        "fault": fault,
        "is_exercise": case.is_exercise,
    }
    return plan_page(request, form, context)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Change a plan; what was measured under it stays on record."""
    reader, plan = plan_of(request, plan_id)
    rules.check_can(reader, "revise", plan)
    proposal, fault = proposed(plan.case, plan.clarification)
    known = {str(each["id"]): each for each in plan.comparisons}
    for each in proposal.candidates if proposal else ():
        known.setdefault(each.narrative_id, each.as_kept())
    form = forms.PlanForm(
        request.POST or None,
        offered=list(known.values()),
        is_out=plan.clarification is not None,
        initial=forms.values_of(plan),
    )

    def act() -> None:
        commands.revise(
            plan,
            form.values(plan.narratives),
            by=reader,
            expected_version=form.cleaned_data["version"] or 0,
        )

    if request.method == "POST" and form.is_valid() and run(form, act):
        notices.success(request, _("The plan was changed; measure again under it."))
        return redirect("evaluation", plan.pk)
    context = {
        "plan": plan,
        "case": plan.case,
        "clarification": plan.clarification,
        "narratives": plan.narratives,
        "power": saying.power_words(plan.power),
        "power_limits": saying.limits(plan.power),
        "fault": fault,
        "is_exercise": plan.is_exercise,
    }
    return plan_page(request, form, context)


def plan_page(request: HttpRequest, form: forms.PlanForm, context: dict[str, Any]) -> HttpResponse:
    groups = {
        "first": [form[name] for name in forms.FIRST if name in form.fields],
        "window": [form[name] for name in forms.WINDOW],
        "record": [form[name] for name in forms.RECORD],
        "chain": [form[name] for name in forms.CHAIN],
    }
    status = 422 if request.method == "POST" else 200
    context |= {"form": form, **groups}
    return render(request, "tracking_effectiveness/evaluating/plan.html", context, status=status)


def response_asked(request: HttpRequest, case: Case) -> Clarification | None:
    """The response named in the address; else the case's only one without a plan."""
    slug = request.GET.get("response", "")
    if slug:
        return get_object_or_404(Clarification, slug=slug, reference=case.number)
    planned = EvaluationPlan.objects.filter(case=case).exclude(clarification=None)
    taken = set(planned.values_list("clarification_id", flat=True))
    free = [each for each in queries.clarifications_of(case) if each.pk not in taken]
    return free[0] if free else None


def proposed(
    case: Case, clarification: Clarification | None
) -> tuple[proposing.Proposal | None, str]:
    """What the machine proposes, and why it could not."""
    try:
        return proposing.propose(case, clarification, timezone.now()), ""
    except TangkalError as error:
        return None, str(error)


def power_of(
    case: Case, clarification: Clarification | None, fields: dict[str, Any]
) -> dict[str, Any]:
    """What could be seen with the plan as it was sent; empty where nothing can be read."""
    plan = EvaluationPlan(
        case=case, clarification=clarification, is_exercise=case.is_exercise, **fields
    )
    at = counting.acted_at(plan) or timezone.now()
    try:
        return proposing.power(plan, min(at, timezone.now())) if plan.narratives else {}
    except TangkalError:
        return {}


# The result


@require_GET
@login_required
def evaluation(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One response: what was measured, with all that makes it doubtful, and what follows."""
    reader, plan = plan_of(request, plan_id)
    return render(request, "tracking_effectiveness/evaluating/evaluation.html", shown(reader, plan))


def shown(reader: User, plan: EvaluationPlan, **more: Any) -> dict[str, Any]:
    measurements = list(plan.measurements.all())
    newest = measurements[0] if measurements else None
    answer = newest.answer if newest else {}
    standing = queries.standing(plan, newest)
    return {
        "plan": plan,
        "case": plan.case,
        "acted_at": counting.acted_at(plan),
        "newest": newest,
        "word": saying.word_of(newest.verdict if newest else None),
        "sentence": saying.sentence(answer) if newest else "",
        "avoided": saying.avoided_words(answer) if newest else "",
        "chart": charts.effect_chart(newest) if newest else "",
        "methods": words.methods(answer),
        "windows": words.windows(newest) if newest else [],
        "placebos": words.placebos(answer),
        "weights": words.weights(answer, plan),
        "limits": saying.limits(answer, words.titles_of(plan)),
        "earlier": measurements[1:],
        "is_measured": standing == "measured",
        "missing": [words.NEEDED[name] for name in queries.missing(plan)],
        "planned_after": words.planned_after(plan),
        "record": words.record_of(plan),
        "power": saying.power_words(plan.power),
        "chain": words.chain(plan),
        "findings": list(plan.findings.all()),
        "may": {
            action: rules.may(reader, action, plan)
            for action in ("revise", "measure", "measure_again", "judge", "leave", "take_up")
        },
        "may_bring": rules.may_bring(reader, plan),
        "is_left": plan.state == EvaluationState.LEFT,
        "judge_form": forms.JudgeForm(initial={"version": plan.version}),
        "reading_form": forms.ReadingForm(),
        "events": [
            (each, words.EVENTS.get(each.action, each.action)) for each in events_of(plan)[:EVENTS]
        ],
        "is_exercise": plan.is_exercise,
        **more,
    }


@require_POST
@login_required
def act(request: HttpRequest, plan_id: int, action: str) -> HttpResponse:
    """Measure, compute the newest measurement again, leave unmeasured, or take up."""
    reader, plan = plan_of(request, plan_id)
    version = posted_version(request)
    step = steps(request, plan, reader, version).get(action)
    if step is None:
        raise Http404(action)
    try:
        step()
    except LakeError as error:
        notices.error(request, _("The items cannot be read now: %(why)s") % {"why": error})
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    return redirect("evaluation", plan.pk)


def steps(
    request: HttpRequest, plan: EvaluationPlan, reader: User, version: int
) -> dict[str, Callable[[], None]]:
    def measure() -> None:
        made = commands.measure(plan, by=reader, expected_version=version)
        notices.success(request, _("Measured: %(word)s.") % {
            "word": saying.word_of(made.verdict).label
        })  # fmt: skip

    def again() -> None:
        newest = plan.measurements.first()
        if newest is None:
            raise Http404
        same = measuring.same_again(newest)
        if same is None:
            notices.warning(
                request, _("Another version of the method made this; the figures stay as kept.")
            )
        elif same:
            notices.success(request, _("Computed again from what was kept: the same answer."))
        else:
            notices.error(request, _("Computed again, the answer differs: tell your auditor."))

    def leave() -> None:
        commands.leave(plan, by=reader, expected_version=version, why=request.POST.get("why", ""))
        notices.success(request, _("On record as unmeasured, with your reason."))

    def take_up() -> None:
        commands.take_up(plan, by=reader, expected_version=version)
        notices.success(request, _("Taken up again for measuring."))

    return {"measure": measure, "again": again, "leave": leave, "take_up": take_up}


@require_POST
@login_required
def judge(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Record the finding; the measurement stays beside it as it was."""
    reader, plan = plan_of(request, plan_id)
    rules.check_can(reader, "judge", plan)
    form = forms.JudgeForm(request.POST)

    def act() -> None:
        commands.judge(
            plan,
            kind=form.cleaned_data["kind"],
            text=form.cleaned_data["text"],
            advice=form.cleaned_data["advice"],
            by=reader,
            expected_version=form.cleaned_data["version"] or 0,
        )

    if form.is_valid() and run(form, act):
        notices.success(request, _("The finding is in the register."))
        return redirect("evaluation", plan.pk)
    context = shown(reader, plan, judge_form=form)
    return render(request, "tracking_effectiveness/evaluating/evaluation.html", context, status=422)


@require_POST
@login_required
def reading(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Bring one figure of the chain."""
    reader, plan = plan_of(request, plan_id)
    rules.check_can_bring(reader, plan)
    form = forms.ReadingForm(request.POST)
    if form.is_valid():
        commands.add_reading(plan, form.cleaned_data, by=reader)
        notices.success(request, _("Kept."))
        return redirect("evaluation", plan.pk)
    context = shown(reader, plan, reading_form=form)
    return render(request, "tracking_effectiveness/evaluating/evaluation.html", context, status=422)


# Reach


@require_http_methods(["GET", "POST"])
@login_required
def reaching(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Reach of answer and falsehood in one measure, and who carried the answer."""
    reader, plan = plan_of(request, plan_id)
    is_overlap = request.POST.get("what") == "overlap"
    reach_form = forms.ReachForm(request.POST if request.POST and not is_overlap else None)
    overlap_form = forms.OverlapForm(request.POST if is_overlap else None)
    if request.method == "POST":
        rules.check_can_bring(reader, plan)
        form, command = (
            (overlap_form, commands.add_overlap) if is_overlap else (reach_form, commands.add_reach)
        )
        if form.is_valid() and run(
            form,  # type: ignore[arg-type]
            lambda: command(plan, form.cleaned_data, by=reader),
        ):
            notices.success(request, _("Kept."))
            return redirect("evaluation-reach", plan.pk)
    said = reach.said_then(plan)
    found, carried, fault = None, None, ""
    try:
        found, carried = reach.read(plan), reach.messages_carried(plan, said)
    except LakeError as error:
        fault = str(error)
    context = {
        "plan": plan,
        "case": plan.case,
        "reach": found,
        "said": carried.versions if carried else [{"spoken": each} for each in said],
        "carried": carried,
        "fault": fault,
        "brought": list(plan.reach_figures.select_related("by")),
        "overlaps": list(plan.overlaps.select_related("by")),
        "may_bring": rules.may_bring(reader, plan),
        "reach_form": reach_form,
        "overlap_form": overlap_form,
        "is_exercise": plan.is_exercise,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "tracking_effectiveness/evaluating/reach.html", context, status=status)


# Learning


@require_GET
@login_required
def register(request: HttpRequest) -> HttpResponse:
    """What was learned, by kind of answer and audience, and the effects taken together."""
    reader, is_exercise = reader_of(request), wants_exercise(request)
    message_type = request.GET.get("type", "")
    message_type = message_type if message_type in MessageType.values else ""
    audience = request.GET.get("audience", "")
    rows = learning.findings_for(reader, is_exercise=is_exercise)
    if message_type:
        rows = rows.filter(message_type=message_type)
    if audience in Audience.values:
        rows = rows.filter(audience=audience)
    together = learning.together(reader, is_exercise=is_exercise, message_type=message_type)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    read_in_force(each.case for each in page)
    context = {
        "page": page,
        "rows": [{"finding": each, "may": rules.may_learn(reader, each.case)} for each in page],
        "types": MessageType.choices,
        "audiences": Audience.choices,
        "message_type": message_type,
        "audience": audience,
        "together": together,
        "pooled": words.pooled(together.pooled) if together else None,
        "funnel": charts.funnel(together.estimates, together.pooled) if together else "",
        "is_exercise": is_exercise,
    }
    return render(request, "tracking_effectiveness/evaluating/register.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def lesson(request: HttpRequest, number: str) -> HttpResponse:
    """Write down a lesson about the work on a case."""
    reader, case = case_of(request, number)
    rules.check_can_learn(reader, case)
    form = forms.LessonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and run(form, lambda: commands.learn(case, by=reader, **form.cleaned_data))
    ):
        notices.success(request, _("The lesson is in the register."))
        return redirect("lessons")
    context = {"form": form, "case": case, "is_exercise": case.is_exercise}
    status = 422 if request.method == "POST" else 200
    return render(request, "tracking_effectiveness/evaluating/lesson.html", context, status=status)


@require_POST
@login_required
def withdraw(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Take a finding back, with the reason."""
    reader = reader_of(request)
    rows = Finding.objects.filter(case__in=visible_cases(reader)).select_related(
        "case__lead_organisation"
    )
    found = get_object_or_404(rows, pk=finding_id)
    try:
        commands.withdraw_finding(found, by=reader, why=request.POST.get("why", ""))
        notices.success(request, _("Taken back; it stays readable with your reason."))
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    return redirect("lessons")


def case_of(request: HttpRequest, number: str) -> tuple[User, Case]:
    reader = reader_of(request)
    seen = visible_cases(reader).select_related("lead_organisation")
    found = seen.prefetch_related("decisions", "assessments", "signals")
    return reader, get_object_or_404(found, number=number)


def plan_of(request: HttpRequest, plan_id: int) -> tuple[User, EvaluationPlan]:
    reader = reader_of(request)
    return reader, get_object_or_404(queries.whole(reader), pk=plan_id)
