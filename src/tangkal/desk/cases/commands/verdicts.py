"""Verdicts: one verifier drafts, a second one approves; a published one is corrected in sight."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import rules
from tangkal.desk.cases.commands.base import (
    keep_case,
    lock_case,
    lock_verdict,
    required,
    required_reason,
)
from tangkal.desk.cases.events import label_doubted, label_lost
from tangkal.desk.cases.models import Case, Claim, Evidence, Verdict
from tangkal.desk.cases.states import VerdictState
from tangkal.impact_analysis.verdicts import Verdict as VerdictCode


@transaction.atomic
def draft_verdict(
    case: Case,
    *,
    claim: Claim,
    value: str,
    reasons: str,
    evidence: Sequence[Evidence],
    by: User,
    version: int | None = None,
) -> Verdict:
    """Draft what the evidence says of one claim.

    Raises:
        ActionDenied: the gate keeps this content from such a label, or the role is missing.
        ValidationError: an unknown value, no reasons, no evidence, or evidence of another case.
    """
    case = lock_case(case, version)
    rules.check_can(by, "draft_verdict", case)
    reasons = check_content(case, claim, value, reasons, evidence)
    corrected = case.verdicts.filter(claim=claim, state=VerdictState.CORRECTED).first()
    verdict = Verdict.objects.create(
        case=case, claim=claim, value=value, reasons=reasons, drafted_by=by, corrects=corrected
    )
    verdict.evidence.set(evidence)
    keep_case(case, "verdict_drafted", by=by, verdict=verdict.pk, value=value)
    return verdict


@transaction.atomic
def revise_verdict(
    verdict: Verdict,
    *,
    value: str,
    reasons: str,
    evidence: Sequence[Evidence],
    by: User,
    version: int | None = None,
) -> Verdict:
    """Change a draft; only its drafter can, so the second pair of eyes stays a second one."""
    case, verdict = lock_verdict(verdict, version)
    rules.check_can_revise_verdict(by, verdict)
    verdict.reasons = check_content(case, verdict.claim, value, reasons, evidence)
    verdict.value = value
    keep_verdict(verdict)
    verdict.evidence.set(evidence)
    keep_case(case, "verdict_revised", by=by, verdict=verdict.pk, value=value)
    return verdict


def check_content(
    case: Case, claim: Claim, value: str, reasons: str, evidence: Sequence[Evidence]
) -> str:
    """Check what a verdict says; answers the reasons without surrounding space."""
    if value not in tuple(VerdictCode):
        raise ValidationError(_("%(value)s is not a verdict.") % {"value": value})
    reasons = required(reasons, _("Say why the evidence leads to this verdict."))
    if claim.case_id != case.pk or any(each.case_id != case.pk for each in evidence):
        raise ValidationError(_("Claim and evidence must belong to this case."))
    if not evidence and value != VerdictCode.NOT_A_CLAIM:
        raise ValidationError(_("Name the evidence this verdict rests on."))
    rules.check_value_passes_gate(case, value)
    return reasons


@transaction.atomic
def submit_verdict(verdict: Verdict, *, by: User, version: int | None = None) -> Verdict:
    """Send a draft to a second verifier."""
    return step(verdict, "submit", "verdict_submitted", by=by, version=version)


@transaction.atomic
def return_verdict(verdict: Verdict, *, why: str, by: User, version: int | None = None) -> Verdict:
    """Send a verdict back to its drafter, with what to change."""
    why = required_reason(why)
    return step(
        verdict, "return", "verdict_returned", by=by, version=version, note=why, is_review=True
    )


@transaction.atomic
def approve_verdict(
    verdict: Verdict, *, by: User, note: str = "", version: int | None = None
) -> Verdict:
    """A second verifier agrees."""
    return step(
        verdict,
        "approve",
        "verdict_approved",
        by=by,
        version=version,
        note=note.strip(),
        is_review=True,
    )


@transaction.atomic
def correct_verdict(verdict: Verdict, *, why: str, by: User, version: int | None = None) -> Verdict:
    """Say in public that a published verdict was wrong; the next draft on its claim corrects it."""
    why = required_reason(why)
    verdict = step(verdict, "correct", "verdict_corrected", by=by, version=version, note=why)
    label_doubted.send(Case, case=verdict.case, verdict=verdict, why=why, by=by)
    return verdict


@transaction.atomic
def withdraw_verdict(
    verdict: Verdict, *, why: str, by: User, version: int | None = None
) -> Verdict:
    """Take a verdict back; what was published on it is withdrawn with it."""
    why = required_reason(why)
    verdict = step(verdict, "withdraw", "verdict_withdrawn", by=by, version=version, note=why)
    label_lost.send(Case, case=verdict.case, verdict=verdict, by=by)
    return verdict


def step(
    verdict: Verdict,
    action: str,
    event: str,
    *,
    by: User,
    version: int | None,
    note: str = "",
    is_review: bool = False,
) -> Verdict:
    """Lock, check, move and record one step. Call it in a transaction."""
    case, verdict = lock_verdict(verdict, version)
    verdict.state = rules.check_can_change_verdict(by, verdict, action)
    if is_review:
        verdict.reviewed_by, verdict.reviewed_at = by, timezone.now()
        verdict.review_note = note
    keep_verdict(verdict)
    keep_case(case, event, by=by, verdict=verdict.pk, value=verdict.value, why=note)
    return verdict


def keep_verdict(verdict: Verdict) -> None:
    verdict.version += 1
    verdict.save()
