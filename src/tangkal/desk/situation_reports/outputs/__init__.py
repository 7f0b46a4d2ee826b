"""One report in the forms that leave the desk, all from the same signed content."""

from tangkal.desk.situation_reports.assembly import assemble
from tangkal.desk.situation_reports.models import Edition
from tangkal.desk.situation_reports.outputs import as_json, phone
from tangkal.desk.ui.papers import pdf, word
from tangkal.desk.ui.papers.document import Report


def as_pdf(report: Report, edition: Edition) -> bytes:
    return pdf.written(report, at=edition.signed_at or edition.as_of)


def as_docx(report: Report, _edition: Edition) -> bytes:
    return word.written(report)


# Form → content type, end of the file's name, and who makes it.
FORMS = {
    "pdf": ("application/pdf", as_pdf),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        as_docx,
    ),
    "txt": ("text/plain; charset=utf-8", phone.written),
    "json": ("application/json", as_json.written),
}


def written(edition: Edition, form: str) -> tuple[str, str, bytes]:
    """Name, content type and bytes of one form; `form` is one of FORMS."""
    content_type, write = FORMS[form]
    name = f"sir-{edition.series_id}-{edition.number}"
    if edition.is_exercise:
        name = f"LATIHAN-{name}"
    return f"{name}.{form}", content_type, write(assemble(edition), edition)
