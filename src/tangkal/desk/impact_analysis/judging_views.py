"""Screens of FIRST, ABCDE, intent and techniques."""

from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import cues, judgements, rules
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.views.base import find_case
from tangkal.desk.cases.views.writing import form_page
from tangkal.desk.impact_analysis import commands, words
from tangkal.desk.impact_analysis.judging_forms import (
    AbcdeForm,
    FirstForm,
    IntentForm,
    TechniqueForm,
)
from tangkal.desk.impact_analysis.models import AbcdeAssessment, FirstAssessment, TechniqueRecord
from tangkal.desk.impact_analysis.rules import check_can_judge, check_can_rate_intent
from tangkal.desk.recognise.cues import FIRST_WORDS
from tangkal.impact_analysis.first import Head
from tangkal.impact_analysis.techniques import Technique

READ_OR_SEND = require_http_methods(["GET", "POST"])


@READ_OR_SEND
@login_required
def first(request: HttpRequest, number: str) -> HttpResponse:
    """Five heads of indicators; what the machine suggests stands beside and ticks nothing."""
    reader, case = find_case(request, number)
    check_can_judge(reader, case)
    form = FirstForm(
        request.POST or None,
        case=case,
        initial={"version": case.version} | last_marks(case, reader),
    )
    return form_page(
        request,
        case,
        form,
        lambda: commands.assess_first(
            case,
            marks=form.marks(),
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"],
            by=reader,
        ),
        template="impact_analysis/first.html",
        done=_("FIRST is on record."),
        heads=form.heads(suggested_by_cues(case, reader)),
        has_evidence=bool(form.evidence),
    )


def last_marks(case: Case, reader: User) -> dict[str, str]:
    """The newest answers this reader may see, to be thought over again."""
    rows = FirstAssessment.objects.filter(case=case).prefetch_related("marks__evidence")
    if judgements.is_hidden(case, reader):
        rows = rows.filter(by=reader)
    found: dict[str, str] = {}
    newest = rows.first()
    for mark in newest.marks.all() if newest else ():
        found[f"present_{mark.item}"] = mark.present
        shown = next(iter(mark.evidence.all()), None)
        found[f"evidence_{mark.item}"] = str(shown.pk) if shown else ""
    return found


def suggested_by_cues(case: Case, reader: User) -> dict[str, list[str]]:
    """What the detectors saw, by head. They describe the text and decide nothing."""
    letters = dict(zip(map(str, FIRST_WORDS.values()), Head, strict=True))
    found: dict[str, list[str]] = defaultdict(list)
    for sheet in cues.of_case(case, rules.latest_gate(case), reader).sheets:
        for line in sheet.lines:
            if line.first is not None and line.sentence not in found[letters[str(line.first)]]:
                found[letters[str(line.first)]].append(line.sentence)
    return found


@READ_OR_SEND
@login_required
def abcde(request: HttpRequest, number: str) -> HttpResponse:
    """Actor, behaviour, content, degree, effect; and the one-sentence brief."""
    reader, case = find_case(request, number)
    check_can_judge(reader, case)
    form = AbcdeForm(
        request.POST or None,
        case=case,
        initial={"version": case.version} | last_abcde(case, reader),
    )
    return form_page(
        request,
        case,
        form,
        lambda: commands.assess_abcde(case, by=reader, **form.values()),
        template="impact_analysis/abcde.html",
        done=_("ABCDE is on record."),
    )


def last_abcde(case: Case, reader: User) -> dict[str, object]:
    rows = AbcdeAssessment.objects.filter(case=case)
    if judgements.is_hidden(case, reader):
        rows = rows.filter(by=reader)
    before = rows.first()
    if before is None:
        return {}
    letters = {name: getattr(before, name) for name in ("actor_kind", *words.LETTERS)}
    return letters | {f"scotch_{part}": text for part, text in before.scotch.items()}


@READ_OR_SEND
@login_required
def intent(request: HttpRequest, number: str, claim_id: int) -> HttpResponse:
    """One rater's word on the intent behind a claim, without another's beside it."""
    reader, case = find_case(request, number)
    claim = get_object_or_404(case.claims, pk=claim_id)
    check_can_rate_intent(reader, case)
    form = IntentForm(
        request.POST or None,
        case=case,
        initial={"version": case.version, "disorder_type": claim.disorder_type},
    )
    return form_page(
        request,
        case,
        form,
        lambda: commands.rate_intent(claim, by=reader, **form.values()),
        template="impact_analysis/intent.html",
        done=_("Your rating is on record."),
        claim=claim,
    )


@READ_OR_SEND
@login_required
def technique(request: HttpRequest, number: str, technique: str) -> HttpResponse:
    """Record one structured technique with what it holds."""
    reader, case = find_case(request, number)
    if technique not in tuple(Technique):
        raise Http404(technique)
    check_can_judge(reader, case)
    known = Technique(technique)
    form = TechniqueForm(known, request.POST or None, initial={"version": case.version})
    return form_page(
        request,
        case,
        form,
        lambda: commands.record_technique(
            case,
            technique=technique,
            asked=form.cleaned_data["asked"],
            content=form.content(),
            changed=form.cleaned_data["changed"],
            version=form.cleaned_data["version"],
            by=reader,
        ),
        template="impact_analysis/technique.html",
        done=_("The technique is on record."),
        title=words.say_technique(technique),
        before=TechniqueRecord.objects.filter(case=case, technique=technique),
    )
