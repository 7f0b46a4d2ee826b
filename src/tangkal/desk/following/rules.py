"""Who sees how many follow: those who write to the public, and those who keep the desk running."""

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import ActionDenied

SEEING = (Role.WRITER, Role.SYSTEM_ADMIN, Role.AUDITOR)


def check_sees_figures(user: User) -> None:
    """Raises ActionDenied for any other role."""
    if not user.has_role(*SEEING):
        raise ActionDenied(_("Writers and administrators see how many people follow."))
