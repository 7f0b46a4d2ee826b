"""The log and the review as files that leave the desk; who took one is on record first."""

import csv
import io
from datetime import UTC

from django.db import transaction
from django.http import HttpResponse

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.pseudonyms import Veil, name_outside
from tangkal.desk.audit.commands import record
from tangkal.desk.crisis.models import Crisis, LogEntry, Review
from tangkal.desk.crisis.outputs import documents
from tangkal.desk.ui import sheets

PDF, DOCX = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
FORMS = {"pdf": PDF, "docx": DOCX, "csv": "text/csv; charset=utf-8"}
REVIEW_FORMS = {"pdf": PDF, "docx": DOCX}
COLUMNS = ("number", "at", "kind", "done_by", "entered_by", "entered_at", "corrects", "text")


def log_file(crisis: Crisis, form: str, *, by: User) -> tuple[str, str, bytes]:
    """Name, content type and bytes of the log in one form of FORMS."""
    note_taken(crisis, "log", form, by=by)
    entries = list(crisis.log.select_related("entered_by", "corrects").order_by("number"))
    if form == "csv":
        content = as_csv(entries)
    else:
        content = documents.written(documents.log_report(crisis, entries), form)
    return name_of(crisis, "log", form), FORMS[form], content


def review_file(review: Review, form: str, *, by: User) -> tuple[str, str, bytes]:
    """The review with its improvements and its timeline."""
    crisis = review.crisis
    note_taken(crisis, "review", form, by=by)
    content = documents.written(documents.review_report(review), form)
    return name_of(crisis, "review", form), REVIEW_FORMS[form], content


@transaction.atomic
def note_taken(crisis: Crisis, what: str, form: str, *, by: User) -> None:
    record("crisis.taken", crisis, by=by, what=what, form=form)


def name_of(crisis: Crisis, what: str, form: str) -> str:
    mark = "LATIHAN-" if crisis.is_exercise else ""
    return f"{mark}crisis-{crisis.pk}-{what}.{form}"


def as_csv(entries: list[LogEntry]) -> bytes:
    """A row an entry, staff by pseudonyms; what a spreadsheet would run as a formula is quoted."""
    veil = Veil.of_everybody()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow(
            [
                entry.number,
                entry.at.astimezone(UTC).isoformat(timespec="seconds"),
                entry.kind,
                sheets.cell(veil.text(entry.done_by)),
                name_outside(entry.entered_by),
                entry.entered_at.astimezone(UTC).isoformat(timespec="seconds"),
                entry.corrects.number if entry.corrects else "",
                sheets.cell(veil.text(entry.text)),
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def as_answer(name: str, content_type: str, content: bytes) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


__all__ = ["FORMS", "REVIEW_FORMS", "as_answer", "log_file", "review_file"]
