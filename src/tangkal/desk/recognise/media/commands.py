"""Keep and remove fingerprints, make banks, set what makes a match; each is audited."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.recognise.media import rules
from tangkal.desk.recognise.media.models import KnownMedia, MediaBank
from tangkal.desk.recognise.media.reading import Taken, digest_of
from tangkal.desk.recognise.models import KnownClaim

FIRST_BANK = "Umum"
SETTINGS = ("bits", "details", "asked_share", "known_share")


def first_bank() -> MediaBank:
    """The bank that is there without anybody making one."""
    return MediaBank.objects.first() or MediaBank.objects.get_or_create(name=FIRST_BANK)[0]


@transaction.atomic
def keep(
    claim: KnownClaim,
    taken: Taken,
    *,
    by: User | None,
    bank: MediaBank | None = None,
    first_seen_on: date | None = None,
) -> KnownMedia:
    """Keep the fingerprint of a picture or video that was judged with a claim.

    Raises:
        ValidationError: the claim is withdrawn, the bank has it already, or the date lies ahead.
    """
    rules.check_can_keep(by)
    if KnownClaim.objects.filter(pk=claim.pk, is_withdrawn=True).exists():
        raise ValidationError(_("This claim is withdrawn; nothing is matched with it any more."))
    if first_seen_on and first_seen_on > timezone.localdate():
        raise ValidationError(_("The day on which it was first seen lies ahead of today."))
    packed = taken.pack()
    made, is_new = KnownMedia.objects.get_or_create(
        bank=bank or first_bank(),
        claim=claim,
        digest=digest_of(packed),
        defaults={
            "medium": taken.medium,
            "fingerprint": packed,
            "first_seen_on": first_seen_on,
            "added_by": by,
        },
    )
    if not is_new:
        raise ValidationError(_("The bank has this picture or video with this claim already."))
    record(
        "known_media.added",
        made,
        by=by,
        claim=claim.pk,
        title=claim.title,
        bank=made.bank.name,
        medium=str(made.medium),
        first_seen_on=first_seen_on,
    )
    return made


@transaction.atomic
def remove(media: KnownMedia, *, by: User, why: str) -> None:
    """Forget a fingerprint for good; the audit keeps who did it and why."""
    rules.check_can_keep(by)
    if not why.strip():
        raise ValidationError(_("Give a reason: it is part of the record."))
    record(
        "known_media.removed",
        media,
        by=by,
        claim=media.claim_id,
        bank=media.bank.name,
        medium=str(media.medium),
        why=why.strip()[:300],
    )
    media.delete()


@transaction.atomic
def make_bank(name: str, *, by: User) -> MediaBank:
    """A new bank with the thresholds that ship."""
    rules.check_can_set(by)
    bank = MediaBank(name=name.strip())
    bank.full_clean()
    bank.save()
    record("media_bank.made", bank, by=by, **settings_of(bank))
    return bank


@transaction.atomic
def set_bank(bank: MediaBank, values: Mapping[str, int], *, by: User, why: str) -> MediaBank:
    """Say what makes a match in a bank, with a reason; answers hold from the next question on."""
    rules.check_can_set(by)
    if not why.strip():
        raise ValidationError(_("Give a reason: it is part of the record."))
    bank = MediaBank.objects.select_for_update().get(pk=bank.pk)
    before = settings_of(bank)
    for name in SETTINGS:
        setattr(bank, name, values.get(name, getattr(bank, name)))
    bank.full_clean()
    bank.save(update_fields=SETTINGS)
    record(
        "media_bank.set",
        bank,
        by=by,
        why=why.strip()[:300],
        before=before,
        after=settings_of(bank),
    )
    return bank


def settings_of(bank: MediaBank) -> dict[str, int]:
    return {name: getattr(bank, name) for name in SETTINGS}
