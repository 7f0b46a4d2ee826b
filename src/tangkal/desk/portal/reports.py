"""Take a citizen's question in: masked, given a receipt, and sent through the same stream."""

import secrets
import uuid
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.queries import nearest_claims
from tangkal.desk.workflow import StaleObject
from tangkal.text.privacy import mask_personal_data, strip_handle

LONGEST = 20_000  # characters; the longest chain letters are far shorter
SHORTEST = 8
RECEIPT_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are mistaken for another
LONGEST_NOTE = 300

# Sent with `report` in the transaction that answered, closed or reopened a question.
report_settled = Signal()


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
    try:
        with transaction.atomic():
            return keep(words, url=url, name=name, language=language)
    except IntegrityError:  # the same form came twice at once, and the other was first
        return PublicReport.objects.get(token=name)


def keep(words: str, *, url: str, name: uuid.UUID, language: str) -> PublicReport:
    # Readers of every kind of source come with it; a page that takes nothing in needs none.
    from tangkal.pipeline.intake import single_item  # noqa: PLC0415
    from tangkal.pipeline.stores import open_stores  # noqa: PLC0415

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
        url=strip_handle(url) if url else "",
        language=language,
        item_id=item_id,
    )
    record("report.taken", report, by=None)
    return report


def check_text(text: str) -> str:
    words = without_controls(text).strip()
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


def read_receipt(words: str) -> str:
    """A receipt as it was typed or read aloud: case, blanks and dashes do not matter."""
    return "".join(each for each in words.upper() if each in RECEIPT_LETTERS)[:12]


def answer_waiting(clarification: Clarification) -> int:
    """Give a new clarification to every waiting report that asks about the same claim."""
    matcher.live().refresh(force=True)  # else it may not know the claim for another moment
    answered = 0
    for report in PublicReport.objects.filter(state=PublicReport.State.WAITING):
        result, found = nearest_claims(report.text, k=1)
        if result == "same" and found[0][0].claim_id == clarification.known_claim_id:
            answered += bool(answer_if_waiting(report, clarification))
    return answered


def answer_if_waiting(report: PublicReport, clarification: Clarification) -> bool:
    try:
        answer_report(report, clarification, by=None)
    except StaleObject:
        return False  # a person was faster, and her answer stands
    return True


@transaction.atomic
def answer_report(
    report: PublicReport, clarification: Clarification, *, by: User | None
) -> PublicReport:
    """Point a report's status page to its answer.

    Raises:
        StaleObject: somebody answered or closed it meanwhile.
        ValidationError: the clarification was withdrawn, or belongs to an exercise.
    """
    report = lock_waiting(report)
    check_answers(clarification)
    report.state = PublicReport.State.ANSWERED
    report.answer = clarification
    report.answered_at = timezone.now()
    report.save(update_fields=["state", "answer", "answered_at"])
    record("report.answered", report, by=by, slug=clarification.slug)
    report_settled.send(PublicReport, report=report)
    return report


def check_answers(clarification: Clarification) -> bool:
    """True for what can answer a question.

    Raises:
        ValidationError: the clarification was withdrawn, or belongs to an exercise.
    """
    if clarification.state != Clarification.State.PUBLISHED:
        raise ValidationError(_("This clarification was withdrawn; choose another one."))
    if clarification.is_exercise and not settings.TANGKAL.is_demo:
        raise ValidationError(_("This clarification belongs to an exercise; choose another one."))
    return True


@transaction.atomic
def close_report(report: PublicReport, *, note: str, by: User | None) -> PublicReport:
    """Close a question without an answer; the note stands on its status page.

    Raises:
        StaleObject: somebody answered or closed it meanwhile.
        ValidationError: no note, or one that is too long.
    """
    words = check_note(note)
    report = lock_waiting(report)
    report.state = PublicReport.State.CLOSED
    report.note = words
    report.answered_at = timezone.now()
    report.save(update_fields=["state", "note", "answered_at"])
    record("report.closed", report, by=by, note=words)
    report_settled.send(PublicReport, report=report)
    return report


def check_note(note: str) -> str:
    """The note as the citizen reads it.

    Raises:
        ValidationError: no note, or one that is too long.
    """
    words = without_controls(note).strip()
    if not words:
        raise ValidationError(_("Write to the citizen why it is closed."))
    if len(words) > LONGEST_NOTE:
        raise ValidationError(
            _("The note has %(length)d characters; at most %(most)d are shown.")
            % {"length": len(words), "most": LONGEST_NOTE}
        )
    return words


def lock_waiting(report: PublicReport) -> PublicReport:
    report = PublicReport.objects.select_for_update().get(pk=report.pk)
    if report.state != PublicReport.State.WAITING:
        raise StaleObject(_("Question %(receipt)s") % {"receipt": report.receipt}, None)
    return report


def reopen_reports(clarification: Clarification) -> int:
    """Questions whose answer was withdrawn wait again; the caller's transaction holds it."""
    rows = PublicReport.objects.select_related("answer").filter(
        answer=clarification, state=PublicReport.State.ANSWERED
    )
    found = rows.select_for_update(of=("self",))
    reopened = 0
    for report in found:
        reopen(report, by=None)
        reopened += 1
    return reopened


def reopen(report: PublicReport, *, by: User | None) -> None:
    """Let one settled question wait again; the caller's transaction holds and has locked it."""
    report.state = PublicReport.State.WAITING
    report.answered_at, report.note = None, ""
    report.save(update_fields=["state", "answered_at", "note"])
    slug = report.answer.slug if report.answer else ""
    record("report.reopened", report, by=by, slug=slug)
    report_settled.send(PublicReport, report=report)


def forget_texts(before: datetime) -> int:
    """Blank what was asked before a moment; the receipt keeps leading to its answer."""
    old = PublicReport.objects.filter(created_at__lt=before).exclude(text="", url="")
    return old.update(text="", url="")
