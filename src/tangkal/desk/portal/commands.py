"""Publish, correct and withdraw clarifications."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.audit.commands import record
from tangkal.desk.portal.appeal_states import REVERSED
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import Appeal, Clarification, Correction
from tangkal.desk.portal.records import ApprovedText
from tangkal.desk.portal.reports import reopen_reports
from tangkal.desk.portal.wordings import stop_of
from tangkal.text.stem import stem_text

SHOWN_FIELDS = ("claim_text", "verdict", "headline", "parts", "sources", "category", "language")


@transaction.atomic
def publish_clarification(
    text: ApprovedText, *, issuer: Organisation, by: User | None
) -> Clarification:
    """Put an approved text on the portal under an address that will not change."""
    clarification = Clarification(issuer=issuer, reference=text.reference)
    fill(clarification, text)
    clarification.slug = free_slug(text)
    clarification.save()
    record(
        "clarification.published",
        clarification,
        by=by,
        slug=clarification.slug,
        verdict=text.verdict,
    )
    return clarification


@transaction.atomic
def correct_clarification(
    slug: str,
    text: ApprovedText,
    *,
    reason: str,
    by: User | None,
    kind: Correction.Kind = Correction.Kind.CORRECTED,
) -> Clarification:
    """Change a published text in the open: the old words stay readable beside the new."""
    clarification = Clarification.objects.select_for_update().get(slug=slug)
    before = shown(clarification)
    fill(clarification, text)
    clarification.edition += 1
    clarification.updated_at = timezone.now()
    clarification.state = Clarification.State.PUBLISHED
    clarification.doubted_at, clarification.doubt = None, ""
    clarification.save()
    log_correction(clarification, kind, reason, before)
    stop_of(clarification, by=by)
    record(
        "clarification.corrected",
        clarification,
        by=by,
        reason=reason,
        edition=clarification.edition,
    )
    return clarification


@transaction.atomic
def doubt_clarification(slug: str, *, reason: str, by: User | None) -> Clarification:
    """Say on the page that its verdict was found wrong and is being corrected."""
    clarification = Clarification.objects.select_for_update().get(slug=slug)
    clarification.doubted_at, clarification.doubt = timezone.now(), reason
    clarification.save(update_fields=["doubted_at", "doubt"])
    stop_of(clarification, by=by)
    record("clarification.doubted", clarification, by=by, reason=reason)
    return clarification


@transaction.atomic
def confirm_clarification(
    slug: str, *, confirmed_at: datetime | None, valid_until: datetime | None, by: User | None
) -> Clarification:
    """Keep for which moment its facts were true and until when they are confirmed.

    No edition: not a word of the answer changes.
    """
    clarification = Clarification.objects.select_for_update().get(slug=slug)
    if (clarification.confirmed_at, clarification.valid_until) == (confirmed_at, valid_until):
        return clarification
    clarification.confirmed_at, clarification.valid_until = confirmed_at, valid_until
    clarification.save(update_fields=["confirmed_at", "valid_until"])
    record(
        "clarification.confirmed",
        clarification,
        by=by,
        confirmed_at=confirmed_at,
        valid_until=valid_until,
    )
    return clarification


@transaction.atomic
def withdraw_clarification(slug: str, *, reason: str, by: User | None) -> Clarification:
    """Take an answer back; its page stays and says so."""
    clarification = Clarification.objects.select_for_update().get(slug=slug)
    before = shown(clarification)
    clarification.state = Clarification.State.WITHDRAWN
    clarification.edition += 1
    clarification.updated_at = timezone.now()
    clarification.save()
    log_correction(clarification, Correction.Kind.WITHDRAWN, reason, before)
    stop_of(clarification, by=by)
    record("clarification.withdrawn", clarification, by=by, reason=reason)
    reopen_reports(clarification)
    return clarification


def fill(clarification: Clarification, text: ApprovedText) -> None:
    """Copy an approved text into the row, with the words the search looks in."""
    clarification.claim_text = without_controls(text.claim_text)
    clarification.verdict = text.verdict
    clarification.headline = without_controls(text.headline)
    clarification.parts = [
        {"key": key, "text": without_controls(words)} for key, words in text.parts
    ]
    clarification.sources = [
        {name: without_controls(value) for name, value in asdict(source).items()}
        for source in text.sources
    ]
    clarification.media = [
        {name: without_controls(value) for name, value in asdict(each).items()}
        for each in text.media
    ]
    clarification.language = text.language
    clarification.category = text.category
    clarification.region_id = text.region_code
    clarification.first_appeared_on = text.first_appeared_on
    clarification.is_exercise = text.is_exercise
    clarification.confirmed_at, clarification.valid_until = text.confirmed_at, text.valid_until
    clarification.known_claim_id = text.known_claim_id or clarification.known_claim_id
    words = [text.headline, text.claim_text, *(part for _key, part in text.parts)]
    clarification.search_text = stem_text(" ".join(words))


def free_slug(text: ApprovedText) -> str:
    """The headline as an address, with the office's number so that it stays unique."""
    base = slugify(text.headline)[:90].rstrip("-") or "klarifikasi"
    slug = f"{base}-{slugify(text.reference)}"
    number = 2
    while Clarification.objects.filter(slug=slug).exists():
        slug = f"{base}-{slugify(text.reference)}-{number}"
        number += 1
    return slug


def shown(clarification: Clarification) -> dict[str, object]:
    """The fields a reader sees; without a picture it is what it was before answers held any."""
    found = {name: getattr(clarification, name) for name in SHOWN_FIELDS}
    return found | ({"media": clarification.media} if clarification.media else {})


def log_correction(
    clarification: Clarification, kind: Correction.Kind, reason: str, before: dict[str, object]
) -> None:
    Correction.objects.create(
        clarification=clarification,
        kind=kind,
        reason=reason,
        before=before,
        after=shown(clarification),
        edition=clarification.edition,
        appeal=granted_appeal(clarification),
    )


def granted_appeal(clarification: Clarification) -> Appeal | None:
    """The oldest granted appeal that no change has answered yet."""
    granted = clarification.appeals.filter(outcome__in=REVERSED, corrections=None)
    return granted.order_by("decided_at").first()
