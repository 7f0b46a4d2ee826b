"""Four eyes: nobody approves what they wrote themselves."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.workflow import ActionDenied


def check_second_person(person: User, authors: Collection[int | None]) -> None:
    """Refuse a person who had a hand in what is to be approved.

    Args:
        person: who wants to approve.
        authors: keys of everybody who wrote any part or version of it.

    Raises:
        ActionDenied: the person is one of the authors.
    """
    if person.pk in authors:
        raise ActionDenied(_("You wrote part of this yourself; a second person has to approve it."))


def check_reason(reason: str) -> str:
    """The reason without surrounding space.

    Raises:
        ActionDenied: there is none, and this step needs one.
    """
    if not reason.strip():
        raise ActionDenied(_("This step needs a reason; write one and try again."))
    return reason.strip()
