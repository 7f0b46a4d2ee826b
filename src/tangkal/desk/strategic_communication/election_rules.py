"""In an election period a label on politics needs two signatures, one of a named person."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.cases.models import Case, ImpactAssessment
from tangkal.desk.strategic_communication.election_models import ElectionFlag, ElectionPeriod
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.workflow import ActionDenied
from tangkal.impact_analysis.categories import Category

FINAL, COSIGNED = "final", "election"  # stages of the two signatures
ELECTION_HARM = "election_process"


def period_for(organisation: Organisation, *, day: date | None = None) -> ElectionPeriod | None:
    """The election period an organisation is in: its own, or one of those above it."""
    today = day or timezone.localdate()
    above = [int(key) for key in organisation.path.split(".") if key]
    found = ElectionPeriod.objects.filter(
        organisation_id__in=above, starts_on__lte=today, ends_on__gte=today, ended_at=None
    )
    return found.select_related("lead", "organisation").prefetch_related("delegates").first()


def is_election_matter(case: Case) -> bool:
    """Whether a case touches an election: by its subject, by the judged harm, or by a flag."""
    if case.claims.filter(category=Category.POLITICS.value).exists():
        return True
    assessment = ImpactAssessment.objects.filter(case=case).first()
    if assessment is not None and assessment.severities.get(ELECTION_HARM, 0) > 0:
        return True
    return ElectionFlag.objects.filter(case=case).exists()


def period_on(case: Case) -> ElectionPeriod | None:
    """The period whose rule holds for a case; None where nobody named has to sign."""
    found = period_for(case.lead_organisation)
    return found if found is not None and is_election_matter(case) else None


def period_of(message: Message) -> ElectionPeriod | None:
    """The period whose rule holds for a message; None where one signature is enough."""
    return period_on(message.case)


def bar_to_public_notes(case: Case) -> str:
    """Why a text that one person releases is not enough now; empty where it is."""
    period = period_for(case.lead_organisation)
    if period is None or not is_election_matter(case):
        return ""
    return _(
        "“%(period)s” is running: a public note needs one signature, and this case two. Publish a "
        "message instead."
    ) % {"period": period.name}


def named(period: ElectionPeriod) -> set[int]:
    """Who may give the signature that stands for the agreement with KPU and Bawaslu."""
    return {period.lead_id, *(each.pk for each in period.delegates.all())}


def signers(message: Message, sha256: str) -> set[int]:
    """Who signed this very version."""
    found = words_on(message).filter(
        version_sha256=sha256, stage__in=(FINAL, COSIGNED), word=Approval.Word.APPROVED
    )
    return set(found.values_list("by_id", flat=True))


def missing_signature(message: Message, sha256: str) -> str:
    """What is still missing, in a sentence; empty where nothing is."""
    period = period_of(message)
    if period is None:
        return ""
    signed = signers(message, sha256)
    if len(signed) >= 2 and signed & named(period):
        return ""
    return _(
        "“%(period)s” is running: a label on politics needs the words of two approvers, one of "
        "them %(lead)s or a delegate. Have it countersigned."
    ) % {"period": period.name, "lead": period.lead.display_name}


def check_two_signatures(message: Message, sha256: str) -> None:
    """Refuse a label on politics that one person alone stands behind in an election period.

    Raises:
        ActionDenied: naming the period and whose signature is missing.
    """
    if sentence := missing_signature(message, sha256):
        raise ActionDenied(sentence)
