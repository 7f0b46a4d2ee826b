"""The list, one crisis, and everything that moves its level."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.crisis import commands, facts, queries, rules
from tangkal.desk.crisis.forms import LevelForm, ProposalForm, ReasonForm
from tangkal.desk.crisis.levels import LEVELS, suggested
from tangkal.desk.crisis.models import Crisis, Proposal
from tangkal.desk.crisis.states import CRISIS, CrisisState
from tangkal.desk.crisis.views.base import find, form_page, run_button
from tangkal.desk.crisis.words import ACTIONS
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.refusals import run
from tangkal.desk.workflow import ActionDenied

A_PAGE = 25
PERSONAL_STEPS = ("deescalate", "recover", "review", "close")


@require_GET
@login_required
def crises(request: HttpRequest) -> HttpResponse:
    """Crises that go on, those that ended, the levels, and the own office's alerts."""
    reader = reader_of(request)
    found = queries.crises_of(reader)
    past = found.filter(state=CrisisState.CLOSED)
    context = {
        "active": list(found.exclude(state=CrisisState.CLOSED)),
        "page": Paginator(past, A_PAGE).get_page(request.GET.get("page")),
        "levels": LEVELS,
        "alerts": list(queries.alerts_for(reader).select_related("crisis__organisation")[:20]),
        "may_propose": reader.has_role(Role.APPROVER),
    }
    return render(request, "crisis/list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def propose(request: HttpRequest) -> HttpResponse:
    """Propose the first level of a crisis, from a case's decision or from nothing."""
    reader = reader_of(request)
    if not reader.has_role(Role.APPROVER):
        raise ActionDenied(_("Levels of a crisis are proposed by approvers."))
    numbers = request.GET.getlist("case")
    chosen = list(visible_cases(reader).filter(number__in=numbers).prefetch_related("assessments"))
    form = ProposalForm(request.POST or None, by=reader, initial=first_words(chosen))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and run(form, lambda: put_forward(request, form, reader)):
            messages.success(request, _("Proposed. Another approver confirms within 15 minutes."))
            return redirect("crisis", form.made.crisis_id)  # type: ignore[attr-defined]
    number, reasons = suggested(facts.of_cases(chosen)) if chosen else (0, [])
    return form_page(
        request,
        None,
        form,
        title=_("Propose a crisis level"),
        lede=_("One approver proposes, another confirms within 15 minutes."),
        send=_("Propose"),
        status=status,
        suggestion=LEVELS[number] if number else None,
        reasons=reasons,
    )


def first_words(chosen: Sequence[Case]) -> dict[str, object]:
    if not chosen:
        return {}
    case = chosen[0]
    return {
        "title": case.title[:160],
        "cases": [each.pk for each in chosen],
        "is_exercise": case.is_exercise,
    }


def put_forward(request: HttpRequest, form: ProposalForm, reader: User) -> None:
    found = form.cleaned_data
    form.made = commands.propose(  # type: ignore[attr-defined]
        found["organisation"],
        found["title"],
        level=found["level"],
        trigger=found["trigger"],
        reason=found["reason"],
        cases=list(found["cases"]),
        is_exercise=found["is_exercise"],
        by=reader,
    )


@require_GET
@login_required
def crisis(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """One crisis: its level, what waits for a word, what is measured, and its pages."""
    reader, found = find(request, crisis_id)
    measured = facts.of_crisis(found)
    number, reasons = suggested(measured)
    actions = CRISIS.actions(found.state, reader.roles_at(found.organisation))
    context = {
        "crisis": found,
        "is_exercise": found.is_exercise,
        "proposals": [
            (each, may_confirm(reader, each))
            for each in found.proposals.select_related("by", "decided_by")
        ],
        "waits": found.proposals.filter(state=Proposal.State.WAITING).exists(),
        "facts": measured,
        "suggestion": LEVELS[number],
        "reasons": reasons,
        "steps": [(each, ACTIONS[each]) for each in actions if each in PERSONAL_STEPS],
        "raises": [each for each in actions if each.startswith("raise_")],
        "may_renew": "renew" in actions,
        "may_work": rules.may_work(reader, found),
        "quiet": rules.quiet_cycles(found),
        "quiet_needed": rules.QUIET_CYCLES,
        "form": ReasonForm(initial={"version": found.version}),
        "cases": found.cases.all(),
        "house": found.house,
        "statements": statements(found),
        "team": queries.team(found),
        "checklist": queries.checklist(found),
        "briefings": found.briefings.select_related("by")[:5],
        "levels": LEVELS,
    }
    return render(request, "crisis/crisis.html", context)


def statements(found: Crisis) -> list[object]:
    """First statements of its cases, the newest first."""
    from tangkal.desk.strategic_communication.holding_models import (  # noqa: PLC0415
        HoldingStatement,
    )

    mine = HoldingStatement.objects.filter(case__in=found.cases.all())
    return list(mine.select_related("case", "author")[:10])


def may_confirm(reader: User, proposal: Proposal) -> str:
    """What this person may do about a proposal: "confirm", "withdraw", or why neither."""
    if proposal.state != Proposal.State.WAITING:
        return ""
    if reader.pk == proposal.by_id:
        return "withdraw"
    try:
        rules.check_can_confirm(reader, proposal)
    except ActionDenied:
        return "decline" if rules.may_lead(reader, proposal.crisis) else ""
    return "confirm"


@require_http_methods(["GET", "POST"])
@login_required
def raise_level(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """Propose another level for a crisis that is there."""
    reader, found = find(request, crisis_id)
    rules.check_may_lead(reader, found.organisation)
    form = LevelForm(request.POST or None, initial={"version": found.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and run(form, lambda: ask_higher(found, form, reader)):
            messages.success(request, _("Proposed. Another approver confirms within 15 minutes."))
            return redirect("crisis", found.pk)
    return form_page(
        request, found, form, title=_("Propose another level"), send=_("Propose"), status=status
    )


def ask_higher(found: Crisis, form: LevelForm, reader: User) -> None:
    words = form.cleaned_data
    commands.raise_level(
        found,
        level=words["level"],
        trigger=words["trigger"],
        reason=words["reason"],
        by=reader,
        expected_version=words["version"] or 0,
    )


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Confirm the level"), when=lambda action, **_more: action == "confirm"
)
def settle(request: HttpRequest, crisis_id: int, proposal_id: int, action: str) -> HttpResponse:
    """Confirm, decline or take back a proposed level."""
    reader, found = find(request, crisis_id)
    proposal = get_object_or_404(Proposal, pk=proposal_id, crisis=found)
    acts: dict[str, tuple[Callable[..., Crisis], str]] = {
        "confirm": (commands.confirm, _("The level is in force. The first hour runs.")),
        "decline": (commands.decline, _("Declined.")),
        "withdraw": (commands.withdraw, _("Taken back.")),
    }
    if action not in acts:
        raise Http404(action)
    act, done = acts[action]
    why = request.POST.get("why", "")
    return run_button(request, lambda: act(proposal, by=reader, why=why), done, "crisis", found.pk)


@require_POST
@login_required
def renew(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """Another 24 hours."""
    reader, found = find(request, crisis_id)
    why, version = request.POST.get("why", ""), posted_version(request)
    return run_button(
        request,
        lambda: commands.renew(found, by=reader, why=why, expected_version=version),
        _("Renewed for 24 hours."),
        "crisis",
        found.pk,
    )


@require_POST
@login_required
def step(request: HttpRequest, crisis_id: int, action: str) -> HttpResponse:
    """Step down, recover, review, close."""
    reader, found = find(request, crisis_id)
    if action not in PERSONAL_STEPS:
        raise Http404(action)
    why, version = request.POST.get("why", ""), posted_version(request)
    return run_button(
        request,
        lambda: commands.take_step(found, action, by=reader, why=why, expected_version=version),
        _("Done: %(step)s.") % {"step": ACTIONS[action]},
        "crisis",
        found.pk,
    )
