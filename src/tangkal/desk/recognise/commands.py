"""Keep known claims, and withdraw them; each change reaches the live indexes by its revision."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.commands import record
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.workflow import ActionDenied
from tangkal.kernel import KnownClaim as KnownClaimRecord

FIELDS = (
    "title",
    "verdict",
    "publisher",
    "url",
    "published_on",
    "language",
    "article_text",
    "origin",
    "is_withdrawn",
)


@transaction.atomic
def store_claims(
    claims: Sequence[KnownClaimRecord],
    *,
    by: User | None,
    origin: KnownClaim.Origin = KnownClaim.Origin.IMPORTED,
) -> int:
    """Keep claims; one that is there already is updated where it differs.

    Returns:
        How many were new or changed.
    """
    rows = {claim.claim_id: as_row(claim, origin) for claim in claims}
    present = KnownClaim.objects.in_bulk(list(rows))
    changed = [row for key, row in rows.items() if differs(row, present.get(key))]
    if not changed:
        return 0
    # The audit chain's lock puts imports one after another, so its sequence numbers the
    # revisions in the order in which they become visible: a reader never misses one.
    event = record("known_claims.stored", None, by=by, count=len(changed), origin=str(origin))
    for row in changed:
        row.revision = event.sequence
    KnownClaim.objects.bulk_create(
        changed,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["claim_id"],
        update_fields=[*FIELDS, "revision"],
    )
    return len(changed)


def as_row(claim: KnownClaimRecord, origin: KnownClaim.Origin) -> KnownClaim:
    return KnownClaim(
        claim_id=claim.claim_id,
        title=claim.title[:500],
        verdict=(claim.verdict or "")[:80],
        publisher=(claim.publisher or "")[:200],
        url=claim.url or "",
        published_on=claim.published_on,
        language=claim.language or "",
        article_text=claim.article_text or "",
        origin=origin,
    )


def differs(row: KnownClaim, present: KnownClaim | None) -> bool:
    return present is None or any(
        getattr(row, field) != getattr(present, field) for field in FIELDS
    )


def check_can_keep(by: User) -> None:
    """Raises ActionDenied for anybody but a verifier."""
    if not by.has_role(Role.VERIFIER):
        raise ActionDenied(_("Only a verifier can withdraw a known claim."))


@transaction.atomic
def import_claims(claims: Sequence[KnownClaimRecord], *, by: User) -> int:
    """Keep what others have checked; our own clarifications are not overwritten by it.

    Raises:
        ActionDenied: not a verifier.
        ValidationError: an id that belongs to a clarification of ours.
    """
    check_can_keep(by)
    ours = KnownClaim.objects.filter(
        pk__in=[claim.claim_id for claim in claims], origin=KnownClaim.Origin.OWN
    )
    if taken := ours.values_list("pk", flat=True).first():
        raise ValidationError(_("“%(id)s” is a clarification of ours.") % {"id": taken})
    return store_claims(claims, by=by)


def withdraw_by_hand(claim: KnownClaim, *, by: User, why: str) -> None:
    """A verifier's word that a claim shall match no more.

    Raises:
        ActionDenied: not a verifier, or no reason.
    """
    check_can_keep(by)
    if not why.strip():
        raise ActionDenied(_("This step needs a reason; write one and try again."))
    withdraw_claim(claim, by=by, why=why.strip())


@transaction.atomic
def withdraw_claim(claim: KnownClaim, *, by: User | None, why: str) -> None:
    """Stop matching a claim; its past matches stay on record."""
    event = record("known_claim.withdrawn", claim, by=by, why=why)
    KnownClaim.objects.filter(pk=claim.pk).update(is_withdrawn=True, revision=event.sequence)
