"""Who may read the audit trail."""

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import ActionDenied


def check_can_read_trail(user: User) -> None:
    """Auditors alone: the trail shows at once what every colleague did.

    Raises:
        ActionDenied: the person is no auditor.
    """
    if not user.has_role(Role.AUDITOR):
        raise ActionDenied(_("The audit trail is for auditors."))


def audit_scopes(user: User) -> list[str]:
    """Path prefixes of the organisations whose people this auditor looks at."""
    return sorted({a.scope.path for a in user.active_assignments if a.role == Role.AUDITOR})
