"""Who groups and answers questions, who opens a case from one, who keeps the ways of replying."""

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import ActionDenied

OPENING = (Role.MONITOR, Role.ANALYST)  # those who may open cases: a test compares the two tables
KEEPING = (Role.SYSTEM_ADMIN, Role.AUDITOR)


def can_open_cases(user: User) -> bool:
    return user.has_role(*OPENING)


def check_can_see_replies(user: User) -> None:
    """Administrators and auditors see whether replies arrive, never what they say.

    Raises:
        ActionDenied
    """
    if not user.has_role(*KEEPING):
        raise ActionDenied(_("Only administrators and auditors see how replies are delivered."))


def can_keep_replies(user: User) -> bool:
    return user.has_role(Role.SYSTEM_ADMIN)


def check_can_keep_replies(user: User) -> None:
    """Raises ActionDenied for whoever is no administrator."""
    if not can_keep_replies(user):
        raise ActionDenied(_("Only an administrator changes how citizens are replied to."))
