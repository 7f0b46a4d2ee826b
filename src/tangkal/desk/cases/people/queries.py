"""Who could look after a case."""

from collections import defaultdict

from tangkal.desk.accounts.models import RoleAssignment, User, in_force
from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.cases.models import Case

# Whoever only looks on works on nothing.
WORKING = CONTENT_ROLES - {Role.AUDITOR, Role.SPOKESPERSON}


def assignable(case: Case) -> list[tuple[User, str]]:
    """People with a working role over the case's organisation, with their roles in words."""
    rows = (
        RoleAssignment.objects.filter(
            in_force(),
            role__in=WORKING,
            user__is_active=True,
        )
        .select_related("user", "scope")
        .order_by("user__display_name", "pk")
    )
    held: dict[User, list[str]] = defaultdict(list)
    for row in rows:
        if case.lead_organisation.path.startswith(row.scope.path):
            held[row.user].append(str(Role(row.role).label))
    return [(user, ", ".join(sorted(set(roles)))) for user, roles in held.items()]
