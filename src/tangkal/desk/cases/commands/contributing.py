"""What people add to a case on its way: claims, evidence, grades, notes, an owner."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import rules, words
from tangkal.desk.cases.commands.base import keep_case, lock_case, required
from tangkal.desk.cases.models import Case, CaseNote, Claim, Evidence
from tangkal.desk.cases.people.commands import watch
from tangkal.desk.cases.people.telling import mention, tell_assigned
from tangkal.desk.cases.pictures.fingerprints import of_evidence
from tangkal.desk.cases.pictures.models import EvidencePrint


@transaction.atomic
def add_claim(
    case: Case,
    *,
    text: str,
    by: User,
    category: str = "",
    disorder_type: str = "",
    claimant_kind: str = "",
    version: int | None = None,
) -> Claim:
    """Write down what is asserted, in one sentence that can be checked."""
    text = required(text, _("Write the claim in one sentence that can be checked."))
    words.check(category, words.CATEGORIES)
    words.check(disorder_type, words.DISORDER_TYPES)
    words.check(claimant_kind, words.CLAIMANTS)
    case = lock_case(case, version)
    rules.check_can(by, "add_claim", case)
    claim = Claim.objects.create(
        case=case,
        text=text,
        category=category,
        disorder_type=disorder_type,
        claimant_kind=claimant_kind,
        created_by=by,
    )
    keep_case(case, "claim_added", by=by, claim=claim.pk, text=text)
    return claim


def add_evidence(
    case: Case,
    evidence: Evidence,
    *,
    by: User,
    reliability: str = "",
    credibility: str = "",
    is_public: bool = False,
    is_graphic: bool = False,
    archive_reference: str = "",
    version: int | None = None,
) -> Evidence:
    """Store evidence that :mod:`tangkal.desk.cases.evidence` made, with its Admiralty grade.

    Of a picture or video the fingerprint is kept too.

    Raises:
        ValidationError: no source, the case already holds exactly this, or a picture or video
            that unfolds to more than is read.
    """
    rules.check_can(by, "add_evidence", case)
    evidence.is_graphic = is_graphic
    evidence.archive_reference = archive_reference.strip()
    seen = of_evidence(evidence)  # may take seconds: before any lock
    grade = Grade(reliability, credibility, is_public)
    return keep_evidence(case, evidence, seen, grade, by=by, version=version)


@dataclass(frozen=True, slots=True)
class Grade:
    """How a piece of evidence was graded, and whether the portal may show it."""

    reliability: str
    credibility: str
    is_public: bool


@transaction.atomic
def keep_evidence(
    case: Case,
    evidence: Evidence,
    seen: EvidencePrint | None,
    grade: Grade,
    *,
    by: User,
    version: int | None,
) -> Evidence:
    """Lock the case, check, and store the evidence with its fingerprint."""
    reliability, credibility, is_public = grade.reliability, grade.credibility, grade.is_public
    required(evidence.source, _("Say who or what provided this evidence."))
    check_grade(reliability, credibility)
    case = lock_case(case, version)
    rules.check_can(by, "add_evidence", case)
    if case.evidence.filter(sha256=evidence.sha256).exists():
        raise ValidationError(_("The case already holds this evidence, with the same hash."))
    evidence.case, evidence.added_by, evidence.added_at = case, by, timezone.now()
    evidence.reliability, evidence.credibility = reliability, credibility
    evidence.is_public = is_public
    evidence.clean_fields(exclude=["case", "added_by"])
    store(evidence)
    if seen is not None:
        seen.evidence = evidence
        seen.save()
    keep_case(
        case,
        "evidence_added",
        by=by,
        evidence=evidence.pk,
        kind=str(evidence.kind),
        title=evidence.title,
        sha256=evidence.sha256,
        is_public=is_public,
    )
    return evidence


def store(evidence: Evidence) -> None:
    """Save; a file whose record could not be stored does not stay behind."""
    try:
        evidence.save()
    except Exception:
        if evidence.file:
            evidence.file.delete(save=False)
        raise


@transaction.atomic
def grade_evidence(
    evidence: Evidence,
    *,
    reliability: str,
    credibility: str,
    is_public: bool,
    by: User,
    is_graphic: bool | None = None,
    archive_reference: str | None = None,
    version: int | None = None,
) -> Evidence:
    """Grade a piece of evidence anew, and say whether the portal may show it."""
    check_grade(reliability, credibility)
    case = lock_case(evidence.case, version)
    rules.check_can(by, "grade_evidence", case)
    evidence = Evidence.objects.get(pk=evidence.pk)
    evidence.reliability, evidence.credibility = reliability, credibility
    evidence.is_public = is_public
    if is_graphic is not None:
        evidence.is_graphic = is_graphic
    if archive_reference is not None:
        evidence.archive_reference = archive_reference.strip()
    evidence.save(
        update_fields=[
            "reliability",
            "credibility",
            "is_public",
            "is_graphic",
            "archive_reference",
        ]
    )
    keep_case(
        case,
        "evidence_graded",
        by=by,
        evidence=evidence.pk,
        title=evidence.title,
        grade=f"{reliability}{credibility}",
        is_public=is_public,
        is_graphic=evidence.is_graphic,
        archive_reference=evidence.archive_reference,
    )
    return evidence


def check_grade(reliability: str, credibility: str) -> None:
    """A grade has both parts or none: reliability of the source, credibility of the content."""
    if bool(reliability) != bool(credibility):
        raise ValidationError(_("Grade both the source (A–F) and the content (1–6), or neither."))
    if reliability and (
        reliability not in Evidence.Reliability or credibility not in Evidence.Credibility
    ):
        raise ValidationError(
            _("%(grade)s is not an Admiralty grade; write A–F and 1–6, e.g. B2.")
            % {"grade": f"{reliability}{credibility}"}
        )


@transaction.atomic
def note(case: Case, *, text: str, by: User) -> CaseNote:
    """Add an internal note. It changes nothing others decide on, so it takes no version."""
    text = required(text, _("The note is empty."))
    case = lock_case(case)
    rules.check_can(by, "note", case)
    written = CaseNote.objects.create(case=case, text=text, by=by)
    record("case.note_added", case, by=by, note=written.pk)
    written.unreached = mention(written)
    return written


@transaction.atomic
def assign(case: Case, *, to: User | None, by: User, version: int | None = None) -> Case:
    """Name who looks after the case; nobody, where `to` is None."""
    case = lock_case(case, version)
    rules.check_can(by, "assign", case)
    if to is not None and not rules.can_read(to, case):
        raise ValidationError(
            _("%(name)s does not read cases of %(organisation)s.")
            % {"name": to.display_name, "organisation": case.lead_organisation}
        )
    case.owner = to
    kept = keep_case(case, "assigned", by=by, to=to.display_name if to else None)
    if to is not None:
        watch(case, by=to)
        tell_assigned(case, to, by=by)
    return kept
