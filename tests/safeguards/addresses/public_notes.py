"""Public notes of cases: written by those who work on it, released by approvers."""

from tangkal.desk.cases.public_notes import commands
from tests.safeguards.answers import NO, READING, WORKING, WRITING, own

NOTING = WRITING | WORKING

TABLE = {
    "public-note": (own(NOTING), own(NOTING, 422)),
    # An empty form carries no version: nobody releases words that she was not shown.
    "public-note-release": (NO, own(READING, 409)),
    "public-note-withdraw": (NO, own(READING, 302)),  # without a reason, for nobody
    "case-questions-connect": (NO, own(READING, 302)),  # without a number, for nobody
}


def arguments(case, people):
    note = commands.write(case, text="Kami sedang memeriksanya ke dinas.", by=people["penyusun"])
    on_case, on_note = {"number": case.number}, {"number": case.number, "note_id": note.pk}
    return {
        "public-note": on_case,
        "public-note-release": on_note,
        "public-note-withdraw": on_note,
        "case-questions-connect": on_case,
    }
