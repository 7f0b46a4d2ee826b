"""What the command line asks: reports, a draft, a file; as whoever runs the installation."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.tracking_effectiveness.models import EvaluationReport
from tangkal.desk.tracking_effectiveness.reports import commands, paper
from tangkal.kernel import InvalidInput


def listed() -> list[dict[str, object]]:
    """Each report in short."""
    rows = EvaluationReport.objects.select_related("organisation").defer("measured", "words")
    return [
        {
            "report": row.pk,
            "office": f"{row.organisation_id} {row.organisation}",
            "kind": row.kind,
            "since": timezone.localtime(row.since).date().isoformat(),
            "until": timezone.localtime(row.until).date().isoformat(),
            "state": row.state,
            "due": timezone.localtime(row.due_at).date().isoformat(),
            "is_late": row.is_late,
        }
        for row in rows
    ]


def draft(
    office: int, *, kind: str, day: str | None, by: str, language: str, exercise: bool
) -> tuple[int, int]:
    """Draft a report in the name of the person who answers for it; its key and its number.

    Raises:
        InvalidInput: no such office or person, or what the desk itself would refuse.
    """
    organisation = Organisation.objects.select_related("region").filter(pk=office).first()
    if organisation is None:
        raise InvalidInput(f"there is no office {office}; see 'tangkal organisations'")
    person = User.objects.filter(username=by, is_active=True).first()
    if person is None:
        raise InvalidInput(f"there is no account {by!r}; see 'tangkal people'")
    try:
        asked = date.fromisoformat(day) if day else timezone.localdate()
    except ValueError as error:
        raise InvalidInput(f"{day!r} is no day; write it as 2026-03-31") from error
    try:
        made = commands.draft(
            organisation, kind, asked, by=person, language=language, exercise=exercise
        )
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages)) from error
    except PermissionDenied as error:
        raise InvalidInput(str(error)) from error
    return made.pk, made.number


def taken(report: int, form: str) -> tuple[str, bytes]:
    """A file's own name and its bytes; that it was taken is on record first.

    Raises:
        InvalidInput: no such report, or no such form.
    """
    if form not in paper.FORMS:
        raise InvalidInput(f"a report comes as {', '.join(paper.FORMS)}, not as {form!r}")
    found = EvaluationReport.objects.select_related("organisation").filter(pk=report).first()
    if found is None:
        raise InvalidInput(f"there is no report {report}; see 'tangkal report evaluation list'")
    commands.note_taken(found, form, by=None)
    name, _content_type, content = paper.written(found, form)
    return name, content
