"""Ask: a question taken by whatever channel, put in its family, its answer's way kept."""

from django.db import transaction

from tangkal.desk.portal import reports
from tangkal.desk.portal.attachments import Attachment
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions import families, likeness
from tangkal.desk.questions.models import Contact
from tangkal.text.privacy import mask_personal_data, strip_handle


def ask(
    *,
    text: str,
    token: str,
    language: str,
    url: str = "",
    contact: Contact | None = None,
    via: str = "portal",
    picture: Attachment | None = None,
) -> PublicReport:
    """Take a question; where its family is settled already, it is settled at once.

    Args:
        text: what the citizen saw, as sent.
        token: the form's or message's own UUID; the same one again is the same question.
        language: of the page or the conversation.
        url: where it was seen, if told.
        contact: who is to be told; None where the receipt is enough.
        via: by which way it came: "portal", "telegram", "whatsapp", …
        picture: what was sent along, checked.

    Raises:
        ValidationError: too short, too long, or a token that is no UUID.
        TangkalError: it could not be kept; nothing is half done.
    """
    words = reports.check_text(text)
    # Before the transaction: others can write while the text is compared.
    seen = likeness.read(
        mask_personal_data(words),
        strip_handle(url) if url else "",
        picture.sha256 if picture else "",
    )
    with transaction.atomic():
        report = reports.take_report(text=words, url=url, token=token, language=language)
        families.place(report, seen, via=via, contact=contact, picture=picture)
    report.refresh_from_db()
    return report
