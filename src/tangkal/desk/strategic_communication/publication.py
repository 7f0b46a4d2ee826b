"""From an approved message to the portal, and from there to the matcher."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import commands as case_commands
from tangkal.desk.cases.models import Case, Evidence, Verdict
from tangkal.desk.cases.states import CaseState, VerdictState
from tangkal.desk.portal import commands as portal_commands
from tangkal.desk.portal.media import JudgedMedia
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.records import ApprovedText, Source
from tangkal.desk.portal.reports import answer_waiting
from tangkal.desk.questions.families import answer_case
from tangkal.desk.recognise.commands import store_claims, withdraw_claim
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.strategic_communication import hooks, validity
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.strategic_communication.states import MessageState
from tangkal.kernel import KnownClaim as KnownClaimRecord


def put_on_portal(
    message: Message, version: MessageVersion, verdict: Verdict, *, by: User
) -> Clarification:
    """Publish a text, or correct the one it replaces; the caller's transaction holds it all."""
    text = approved_text(message, version, verdict)
    old = message.replaces
    if old and old.clarification_slug:
        clarification = portal_commands.correct_clarification(
            old.clarification_slug, text, reason=message.correction_reason, by=by
        )
        old.state = MessageState.REPLACED
        old.version += 1
        old.changed_by = by
        old.save()
        record("message.replaced", old, by=by, replaced_by=message.pk)
        message.clarification_slug = clarification.slug
        for hook in hooks.replaced:
            hook(old, message, by)
    else:
        clarification = portal_commands.publish_clarification(
            text, issuer=message.case.lead_organisation, by=by
        )
    if settings.TANGKAL.is_demo or not clarification.is_exercise:
        # An exercise's answer must never reach a citizen who asks for real.
        teach_matcher(clarification, by=by)
        # After the commit: only then may the matcher learn of the claim. What goes wrong here
        # leaves questions waiting and must not look as if the publication had failed.
        transaction.on_commit(lambda: answer_case(clarification), robust=True)
        transaction.on_commit(lambda: answer_waiting(clarification), robust=True)
    if message.case.state in {CaseState.DECIDED, CaseState.RESPONSE}:
        case_commands.mark_published(
            message.case, by=by, reference=clarification.slug, verdict=verdict
        )
    elif verdict.state == VerdictState.APPROVED:
        case_commands.mark_verdict_published(verdict, by=by, reference=clarification.slug)
    return clarification


def approved_text(message: Message, version: MessageVersion, verdict: Verdict) -> ApprovedText:
    """The message in the portal's form, with the evidence that may be shown as its sources."""
    case = message.case
    first_seen = case.signals.order_by("first_seen_at").values_list("first_seen_at", flat=True)
    first = first_seen.first()
    held = validity.of_message(message, version)
    return ApprovedText(
        claim_text=verdict.claim.text,
        verdict=verdict.value,
        headline=version.headline,
        parts=tuple((key, str(text)) for key, text in version.parts.items() if key != "headline"),
        sources=tuple(public_sources(case)),
        language=message.language,
        reference=case.number,
        category=verdict.claim.category,
        region_code=message.region_id,
        first_appeared_on=timezone.localdate(first) if first else None,
        is_exercise=case.is_exercise,
        media=tuple(JudgedMedia(**each) for each in version.media),
        confirmed_at=held.confirmed_at,
        valid_until=held.valid_until,
    )


def public_sources(case: Case) -> list[Source]:
    rows = Evidence.objects.filter(case=case, is_public=True)
    return [Source(title=row.title, url=row.url, publisher=row.source) for row in rows]


def teach_matcher(clarification: Clarification, *, by: User) -> None:
    """Our own answer is a known claim from now on: the next post like it finds it."""
    claim_id = f"own-{clarification.pk}"
    address = reverse("clarification", args=[clarification.slug])
    store_claims(
        [
            KnownClaimRecord(
                claim_id=claim_id,
                title=clarification.claim_text[:500],
                verdict=clarification.verdict,
                publisher=settings.TANGKAL.publisher,
                url=f"{settings.TANGKAL.site_url}{address}",
                published_on=timezone.localdate(clarification.published_at),
                language=clarification.language,
                article_text=" ".join(
                    [clarification.headline, *(part["text"] for part in clarification.parts)]
                ),
            )
        ],
        by=by,
        origin=KnownClaim.Origin.OWN,
    )
    if clarification.known_claim_id != claim_id:
        clarification.known_claim_id = claim_id
        clarification.save(update_fields=["known_claim_id"])


def take_off_portal(message: Message, *, reason: str, by: User) -> None:
    """Mark the page withdrawn and stop matching its claim."""
    clarification = portal_commands.withdraw_clarification(
        message.clarification_slug, reason=reason, by=by
    )
    claim = KnownClaim.objects.filter(pk=clarification.known_claim_id).first()
    if claim:
        withdraw_claim(claim, by=by, why=reason)
    for hook in hooks.taken_back:
        hook(message, reason, by)
