"""Who sees which community, who starts a run, who takes a network out."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.cases.rules import NATIONAL
from tangkal.desk.coordination.models import Community
from tangkal.desk.workflow import ActionDenied


def seen_regions(user: User) -> list[str] | None:
    """Codes of the regions whose communities this person reads; None for all of them.

    A ministry or agency reads everything, an office of a region what touches its own.
    """
    offices = [a.scope for a in user.active_assignments if a.role in CONTENT_ROLES]
    if any(office.type in NATIONAL for office in offices):
        return None
    return sorted({office.region_id for office in offices if office.region_id})


def lies_within(code: str, regions: Iterable[str]) -> bool:
    return any(code == each or code.startswith(f"{each}.") for each in regions)


def can_read(user: User, community: Community) -> bool:
    regions = seen_regions(user)
    return regions is None or any(lies_within(code, regions) for code, _n in community.regions)


def may_work(user: User) -> bool:
    """Analysts of ministries and agencies: a run looks at the whole country."""
    return any(a.role == Role.ANALYST and a.scope.type in NATIONAL for a in user.active_assignments)


def check_can_work(user: User) -> None:
    """Start runs, take networks out, keep the allow-list.

    Raises:
        ActionDenied: the person is no analyst of a ministry or agency.
    """
    if not may_work(user):
        raise ActionDenied(
            _("Runs, files and the allow-list are for analysts of a ministry or agency.")
        )
