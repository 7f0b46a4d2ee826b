"""Judgements and decisions: the gate, the impact, a changed priority, and what was decided."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import (
    Among,
    Body,
    Key,
    Line,
    Moment,
    Reason,
    Text,
    Versioned,
    Whole,
    YesNo,
)
from tangkal.desk.api.people import named
from tangkal.desk.api.resources.cases import Number, one, organisation
from tangkal.desk.cases import commands, response_gate, words
from tangkal.desk.cases.judgements import is_hidden
from tangkal.desk.cases.models import Decision, GateAssessment, ImpactAssessment, Priority
from tangkal.desk.cases.states import DecisionOption

router = Router(tags=["judgements"])
Answer = Annotated[str, Among(response_gate.ANSWERS)]
Words = Annotated[str, Field(min_length=1, max_length=4_000)]


class GateOut(Schema):
    """What the content is, and what therefore may be done with it."""

    id: int
    kind: str
    rests_on_false_information: bool
    is_checkable: bool
    may_be_labelled: bool
    rule: str
    reason: str
    by: str
    at: Moment


class ImpactOut(Schema):
    """An analyst's judgement, and the priority that follows by rule."""

    id: int
    severities: dict[str, int]
    reach: int
    breakout: int
    probability_term: str
    probability_percent: int | None
    confidence: str
    techniques: list[str]
    reasoning: str
    priority: str
    computed_priority: str
    rule: str = Field(description="why the computed one, in words")
    override_priority: str
    override_reason: str
    override_by: str | None
    framework_edition: str
    by: str
    at: Moment


class DecisionOut(Schema):
    """What an authorised person decided; no response is as full a decision as any."""

    id: int
    option: str
    rationale: str
    gate_answers: dict[str, str]
    refer_to: str
    tripwire: dict[str, Any] = Field(description="what re-opens it, and what was assumed")
    review_at: Moment | None
    by: str
    at: Moment


class Judged(Schema):
    """All judgements and decisions of one case, the newest first."""

    version: int = Field(description="the case's; what a judgement has to carry")
    gates: list[GateOut]
    impacts: list[ImpactOut]
    decisions: list[DecisionOut]


@router.get(
    "cases/{number}/judgements",
    response=Judged,
    **asks("cases:read"),
    summary="Judgements and decisions of a case",
)
def list_judgements(request: HttpRequest, number: Number) -> Any:
    """Judgement and decision are different records by different people."""
    case = one(request, number)
    return {
        "version": case.version,
        "gates": [gate_out(each) for each in case.gates.select_related("by")],
        # Whoever may still judge a second time, unseeing, sees no judgement here either.
        "impacts": []
        if is_hidden(case, reader_of(request))
        else [impact_out(each) for each in case.assessments.select_related("by", "override_by")],
        "decisions": [decision_out(each) for each in case.decisions.select_related("by")],
    }


class Gate(Versioned):
    """What the content is. Judge the content, never the person who wrote it."""

    kind: Annotated[str, Among(words.GATE_KINDS)]
    is_checkable: YesNo = True
    rests_on_false_information: YesNo = False
    reason: Reason


@router.post(
    "cases/{number}/gate",
    response={201: GateOut},
    **asks(
        "judgements:write",
        example={"version": 1, "kind": "fact_claim", "reason": "Menyebut harga dan tanggal"},
    ),
    summary="Pass the eligibility gate",
)
def assess_gate(request: HttpRequest, number: Number, body: Gate) -> Any:
    """Opinion, criticism, satire and press work are never labelled."""
    given = body.model_dump(exclude={"version"})
    made = commands.assess_gate(
        one(request, number), by=reader_of(request), version=version_of(request, body), **given
    )
    return gate_out(made)


class Impact(Versioned):
    """How bad, how far, how likely; the priority is not asked, it follows by rule."""

    severities: dict[Annotated[str, Among(words.SEVERITY_ITEMS)], Annotated[Whole, Field(le=4)]] = (
        Field(description="0 none to 4 severe; what is not named is 0")
    )
    reach: Annotated[Whole, Field(le=4)]
    breakout: Annotated[Whole, Field(ge=1, le=6)]
    probability_term: Annotated[str, Among(words.TERMS)]
    probability_percent: Annotated[Whole, Field(le=100)] | None = None
    confidence: Annotated[str, Among(words.CONFIDENCES)]
    techniques: list[Annotated[str, Among(words.TECHNIQUES)]] = Field([], max_length=20)
    reasoning: Reason
    override_priority: Annotated[str, Among(("", *Priority.values))] = Field(
        "", description="asked for instead; counts once a second person confirms it"
    )
    override_reason: Text = ""


@router.post(
    "cases/{number}/impact",
    response={201: ImpactOut},
    **asks(
        "judgements:write",
        example={
            "version": 1,
            "severities": {"economy": 2},
            "reach": 2,
            "breakout": 2,
            "probability_term": "likely",
            "confidence": "moderate",
            "reasoning": "Menyebar di dua platform",
        },
    ),
    summary="Judge the impact",
)
def judge_impact(request: HttpRequest, number: Number, body: Impact) -> Any:
    """Percentages that fall between two terms of the yardstick are refused."""
    given = body.model_dump(exclude={"version", "severities"})
    severities = dict.fromkeys(words.SEVERITY_ITEMS, 0) | body.severities
    made = commands.judge_impact(
        one(request, number),
        severities=severities,
        by=reader_of(request),
        version=version_of(request, body),
        **given,
    )
    return impact_out(made)


class Confirming(Versioned):
    """A second person's word."""

    why: Text = ""


@router.post(
    "cases/{number}/confirm-priority",
    response=ImpactOut,
    **asks("judgements:act", example={"version": 1, "why": "Setuju"}),
    summary="Confirm that the priority should differ from the computed one",
)
def confirm_override(request: HttpRequest, number: Number, body: Confirming) -> Any:
    """Never by whoever asked for it."""
    done = commands.confirm_override(
        one(request, number),
        by=reader_of(request),
        why=body.why,
        version=version_of(request, body),
    )
    return impact_out(done)


class Answers(Body):
    """The response gate's six questions, all answered."""

    checkable: Answer
    criticism_right: Answer
    raises_exposure: Answer
    credible_voice: Words
    least_intrusive: Words
    objective: Words


class Tripwire(Body):
    """What re-opens a quiet decision; what is not told is one step above what is assumed."""

    reach: Annotated[Whole, Field(le=4)] | None = None
    breakout: Annotated[Whole, Field(ge=1, le=6)] | None = None
    items: Annotated[Whole, Field(ge=1)] | None = None


class Deciding(Versioned):
    """One of five options of equal standing; take-down is not among them."""

    option: Annotated[str, Among(DecisionOption.values)]
    rationale: Reason
    gate_answers: Answers
    refer_to: Line = Field("", description="whose matter it is, where the case is referred")
    refer_office: Key | None = Field(None, description="an office of the desk, to refer it to")
    tripwire: Tripwire | None = None
    review_at: Moment | None = Field(None, description="when to look again; else by priority")


@router.post(
    "cases/{number}/decisions",
    response={201: DecisionOut},
    **asks(
        "decisions:act",
        example={
            "version": 1,
            "option": "TIDAK_DIRESPONS",
            "rationale": "Sedikit yang melihatnya",
            "gate_answers": {
                "checkable": "yes",
                "criticism_right": "no",
                "raises_exposure": "yes",
                "credible_voice": "Kepala dinas",
                "least_intrusive": "Memantau cukup",
                "objective": "Tidak menyebar; diukur dari jumlah butir",
            },
        },
    ),
    summary="Decide a case",
)
def decide(request: HttpRequest, number: Number, body: Deciding) -> Any:
    """Never by the analyst who judged the impact."""
    wire = body.tripwire.model_dump(exclude_none=True) if body.tripwire else None
    made = commands.decide(
        one(request, number),
        option=body.option,
        rationale=body.rationale,
        gate_answers=body.gate_answers.model_dump(),
        refer_to=body.refer_to,
        refer_office=organisation(body.refer_office),
        tripwire=wire,
        review_at=body.review_at,
        by=reader_of(request),
        version=version_of(request, body),
    )
    return decision_out(made)


def gate_out(gate: GateAssessment) -> dict[str, Any]:
    names = ("id", "kind", "rests_on_false_information", "is_checkable", "may_be_labelled")
    return {name: getattr(gate, name) for name in (*names, "rule", "reason", "at")} | {
        "by": str(gate.by)
    }


def impact_out(found: ImpactAssessment) -> dict[str, Any]:
    names = (
        *("id", "severities", "reach", "breakout", "probability_term", "probability_percent"),
        *("confidence", "techniques", "reasoning", "priority", "computed_priority"),
        *("override_priority", "override_reason", "framework_edition", "at"),
    )
    return {name: getattr(found, name) for name in names} | {
        "rule": str(words.say(words.PRIORITY_RULES, str(found.computed_rule.get("rule", "")))),
        "override_by": named(found.override_by),
        "by": str(found.by),
    }


def decision_out(found: Decision) -> dict[str, Any]:
    names = ("id", "option", "rationale", "gate_answers", "refer_to", "tripwire", "review_at")
    return {name: getattr(found, name) for name in (*names, "at")} | {"by": str(found.by)}
