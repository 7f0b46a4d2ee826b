"""Who enters destinations, who makes rules, who lets an exercise alert outside."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.readers import check_reads_content
from tangkal.desk.accounts.roles import Role
from tangkal.desk.alerts.models import Destination, Rule
from tangkal.desk.workflow import ActionDenied


def check_can_change_destination(user: User, organisation: Organisation) -> None:
    """An administrator of the organisation: whoever holds the secrets holds them for an office.

    Raises:
        ActionDenied
    """
    if not user.has_role(Role.SYSTEM_ADMIN, at=organisation):
        raise ActionDenied(_("Only an administrator of this organisation can change destinations."))


def check_can_see_destinations(user: User) -> None:
    if not user.has_role(Role.SYSTEM_ADMIN, Role.AUDITOR):
        raise ActionDenied(_("Only administrators and auditors see destinations."))


def destinations_seen(user: User) -> QuerySet[Destination]:
    """The destinations of the organisations this administrator or auditor looks after."""
    return Destination.objects.filter(scopes(user, {Role.SYSTEM_ADMIN, Role.AUDITOR}))


def organisations_administered(user: User) -> QuerySet[Organisation]:
    found = Q(pk__in=[])
    for assignment in user.active_assignments:
        if assignment.role == Role.SYSTEM_ADMIN:
            found |= Q(path__startswith=assignment.scope.path)
    return Organisation.objects.filter(found)


def scopes(user: User, roles: set[Role]) -> Q:
    found = Q(pk__in=[])
    for assignment in user.active_assignments:
        if assignment.role in roles:
            found |= Q(organisation__path__startswith=assignment.scope.path)
    return found


def destinations_usable(user: User) -> QuerySet[Destination]:
    """Where a person's rules may point: the own office, and those whose content is theirs."""
    found = Q(organisation=user.organisation_id)
    for path in user.content_scopes():
        found |= Q(organisation__path__startswith=path)
    return Destination.objects.filter(found, is_active=True).select_related("organisation")


def check_can_make_rule(user: User, *destinations: Destination) -> None:
    """Whoever reads content, for the places of their own office and below.

    Raises:
        ActionDenied
    """
    check_reads_content(user)
    usable = set(destinations_usable(user).values_list("pk", flat=True))
    if not {destination.pk for destination in destinations} <= usable:
        raise ActionDenied(_("This destination belongs to another office."))


def check_can_change_rule(user: User, rule: Rule) -> None:
    check_reads_content(user)
    if rule.owner_id != user.pk:
        raise ActionDenied(_("Only its owner can change this rule."))


def check_can_give_leave(user: User) -> None:
    if not user.has_role(Role.EXERCISE_CONTROLLER):
        raise ActionDenied(_("Only an exercise controller can let an exercise alert outside."))
