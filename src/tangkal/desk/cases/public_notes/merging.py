"""A case that becomes part of another brings who waits for it, and what they read meanwhile."""

from collections.abc import Mapping, Sequence

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case, PublicNote
from tangkal.desk.cases.public_notes import connecting, rules
from tangkal.desk.cases.public_notes.commands import keep
from tangkal.desk.cases.states import PublicNoteState
from tangkal.desk.portal import interim

OPEN = (PublicNoteState.RELEASED, PublicNoteState.DRAFT)


def bring(source: Case, into: Case, *, by: User) -> dict[str, list[int]]:
    """Move what those who wait belong to; answers the keys of what moved, by kind.

    A note stays behind where the other case has one in the same state, or may say nothing in
    public now: then those who wait read what the other case says, or nothing. Both are locked.
    """
    moved = {"questions": connecting.hand_over(source, into), "public_notes": list[int]()}
    taken = list(into.public_notes.filter(state__in=OPEN).values_list("state", flat=True))
    notes = source.public_notes.filter(state__in=OPEN).exclude(state__in=taken)
    for note in notes.select_for_update(of=("self",)):
        if note.state == PublicNoteState.DRAFT or rules.may_speak(into):
            put(note, into, by=by)
            moved["public_notes"].append(note.pk)
    return moved


def take_back(moved: Mapping[str, Sequence[int]], source: Case, into: Case, *, by: User) -> None:
    """Put back what a merge moved and nobody has moved since."""
    connecting.hand_over(into, source, moved.get("questions", ()))
    notes = into.public_notes.filter(pk__in=moved.get("public_notes", ()))
    for note in notes.select_for_update(of=("self",)):
        put(note, source, by=by)


def put(note: PublicNote, case: Case, *, by: User) -> None:
    note.case = case
    keep(note, by=by)
    interim.refer(str(note.pk), case.number)
