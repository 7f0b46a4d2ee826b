"""Appeals: to an officer who had no part in what is contested, decided, told, announced."""

from typing import Annotated, Any, Literal

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Moment, Reason, Text, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.cases import colleague
from tangkal.desk.api.resources.crisis_team import Username
from tangkal.desk.rights import appeals, queries, rules
from tangkal.desk.rights.models import Review
from tangkal.desk.rights.subjects import subject_of
from tangkal.desk.rights.views.appeals import evidence as screens_file
from tangkal.desk.rights.views.appeals import sender_of

router = Router(tags=["appeals"])
Receipt = Annotated[str, Field(max_length=20, description="the number its sender got")]


class WantedAppeals(Paged):
    """Which appeals: the register's own tabs."""

    tab: Literal["open", "mine", "overdue", "to_tell", "all"] = "open"


assert queries.TABS == ("open", "mine", "overdue", "to_tell", "all")


class AppealBrief(Schema):
    """One appeal in short; nothing of its sender."""

    receipt: str
    version: int
    state: str
    part: str
    subject: str
    case: str | None
    organisation: str
    priority: str
    officer: str | None
    received_at: Moment
    reply_due_at: Moment
    decide_due_at: Moment
    first_replied_at: Moment | None
    decided_at: Moment | None
    told_at: Moment | None
    announced_at: Moment | None
    is_exercise: bool


class AppealWhole(AppealBrief):
    """One appeal: what was contested, why, and what became of it."""

    why: str
    evidence_url: str
    file_name: str
    sender: dict[str, str] = Field(description="in full for its officer, masked for others")
    contested: dict[str, Any]
    contested_sha256: str
    sha256_now: str = Field(description="of what stands there now; send it as `seen`")
    first_reply: str
    outcome: str
    outcome_reason: str
    reply: str
    told_how: str
    officers: list[str] = Field(description="user names of those who may take it")


@router.get("appeals", response=Page[AppealBrief], **asks("appeals:read"), summary="Appeals")
def list_appeals(request: HttpRequest, wanted: Query[WantedAppeals]) -> Any:
    """Of the owner's organisations, and those given to its owner; the newest first."""
    reader = reader_of(request)
    chosen = queries.condition(wanted.tab, reader, timezone.now())
    return page(request, queries.visible_reviews(reader).filter(chosen), wanted, brief)


@router.get("appeals/{receipt}", response=AppealWhole, **asks("appeals:read"), summary="One appeal")
def get_appeal(request: HttpRequest, receipt: Receipt) -> Any:
    """What was contested, and who may take it."""
    return whole(request, one(request, receipt))


@router.get(
    "appeals/{receipt}/file",
    **asks("appeals:read", sends="application/octet-stream"),
    summary="The file that came with an appeal",
)
def appeal_file(request: HttpRequest, receipt: Receipt) -> Any:
    """404 where none came."""
    found: FileResponse = screens_file(request, receipt=receipt)
    return found


class AppealAssigning(Versioned):
    """Who takes it; the first time, what its sender reads at once."""

    officer: Username
    first_reply: Text = ""


@router.post(
    "appeals/{receipt}/assign",
    response=AppealWhole,
    **asks(
        "appeals:write",
        example={"version": 1, "officer": "hukum", "first_reply": "Sanggahan Anda diterima."},
    ),
    summary="Give an appeal to an officer",
)
def assign(request: HttpRequest, receipt: Receipt, body: AppealAssigning) -> Any:
    """To somebody who had no part in what is contested."""
    review, by = one(request, receipt), reader_of(request)
    rules.check_step(review, "assign", by)
    officer = colleague(body.officer)
    assert officer is not None
    appeals.assign(
        review,
        officer,
        first_reply=body.first_reply,
        by=by,
        version=version_of(request, body),
    )
    return whole(request, one(request, receipt))


class AppealDeciding(Versioned):
    """It stands, it has to be corrected, or it is withdrawn; the reasons are public."""

    outcome: Literal["uphold", "revise", "withdraw"]
    reason: Reason
    seen: Annotated[str, Field(max_length=64, description="`sha256_now`, as it was read")]


assert rules.DECISIONS == ("uphold", "revise", "withdraw")


@router.post(
    "appeals/{receipt}/decide",
    response=AppealWhole,
    **asks(
        "appeals:act",
        example={"version": 1, "outcome": "uphold", "reason": "Sumbernya sahih.", "seen": "0"},
    ),
    summary="Decide an appeal",
)
def decide(request: HttpRequest, receipt: Receipt, body: AppealDeciding) -> Any:
    """By its officer alone; 409 where the contested text was changed since it was read."""
    appeals.decide(
        one(request, receipt),
        body.outcome,
        reason=body.reason,
        by=reader_of(request),
        sha256_seen=body.seen,
        version=version_of(request, body),
    )
    return whole(request, one(request, receipt))


class AppealTelling(Versioned):
    """What the sender was told, and how."""

    reply: Reason
    how: Annotated[str, Field(min_length=1, max_length=200)]


@router.post(
    "appeals/{receipt}/tell",
    response=AppealWhole,
    **asks(
        "appeals:write", example={"version": 1, "reply": "Jawaban tetap.", "how": "surat 3 Maret"}
    ),
    summary="Record what an appeal's sender was told",
)
def tell(request: HttpRequest, receipt: Receipt, body: AppealTelling) -> Any:
    """The reply stands on the appeal's page too."""
    appeals.tell_sender(
        one(request, receipt),
        reply=body.reply,
        how=body.how,
        by=reader_of(request),
        version=version_of(request, body),
    )
    return whole(request, one(request, receipt))


@router.post(
    "appeals/{receipt}/announce",
    response=AppealWhole,
    **asks("appeals:write", example={"version": 1}),
    summary="Publish the outcome of an appeal",
)
def announce(request: HttpRequest, receipt: Receipt, body: Versioned) -> Any:
    """With its reasons, beside what was contested."""
    appeals.announce(
        one(request, receipt), by=reader_of(request), version=version_of(request, body)
    )
    return whole(request, one(request, receipt))


def one(request: HttpRequest, receipt: str) -> Review:
    return shown(queries.visible_reviews(reader_of(request)), appeal__receipt=receipt)


def brief(review: Review) -> dict[str, Any]:
    appeal = review.appeal
    names = ("receipt", "version", "state", "part", "received_at", "first_replied_at")
    more = ("decided_at", "told_at", "announced_at", "is_exercise")
    return {name: getattr(appeal, name) for name in (*names, *more)} | {
        "subject": appeal.subject_label,
        "case": review.case.number if review.case else None,
        "organisation": str(review.organisation),
        "priority": review.priority,
        "officer": named(review.officer),
        "reply_due_at": review.reply_due_at,
        "decide_due_at": review.decide_due_at,
    }


def whole(request: HttpRequest, review: Review) -> dict[str, Any]:
    appeal, reader = review.appeal, reader_of(request)
    names = ("why", "evidence_url", "file_name", "contested", "contested_sha256", "first_reply")
    more = ("outcome", "outcome_reason", "reply")
    return (
        brief(review)
        | {name: getattr(appeal, name) for name in (*names, *more)}
        | {
            "sender": sender_of(review, reader),
            "sha256_now": subject_of(appeal).sha256_now(),
            "told_how": review.told_how,
            "officers": sorted(person.username for person in rules.officers(review)),
        }
    )
