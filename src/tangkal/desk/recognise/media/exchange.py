"""Hashes of known pictures, to and from others who use PDQ: one a row, with claim and day."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction

from tangkal.desk.recognise.media import commands
from tangkal.desk.recognise.media.models import KnownMedia, MediaBank, Medium
from tangkal.desk.recognise.media.reading import Taken, digest_of
from tangkal.desk.recognise.models import KnownClaim
from tangkal.kernel import InvalidInput
from tangkal.recognise.media.pdq import PictureHash
from tangkal.recognise.media.pictures import Fingerprint

Row = tuple[str, str, date | None]  # 64 hex digits, claim id, first seen in public


@transaction.atomic
def bring_in(rows: Sequence[Row], bank_name: str = "") -> int:
    """Keep hashes that others sent; those already kept are left as they are.

    Returns:
        How many were new.

    Raises:
        InvalidInput: a claim or the bank is not known here, or a claim is withdrawn; then
            nothing was kept.
    """
    bank = _bank(bank_name)
    claims = KnownClaim.objects.filter(is_withdrawn=False).in_bulk({row[1] for row in rows})
    missing = sorted({claim_id for _hash, claim_id, _day in rows} - set(claims))
    if missing:
        raise InvalidInput(
            f"{len(missing)} claims are not known here or withdrawn, {missing[0]!r} the first:"
            " bring in their archive with 'tangkal ingest FILE --as claims'; nothing was kept"
        )
    present = set(KnownMedia.objects.filter(bank=bank).values_list("claim_id", "digest"))
    made = 0
    for digits, claim_id, day in rows:
        taken = Taken(Medium.PICTURE, Fingerprint.of_hash(PictureHash.from_hex(digits)))
        key = (claim_id, digest_of(taken.pack()))
        if key not in present:
            present.add(key)
            commands.keep(claims[claim_id], taken, by=None, bank=bank, first_seen_on=day)
            made += 1
    return made


def _bank(name: str) -> MediaBank:
    found = MediaBank.objects.filter(name=name).first() if name else commands.first_bank()
    if found is None:
        known = ", ".join(MediaBank.objects.values_list("name", flat=True)) or "none"
        raise InvalidInput(f"there is no bank {name!r}; there are: {known}")
    return found


def take_out() -> Iterator[Row]:
    """The hash of every known picture as a whole, of claims that are not withdrawn."""
    rows = KnownMedia.objects.filter(medium=Medium.PICTURE, claim__is_withdrawn=False)
    for row in rows.order_by("pk").iterator(chunk_size=500):
        views = Fingerprint.unpack(bytes(row.fingerprint)).views
        whole = next((view for view in views if view.name == "whole"), None)
        if whole is not None:
            yield whole.hash.hex, row.claim_id, row.first_seen_on


def videos() -> int:
    """Known videos, which have many hashes and are not part of the exchange."""
    return KnownMedia.objects.filter(medium=Medium.VIDEO, claim__is_withdrawn=False).count()
