"""Who holds a role over an office: whom a request has to be brought to."""

from collections.abc import Iterable

from tangkal.desk.accounts.models import Organisation, RoleAssignment, User, in_force


def holders(roles: Iterable[str], organisation: Organisation) -> list[User]:
    """Active people with one of the roles over an organisation, also from above."""
    rows = RoleAssignment.objects.filter(
        in_force(), role__in=[str(role) for role in roles], user__is_active=True
    ).select_related("user", "scope")
    found = {row.user_id: row.user for row in rows if organisation.path.startswith(row.scope.path)}
    return list(found.values())
