"""Who hears of what happens to a message: the people whose next step it is."""

from collections.abc import Callable

from django.urls import reverse

from tangkal.desk.accounts.models import Organisation, User, in_force
from tangkal.desk.cases.models import Case
from tangkal.desk.inbox.commands import tell


def people_at(organisation: Organisation, *roles: str) -> list[User]:
    """Active people who hold one of the roles over an organisation."""
    above = [int(key) for key in organisation.path.split(".") if key]
    return list(
        User.objects.filter(
            in_force("assignments__"),
            is_active=True,
            assignments__role__in=roles,
            assignments__scope_id__in=above,
        ).distinct()
    )


def tell_people(
    people: list[User],
    *,
    kind: str,
    route: str,
    key: int,
    title: Callable[[], str],
    case: Case,
    by: User | None,
) -> None:
    """One notice each, in the reader's language, with the way to the thing."""
    tell(people, kind=kind, subject_url=reverse(route, args=[key]), title=title, case=case, by=by)
