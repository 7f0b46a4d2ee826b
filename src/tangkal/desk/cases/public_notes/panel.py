"""Public notes as a card of the case page, apart from the internal ones."""

from collections.abc import Mapping
from typing import Any

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import held
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.cases.models import Case, PublicNote
from tangkal.desk.cases.public_notes import connecting, rules
from tangkal.desk.cases.states import PublicNoteState

ENDED = frozenset({PublicNoteState.REPLACED, PublicNoteState.WITHDRAWN})


def of_case(case: Case, reader: User) -> Mapping[str, Any]:
    """Three queries at most: the notes, their authors, and who waits."""
    rows = PublicNote.objects.filter(case=case).select_related("released_by", "changed_by")
    has_some = held.may_hold(case, "cases.PublicNote")
    found = list(rows.prefetch_related("authors")) if has_some else []
    standing, draft = (
        next((note for note in found if note.state == state), None)
        for state in (PublicNoteState.RELEASED, PublicNoteState.DRAFT)
    )
    return {
        "standing": standing,
        "draft": draft,
        "ended": [note for note in found if note.state in ENDED],
        "waiting": connecting.waiting(case) if held.may_hold(case, "questions.Family") else 0,
        "may_write": rules.can(reader, "write_public", case),
        "may_release": draft is not None and rules.can(reader, "release", case, draft),
        "may_withdraw": rules.can(reader, "withdraw_public", case),
        "may_connect": case_rules.can(reader, "link", case)
        and case.state not in connecting.ANSWERED,
    }
