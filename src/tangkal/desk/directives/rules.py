"""Who writes, approves and reads directives, and who answers for an office."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, RoleAssignment, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.approvals.rules import check_second_person
from tangkal.desk.directives.addressing import addressed
from tangkal.desk.directives.models import Directive, Recipient, content_hash
from tangkal.desk.directives.states import ANSWER, CENTRE, DIRECTIVE, OFFICE, DirectiveState
from tangkal.desk.strategic_communication import house_lapse, house_queries
from tangkal.desk.strategic_communication.freezing import freezes
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.workflow import ActionDenied

OUT = (DirectiveState.SENT, DirectiveState.RECALLED, DirectiveState.CLOSED)


# -- reading --------------------------------------------------------------------------------


def within(user: User, field: str) -> Q:
    """Rows whose organisation lies in what this person reads."""
    found = Q(pk__in=[])
    for scope in user.content_scopes():
        found |= Q(**{f"{field}__path__startswith": scope})
    return found


def issued(user: User) -> Q:
    """Directives of the offices whose content this person reads."""
    return within(user, "organisation")


def received(user: User) -> Q:
    """Offices' rows that this person reads: the own office's, and all below it."""
    return within(user, "organisation") & Q(directive__state__in=OUT)


def reads_as_centre(user: User, directive: Directive) -> bool:
    path = directive.organisation.path
    return any(path.startswith(scope) for scope in user.content_scopes())


# -- the centre -----------------------------------------------------------------------------


def check_may_write(by: User, organisation: Organisation) -> None:
    """A writer of the office that issues it.

    Raises:
        ActionDenied: no writer there.
    """
    DIRECTIVE.check(DirectiveState.DRAFT, "submit", by.roles_at(organisation))


def check_version(version: MessageHouseVersion) -> None:
    """Refuse a version that is not in force: nobody is told to publish what no longer holds."""
    if version.stands and version.has_expired():
        raise ActionDenied(house_lapse.why(version))
    if not version.is_in_force:
        raise ActionDenied(
            _("Version %(n)d of “%(house)s” is not in force; choose the one that is.")
            % {"n": version.number, "house": version.house}
        )


def check_step(directive: Directive, action: str, by: User) -> str:
    """The state a step leads to.

    Raises:
        ActionDenied: state, role, a conflict of interest, a second person, a freeze, or a
            version that is no longer in force.
    """
    check_no_conflict(by, directive.house_version.house.case)
    target = DIRECTIVE.check(directive.state, action, by.roles_at(directive.organisation))
    if action in {"submit", "send"}:
        check_version(directive.house_version)
    if action == "send":
        check_second_person(by, authors_of(directive))
        check_bound(directive)
    if action in {"send", "renew"}:
        check_not_frozen(directive)
    if action == "renew":
        check_second_person(by, {directive.author_id})
    return target


def authors_of(directive: Directive) -> set[int | None]:
    return {directive.author_id, *directive.authors}


def check_bound(directive: Directive) -> None:
    """What goes out is what was handed in, to the letter."""
    if content_hash(directive) != directive.approved_sha256:
        raise ActionDenied(
            _("What is stored is not what was handed in. Send it back and hand it in again.")
        )


def check_not_frozen(directive: Directive) -> None:
    found = freezes(directive.organisation, is_exercise=directive.is_exercise).first()
    if found is not None:
        raise ActionDenied(
            _("Publishing is frozen: %(reason)s. The directive goes out once an approver lifts it.")
            % {"reason": found.reason}
        )


def offices_of(directive: Directive) -> list[Organisation]:
    """Whom it goes to.

    Raises:
        ValidationError: nobody is addressed.
    """
    found = addressed(directive.organisation, directive.audience)
    if not found:
        raise ValidationError(_("Nobody is addressed: the registry has no such office below you."))
    return found


def newer_version(directive: Directive) -> MessageHouseVersion | None:
    """The version in force, where the directive carries another one."""
    if directive.house_version.stands:  # a house has one such version at most
        return None
    found = house_queries.in_force(directive.house_version.house)
    return found if found and found.pk != directive.house_version_id else None


# -- the offices ----------------------------------------------------------------------------


def holds_for(assignment: RoleAssignment, office: Organisation) -> bool:
    """Whether a role is held for this very office, or for a unit directly below it.

    A role over all offices does not answer for one of them: a ministry never confirms its own
    directive in a district's name.
    """
    scope = assignment.scope
    is_own_unit = scope.type == Organisation.Type.UNIT and scope.parent_id == office.pk
    return scope.pk == office.pk or is_own_unit


def roles_for(user: User, office: Organisation) -> frozenset[str]:
    """The roles in which this person answers for an office."""
    return frozenset(a.role for a in user.active_assignments if holds_for(a, office))


def may_answer(user: User, recipient: Recipient) -> bool:
    is_out = recipient.directive.state == DirectiveState.SENT
    return is_out and not roles_for(user, recipient.organisation).isdisjoint(OFFICE)


def check_answers(by: User, recipient: Recipient, action: str) -> str:
    """The state an office's act leads to.

    Raises:
        ActionDenied: the directive no longer runs, or the person does not answer for the office.
    """
    check_runs(recipient.directive)
    roles = roles_for(by, recipient.organisation)
    if roles.isdisjoint(OFFICE):
        raise ActionDenied(
            _("%(office)s answers for itself; your roles there do not include it.")
            % {"office": recipient.organisation}
        )
    return ANSWER.check(recipient.state, action, roles)


def after_take_down(recipient: Recipient) -> str:
    return ANSWER.step(recipient.state, "take_down").target


def check_centre(by: User, recipient: Recipient, action: str) -> str:
    """The state the centre's act leads to.

    Raises:
        ActionDenied: role, state, or a conflict of interest in the case.
    """
    directive = recipient.directive
    check_no_conflict(by, directive.house_version.house.case)
    return ANSWER.check(recipient.state, action, by.roles_at(directive.organisation))


def check_runs(directive: Directive) -> None:
    if directive.state != DirectiveState.SENT:
        raise ActionDenied(
            _("The directive is %(state)s; nothing is answered any more.")
            % {"state": directive.get_state_display()}
        )


def check_may_link(by: User, directive: Directive) -> None:
    """Who hands out links: whoever answers the offices at the centre.

    Raises:
        ActionDenied: nobody of those.
    """
    if not by.has_role(*CENTRE, at=directive.organisation):
        raise ActionDenied(
            _("Links are kept by writers, approvers and analysts of %(office)s.")
            % {"office": directive.organisation}
        )


def may_write_somewhere(user: User) -> bool:
    return user.has_role(Role.WRITER)


def check_writes_somewhere(user: User) -> None:
    """Refuse who writes for no office."""
    if not may_write_somewhere(user):
        raise ActionDenied(_("Directives are written by writers."))


def keeps_contacts(user: User, organisation: Organisation) -> bool:
    """Whether this person keeps partners' contacts and sheets of an office."""
    keepers = (Role.WRITER, Role.REGIONAL_ADMIN, Role.APPROVER)
    return user.has_role(*keepers, at=organisation)


def check_keeps_contacts(user: User, organisation: Organisation) -> None:
    if not keeps_contacts(user, organisation):
        raise ActionDenied(
            _("Contacts of %(office)s are kept by its writers, approvers and regional officers.")
            % {"office": organisation}
        )
