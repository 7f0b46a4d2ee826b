"""Tell whoever asked what became of their question, once for each time something did.

Somebody who was told an answer that was then corrected is told that too.

What a citizen wrote is never repeated in a message: anybody can type anybody's address, and the
desk must not carry a stranger's words to them.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tangkal.desk.portal import words
from tangkal.desk.portal.models import Clarification, Correction, PublicReport
from tangkal.desk.questions import contacts
from tangkal.desk.questions.models import Asked, Channel, Contact
from tangkal.desk.questions.outgoing import say

State = PublicReport.State
AT_ONCE = 200  # corrections told in one turn


def tell(asked: Asked, report: PublicReport) -> None:
    """Write what became of a question to whoever asked, where they left a contact."""
    contact = asked.contact
    if contact is None or contact.ended_at is not None:
        return
    with translation.override(language_of(contact)):
        text = text_of(report, contact)
    write(asked, report, contact, text)


def write(asked: Asked, report: PublicReport, contact: Contact, text: str) -> None:
    asked.told += 1
    asked.told_edition = report.answer.edition if report.answer else 0
    asked.save(update_fields=["told", "told_edition"])
    say(contact, text, key=f"question-{report.pk}-{asked.told}", report=report)


def tell_corrected() -> int:
    """The worker's turn: whoever was told an answer that was corrected since; answers how many."""
    outdated = Asked.objects.filter(
        contact__ended_at=None,
        contact__isnull=False,
        report__state=State.ANSWERED,
        told__gt=0,
        report__answer__edition__gt=F("told_edition"),
    )
    done = 0
    for pk in list(outdated.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        done += tell_correction(pk)
    return done


@transaction.atomic
def tell_correction(pk: int) -> int:
    """1 where the asker is told; a mere addition to the answer is noted and not told."""
    asked = Asked.objects.select_for_update(of=("self",)).get(pk=pk)
    report, contact = asked.report, asked.contact
    answer = report.answer
    if answer is None or contact is None or answer.edition <= asked.told_edition:
        return 0
    since = answer.corrections.filter(edition__gt=asked.told_edition)
    if not since.filter(kind=Correction.Kind.CORRECTED).exists():
        asked.told_edition = answer.edition
        asked.save(update_fields=["told_edition"])
        return 0
    with translation.override(language_of(contact)):
        said = _("The answer to your question %(receipt)s was corrected")
        head = said % {"receipt": report.receipt}
        text = "\n\n".join([head, of_answer(answer), page_of(report), signature(contact)])
    write(asked, report, contact, text)
    return 1


def language_of(contact: Contact) -> str:
    """The contact's language where the desk speaks it, else Indonesian."""
    spoken = {code for code, _name in settings.LANGUAGES}
    return contact.language if contact.language in spoken else settings.LANGUAGE_CODE


def text_of(report: PublicReport, contact: Contact) -> str:
    """The message in the language that is active; its first line is an e-mail's subject."""
    about = {"receipt": report.receipt}
    if report.state == State.ANSWERED and report.answer:
        parts = [_("Your question %(receipt)s has been answered") % about, of_answer(report.answer)]
    elif report.state == State.CLOSED:
        parts = [_("Your question %(receipt)s was closed without an answer") % about, report.note]
    elif report.answer is None or report.answer.state == Clarification.State.PUBLISHED:
        parts = [
            _("Your question %(receipt)s is being looked at again") % about,
            _("What you were told may not fit. You will be told once more."),
        ]
    else:
        parts = [
            _("The answer to your question %(receipt)s was withdrawn") % about,
            _("It is being checked again. Until then, better not pass it on."),
        ]
    return "\n\n".join([*parts, page_of(report), signature(contact)])


def page_of(report: PublicReport) -> str:
    address = settings.TANGKAL.site_url + reverse("report-status", args=[report.receipt])
    return _("Your question's page: %(address)s") % {"address": address}


def of_answer(answer: Clarification) -> str:
    address = settings.TANGKAL.site_url + reverse("clarification", args=[answer.slug])
    verdict = words.verdict_name(answer.verdict)
    return f"{verdict}: {answer.headline}\n{words.plain_verdict(answer.verdict)}\n{address}"


def signature(contact: Contact) -> str:
    """Who speaks, and what happens to the address."""
    sender = settings.TANGKAL.publisher
    if contact.channel != Channel.EMAIL:
        return f"— {sender}"
    return f"— {sender}\n" + _(
        "You get this because this address was left with a question. It is used for nothing else"
        " and deleted %(days)d days after the last message."
    ) % {"days": contacts.KEPT_DAYS}
