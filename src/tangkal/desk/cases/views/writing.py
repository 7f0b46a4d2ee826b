"""Pages of the larger steps: claim, evidence, grade, verdict, decision."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.cases import commands, rules, words
from tangkal.desk.cases import evidence as evidence_store
from tangkal.desk.cases.explaining import priority_sentence, suggestion
from tangkal.desk.cases.forms import (
    ClaimForm,
    DecisionForm,
    EvidenceForm,
    GradeForm,
    VerdictForm,
    VersionedForm,
)
from tangkal.desk.cases.models import Case, Evidence
from tangkal.desk.cases.views.base import case_url, find_case
from tangkal.desk.ui.conflicts import check_seen
from tangkal.desk.ui.refusals import run

READ_OR_SEND = require_http_methods(["GET", "POST"])


def form_page(
    request: HttpRequest,
    case: Case,
    form: VersionedForm,
    act: Callable[[], object],
    *,
    template: str = "cases/form.html",
    done: str,
    **context: object,
) -> HttpResponse:
    """Show a form; once it is sent and the command takes it, go back to the case."""
    if request.method == "POST" and form.is_valid() and run(form, act):
        messages.success(request, done)
        return redirect(case_url(case, request))
    status = 422 if request.method == "POST" else 200
    page = {"form": form, "case": case, "is_exercise": case.is_exercise, **context}
    page["back"] = case_url(case, request)
    return render(request, template, page, status=status)


@READ_OR_SEND
@login_required
def add_claim(request: HttpRequest, number: str) -> HttpResponse:
    reader, case = find_case(request, number)
    check_seen(request, case)
    rules.check_can(reader, "add_claim", case)
    form = ClaimForm(request.POST or None, initial={"version": case.version})
    return form_page(
        request,
        case,
        form,
        lambda: commands.add_claim(case, by=reader, **form.cleaned_data),
        done=_("Claim written down."),
        title=_("Write down a claim"),
        lede=_("What is asserted, so that evidence can show it true or false."),
        send=_("Save the claim"),
    )


@READ_OR_SEND
@login_required
def add_evidence(request: HttpRequest, number: str) -> HttpResponse:
    reader, case = find_case(request, number)
    check_seen(request, case)
    rules.check_can(reader, "add_evidence", case)
    form = EvidenceForm(
        request.POST or None, request.FILES or None, initial={"version": case.version}
    )
    return form_page(
        request,
        case,
        form,
        lambda: store_evidence(case, form, by=reader),
        done=_("Evidence added."),
        title=_("Add evidence"),
        lede=_("Every piece carries where it came from, when it was captured, and its hash."),
        send=_("Add the evidence"),
    )


def store_evidence(case: Case, form: EvidenceForm, *, by: User) -> Evidence:
    """Make evidence from the form: a file where one was given, else the words or the page."""
    values = form.cleaned_data
    given = {name: values[name] for name in ("title", "source", "text")}
    if values["file"]:
        made = evidence_store.from_file(values["file"], kind=values["kind"], **given)
        made.url = values["url"]
    else:
        made = evidence_store.from_words(kind=values["kind"], url=values["url"], **given)
    return commands.add_evidence(
        case,
        made,
        by=by,
        reliability=values["reliability"],
        credibility=values["credibility"],
        is_public=values["is_public"],
        is_graphic=values["is_graphic"],
        archive_reference=values["archive_reference"],
    )


@READ_OR_SEND
@login_required
def grade_evidence(request: HttpRequest, number: str, evidence_id: int) -> HttpResponse:
    reader, case = find_case(request, number)
    evidence = get_object_or_404(case.evidence, pk=evidence_id)
    check_seen(request, case)
    rules.check_can(reader, "grade_evidence", case)
    form = GradeForm(
        request.POST or None,
        initial={
            "version": case.version,
            "reliability": evidence.reliability,
            "credibility": evidence.credibility,
            "is_public": evidence.is_public,
            "is_graphic": evidence.is_graphic,
            "archive_reference": evidence.archive_reference,
        },
    )
    return form_page(
        request,
        case,
        form,
        lambda: commands.grade_evidence(evidence, by=reader, **form.cleaned_data),
        done=_("Grade saved."),
        title=_("Grade evidence"),
        lede=evidence.title,
        send=_("Save the grade"),
    )


@READ_OR_SEND
@login_required
def draft_verdict(request: HttpRequest, number: str) -> HttpResponse:
    reader, case = find_case(request, number)
    check_seen(request, case)
    rules.check_can(reader, "draft_verdict", case)
    form = VerdictForm(request.POST or None, case=case, initial={"version": case.version})
    return form_page(
        request,
        case,
        form,
        lambda: commands.draft_verdict(case, by=reader, **form.cleaned_data),
        done=_("Draft saved. Send it to peer review when it is ready."),
        title=_("Draft a verdict"),
        lede=gate_hint(case),
        send=_("Save the draft"),
    )


def gate_hint(case: Case) -> str:
    gate = rules.latest_gate(case)
    return words.say(words.GATE_RULES, gate.rule) if gate else ""


@READ_OR_SEND
@login_required
def revise_verdict(request: HttpRequest, number: str, verdict_id: int) -> HttpResponse:
    reader, case = find_case(request, number)
    verdict = get_object_or_404(case.verdicts.select_related("claim"), pk=verdict_id)
    verdict.case = case
    check_seen(request, verdict)
    rules.check_can_revise_verdict(reader, verdict)
    form = VerdictForm(
        request.POST or None,
        case=case,
        verdict=verdict,
        initial={
            "version": verdict.version,
            "claim": verdict.claim_id,
            "value": verdict.value,
            "reasons": verdict.reasons,
            "evidence": [each.pk for each in verdict.evidence.all()],
        },
    )

    def act() -> object:
        values = {key: value for key, value in form.cleaned_data.items() if key != "claim"}
        return commands.revise_verdict(verdict, by=reader, **values)

    return form_page(
        request,
        case,
        form,
        act,
        done=_("Draft saved."),
        title=_("Revise the verdict"),
        lede=verdict.review_note or gate_hint(case),
        send=_("Save the draft"),
    )


@READ_OR_SEND
@login_required
@fresh_sign_in_required(gettext_lazy("Decide on the case"))
def decide(request: HttpRequest, number: str) -> HttpResponse:
    reader, case = find_case(request, number)
    check_seen(request, case)
    rules.check_can(reader, "decide", case)
    form = DecisionForm(request.POST or None, initial={"version": case.version}, case=case)

    def act() -> object:
        values = form.cleaned_data
        return commands.decide(
            case,
            option=values["option"],
            rationale=values["rationale"],
            gate_answers=form.answers(),
            refer_to=values["refer_to"],
            refer_office=values["refer_office"],
            tripwire=form.tripwire(),
            review_at=values["review_at"],
            by=reader,
            version=values["version"],
        )

    return form_page(
        request,
        case,
        form,
        act,
        template="cases/decide.html",
        done=_("Decided. The log has the reasons."),
        assessment=(assessment := rules.latest_assessment(case)),
        sentence=priority_sentence(assessment) if assessment else "",
        suggested=suggestion(case, assessment),
        verdict=rules.standing_verdict(case),
    )
