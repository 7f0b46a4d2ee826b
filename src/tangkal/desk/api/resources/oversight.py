"""Conflicts of interest, findings of auditors, who read what, and our own answers in question."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Body, Key, Line, Moment, Reason, Text, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, person_of, shown
from tangkal.desk.api.resources.cases import CaseWhole, Number, colleague, whole
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.api.resources.crisis_team import Username, among
from tangkal.desk.approvals import conflicts
from tangkal.desk.approvals.conflicts import Conflict
from tangkal.desk.cases.models import Claim
from tangkal.desk.rights import findings, reading, rules, self_correction
from tangkal.desk.rights.models import Access, Finding
from tangkal.desk.rights.views.conflicts import nameable
from tangkal.kernel import InvalidInput

router = Router(tags=["oversight"])


# Conflicts of interest


class ConflictOut(Schema):
    """Somebody who is part of what a case is about: reads it and decides nothing."""

    id: int
    person: str
    reason: str
    declared_by: str
    at: Moment
    lifted_by: str | None
    lifted_at: Moment | None
    lift_reason: str


@router.get(
    "cases/{number}/conflicts",
    response=list[ConflictOut],
    **asks("cases:read"),
    summary="Conflicts of interest on a case",
)
def list_conflicts(request: HttpRequest, number: Number) -> Any:
    """Every one ever declared, lifted ones too."""
    return [conflict_out(each) for each in conflicts.conflicts_of(case_of(request, number))]


class ConflictDeclaring(Body):
    """Whose, and why; of a colleague only by those whose role allows it."""

    person: Username
    reason: Reason


@router.post(
    "cases/{number}/conflicts",
    response={201: ConflictOut},
    **asks("conflicts:write", example={"person": "analis", "reason": "Kerabat pelapor"}),
    summary="Declare a conflict of interest",
)
def declare_conflict(request: HttpRequest, number: Number, body: ConflictDeclaring) -> Any:
    """It holds at once."""
    case, by = case_of(request, number), reader_of(request)
    named_one = colleague(body.person)
    assert named_one is not None
    conflicts.check_can_declare(case, named_one, by=by)
    person = among(nameable(case, by), body.person)
    return conflict_out(conflicts.declare(case, person, by=by, reason=body.reason))


class ConflictLifting(Body):
    """Why it does not hold, or no longer."""

    reason: Reason


@router.post(
    "cases/{number}/conflicts/{int:conflict_id}/lift",
    response=ConflictOut,
    **asks("conflicts:write", example={"reason": "Keliru orang"}),
    summary="Lift a conflict of interest",
)
def lift_conflict(
    request: HttpRequest, number: Number, conflict_id: int, body: ConflictLifting
) -> Any:
    """By an auditor or a legal officer who neither has nor declared it."""
    case = case_of(request, number)
    found = shown(conflicts.conflicts_of(case), pk=conflict_id)
    return conflict_out(conflicts.lift(found, case, by=reader_of(request), reason=body.reason))


def conflict_out(row: Conflict) -> dict[str, Any]:
    names = ("id", "reason", "at", "lifted_at", "lift_reason")
    return {name: getattr(row, name) for name in names} | {
        "person": str(row.user),
        "declared_by": str(row.declared_by),
        "lifted_by": named(row.lifted_by),
    }


# Findings


class AuditFinding(Schema):
    """What an auditor found, addressed to an organisation, and its answer."""

    id: int
    version: int
    title: str
    text: str
    organisation: str
    organisation_id: int
    state: str
    by: str
    at: Moment
    reply: str
    replied_by: str | None
    replied_at: Moment | None
    closed_at: Moment | None


@router.get(
    "findings", response=Page[AuditFinding], **asks("findings:read"), summary="Findings of auditors"
)
def list_findings(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Addressed to the organisations that the owner audits or answers for; the newest first."""
    return page(request, findings.visible(reader_of(request)), wanted, finding_out)


@router.get(
    "findings/{int:finding_id}",
    response=AuditFinding,
    **asks("findings:read"),
    summary="One finding",
)
def get_finding(request: HttpRequest, finding_id: int) -> Any:
    """With its reply."""
    return finding_out(finding_of(request, finding_id))


class NewFinding(Body):
    """What was found, and what is asked for."""

    organisation: Key
    title: Annotated[str, Field(min_length=1, max_length=200)]
    text: Reason


@router.post(
    "findings",
    response={201: AuditFinding},
    **asks(
        "findings:write",
        example={"organisation": 1, "title": "Persetujuan cepat", "text": "Jelaskan."},
    ),
    summary="Write a finding to an organisation",
)
def write_finding(request: HttpRequest, body: NewFinding) -> Any:
    """By its auditor; its approvers are told."""
    by = reader_of(request)
    rules.check_auditor(by)
    office = findings.audited(by).filter(pk=body.organisation).first()
    if office is None:
        raise InvalidInput(_("You audit no organisation %(id)d.") % {"id": body.organisation})
    made = findings.write(title=body.title, text=body.text, organisation=office, by=by)
    return finding_out(finding_of(request, made.pk))


class FindingStep(Versioned):
    """Reply, ask again, or close; the first two need words."""

    step: Literal["reply", "ask_again", "close"]
    text: Text = ""


@router.post(
    "findings/{int:finding_id}/steps",
    response=AuditFinding,
    **asks("findings:write", example={"version": 1, "step": "reply", "text": "Sudah diperbaiki."}),
    summary="Reply to a finding, ask again, or close it",
)
def take_finding_step(request: HttpRequest, finding_id: int, body: FindingStep) -> Any:
    """Answered by the organisation, closed by an auditor."""
    findings.take_step(
        finding_of(request, finding_id),
        body.step,
        text=body.text,
        by=reader_of(request),
        version=version_of(request, body),
    )
    return finding_out(finding_of(request, finding_id))


def finding_of(request: HttpRequest, finding_id: int) -> Finding:
    return shown(findings.visible(reader_of(request)), pk=finding_id)


def finding_out(row: Finding) -> dict[str, Any]:
    names = ("id", "version", "title", "text", "organisation_id", "state", "at", "reply")
    return {name: getattr(row, name) for name in (*names, "replied_at", "closed_at")} | {
        "organisation": str(row.organisation),
        "by": str(row.by),
        "replied_by": named(row.replied_by),
    }


# Who read what


class WantedReadings(Paged):
    """Which lines of the access log."""

    person: Annotated[str, Field(max_length=120)] = ""
    kind: Annotated[str, Field(max_length=40)] = ""
    thing: Annotated[str, Field(max_length=120)] = ""


class AccessOut(Schema):
    """One person read one thing in one hour, so many times."""

    person: str
    organisation: str
    kind: str
    thing: str
    hour: Moment
    reads: int


@router.get("access", response=Page[AccessOut], **asks("audit:read"), summary="Who read what")
def list_access(request: HttpRequest, wanted: Query[WantedReadings]) -> Any:
    """What people of the auditor's organisations read, and who read their cases."""
    auditor = person_of(request)
    rules.check_auditor(auditor)
    chosen = reading.AccessFilter(person=wanted.person, kind=wanted.kind, thing=wanted.thing)
    return page(request, chosen.apply(reading.visible(auditor)), wanted, access_out)


def access_out(row: Access) -> dict[str, Any]:
    return {
        "person": str(row.user),
        "organisation": str(row.user.organisation),
        "kind": row.kind,
        "thing": row.object_id,
        "hour": row.hour,
        "reads": row.reads,
    }


# The same standard for ourselves


class OfficialClaim(Schema):
    """What government or an official asserted, with its verdicts."""

    id: int
    case: str
    text: str
    created_at: Moment
    verdicts: list[str]


@router.get(
    "official-claims",
    response=Page[OfficialClaim],
    **asks("cases:read"),
    summary="Claims made by government",
)
def list_official_claims(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Judged by the same standard; the newest first."""
    return page(request, self_correction.official_claims(reader_of(request)), wanted, official_out)


def official_out(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.pk,
        "case": claim.case.number,
        "text": claim.text,
        "created_at": claim.created_at,
        "verdicts": [each.value for each in claim.verdicts.all()],
    }


class AnswerDoubt(Body):
    """What may be wrong with it, and what points to it."""

    reason: Reason


@router.post(
    "clarifications/{slug}/question",
    response={201: CaseWhole},
    **asks("cases:write", example={"reason": "Datanya sudah diganti"}),
    summary="Open a case on one of our own answers",
)
def question_our_own(
    request: HttpRequest, slug: Annotated[Line, Field(max_length=120)], body: AnswerDoubt
) -> Any:
    """Whoever made the answer has no say in it."""
    by = reader_of(request)
    found = shown(self_correction.questionable(by), slug=slug)
    case = self_correction.question_our_own(found, reason=body.reason, by=by)
    return whole(request, case_of(request, case.number))
