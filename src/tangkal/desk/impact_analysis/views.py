"""Screens of judgement: the eligibility gate, the impact, and a priority changed by two."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.cases import commands, rules, words
from tangkal.desk.cases.breakout import suggested_level
from tangkal.desk.cases.explaining import priority_sentence
from tangkal.desk.cases.models import Case, ImpactAssessment
from tangkal.desk.cases.views.base import find_case
from tangkal.desk.cases.views.writing import form_page
from tangkal.desk.impact_analysis.forms import GateForm, ImpactForm, OverrideForm
from tangkal.desk.impact_analysis.models import TechniqueRecord
from tangkal.desk.ui.conflicts import check_seen

READ_OR_SEND = require_http_methods(["GET", "POST"])


@READ_OR_SEND
@login_required
def gate(request: HttpRequest, number: str) -> HttpResponse:
    """What the content is decides what may be done: before anything else is judged."""
    reader, case = find_case(request, number)
    check_seen(request, case)
    rules.check_can(reader, "assess_gate", case)
    form = GateForm(request.POST or None, initial={"version": case.version, "is_checkable": True})
    return form_page(
        request,
        case,
        form,
        lambda: commands.assess_gate(case, by=reader, **form.cleaned_data),
        template="impact_analysis/gate.html",
        done=_("The gate is on record."),
        rows=[
            (words.GATE_KINDS[kind], words.GATE_RULES[rule])
            for kind, rule in (
                ("fact_claim", "checkable_claim"),
                ("opinion", "opinion_is_not_false"),
                ("criticism", "criticism_is_protected"),
                ("satire", "satire_is_protected"),
                ("press_work", "press_work_is_protected"),
                ("whistleblowing", "whistleblowing_is_protected"),
            )
        ],
    )


@READ_OR_SEND
@login_required
def impact(request: HttpRequest, number: str) -> HttpResponse:
    """How bad, how far, how likely; the priority follows by rule."""
    reader, case = find_case(request, number)
    check_seen(request, case)
    rules.check_can(reader, "judge_impact", case)
    before = rules.latest_assessment(case)
    form = ImpactForm(request.POST or None, initial=first_answers(case, before))

    def act() -> object:
        values = dict(form.cleaned_data)
        answers = {key: value for key, value in values.items() if not key.startswith("harm_")}
        return commands.judge_impact(case, severities=form.severities(), by=reader, **answers)

    return form_page(
        request,
        case,
        form,
        act,
        template="impact_analysis/impact.html",
        done=_("The judgement is on record."),
        verdict=rules.standing_verdict(case),
        suggested=suggested_level(case),
        techniques=TechniqueRecord.objects.filter(case=case, at__gte=case.started_at),
    )


def first_answers(case: Case, before: ImpactAssessment | None) -> dict[str, object]:
    """The last judgement's answers, to be thought over again; nothing asked for carries over."""
    answers: dict[str, object] = {"version": case.version}
    if before is not None:
        answers |= {f"harm_{item}": str(value) for item, value in before.severities.items()}
        for name in ("probability_term", "probability_percent", "confidence"):
            answers[name] = getattr(before, name)
        answers |= {"reach": str(before.reach), "breakout": str(before.breakout)}
    return answers


@READ_OR_SEND
@login_required
@fresh_sign_in_required(gettext_lazy("Confirm the changed priority"))
def override(request: HttpRequest, number: str) -> HttpResponse:
    """A second person looks at a priority that differs from the computed one."""
    reader, case = find_case(request, number)
    check_seen(request, case)
    rules.check_can(reader, "confirm_override", case)
    found = rules.latest_assessment(case)
    if found is None:  # the rule above refuses first
        return redirect("case", case.number)
    form = OverrideForm(request.POST or None, initial={"version": case.version})
    return form_page(
        request,
        case,
        form,
        lambda: commands.confirm_override(case, by=reader, **form.cleaned_data),
        template="impact_analysis/override.html",
        done=_("The changed priority counts from now on."),
        assessment=found,
        rule=priority_sentence(found),
    )
