"""The same standard for ourselves: claims made by government, and our own texts put in question."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals import conflicts
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.evidence import from_words
from tangkal.desk.cases.models import Case, Claim, Evidence
from tangkal.desk.cases.rules import check_role
from tangkal.desk.portal.claim_review import address_of
from tangkal.desk.portal.models import Appeal, Clarification
from tangkal.desk.rights.clarifications import ClarificationSubject

OFFICIAL = "official"


def official_claims(reader: User) -> QuerySet[Claim]:
    """What government or an official asserted, with every verdict on it; newest first."""
    within = Q(pk__in=[])
    for path in reader.content_scopes():
        within |= Q(case__lead_organisation__path__startswith=path)
    return (
        Claim.objects.filter(within, claimant_kind=OFFICIAL)
        .select_related("case__lead_organisation")
        .prefetch_related("verdicts")
        .order_by("-created_at", "-pk")
    )


@transaction.atomic
def question_our_own(clarification: Clarification, *, reason: str, by: User) -> Case:
    """Open a case on a published answer of ours; whoever made it has no say in the case.

    The case runs as every other: gate, verdict, decision. Where it finds the answer wrong, its
    people correct the answer on the desk, in public.

    Raises:
        ActionDenied: no analyst of the organisation that issued it, or no reason.
    """
    check_role(by, [Role.ANALYST.value], at=clarification.issuer)
    reason = check_reason(reason)
    subject = ClarificationSubject(Appeal(clarification=clarification))
    case = cases.open_case(
        [],
        title=_("Our own answer in question: %(headline)s") % {"headline": clarification.headline},
        summary=reason,
        by=by,
        lead_organisation=subject.organisation,
        is_exercise=clarification.is_exercise,
    )
    text = "\n\n".join(part["text"] for part in clarification.parts)
    evidence = from_words(
        kind=Evidence.Kind.PAGE,
        title=clarification.headline,
        text=text,
        url=address_of(clarification),
        source=str(clarification.issuer),
        captured_at=timezone.now(),
    )
    cases.add_evidence(case, evidence, by=by)
    cases.add_claim(case, text=clarification.headline, by=by, claimant_kind=OFFICIAL)
    case = Case.objects.select_related("lead_organisation").get(pk=case.pk)
    for person in User.objects.filter(pk__in=subject.involved()):
        why = _("Had a hand in the answer that is in question.")
        conflicts.put_on_record(case, person, by=by, reason=why)
    record("case.questions_our_own", case, by=by, slug=clarification.slug, reason=reason)
    return case


def questionable(reader: User) -> QuerySet[Clarification]:
    """Published answers of the organisations whose content this person reads."""
    within = Q(pk__in=[])
    for path in reader.content_scopes():
        within |= Q(issuer__path__startswith=path)
    return Clarification.objects.filter(within, state=Clarification.State.PUBLISHED)
