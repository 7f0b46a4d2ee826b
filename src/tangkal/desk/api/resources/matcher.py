"""The matcher's versions, and fingerprints of pictures that were judged with a claim."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, begin_change
from tangkal.desk.api.fields import Body, Line, Moment, Whole
from tangkal.desk.api.people import person_of, shown
from tangkal.desk.api.resources.claims import ClaimId
from tangkal.desk.recognise import versions
from tangkal.desk.recognise.media import commands, reading, rules
from tangkal.desk.recognise.models import KnownClaim, KnownMedia, MatcherPromotion, MediaBank
from tangkal.kernel import InvalidInput

router = Router(tags=["claims"])
FILE_BYTES = 21 * 1024 * 1024
Why = Annotated[str, Field(min_length=1, max_length=300)]


class PromotionOut(Schema):
    """Which version answers from a moment on."""

    id: int
    version: int
    replaced: int
    is_rollback: bool
    why: str
    by: str | None
    at: Moment


@router.get(
    "matcher/promotions",
    response=list[PromotionOut],
    **asks("matcher:read"),
    summary="Which versions of the matcher answered when",
)
def list_promotions(request: HttpRequest) -> Any:
    """The newest thirty, the one that answers first."""
    user = person_of(request)
    if not versions.may_promote(user):
        reader_of(request)
    return [promotion_out(each) for each in MatcherPromotion.objects.select_related("by")[:30]]


class Promoting(Body):
    """Which version, and why; 0 is the one that ships."""

    version: Whole
    why: Why


@router.post(
    "matcher/promote",
    response={201: PromotionOut},
    **asks("matcher:act", example={"version": 1, "why": "Lebih tepat pada data uji"}),
    summary="Let one version answer",
)
def promote(request: HttpRequest, body: Promoting) -> Any:
    """Never one that has not proved itself."""
    by = person_of(request)
    versions.check_may_promote(by)
    return promotion_out(versions.promote(body.version, by=by, why=body.why))


class RollingBack(Body):
    """Why the version before answers again."""

    why: Why


@router.post(
    "matcher/roll-back",
    response={201: PromotionOut},
    **asks("matcher:act", example={"why": "Terlalu banyak alarm palsu"}),
    summary="Return to the version that answered before",
)
def roll_back(request: HttpRequest, body: RollingBack) -> Any:
    """With the reason."""
    by = person_of(request)
    versions.check_may_promote(by)
    return promotion_out(versions.roll_back(by=by, why=body.why))


class MediaOut(Schema):
    """A fingerprint; the file itself is not kept."""

    id: int
    claim: str
    bank: int
    medium: str
    digest: str
    first_seen_on: date | None
    added_by: str | None


class MediaFacts(Schema):
    """Into which bank, and when it was first seen in public; fields of the form."""

    bank: Annotated[str, Field(pattern=r"^\d{0,12}$")] = ""
    first_seen_on: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""


@router.post(
    "known-claims/{claim_id}/media",
    response={201: MediaOut},
    **asks("claims:write", most_bytes=FILE_BYTES, begins_itself=True),
    summary="Keep the fingerprint of a picture or video judged with a claim",
)
def keep_media(
    request: HttpRequest, claim_id: ClaimId, file: File[UploadedFile], facts: Form[MediaFacts]
) -> Any:
    """Sent as multipart/form-data, at most 20 MB."""
    by = reader_of(request)
    rules.check_can_keep(by)
    claim = shown(KnownClaim.objects.all(), pk=claim_id)
    bank = bank_named(facts.bank)
    first_seen_on = day_of(facts.first_seen_on)
    taken = reading.take(file)
    begin_change(request)
    return media_out(commands.keep(claim, taken, by=by, bank=bank, first_seen_on=first_seen_on))


def bank_named(number: str) -> MediaBank | None:
    """A bank that a form names.

    Raises:
        InvalidInput: there is none.
    """
    if not number:
        return None
    found = MediaBank.objects.filter(pk=int(number)).first()
    if found is None:
        raise InvalidInput(_("There is no bank %(id)s.") % {"id": number})
    return found


def day_of(text: str) -> date | None:
    """A day that a form names.

    Raises:
        InvalidInput: there is no such day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidInput(_("“%(day)s” is no day.") % {"day": text}) from error


class MediaRemoval(Body):
    """Why it is matched no more."""

    why: Why


class Removed(Schema):
    """Which fingerprint is gone; the audit keeps who did it and why."""

    id: int


@router.post(
    "known-claims/{claim_id}/media/{int:media_id}/remove",
    response=Removed,
    **asks("claims:write", example={"why": "Gambar keliru"}),
    summary="Forget a fingerprint",
)
def remove_media(request: HttpRequest, claim_id: ClaimId, media_id: int, body: MediaRemoval) -> Any:
    """For good."""
    by = reader_of(request)
    rules.check_can_keep(by)
    commands.remove(
        shown(KnownMedia.objects.filter(claim_id=claim_id), pk=media_id), by=by, why=body.why
    )
    return Removed(id=media_id)


class BankOut(Schema):
    """What makes a match in a bank of fingerprints."""

    id: int
    name: str
    bits: int
    details: int
    asked_share: int
    known_share: int


@router.get(
    "media-banks", response=list[BankOut], **asks("claims:read"), summary="Banks of fingerprints"
)
def list_banks(request: HttpRequest) -> Any:
    """All of them."""
    reader_of(request)
    return [bank_out(each) for each in MediaBank.objects.order_by("pk")[:200]]


class NewBank(Body):
    """A bank with the thresholds that ship."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]


@router.post(
    "media-banks",
    response={201: BankOut},
    **asks("claims:write", example={"name": "Bencana"}),
    summary="Make a bank of fingerprints",
)
def make_bank(request: HttpRequest, body: NewBank) -> Any:
    """By a verifier."""
    return bank_out(commands.make_bank(body.name, by=reader_of(request)))


class Setting(Body):
    """What makes a match, and why it was changed."""

    bits: Annotated[Whole, Field(le=80)]
    details: Annotated[Whole, Field(ge=5, le=200)]
    asked_share: Annotated[Whole, Field(ge=1, le=100)]
    known_share: Annotated[Whole, Field(le=100)]
    why: Why


@router.post(
    "media-banks/{int:bank_id}/settings",
    response=BankOut,
    **asks(
        "claims:write",
        example={
            "bits": 31,
            "details": 12,
            "asked_share": 50,
            "known_share": 10,
            "why": "Terlalu longgar",
        },
    ),
    summary="Set what makes a match in a bank",
)
def set_bank(request: HttpRequest, bank_id: int, body: Setting) -> Any:
    """Questions are answered by it from now on."""
    by = reader_of(request)
    bank = shown(MediaBank.objects.all(), pk=bank_id)
    values = body.model_dump(exclude={"why"})
    return bank_out(commands.set_bank(bank, by=by, why=body.why, values=values))


def promotion_out(made: MatcherPromotion) -> dict[str, Any]:
    names = ("id", "version", "replaced", "is_rollback", "why", "at")
    return {name: getattr(made, name) for name in names} | {"by": str(made.by) if made.by else None}


def media_out(media: KnownMedia) -> dict[str, Any]:
    names = ("id", "medium", "digest", "first_seen_on")
    return {name: getattr(media, name) for name in names} | {
        "claim": media.claim_id,
        "bank": media.bank_id,
        "added_by": str(media.added_by) if media.added_by else None,
    }


def bank_out(bank: MediaBank) -> dict[str, Any]:
    return {"id": bank.pk, "name": bank.name} | commands.settings_of(bank)
