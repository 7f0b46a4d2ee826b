"""Answers in other languages: published, withdrawn, and told to be out of date."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.portal.addresses import page_address
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.languages import OWN_NAMES, direction, own_name
from tangkal.desk.portal.models import Clarification, Translation
from tangkal.kernel import InvalidRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedText:
    """An approved translation of one edition."""

    language: str
    edition: int
    headline: str
    claim_text: str
    parts: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        if self.language not in OWN_NAMES:
            raise InvalidRecord(f"language {self.language!r} is none of {', '.join(OWN_NAMES)}")
        if not self.headline.strip() or not self.claim_text.strip():
            raise InvalidRecord("a translation needs a headline and the claim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One language in which an answer can be read."""

    tag: str
    name: str
    address: str  # path
    is_here: bool
    is_stale: bool

    @property
    def direction(self) -> str:
        return direction(self.tag)


@transaction.atomic
def publish_translation(
    clarification: Clarification, text: TranslatedText, *, by: User | None
) -> Translation:
    """Put a translation of the edition that stands now on the portal.

    Raises:
        ValidationError: the original is another edition by now, or speaks that language itself.
    """
    original = Clarification.objects.select_for_update(of=("self",)).get(pk=clarification.pk)
    if text.edition != original.edition:
        raise ValidationError(
            _(
                "The original changed: this translates edition %(translated)d, and edition "
                "%(now)d stands. Look at what changed and save the translation again."
            )
            % {"translated": text.edition, "now": original.edition}
        )
    if text.language == original.language:
        raise ValidationError(_("The original is in this language already."))
    made, is_new = Translation.objects.update_or_create(
        clarification=original,
        language=text.language,
        defaults={
            "edition": text.edition,
            "headline": without_controls(text.headline)[:200],
            "claim_text": without_controls(text.claim_text),
            "parts": [{"key": key, "text": without_controls(said)} for key, said in text.parts],
            "is_withdrawn": False,
            "updated_at": timezone.now(),
        },
    )
    record(
        "translation.published" if is_new else "translation.updated",
        made,
        by=by,
        slug=original.slug,
        language=text.language,
        edition=text.edition,
    )
    return made


@transaction.atomic
def withdraw_translation(found: Translation, *, reason: str, by: User | None) -> Translation:
    """Take a translation off; the original stands."""
    found = Translation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    found.is_withdrawn, found.updated_at = True, timezone.now()
    found.save(update_fields=["is_withdrawn", "updated_at"])
    record("translation.withdrawn", found, by=by, language=found.language, reason=reason)
    return found


def standing_of(clarification: Clarification) -> list[Translation]:
    """Its translations that stand; read with ``prefetch_related("translations")`` in lists."""
    return [each for each in clarification.translations.all() if not each.is_withdrawn]


def is_stale(translation: Translation, original: Clarification) -> bool:
    """Whether the original changed after it was translated."""
    return translation.edition != original.edition


def in_language(original: Clarification, translation: Translation) -> Clarification:
    """The answer with the translation's words in place of its own."""
    shown = copy(original)
    shown.language = translation.language
    shown.headline, shown.claim_text = translation.headline, translation.claim_text
    shown.parts = translation.parts
    return shown


def readings(
    original: Clarification, translations: Iterable[Translation], here: str
) -> list[Reading]:
    """Every language of an answer, its own first; empty where it has one alone."""
    others = [
        Reading(
            tag=each.language,
            name=own_name(each.language),
            address=reverse("translation", args=[original.slug, each.language]),
            is_here=each.language == here,
            is_stale=is_stale(each, original),
        )
        for each in translations
    ]
    own = Reading(
        tag=original.language,
        name=own_name(original.language),
        address=page_address(original.slug),
        is_here=original.language == here,
        is_stale=False,
    )
    return [own, *others] if others else []
