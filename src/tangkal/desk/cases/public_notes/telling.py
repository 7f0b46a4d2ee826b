"""Write to those who wait when something is known: once a note, where they left a contact.

In portions, each its own transaction. A message's key says whom it was written to about which
note, so that a worker that is cut off writes to nobody twice and forgets nobody.
"""

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tangkal.desk.cases.models import PublicNote
from tangkal.desk.cases.states import PublicNoteState
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions import outgoing
from tangkal.desk.questions.models import Asked, Contact, Outgoing
from tangkal.desk.questions.telling import language_of, page_of, signature
from tangkal.desk.ui import moments

PORTION = 50  # messages written in one transaction: others can write in between
UNSENT = (Outgoing.State.CREATED, Outgoing.State.TEMPORARY)
CALLED_BACK = "the note was taken back before this went out"


def round() -> int:
    """The worker's turn: a portion of each note that not all were told of; answers how many."""
    told_of = (PublicNoteState.RELEASED, PublicNoteState.WITHDRAWN)
    notes = PublicNote.objects.filter(told_at=None, state__in=told_of, released_at__isnull=False)
    return sum(tell_portion(pk) for pk in list(notes.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def tell_portion(pk: int) -> int:
    """Write to the next of those who are to hear of a note; answers how many."""
    rows = PublicNote.objects.select_for_update(of=("self",)).select_related("case")
    note = rows.get(pk=pk)
    if note.told_at is not None:
        return 0
    portion = list(still_to_tell(note).select_related("report", "contact")[:PORTION])
    for asked in portion:
        if asked.contact is not None:
            say(note, asked.report, asked.contact)
    if len(portion) < PORTION:
        note.told_at = timezone.now()
        note.save(update_fields=["told_at"])
    return len(portion)


def still_to_tell(note: PublicNote) -> QuerySet[Asked]:
    """Who waits, left a contact, and has not heard of it.

    Whoever asks after a release reads the note on the question's own page. That a note was taken
    back is told to those alone who were told of it.
    """
    waiting = Asked.objects.filter(
        family__case_number=note.case.number,
        report__state=PublicReport.State.WAITING,
        contact__isnull=False,
        contact__ended_at=None,
    ).order_by("pk")
    released = said(f"note-{note.pk}-")
    if note.state == PublicNoteState.WITHDRAWN:
        heard = released.exclude(state=Outgoing.State.PERMANENT)
        return waiting.filter(Exists(heard), ~Exists(said(f"note-{note.pk}-end-")))
    return waiting.filter(~Exists(released), report__created_at__lte=note.released_at)


def said(prefix: str) -> QuerySet[Outgoing]:
    """The message of this prefix to the asker in the outer query."""
    number = Cast(OuterRef("report_id"), CharField())
    return Outgoing.objects.filter(key=Concat(Value(prefix), number))


def say(note: PublicNote, report: PublicReport, contact: Contact) -> None:
    is_end = note.state == PublicNoteState.WITHDRAWN
    key = f"note-{note.pk}-{'end-' if is_end else ''}{report.pk}"
    with translation.override(language_of(contact)):
        text = words_of_end(report) if is_end else words_of(note, report)
        whole = "\n\n".join([*text, page_of(report), signature(contact)])
    outgoing.say(contact, whole, key=key, report=report)


def words_of(note: PublicNote, report: PublicReport) -> list[str]:
    """The first is an e-mail's subject. What the citizen wrote is not repeated."""
    head = _("What is known so far about your question %(receipt)s") % {"receipt": report.receipt}
    parts = [head, note.text]
    if note.more_at is not None:
        parts.append(_("More by %(when)s.") % {"when": moments.in_words(note.more_at)})
    return [*parts, _("This is not the answer yet: it is still being checked.")]


def words_of_end(report: PublicReport) -> list[str]:
    said = _("What you were told about your question %(receipt)s was taken back")
    return [
        said % {"receipt": report.receipt},
        _("It is still being checked. Until there is an answer, better not pass it on."),
    ]


def call_back(note: PublicNote) -> int:
    """Keep here what has not gone out yet of a note that no longer stands; answers how many."""
    rows = Outgoing.objects.filter(key__startswith=f"note-{note.pk}-", state__in=UNSENT)
    return rows.update(
        state=Outgoing.State.PERMANENT, reason=CALLED_BACK, settled_at=timezone.now(), text=""
    )
