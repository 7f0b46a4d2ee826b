"""Who stands behind a request, and whether content may be shown to them at all."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.workflow import ActionDenied


def signed_in_person(request: HttpRequest) -> User:
    """The signed-in person; the view stands behind ``login_required``."""
    assert isinstance(request.user, User)
    return request.user


def check_reads_content(user: User) -> None:
    """Administrators, partners and exercise controllers read no content.

    Raises:
        ActionDenied: none of the person's roles reads content.
    """
    if not user.reads_content:
        raise ActionDenied(
            _("Your roles do not read content. Ask whoever manages accounts for one that does.")
        )


def reader_of(request: HttpRequest) -> User:
    """The signed-in person; the view stands behind ``login_required``.

    Raises:
        ActionDenied: none of the person's roles reads content.
    """
    user = request.user
    assert isinstance(user, User)
    check_reads_content(user)
    return user
