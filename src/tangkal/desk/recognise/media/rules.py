"""Who adds to the banks, removes from them, and sets what makes a match."""

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import ActionDenied

KEEPERS = (Role.ANALYST, Role.VERIFIER)
SETTERS = (Role.VERIFIER,)


def can_keep(user: User) -> bool:
    return user.has_role(*KEEPERS)


def can_set(user: User) -> bool:
    return user.has_role(*SETTERS)


def check_can_keep(user: User | None) -> None:
    """None is whoever runs the installation, at its command line.

    Raises:
        ActionDenied: neither analyst nor verifier.
    """
    if user is not None and not can_keep(user):
        raise ActionDenied(
            _("Only an analyst or a verifier adds pictures to a known claim, or removes them.")
        )


def check_can_set(user: User) -> None:
    """Raise unless this person may say what makes a match.

    Raises:
        ActionDenied: no verifier.
    """
    if not can_set(user):
        raise ActionDenied(_("Only a verifier makes banks and sets what makes a match in them."))
