"""What the views share: who reads, which directive, how a refusal is shown."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.directives import queries
from tangkal.desk.directives.models import Directive, Recipient


def find(request: HttpRequest, directive_id: int) -> tuple[User, Directive]:
    """The directive, for the offices that issued it or stand above them.

    Raises:
        ActionDenied: the person reads no content.
        Http404: there is none, or none for this person.
    """
    reader = reader_of(request)
    return reader, get_object_or_404(queries.directives_of(reader), pk=directive_id)


def find_office(
    request: HttpRequest, directive_id: int, organisation_id: int
) -> tuple[User, Recipient]:
    """One office's present row, for the office, those above it, and the centre."""
    reader = reader_of(request)
    rows = queries.office_row(reader, directive_id, organisation_id)
    return reader, get_object_or_404(rows)


def run_button(
    request: HttpRequest, act: Callable[[], object], done: str, to: str, *args: object
) -> HttpResponse:
    """Run a command behind one button, and go on to a page."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(to, *args)
