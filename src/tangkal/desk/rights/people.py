"""Who holds a role over an organisation, in one query."""

from collections import defaultdict
from collections.abc import Iterable

from tangkal.desk.accounts.models import Organisation, RoleAssignment, User, in_force


def assigned(roles: Iterable[str]) -> dict[User, list[RoleAssignment]]:
    """Every active person with one of the roles anywhere, and where."""
    rows = (
        RoleAssignment.objects.filter(
            in_force(),
            role__in=[str(role) for role in roles],
            user__is_active=True,
        )
        .select_related("user__organisation", "scope")
        .order_by("user__display_name", "pk")
    )
    found: dict[User, list[RoleAssignment]] = defaultdict(list)
    for row in rows:
        found[row.user].append(row)
    return found


def holders(roles: Iterable[str], organisation: Organisation) -> list[User]:
    """Active people who hold one of the roles over an organisation."""
    return [
        person
        for person, rows in assigned(roles).items()
        if any(organisation.path.startswith(row.scope.path) for row in rows)
    ]
