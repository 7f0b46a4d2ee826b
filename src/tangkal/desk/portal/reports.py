"""Take a citizen's question in: masked, given a receipt, and sent through the same stream."""

import secrets
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.audit.commands import record
from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.desk.recognise.queries import nearest_claims
from tangkal.pipeline.intake import single_item
from tangkal.pipeline.stores import open_stores
from tangkal.text.privacy import mask_personal_data

LONGEST = 20_000  # characters; the longest chain letters are far shorter
SHORTEST = 8
RECEIPT_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are mistaken for another


def take_report(*, text: str, url: str, token: str, language: str) -> PublicReport:
    """Keep a question and send it through the stream as an item.

    Args:
        text: what the citizen saw, as pasted.
        url: where, if told.
        token: the form's own random name; the same form sent twice is one report.
        language: of the page it was asked on.

    Raises:
        ValidationError: too short, too long, or a token that no form of ours carries.
        TangkalError: it could not be kept; nothing is half done.
    """
    words = check_text(text)
    name = check_token(token)
    with transaction.atomic():
        existing = PublicReport.objects.filter(token=name).first()
        if existing:
            return existing
        with open_stores(settings.TANGKAL) as stores:
            item_id = single_item(
                stores,
                text=words,
                native_id=str(name),
                url=url or None,
                is_exercise=settings.TANGKAL.is_demo,
            )
        report = PublicReport.objects.create(
            token=name,
            receipt=new_receipt(),
            text=mask_personal_data(words),
            url=url,
            language=language,
            item_id=item_id,
        )
        record("report.taken", report, by=None)
    return report


def check_text(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if len(words) < SHORTEST:
        raise ValidationError(
            _("Paste a little more of the text: at least %(least)d characters.")
            % {"least": SHORTEST}
        )
    if len(words) > LONGEST:
        raise ValidationError(
            _("The text has %(length)d characters; send at most %(most)d of them.")
            % {"length": len(words), "most": LONGEST}
        )
    return words


def check_token(token: str) -> uuid.UUID:
    try:
        return uuid.UUID(token)
    except ValueError:
        raise ValidationError(_("The form has gone stale; open the page again.")) from None


def new_receipt() -> str:
    """Eight letters and digits, for a person to read over the telephone."""
    while True:
        receipt = "".join(secrets.choice(RECEIPT_LETTERS) for _each in range(8))
        if not PublicReport.objects.filter(receipt=receipt).exists():
            return receipt


def answer_waiting(clarification: Clarification) -> int:
    """Give a new clarification to every waiting report that asks about the same claim."""
    answered = 0
    for report in PublicReport.objects.filter(state=PublicReport.State.WAITING):
        result, found = nearest_claims(report.text, k=3)
        if result == "same" and found[0][0].claim_id == clarification.known_claim_id:
            answer_report(report, clarification)
            answered += 1
    return answered


@transaction.atomic
def answer_report(report: PublicReport, clarification: Clarification) -> None:
    """Point a report's status page to its answer."""
    report.state = PublicReport.State.ANSWERED
    report.answer = clarification
    report.answered_at = timezone.now()
    report.save(update_fields=["state", "answer", "answered_at"])
    record("report.answered", report, by=None, slug=clarification.slug)
