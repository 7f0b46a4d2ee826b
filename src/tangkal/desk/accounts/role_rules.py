"""Which roles one person must not hold together, and what each is for."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.accounts.models import RoleAssignment, User
from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.workflow import ActionDenied

# The doctrine: administrators read no content; an auditor changes nothing, so acts in no role.
APART: dict[str, frozenset[str]] = {
    Role.SYSTEM_ADMIN: frozenset(CONTENT_ROLES),
    Role.AUDITOR: frozenset(set(Role) - {Role.AUDITOR}),
}

DUTIES = {
    Role.MONITOR: gettext_lazy("Watches the channels and screens signals."),
    Role.ANALYST: gettext_lazy("Opens and triages cases, judges impact."),
    Role.VERIFIER: gettext_lazy("Checks claims, drafts and reviews verdicts."),
    Role.WRITER: gettext_lazy("Writes messages."),
    Role.APPROVER: gettext_lazy("Decides on cases, approves and publishes messages."),
    Role.LEGAL: gettext_lazy("Reviews messages and requests by law, and can stop them."),
    Role.DATA_PROTECTION: gettext_lazy("Guards personal data, and can stop their use."),
    Role.SPOKESPERSON: gettext_lazy("Reads, and signs off what is said in the own name."),
    Role.REGIONAL_ADMIN: gettext_lazy("Works on cases of the own region and confirms messages."),
    Role.PARTNER: gettext_lazy("Receives briefings, and sees nothing else."),
    Role.EVALUATOR: gettext_lazy("Measures what answers achieved, and closes cases."),
    Role.EXERCISE_CONTROLLER: gettext_lazy("Runs exercises, and sees nothing real."),
    Role.AUDITOR: gettext_lazy("Reads everything and changes nothing."),
    Role.SYSTEM_ADMIN: gettext_lazy("Keeps accounts and the machine, and reads no content."),
}


def are_apart(one: str, other: str) -> bool:
    """Whether nobody may hold both; the order does not matter."""
    return other in APART.get(one, frozenset()) or one in APART.get(other, frozenset())


def check_combination(person: User, role: str) -> None:
    """Refuse a role beside one that must not meet it, whatever their scopes.

    Raises:
        ActionDenied: the sentence names both.
    """
    # Also those over organisations that are still to come: their day will.
    is_running = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    held = set(person.assignments.filter(is_running).values_list("role", flat=True))
    for other in sorted(held):
        if are_apart(role, other):
            raise ActionDenied(
                _("%(name)s is %(held)s, who must not also be %(role)s: end that role first.")
                % {
                    "name": person.display_name,
                    "held": Role(other).label,
                    "role": Role(role).label,
                }
            )


def clashes(assignments: list[RoleAssignment]) -> list[tuple[RoleAssignment, RoleAssignment]]:
    """Pairs of one person's assignments that should never have met."""
    return [
        (one, other)
        for place, one in enumerate(assignments)
        for other in assignments[place + 1 :]
        if are_apart(one.role, other.role)
    ]
