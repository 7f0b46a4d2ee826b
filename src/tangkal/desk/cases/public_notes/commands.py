"""Write a public note, release it to those who wait, and take it back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.commands.base import lock_case, required, required_reason
from tangkal.desk.cases.models import Case, PublicNote
from tangkal.desk.cases.public_notes import rules, telling
from tangkal.desk.cases.states import PublicNoteState
from tangkal.desk.portal import interim
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.languages import OWN_NAMES
from tangkal.desk.workflow import StaleObject, check_version
from tangkal.text.privacy import mask_personal_data

LONGEST = 600  # characters; it is read while waiting, on a telephone
LONGEST_REASON = 300
RELEASE = "public_note"  # the stage of the releasing person's word
States = PublicNoteState


@transaction.atomic
def write(
    case: Case,
    *,
    text: str,
    by: User,
    more_at: datetime | None = None,
    language: str = "id",
    version: int | None = None,
) -> PublicNote:
    """Begin the case's draft, or change it; personal data in it is masked.

    Args:
        version: of the draft as the person's page showed it, 0 where there was none; None where
            no page was drawn.

    Raises:
        ActionDenied: the role, a conflict of interest, or a case that says nothing in public now.
        StaleObject: somebody wrote meanwhile.
        ValidationError: no text, too long a text, or a moment that has passed.
    """
    words = checked_text(text)
    check_more_at(more_at)
    if language not in OWN_NAMES:
        raise ValidationError(_("%(code)s is no language of the portal.") % {"code": language})
    case = lock_case(case)
    rules.check_can(by, "write_public", case)
    draft = draft_of(case) or PublicNote(case=case, version=0)
    check_version(draft, version, what=_("Public note"))
    draft.text, draft.more_at, draft.language = words, more_at, language
    draft.written_at = timezone.now()
    keep(draft, by=by)
    draft.authors.add(by)
    record("case.public_note_written", case, by=by, note=draft.pk, sha256=draft.sha256)
    return draft


def checked_text(text: str) -> str:
    words = mask_personal_data(required(without_controls(text), _("The note is empty.")))
    if len(words) > LONGEST:
        raise ValidationError(
            _("The note has %(length)d characters; at most %(most)d are shown.")
            % {"length": len(words), "most": LONGEST}
        )
    return words


def check_more_at(more_at: datetime | None) -> None:
    if more_at is not None and more_at <= timezone.now():
        raise ValidationError(_("The moment for more news has passed; name one that lies ahead."))


@transaction.atomic
def release(note: PublicNote, *, by: User, version: int | None = None) -> PublicNote:
    """Let those who wait read it; what was released before is replaced.

    Whoever left a contact is written to by the worker, see :mod:`telling`.

    Raises:
        ActionDenied: who wrote any of it, the role, a conflict of interest, or the case.
        StaleObject: the words are no longer those that were read.
        ValidationError: the moment it promises has passed.
    """
    case, note = lock(note, version)
    target = rules.check_can(by, "release", case, note)
    check_more_at(note.more_at)
    standing = case.public_notes.filter(state=States.RELEASED).first()
    if standing is not None:
        finish(standing, States.REPLACED, by=by)
        telling.call_back(standing)
    give_word(note, sha256=note.sha256, stage=RELEASE, word=Approval.Word.APPROVED, by=by)
    note.state, note.released_by, note.released_at = target, by, timezone.now()
    keep(note, by=by)
    interim.show(
        reference=case.number,
        key=str(note.pk),
        text=note.text,
        language=note.language,
        more_at=note.more_at,
    )
    record("case.public_note_released", case, by=by, note=note.pk, sha256=note.sha256)
    return note


@transaction.atomic
def withdraw(note: PublicNote, *, why: str, by: User, version: int | None = None) -> PublicNote:
    """Take a note back, or drop a draft; the reason is kept, and the public no longer reads it.

    Raises:
        ActionDenied: it ended already, the role, or a conflict of interest.
        StaleObject: somebody changed it meanwhile.
        ValidationError: no reason.
    """
    reason = required_reason(why)[:LONGEST_REASON]
    case, note = lock(note, version)
    target = rules.check_can(by, "withdraw_public", case, note)
    note.told_at = None  # whoever was told of it is told of its end
    finish(note, target, by=by, why=reason)
    interim.end(str(note.pk))
    unsent = telling.call_back(note)
    record("case.public_note_withdrawn", case, by=by, note=note.pk, why=reason, unsent=unsent)
    return note


def draft_of(case: Case) -> PublicNote | None:
    return case.public_notes.filter(state=States.DRAFT).first()


def lock(note: PublicNote, version: int | None) -> tuple[Case, PublicNote]:
    """The case first, as everywhere, then the note."""
    case = lock_case(Case(pk=note.case_id))
    rows = PublicNote.objects.select_for_update(of=("self",)).select_related("changed_by")
    found = rows.get(pk=note.pk)
    if found.case_id != case.pk:  # it moved with a merge, between the two locks
        raise StaleObject(_("Public note"), str(found.changed_by))
    found.case = case
    check_version(found, version, what=_("Public note"))
    return case, found


def finish(note: PublicNote, state: str, *, by: User, why: str = "") -> None:
    note.state, note.ended_at, note.ended_why = state, timezone.now(), why
    keep(note, by=by)


def keep(note: PublicNote, *, by: User) -> None:
    note.version += 1
    note.changed_by = by
    note.save()
