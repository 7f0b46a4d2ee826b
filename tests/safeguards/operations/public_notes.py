"""Public notes of cases."""

from typing import Any

from tangkal.desk.cases.models import PublicNote
from tangkal.desk.questions.models import Family
from tests.safeguards import stages
from tests.safeguards.answers import (
    APPROVING,
    NOTING,
    READING,
    REVIEWING,
    SCREENING,
    WORKING,
    WRITING,
    own,
)

TABLE = {
    "public_notes.list_public_notes": own(READING),
    "public_notes.write_public_note": own(WRITING | WORKING, 201, hidden=NOTING),
    "public_notes.release_public_note": own(APPROVING, hidden=REVIEWING),
    "public_notes.withdraw_public_note": own(WRITING | WORKING | APPROVING, hidden=NOTING),
    "public_notes.connect_questions": own(SCREENING, hidden=NOTING),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    note = PublicNote.objects.get(case=case)
    open_case = stages.case_at("opened", people)
    on_note = ({"number": case.number, "note_id": note.pk}, {"version": note.version})
    return {
        "public_notes.list_public_notes": (open_case.on, {}),
        "public_notes.write_public_note": (open_case.on, {}),
        "public_notes.release_public_note": on_note,
        "public_notes.withdraw_public_note": on_note,
        "public_notes.connect_questions": (open_case.on, {"family": Family.objects.create().pk}),
    }
