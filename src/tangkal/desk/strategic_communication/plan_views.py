"""Screens of response plans: list, write, step, log, tick off."""

from datetime import date

from django.contrib import messages as notices
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
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.strategic_communication import plan_commands, plan_queries, plan_rules
from tangkal.desk.strategic_communication.forms import StepForm
from tangkal.desk.strategic_communication.plan_forms import PlanForm
from tangkal.desk.strategic_communication.plan_labels import (
    ANCHORS,
    EVENTS,
    MESSENGERS,
    OPTIONS,
    STEPS,
    advice_of,
    sentence_of,
)
from tangkal.desk.strategic_communication.plan_models import PlanEntry, ResponsePlan
from tangkal.desk.strategic_communication.plan_states import PLAN
from tangkal.desk.strategic_communication.rules import check_may_respond
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.ui.refusals import run
from tangkal.strategic_communication import plan as oasis
from tangkal.strategic_communication.counters import COUNTERS

PAGE = 25


def find(request: HttpRequest, plan_id: int) -> tuple[User, ResponsePlan]:
    reader = reader_of(request)
    return reader, get_object_or_404(plan_queries.plans_for(reader), pk=plan_id)


@require_GET
@login_required
def plans(request: HttpRequest) -> HttpResponse:
    """The response plans this person reads, newest first."""
    reader = reader_of(request)
    page = Paginator(plan_queries.plans_for(reader), PAGE).get_page(request.GET.get("page"))
    return render(request, "strategic_communication/plans.html", {"page": page})


@require_http_methods(["GET", "POST"])
@login_required
def plan_new(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the response plan of a case, with what its decision already says."""
    reader = reader_of(request)
    seen = visible_cases(reader).select_related("lead_organisation")
    case = get_object_or_404(seen, number=number)
    check_may_respond(case)
    plan_rules.check_can_begin(case, reader)
    right = plan_rules.is_criticism_right(case)
    form = PlanForm(
        request.POST or None,
        plan=oasis.Plan(),
        criticism_right=right,
        people=plan_queries.people_for(case),
        initial=known(case),
    )

    def act() -> None:
        form.made = plan_commands.draft_plan(  # type: ignore[attr-defined]
            case, form.content(), by=reader
        )

    if request.method == "POST" and form.is_valid() and run(form, act):
        notices.success(request, _("Draft saved."))
        return redirect("response-plan", form.made.pk)  # type: ignore[attr-defined]
    return drawn(request, form, case, right=right)


def known(case: Case) -> dict[str, object]:
    """What the gate was answered with at the decision, for the writer to go on from."""
    decision = case.decisions.first()
    answers = decision.gate_answers if decision else {}
    approach = str(answers.get("approach", ""))
    return {
        "option": approach if approach in oasis.OPTIONS else "",
        "why_option": answers.get("least_intrusive", ""),
        "messenger": answers.get("credible_voice", ""),
        "statement": answers.get("objective", ""),
    }


@require_http_methods(["GET", "POST"])
@login_required
def plan_edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Write the plan's next version."""
    reader, found = find(request, plan_id)
    plan_rules.check_step(found, "revise", reader)
    right = plan_rules.is_criticism_right(found.case)
    newest = plan_queries.read(plan_queries.latest(found))
    form = PlanForm(
        request.POST or None,
        plan=newest,
        criticism_right=right,
        people=plan_queries.people_for(found.case),
        initial={"version": found.version},
    )

    def act() -> None:
        plan_commands.save_plan_version(
            found,
            form.content(),
            by=reader,
            expected_version=form.cleaned_data["version"] or 0,
        )

    if request.method == "POST" and form.is_valid() and run(form, act):
        notices.success(request, _("New version saved."))
        return redirect("response-plan", found.pk)
    return drawn(request, form, found.case, right=right, plan=found)


def drawn(
    request: HttpRequest,
    form: PlanForm,
    case: Case,
    *,
    right: bool,
    plan: ResponsePlan | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "case": case,
        "plan": plan,
        "criticism_right": right,
        "is_exercise": case.is_exercise,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "strategic_communication/plan_edit.html", context, status=status)


@require_GET
@login_required
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One plan: OASIS in order, what it still lacks, its log, what is done, the next step."""
    reader, found = find(request, plan_id)
    versions = list(found.versions.select_related("author"))
    wanted = whole_number(request.GET.get("version"), versions[0].number)
    chosen = next((each for each in versions if each.number == wanted), versions[0])
    said = plan_queries.read(chosen)
    right = plan_rules.is_criticism_right(found.case)
    gaps = oasis.gaps_in(said, today=timezone.localdate(), criticism_right=right)
    actions = PLAN.actions(found.state, reader.roles_at(found.case.lead_organisation))
    done = {each.task: each for each in found.done.select_related("by")}
    standing = plan_queries.approved(found)
    open_now = {each.id for each in plan_queries.read(standing).tasks} if standing else set()
    template = oasis.TEMPLATE_OF.get(said.option, "")
    context = {
        "plan": found,
        "case": found.case,
        "versions": versions,
        "chosen": chosen,
        "is_newest": chosen == versions[0],
        "said": said,
        "option": OPTIONS.get(said.option),
        "is_proactive": said.option in oasis.PROACTIVE,
        "anchor": ANCHORS.get(said.anchor),
        "messenger_kind": MESSENGERS.get(said.messenger_kind),
        "counters": [(code, COUNTERS[code]) for code in said.counters],
        "tasks": [
            (task, day_of(task.due), done.get(task.id), task.id in open_now) for task in said.tasks
        ],
        "standing": standing,
        "reached_by": day_of(said.objective.by),
        "gaps": [sentence_of(gap) for gap in gaps],
        "advice": [advice_of(each) for each in oasis.advice_on(said)],
        "actions": actions,
        "steps": [(each, STEPS[each]) for each in actions if each in STEPS],
        "template": template,
        "stages": PlanEntry.Stage.choices,
        "entries": found.entries.select_related("by")[:100],
        "words": words_on(found),
        "events": [(each, EVENTS.get(each.action, each.action)) for each in events_of(found)[:30]],
        "is_exercise": found.case.is_exercise,
    }
    return render(request, "strategic_communication/plan.html", context)


def day_of(told: str) -> date | None:
    return date.fromisoformat(told) if told else None


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Approve the response plan"), when=lambda action, **_rest: action == "approve"
)
def plan_step(request: HttpRequest, plan_id: int, action: str) -> HttpResponse:
    """Take one step of the state machine."""
    reader, found = find(request, plan_id)
    form = StepForm(request.POST)
    if action not in STEPS:
        raise Http404(action)
    if form.is_valid():
        plan_commands.take_plan_step(
            found,
            action,
            by=reader,
            expected_version=form.cleaned_data["version"],
            comment=form.cleaned_data["comment"],
        )
        notices.success(request, _("Done: %(step)s.") % {"step": STEPS[action]})
    return redirect("response-plan", found.pk)


@require_POST
@login_required
def plan_log(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One line of the log: who found, assessed, created or targeted what."""
    reader, found = find(request, plan_id)
    try:
        plan_commands.log_entry(
            found, request.POST.get("stage", ""), request.POST.get("text", ""), by=reader
        )
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    return redirect("response-plan", found.pk)


@require_POST
@login_required
def plan_tick(request: HttpRequest, plan_id: int, task: str) -> HttpResponse:
    """A task is done."""
    reader, found = find(request, plan_id)
    try:
        plan_commands.tick_task(found, task, by=reader)
    except ValidationError as error:
        raise Http404(task) from error
    notices.success(request, _("Done, and on record."))
    return redirect("response-plan", found.pk)
