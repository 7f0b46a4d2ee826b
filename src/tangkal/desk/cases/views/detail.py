"""One case on one screen: evidence left, event log right, the next step on top."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.approvals import conflicts
from tangkal.desk.cases import (
    cues,
    held,
    judgements,
    log,
    panels,
    queries,
    response_gate,
    rules,
    steps,
    words,
)
from tangkal.desk.cases import evidence as evidence_store
from tangkal.desk.cases.actions import CONTRIBUTIONS
from tangkal.desk.cases.explaining import priority_sentence
from tangkal.desk.cases.matching import panel
from tangkal.desk.cases.models import Case, Decision, ImpactAssessment, Verdict
from tangkal.desk.cases.pictures import seen
from tangkal.desk.cases.views.base import find_case, list_context
from tangkal.desk.workflow import ActionDenied

VERDICT_BUTTONS = ("submit", "approve", "return", "correct", "withdraw")
VERDICT_NEEDS_REASON = frozenset({"return", "correct", "withdraw"})


@require_GET
@login_required
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one case that this person may read, and what they may do next."""
    reader = reader_of(request)
    case = get_object_or_404(queries.named_cases(), number=number)
    if not rules.can_read(reader, case):
        raise Http404(number)
    held.look(case)
    queries.read_parts(case)
    if not held.may_hold(case, "approvals.Conflict"):
        conflicts.keep_none(case)
    before, after = queries.neighbours(
        reader, case, queries.CaseFilter.from_query(list_context(request))
    )
    is_blind = judgements.remember_for_page(case, reader)
    assessment = None if is_blind else rules.latest_assessment(case)
    gate = rules.latest_gate(case)
    sightings = seen.of_case(case, reader)
    context = {
        "case": case,
        "is_exercise": case.is_exercise,
        "stages": steps.stepper(case),
        "steps": steps.next_steps(case, reader),
        "may": {action for action in CONTRIBUTIONS if rules.can(reader, action, case)}
        | {action for action in ("judge_impact",) if rules.can(reader, action, case)},
        "due_step": words.say(words.DEADLINE_STEPS, case.due_step),
        "gate": gate,
        "gate_rule": words.say(words.GATE_RULES, gate.rule) if gate else "",
        "gate_kind": words.say(words.GATE_KINDS, gate.kind) if gate else "",
        "claims": [claim_row(claim) for claim in case.claims.all()],
        "verdicts": [verdict_row(reader, case, verdict) for verdict in case.verdicts.all()],
        "assessment": assessment,
        "is_blind": is_blind,
        "impact": impact_rows(assessment) if assessment else {},
        "decisions": [decision_row(decision) for decision in case.decisions.all()],
        "log": log.entries(case, without_judgements=is_blind),
        "panel": panel.of_case(case, reader, may_link=rules.can(reader, "add_evidence", case)),
        "cues": cues.of_case(case, gate, reader, sightings),
        "sightings": sightings,
        "panels": panels.of_case(case, reader),
        "here": request.get_full_path(),
        "previous": before,
        "next": after,
        "list_query": request.GET.get("list", ""),
    }
    return render(request, "cases/case.html", context)


def claim_row(claim: object) -> dict[str, object]:
    return {
        "claim": claim,
        "category": words.say(words.CATEGORIES, getattr(claim, "category", "")),
        "disorder_type": words.say(words.DISORDER_TYPES, getattr(claim, "disorder_type", "")),
        "claimant": words.say(words.CLAIMANTS, getattr(claim, "claimant_kind", "")),
    }


def verdict_row(reader: User, case: Case, verdict: Verdict) -> dict[str, object]:
    """A verdict with the buttons this person may press."""
    verdict.case = case  # the page's own copy, with everything already read
    return {
        "verdict": verdict,
        "may_revise": may_revise(reader, verdict),
        "buttons": [
            {
                "action": action,
                "label": rules.label_of(action),
                "needs_reason": action in VERDICT_NEEDS_REASON,
            }
            for action in VERDICT_BUTTONS
            if rules.can_change_verdict(reader, verdict, action)
        ],
    }


def may_revise(reader: User, verdict: Verdict) -> bool:
    try:
        rules.check_can_revise_verdict(reader, verdict)
    except ActionDenied:
        return False
    return True


def impact_rows(assessment: ImpactAssessment) -> dict[str, object]:
    """The judgement in words: what was answered above none, worst first."""
    harms = sorted(assessment.severities.items(), key=lambda pair: -pair[1])
    return {
        "harms": [
            (words.say(words.SEVERITY_ITEMS, item), words.SEVERITIES.get(value, value))
            for item, value in harms
            if value
        ],
        "reach": words.REACHES.get(assessment.reach, assessment.reach),
        "breakout": words.BREAKOUTS.get(assessment.breakout, assessment.breakout),
        "likelihood": words.say(words.TERMS, assessment.probability_term),
        "confidence": words.say(words.CONFIDENCES, assessment.confidence),
        "techniques": [words.say(words.TECHNIQUES, code) for code in assessment.techniques],
        "rule": priority_sentence(assessment),
        "waits": bool(assessment.override_priority and not assessment.override_by_id),
    }


def decision_row(decision: Decision) -> dict[str, object]:
    """A decision with the six answers and its tripwire in words."""
    answered = decision.gate_answers
    return {
        "decision": decision,
        "answers": [
            (question.text, response_gate.ANSWERS.get(answer, answer))
            for question in response_gate.QUESTIONS
            if (answer := answered.get(question.key, ""))
        ]
        + approach_row(answered),
        "reach": words.REACHES.get(decision.tripwire.get("reach", -1)),
        "breakout": words.BREAKOUTS.get(decision.tripwire.get("breakout", -1)),
        "items": decision.tripwire.get("items"),
        "assumed": assumed_words(decision.tripwire.get("assumed") or {}),
    }


def assumed_words(taken: dict[str, int]) -> str:
    """What a quiet decision assumed, as one line."""
    parts = [
        words.REACHES.get(taken.get("reach", -1)),
        words.BREAKOUTS.get(taken.get("breakout", -1)),
        _("%(n)s items") % {"n": taken["items"]} if "items" in taken else None,
    ]
    return "; ".join(str(part) for part in parts if part)


def approach_row(answered: dict[str, str]) -> list[tuple[object, object]]:
    """How it was to be answered, where that was said."""
    approach = answered.get(response_gate.APPROACH, "")
    return [(_("How it is answered"), response_gate.APPROACHES[approach])] if approach else []


@require_GET
@login_required
def evidence_file(request: HttpRequest, number: str, evidence_id: int) -> FileResponse:
    """Send one file of a case to somebody who may read the case, always as a download.

    Raises:
        ActionDenied: the stored bytes are no longer those that were captured.
    """
    _reader, case = find_case(request, number)
    evidence = get_object_or_404(case.evidence, pk=evidence_id)
    if not evidence.file:
        raise Http404(number)
    if not evidence_store.is_intact(evidence):
        raise ActionDenied(
            _(
                "This file no longer has the hash it was stored with, so it is not sent. Tell the "
                "auditor."
            )
        )
    response = FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=evidence.file_name or evidence.sha256,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
