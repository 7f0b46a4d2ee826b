"""Steps that move a case along its states and need little more than the step itself."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import rules
from tangkal.desk.cases.commands.base import keep_case, lock_case, required_reason
from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.cases.states import CASE, CaseState, VerdictState


@transaction.atomic
def triage(case: Case, *, by: User, version: int | None = None) -> Case:
    """Begin work on a case; whoever begins looks after it, unless somebody already does."""
    case = move(case, "triage", by=by, version=version)
    case.triaged_at = timezone.now()
    case.owner = case.owner or by
    return keep_case(case, "triaged", by=by)


@transaction.atomic
def send_to_verification(case: Case, *, by: User, version: int | None = None) -> Case:
    """Hand the claims to the verifiers."""
    case = move(case, "send_to_verification", by=by, version=version)
    return keep_case(case, "sent_to_verification", by=by)


@transaction.atomic
def respond(case: Case, *, by: User, version: int | None = None) -> Case:
    """Begin the response that was decided."""
    case = move(case, "respond", by=by, version=version)
    return keep_case(case, "response_begun", by=by)


@transaction.atomic
def mark_published(
    case: Case,
    *,
    by: User,
    reference: str = "",
    verdict: Verdict | None = None,
    version: int | None = None,
) -> Case:
    """The response is public; so, from now on, is the verdict it rests on.

    A response that nobody began separately begins and is published in one step.

    Args:
        reference: address or number of what was published, for the record.
        verdict: whose label went out; the newest approved one where not told.
    """
    case = lock_case(case, version)
    if case.state == CaseState.DECIDED:
        case.state = rules.check_can(by, "respond", case)
    case.state = rules.check_can(by, "publish", case)
    verdict = publish_verdict(case, verdict)
    return keep_case(
        case,
        "published",
        by=by,
        reference=reference,
        verdict=verdict.value if verdict else None,
    )


@transaction.atomic
def mark_verdict_published(verdict: Verdict, *, by: User, reference: str = "") -> Case:
    """One more verdict of a case that is public already went out with a text of its own."""
    case = lock_case(verdict.case)
    published = publish_verdict(case, verdict)
    return keep_case(
        case,
        "verdict_published",
        by=by,
        reference=reference,
        verdict=published.value if published else None,
    )


def publish_verdict(case: Case, which: Verdict | None) -> Verdict | None:
    """Mark the approved verdict published; content that may not be labelled has none."""
    approved = case.verdicts.select_for_update().filter(state=VerdictState.APPROVED)
    verdict = (approved.filter(pk=which.pk) if which else approved).first()
    if verdict is not None:
        verdict.state = VerdictState.PUBLISHED
        verdict.version += 1
        verdict.save(update_fields=["state", "version"])
    return verdict


@transaction.atomic
def evaluate(case: Case, *, by: User, version: int | None = None) -> Case:
    """Begin to measure what the response changed."""
    case = move(case, "evaluate", by=by, version=version)
    return keep_case(case, "evaluation_begun", by=by)


@transaction.atomic
def close(case: Case, *, by: User, why: str = "", version: int | None = None) -> Case:
    """Close a case; it can always be opened again."""
    case = move(case, "close", by=by, version=version)
    case.closed_at = timezone.now()
    return keep_case(case, "closed", by=by, why=why.strip())


@transaction.atomic
def reopen(case: Case, *, by: User, why: str, version: int | None = None) -> Case:
    """Open a decided, published or closed case again; its clocks start anew."""
    why = required_reason(why)
    case = move(case, "reopen", by=by, version=version)
    return begin_again(case, timezone.now(), by=by, why=why)


@transaction.atomic
def reopen_by_measurement(case: Case, *, why: str, at: datetime, **detail: object) -> Case:
    """The machine asks people to look again; it judges and decides nothing.

    Args:
        why: the sentence of the record, in the desk's language.
        at: when it was found; the new round's clock starts then.

    Raises:
        ActionDenied: the case is not in a state that can be opened again.
    """
    case = lock_case(case)
    case.state = CASE.step(case.state, "reopen").target
    return begin_again(case, at, by=None, why=why, **detail)


def begin_again(case: Case, at: datetime, *, by: User | None, why: str, **detail: object) -> Case:
    case.reopened_at = at
    case.triaged_at = None
    case.closed_at = None
    return keep_case(case, "reopened", by=by, why=why, **detail)


def move(case: Case, action: str, *, by: User, version: int | None) -> Case:
    """Lock and check one step. Call it in a transaction; `keep_case` stores the result."""
    case = lock_case(case, version)
    case.state = rules.check_can(by, action, case)
    return case
