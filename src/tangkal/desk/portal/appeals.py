"""Take an appeal in (sanggahan): bound to what was read, its sender kept apart."""

import hashlib
import json
import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from tangkal.desk.audit.commands import record
from tangkal.desk.portal.attachments import Attachment
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.commands import shown
from tangkal.desk.portal.models import Appeal, AppealContact, Clarification
from tangkal.desk.portal.reports import RECEIPT_LETTERS, check_token
from tangkal.text.privacy import mask_personal_data, strip_handle

LONGEST = 5_000  # characters
SHORTEST = 20

# Sent with `appeal` in the transaction that took it in; the desk opens its review.
appeal_taken = Signal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """What an appeal is against, as its sender read it."""

    subject_type: str
    subject_id: str
    label: str
    words: dict[str, object]
    clarification: Clarification | None = None
    is_exercise: bool = False

    @property
    def sha256(self) -> str:
        return fingerprint(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who asks, where they told it."""

    name: str = ""
    contact: str = ""


def fingerprint(words: dict[str, object]) -> str:
    """SHA-256 of what was contested, as canonical JSON."""
    text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def contested_page(clarification: Clarification) -> Contested:
    """A published answer as it stands now."""
    return Contested(
        subject_type=clarification._meta.label_lower,
        subject_id=clarification.slug,
        label=clarification.headline,
        words=shown(clarification),
        clarification=clarification,
        is_exercise=clarification.is_exercise,
    )


def take_appeal(
    contested: Contested,
    *,
    part: str,
    why: str,
    token: str,
    language: str,
    evidence_url: str = "",
    attachment: Attachment | None = None,
    sender: Sender = Sender(),
) -> Appeal:
    """Keep an appeal and open its review at the desk.

    Args:
        part: which statement is contested, a key of what is shown.
        token: the form's own random name; the same form sent twice is one appeal.

    Raises:
        ValidationError: reasons too short or too long, or a token that no form of ours carries.
    """
    reasons = check_reasons(why)
    name = check_token(token)
    found = Appeal.objects.filter(token=name).first()
    if found:
        return found
    appeal = Appeal(
        token=name,
        subject_type=contested.subject_type,
        subject_id=contested.subject_id,
        subject_label=contested.label[:200],
        clarification=contested.clarification,
        edition=contested.clarification.edition if contested.clarification else None,
        contested=contested.words,
        contested_sha256=contested.sha256,
        part=part,
        why=mask_personal_data(reasons),
        evidence_url=strip_handle(evidence_url) if evidence_url else "",
        language=language,
        is_exercise=contested.is_exercise,
    )
    try:
        return keep(appeal, attachment, sender)
    except IntegrityError:  # the same form came twice at once, and the other was first
        return Appeal.objects.get(token=name)


@transaction.atomic
def keep(appeal: Appeal, attachment: Attachment | None, sender: Sender) -> Appeal:
    appeal.receipt = new_receipt()
    if attachment:
        appeal.file_name, appeal.file_sha256 = attachment.name, attachment.sha256
        appeal.evidence_file.save(attachment.stored.name or "", attachment.stored, save=False)
    appeal.save()
    if sender.name.strip() or sender.contact.strip():
        AppealContact.objects.create(
            appeal=appeal,
            name=without_controls(sender.name).strip()[:120],
            contact=without_controls(sender.contact).strip()[:200],
        )
    record(
        "appeal.received",
        appeal,
        by=None,
        contests=f"{appeal.subject_type} {appeal.subject_id}",
        part=appeal.part,
        sha256=appeal.contested_sha256,
    )
    appeal_taken.send(Appeal, appeal=appeal)
    return appeal


def check_reasons(why: str) -> str:
    words = without_controls(why).strip()
    if len(words) < SHORTEST:
        raise ValidationError(
            _("Tell us a little more, at least %(least)d characters: what is wrong, and why?")
            % {"least": SHORTEST}
        )
    if len(words) > LONGEST:
        raise ValidationError(
            _("Your reasons have %(length)d characters; at most %(most)d are taken.")
            % {"length": len(words), "most": LONGEST}
        )
    return words


def new_receipt() -> str:
    """An S and seven letters and digits; a question's receipt can begin so too and is no appeal."""
    while True:
        receipt = "S" + "".join(secrets.choice(RECEIPT_LETTERS) for _each in range(7))
        if not Appeal.objects.filter(receipt=receipt).exists():
            return receipt
