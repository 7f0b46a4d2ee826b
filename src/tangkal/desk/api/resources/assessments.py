"""Structured judgement: FIRST, ABCDE, intent, techniques, and the blinded second look."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Key, Moment, Reason, Text, Versioned, Whole
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.cases import Number, WithReason
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.api.resources.verdicts import evidence_of
from tangkal.desk.cases import words as case_words
from tangkal.desk.cases.models import Case
from tangkal.desk.impact_analysis import commands, second_looks, words
from tangkal.desk.impact_analysis.models import SecondLook
from tangkal.impact_analysis.first import Head
from tangkal.impact_analysis.techniques import Technique

router = Router(tags=["judgements"])
Present = Annotated[str, Among(words.PRESENTS)]
Pieces = Annotated[list[Key], Field(max_length=100, description="evidence of this case")]
Part = Annotated[str, Field(max_length=4_000)]
Intent = Annotated[str, Among(words.INTENTS)]
DisorderType = Annotated[str, Among(("", *case_words.DISORDER_TYPES))]


class Kept(Schema):
    """On record, by whom and by which edition of the framework."""

    id: int
    case: str
    by: str
    at: Moment
    framework_edition: str


class MarkIn(Body):
    """One answered item; a yes rests on evidence."""

    item: Annotated[str, Among(words.FIRST_ITEMS)]
    present: Present
    note: Annotated[str, Field(max_length=1_000)] = ""
    evidence: Pieces = []


class First(Versioned):
    """Fabrication, identity, rhetoric, symbolism, technology: indicators, never a verdict."""

    marks: list[MarkIn] = Field(min_length=1, max_length=60)
    note: Text = ""


@router.post(
    "cases/{number}/first",
    response={201: Kept},
    **asks(
        "judgements:write",
        example={"version": 1, "marks": [{"item": "emotive_aggravation", "present": "no"}]},
    ),
    summary="Answer FIRST",
)
def assess_first(request: HttpRequest, number: Number, body: First) -> Any:
    """After the gate. Items without an answer are left out."""
    case = case_of(request, number)
    marks = [
        commands.Mark(
            item=mark.item,
            present=mark.present,
            note=mark.note,
            evidence=evidence_of(case, mark.evidence),
        )
        for mark in body.marks
    ]
    made = commands.assess_first(
        case,
        marks=marks,
        note=body.note,
        by=reader_of(request),
        version=version_of(request, body),
    )
    return kept(made, case)


class Abcde(Versioned):
    """Actor, behaviour, content, degree, effect: of kinds, and never of a person."""

    actor_kind: Annotated[str, Among(words.ACTOR_KINDS)]
    letters: dict[Annotated[str, Among(words.LETTERS)], Part]
    scotch: dict[Annotated[str, Among(words.SCOTCH_PARTS)], Part] = {}
    evidence: Pieces = []


@router.post(
    "cases/{number}/abcde",
    response={201: Kept},
    **asks(
        "judgements:write",
        example={
            "version": 1,
            "actor_kind": next(iter(words.ACTOR_KINDS)),
            "letters": dict.fromkeys(words.LETTERS, "Jejaring akun anonim"),
        },
    ),
    summary="Describe actor, behaviour, content, degree and effect",
)
def assess_abcde(request: HttpRequest, number: Number, body: Abcde) -> Any:
    """A handle, a number or an address of a person is refused."""
    case = case_of(request, number)
    made = commands.assess_abcde(
        case,
        actor_kind=body.actor_kind,
        letters=body.letters,
        scotch=body.scotch,
        evidence=evidence_of(case, body.evidence),
        by=reader_of(request),
        version=version_of(request, body),
    )
    return kept(made, case)


class Rating(Versioned):
    """One rater's word, given without having seen another's."""

    intent: Intent
    cues: dict[Annotated[str, Among(words.CUES)], Present] = {}
    reasoning: Reason
    disorder_type: DisorderType = ""
    evidence: Pieces = []


@router.post(
    "cases/{number}/claims/{int:claim_id}/intent",
    response={201: Kept},
    **asks(
        "judgements:write",
        example={"version": 1, "intent": "unknown", "reasoning": "Belum ada petunjuk"},
    ),
    summary="Rate the intent behind a claim",
)
def rate_intent(request: HttpRequest, number: Number, claim_id: int, body: Rating) -> Any:
    """“Disinformation” follows once two raters hold it deliberate, each by themselves."""
    case = case_of(request, number)
    made = commands.rate_intent(
        shown(case.claims.all(), pk=claim_id),
        intent=body.intent,
        cues=body.cues,
        reasoning=body.reasoning,
        disorder_type=body.disorder_type,
        evidence=evidence_of(case, body.evidence),
        by=reader_of(request),
        version=version_of(request, body),
    )
    return kept(made, case)


Cell = Annotated[str, Field(max_length=1_000)]


class Record(Versioned):
    """A technique with what it holds: rows for tables, a matrix for hypotheses, else text."""

    technique: Annotated[str, Among([each.value for each in Technique])]
    asked: Annotated[str, Field(min_length=1, max_length=1_000)]
    changed: Annotated[str, Field(min_length=1, max_length=4_000)]
    text: Text = ""
    rows: list[dict[Annotated[str, Field(max_length=40)], Cell]] = Field([], max_length=50)
    hypotheses: list[Cell] = Field([], max_length=12)
    evidence: list[Cell] = Field([], max_length=50)
    scores: list[list[Annotated[int, Field(ge=-2, le=2)]]] = Field([], max_length=50)


@router.post(
    "cases/{number}/techniques",
    response={201: Kept},
    **asks(
        "judgements:write",
        example={
            "version": 1,
            "technique": "devils_advocacy",
            "asked": "Apakah benar menyebar?",
            "text": "Bisa jadi hanya satu komunitas.",
            "changed": "Tidak ada",
        },
    ),
    summary="Record a structured technique",
)
def record_technique(request: HttpRequest, number: Number, body: Record) -> Any:
    """A tick would prove nothing: a high priority rests on a record with content."""
    case = case_of(request, number)
    names = ("text", "rows", "hypotheses", "evidence", "scores")
    content = {name: value for name in names if (value := getattr(body, name))}
    made = commands.record_technique(
        case,
        technique=body.technique,
        asked=body.asked,
        content=content,
        changed=body.changed,
        by=reader_of(request),
        version=version_of(request, body),
    )
    return kept(made, case)


class Look(Schema):
    """A second look; the answers of both are shown once both are in."""

    id: int
    version: int
    state: str
    rater: str | None
    first_answers: dict[str, Any] | None
    answers: dict[str, Any] | None
    reasoning: str
    choice: str
    reconciliation: str


@router.get(
    "cases/{number}/second-look",
    response=Look,
    **asks("cases:read"),
    summary="The second look of a case",
)
def get_look(request: HttpRequest, number: Number) -> Any:
    """The newest one; 404 where none was offered."""
    return look_out(look_of(request, number))


@router.post(
    "cases/{number}/second-look/take",
    response=Look,
    **asks("judgements:write", example={"version": 1}),
    summary="Take a second look",
)
def take_look(request: HttpRequest, number: Number, body: Versioned) -> Any:
    """Never the first rater. From here on the first answers are hidden from whoever takes it."""
    look = look_of(request, number)
    by, version = reader_of(request), version_of(request, body)
    return look_out(second_looks.take(look, by=by, expected_version=version))


@router.post(
    "cases/{number}/second-look/give-back",
    response=Look,
    **asks("judgements:write", example={"version": 2}),
    summary="Give a second look back",
)
def give_look_back(request: HttpRequest, number: Number, body: Versioned) -> Any:
    """Somebody else may take it."""
    look = look_of(request, number)
    by, version = reader_of(request), version_of(request, body)
    return look_out(second_looks.give_back(look, by=by, expected_version=version))


class SecondJudgement(Versioned):
    """The same questions, none of the first answers."""

    severities: dict[
        Annotated[str, Among(case_words.SEVERITY_ITEMS)], Annotated[Whole, Field(le=4)]
    ]
    reach: Annotated[Whole, Field(le=4)]
    breakout: Annotated[Whole, Field(ge=1, le=6)]
    probability_term: Annotated[str, Among(case_words.TERMS)]
    confidence: Annotated[str, Among(case_words.CONFIDENCES)]
    reasoning: Reason
    intent: Annotated[str, Among(("", *words.INTENTS))] = ""
    disorder_type: DisorderType = ""
    first_heads: dict[Annotated[str, Among([each.value for each in Head])], Present] = {}


@router.post(
    "cases/{number}/second-look/judge",
    response=Look,
    **asks(
        "judgements:write",
        example={
            "version": 2,
            "severities": {"finances": 2},
            "reach": 2,
            "breakout": 2,
            "probability_term": "likely",
            "confidence": "moderate",
            "reasoning": "Menyebar di dua platform",
        },
    ),
    summary="Give the second judgement",
)
def judge_again(request: HttpRequest, number: Number, body: SecondJudgement) -> Any:
    """From then on both are shown to everybody."""
    look = look_of(request, number)
    given = body.model_dump(exclude={"version"})
    done = second_looks.judge(
        look, by=reader_of(request), expected_version=version_of(request, body), **given
    )
    return look_out(done)


class Reconciling(Versioned):
    """Which judgement stands, and how they came to agree."""

    choice: Annotated[str, Among(SecondLook.Choice.values)]
    reconciliation: Reason


@router.post(
    "cases/{number}/second-look/reconcile",
    response=Look,
    **asks(
        "judgements:write",
        example={
            "version": 3,
            "choice": SecondLook.Choice.values[0],
            "reconciliation": "Data baru dibahas bersama",
        },
    ),
    summary="Write down what followed from the differences",
)
def reconcile(request: HttpRequest, number: Number, body: Reconciling) -> Any:
    """By one of the two raters, or an approver."""
    done = second_looks.reconcile(
        look_of(request, number),
        choice=body.choice,
        reconciliation=body.reconciliation,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return look_out(done)


@router.post(
    "cases/{number}/second-look/waive",
    response=Look,
    **asks("judgements:act", example={"version": 1, "why": "Tidak ada analis lain"}),
    summary="Do without a second look",
)
def waive(request: HttpRequest, number: Number, body: WithReason) -> Any:
    """Then everybody sees the first."""
    done = second_looks.waive(
        look_of(request, number),
        by=reader_of(request),
        expected_version=version_of(request, body),
        reason=body.why,
    )
    return look_out(done)


def look_of(request: HttpRequest, number: str) -> SecondLook:
    case = case_of(request, number)
    rows = SecondLook.objects.filter(case=case).select_related("first__by", "rater")
    found = rows.first()
    if found is None:
        raise Http404(_("No second look was offered."))
    found.case = case
    return found


def look_out(look: SecondLook) -> dict[str, Any]:
    is_in = look.in_at is not None
    return {
        "id": look.pk,
        "version": look.version,
        "state": look.state,
        "rater": named(look.rater),
        "first_answers": look.first_answers if is_in else None,
        "answers": look.answers if is_in else None,
        "reasoning": look.reasoning if is_in else "",
        "choice": look.choice,
        "reconciliation": look.reconciliation,
    }


def kept(made: Any, case: Case) -> dict[str, Any]:
    return {
        "id": made.pk,
        "case": case.number,
        "by": str(made.by),
        "at": made.at,
        "framework_edition": made.framework_edition,
    }
