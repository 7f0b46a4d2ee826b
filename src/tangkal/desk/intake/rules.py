"""Who may bring sources in, see what came of them, and correct what could not be read."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.intake.models import IntakeRun
from tangkal.desk.workflow import ActionDenied

WHO = {
    "items": (Role.MONITOR, Role.ANALYST),
    "claims": (Role.MONITOR, Role.ANALYST, Role.VERIFIER),
}
ANYBODY = WHO["claims"]


def check_can_bring_in(user: User, kind: str | None = None) -> None:
    """Refuse those who may not bring in this kind of rows; None asks for either kind.

    Raises:
        ActionDenied: none of the person's roles allows it.
    """
    roles = WHO.get(kind or "", ANYBODY)
    if not user.has_role(*roles):
        names = ", ".join(str(role.label) for role in roles)
        raise ActionDenied(_("This step needs one of these roles: %(roles)s.") % {"roles": names})


def visible_runs(user: User) -> QuerySet[IntakeRun]:
    """Runs by people of the organisations this person reads."""
    within = Q(by=user)
    for scope in user.content_scopes():
        within |= Q(by__organisation__path__startswith=scope)
    return IntakeRun.objects.filter(within).select_related("by")
