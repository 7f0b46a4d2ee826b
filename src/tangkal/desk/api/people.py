"""Whose request it is, and what is shown to them: shared by every resource."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest

from tangkal.desk.accounts.models import User

M = TypeVar("M", bound=Model)


def person_of(request: HttpRequest) -> User:
    """The token's owner, as whom the operation acts."""
    assert isinstance(request.user, User)
    return request.user


def shown(rows: QuerySet[M], **key: object) -> M:
    """The one row among what this person may see; elsewhere it is as if it did not exist.

    Raises:
        Http404: there is none.
    """
    try:
        found = rows.filter(**key).first()
    except (ValueError, ValidationError, OverflowError):  # a key that none could have
        found = None
    if found is None:
        raise Http404(str(key))
    return found


def checked(form: BaseForm) -> dict[str, Any]:
    """What a form of the desk makes of the input: the screens' own checks, asked here too.

    Raises:
        ValidationError: by field, in the form's words.
    """
    if not form.is_valid():
        raise ValidationError(
            {
                ("body" if field == "__all__" else field): [str(each) for each in errors]
                for field, errors in form.errors.items()
            }
        )
    return form.cleaned_data


def named(person: User | None) -> str | None:
    """How a person is called in answers: the name that colleagues see on the screens."""
    return person.display_name if person else None
