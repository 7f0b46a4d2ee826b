"""Verdicts: one verifier drafts, a second one approves; a published one is corrected in sight."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Key, Moment, Reason, Text, Versioned
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.cases import Number, WithReason, one
from tangkal.desk.cases import commands
from tangkal.desk.cases.models import Case, Evidence, Verdict
from tangkal.impact_analysis.verdicts import Verdict as VerdictCode
from tangkal.kernel import InvalidInput

router = Router(tags=["verdicts"])
VERSION = {"version": 1}


class VerdictOut(Schema):
    """What the evidence says of one claim."""

    id: int
    version: int
    case: str
    claim: int
    value: str
    reasons: str
    evidence: list[int]
    state: str
    drafted_by: str
    drafted_at: Moment
    reviewed_by: str | None
    reviewed_at: Moment | None
    review_note: str
    corrects: int | None


class Drafting(Versioned):
    """A verdict's content; a graded set: the mildest word that is true."""

    value: Annotated[str, Among([code.value for code in VerdictCode])]
    reasons: Reason
    evidence: list[Key] = Field([], max_length=100, description="of this case")


class NewDraft(Drafting):
    """A draft on one claim of the case."""

    claim: Key


@router.get(
    "cases/{number}/verdicts",
    response=list[VerdictOut],
    **asks("cases:read"),
    summary="Verdicts of a case",
)
def list_verdicts(request: HttpRequest, number: Number) -> Any:
    """The newest first."""
    case = one(request, number)
    return [out(each) for each in case.verdicts.select_related("drafted_by", "reviewed_by")]


@router.post(
    "cases/{number}/verdicts",
    response={201: VerdictOut},
    **asks(
        "verdicts:write",
        example={"version": 1, "claim": 1, "value": "SALAH", "reasons": "…", "evidence": [1]},
    ),
    summary="Draft a verdict",
)
def draft(request: HttpRequest, number: Number, body: NewDraft) -> Any:
    """`version` is the case's. The gate may keep content from such a label."""
    case = one(request, number)
    claim = case.claims.filter(pk=body.claim).first()
    if claim is None:
        raise InvalidInput(_("The case has no claim %(id)d.") % {"id": body.claim})
    made = commands.draft_verdict(
        case,
        claim=claim,
        value=body.value,
        reasons=body.reasons,
        evidence=evidence_of(case, body.evidence),
        by=reader_of(request),
        version=version_of(request, body),
    )
    return out(made)


@router.post(
    "cases/{number}/verdicts/{int:verdict_id}/revise",
    response=VerdictOut,
    **asks(
        "verdicts:write",
        example={"version": 1, "value": "SALAH", "reasons": "…", "evidence": [1]},
    ),
    summary="Change a draft",
)
def revise(request: HttpRequest, number: Number, verdict_id: int, body: Drafting) -> Any:
    """Only its drafter can, so that the second pair of eyes stays a second one."""
    verdict = verdict_of(request, number, verdict_id)
    done = commands.revise_verdict(
        verdict,
        value=body.value,
        reasons=body.reasons,
        evidence=evidence_of(verdict.case, body.evidence),
        by=reader_of(request),
        version=version_of(request, body),
    )
    return out(done)


@router.post(
    "cases/{number}/verdicts/{int:verdict_id}/submit",
    response=VerdictOut,
    **asks("verdicts:write", example=VERSION),
    summary="Send a draft to a second verifier",
)
def submit(request: HttpRequest, number: Number, verdict_id: int, body: Versioned) -> Any:
    """It can be changed again once it comes back."""
    return stepped(request, number, verdict_id, body, commands.submit_verdict)


@router.post(
    "cases/{number}/verdicts/{int:verdict_id}/return",
    response=VerdictOut,
    **asks("verdicts:write", example={"version": 1, "why": "Bukti kedua belum cukup"}),
    summary="Send a verdict back to its drafter",
)
def send_back(request: HttpRequest, number: Number, verdict_id: int, body: WithReason) -> Any:
    """With what to change."""
    return stepped(request, number, verdict_id, body, commands.return_verdict, why=body.why)


class Approving(Versioned):
    """A second verifier's word."""

    note: Text = ""


@router.post(
    "cases/{number}/verdicts/{int:verdict_id}/approve",
    response=VerdictOut,
    **asks("verdicts:act", example={"version": 1, "note": "Setuju"}),
    summary="Approve a verdict",
)
def approve(request: HttpRequest, number: Number, verdict_id: int, body: Approving) -> Any:
    """Never by its drafter."""
    return stepped(request, number, verdict_id, body, commands.approve_verdict, note=body.note)


@router.post(
    "cases/{number}/verdicts/{int:verdict_id}/correct",
    response=VerdictOut,
    **asks("verdicts:act", example={"version": 1, "why": "Angkanya keliru"}),
    summary="Say in public that a published verdict was wrong",
)
def correct(request: HttpRequest, number: Number, verdict_id: int, body: WithReason) -> Any:
    """The next draft on its claim corrects it."""
    return stepped(request, number, verdict_id, body, commands.correct_verdict, why=body.why)


@router.post(
    "cases/{number}/verdicts/{int:verdict_id}/withdraw",
    response=VerdictOut,
    **asks("verdicts:act", example={"version": 1, "why": "Buktinya dicabut"}),
    summary="Take a verdict back",
)
def withdraw(request: HttpRequest, number: Number, verdict_id: int, body: WithReason) -> Any:
    """What was published on it is withdrawn with it."""
    return stepped(request, number, verdict_id, body, commands.withdraw_verdict, why=body.why)


def stepped(
    request: HttpRequest,
    number: str,
    verdict_id: int,
    body: Versioned,
    act: Callable[..., Verdict],
    **more: Any,
) -> dict[str, Any]:
    verdict = verdict_of(request, number, verdict_id)
    return out(act(verdict, by=reader_of(request), version=version_of(request, body), **more))


def verdict_of(request: HttpRequest, number: str, verdict_id: int) -> Verdict:
    case = one(request, number)
    verdict = shown(case.verdicts.select_related("claim", "drafted_by"), pk=verdict_id)
    verdict.case = case
    return verdict


def evidence_of(case: Case, ids: list[int]) -> list[Evidence]:
    """Evidence that a body names.

    Raises:
        InvalidInput: a piece that is not of this case.
    """
    found = case.evidence.in_bulk(ids)
    if missing := set(ids) - set(found):
        raise InvalidInput(_("The case has no evidence %(id)d.") % {"id": min(missing)})
    return list(found.values())


def out(verdict: Verdict) -> dict[str, Any]:
    names = ("id", "version", "value", "reasons", "state", "drafted_at", "reviewed_at")
    return {name: getattr(verdict, name) for name in (*names, "review_note")} | {
        "case": verdict.case.number,
        "claim": verdict.claim_id,
        "evidence": [each.pk for each in verdict.evidence.all()],
        "drafted_by": str(verdict.drafted_by),
        "reviewed_by": named(verdict.reviewed_by),
        "corrects": verdict.corrects_id,
    }
