"""Who reads a crisis, who works in it, who leads it, and what each step needs."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tangkal.desk.accounts.models import Organisation, User, in_force
from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.cases.rules import NATIONAL, names_of
from tangkal.desk.crisis.levels import level_of
from tangkal.desk.crisis.models import Crisis, Proposal, Seat
from tangkal.desk.crisis.states import CRISIS
from tangkal.desk.crisis.team import NEEDS, SeatRole
from tangkal.desk.crisis.words import ACTIONS
from tangkal.desk.workflow import ActionDenied

WORKING = frozenset(CONTENT_ROLES) - {Role.AUDITOR, Role.EVALUATOR, Role.REGIONAL_ADMIN}
LEADERSHIP_LEVEL = 3
QUIET_CYCLES = 2


# -- reading and working --------------------------------------------------------------------


def readable(user: User) -> Q:
    """The crises of the organisations whose content this person reads, and those of their team."""
    found = Q(seats__holder=user, seats__until=None) if user.reads_content else Q(pk__in=[])
    for scope in user.content_scopes():
        found |= Q(organisation__path__startswith=scope)
    return found


def can_read(user: User, crisis: Crisis) -> bool:
    if not user.reads_content:
        return False
    path = crisis.organisation.path
    return any(path.startswith(scope) for scope in user.content_scopes()) or sits(user, crisis)


def sits(user: User, crisis: Crisis) -> bool:
    """Whether this person holds a seat of the team now."""
    return any(seat.holder_id == user.pk for seat in current_seats(crisis))


def current_seats(crisis: Crisis) -> list[Seat]:
    """The seats held now, read once an object."""
    kept: list[Seat] | None = crisis.__dict__.get("_seats")
    if kept is None:
        kept = list(crisis.seats.filter(until=None).select_related("holder__organisation"))
        crisis.__dict__["_seats"] = kept
    return kept


def may_work(user: User, crisis: Crisis) -> bool:
    """Whether this person writes in the room: the team, and the desk of the lead agency."""
    if not crisis.is_open:
        return False
    return user.has_role(*WORKING, at=crisis.organisation) or (
        user.reads_content and sits(user, crisis)
    )


def check_may_work(user: User, crisis: Crisis) -> None:
    check_open(crisis)
    if not may_work(user, crisis):
        raise ActionDenied(
            _("Only the crisis team and the desk of the lead agency write in this room.")
        )


def check_open(crisis: Crisis) -> None:
    if not crisis.is_open:
        raise ActionDenied(
            _("“%(title)s” is not active: its state is “%(state)s”.")
            % {"title": crisis.title, "state": crisis.get_state_display()}
        )


def may_lead(user: User, crisis: Crisis) -> bool:
    return user.has_role(Role.APPROVER, at=crisis.organisation)


def check_may_lead(user: User, organisation: Organisation) -> None:
    if not user.has_role(Role.APPROVER, at=organisation):
        raise ActionDenied(
            _("This step needs one of these roles: %(roles)s.")
            % {"roles": names_of([Role.APPROVER])}
        )


# -- levels ----------------------------------------------------------------------------------


def check_step(crisis: Crisis, action: str, by: User) -> str:
    """The state a step leads to.

    Raises:
        ActionDenied: the state or the person's roles do not allow the step.
    """
    try:
        CRISIS.step(crisis.state, action)
    except ActionDenied:
        raise impossible(crisis, action) from None
    return CRISIS.check(crisis.state, action, by.roles_at(crisis.organisation))


def impossible(crisis: Crisis, action: str) -> ActionDenied:
    return ActionDenied(
        _("“%(action)s” is not possible while the state is “%(state)s”.")
        % {"action": ACTIONS.get(action, action), "state": crisis.get_state_display()}
    )


def check_can_propose(by: User, organisation: Organisation, level: int) -> None:
    check_may_lead(by, organisation)
    if level not in {1, 2, 3}:
        raise ActionDenied(
            _("%(level)s is no level of a crisis: choose 1, 2 or 3.") % {"level": level}
        )


def is_leadership(user: User, organisation: Organisation) -> bool:
    """Whether this person approves at the top of a ministry or agency above the crisis."""
    return any(
        a.role == Role.APPROVER
        and a.scope.parent_id is None
        and a.scope.type in NATIONAL
        and organisation.path.startswith(a.scope.path)
        for a in user.active_assignments
    )


def check_can_confirm(by: User, proposal: Proposal) -> str:
    """The state that a confirmed proposal leads to.

    Raises:
        ActionDenied: not waiting, not an approver, the proposer, a conflict of interest, or a
            national crisis without leadership.
    """
    crisis = proposal.crisis
    check_waits(proposal)
    target = check_step(crisis, f"raise_{proposal.level}", by)
    if by.pk == proposal.by_id:
        raise ActionDenied(_("You proposed this level yourself; another approver confirms it."))
    check_no_conflicts(by, crisis)
    if proposal.level >= LEADERSHIP_LEVEL and not is_leadership(by, crisis.organisation):
        raise ActionDenied(
            _(
                "Level 3 (%(name)s) is confirmed by leadership: an approver of a ministry or "
                "agency that stands at the top of its tree."
            )
            % {"name": level_of(3).name}
        )
    return target


def check_waits(proposal: Proposal) -> None:
    if proposal.state != Proposal.State.WAITING:
        raise ActionDenied(
            _("This proposal is no longer open: %(state)s by %(name)s.")
            % {"state": proposal.get_state_display(), "name": proposal.decided_by or "–"}
        )


def check_no_conflicts(by: User, crisis: Crisis) -> None:
    """A conflict of interest with one of its cases takes a person out of deciding a crisis."""
    for case in crisis.cases.all():
        check_no_conflict(by, case)


def check_reason(why: str) -> str:
    """The reason without surrounding space; every change of a level has one."""
    if not why.strip():
        raise ActionDenied(_("This step needs a reason; write one and try again."))
    return why.strip()


def quiet_cycles(crisis: Crisis) -> int:
    """How many of the latest updates at this level, one after another, were quiet."""
    count = 0
    for is_quiet, level in crisis.briefings.values_list("is_quiet", "level")[:50]:
        if not is_quiet or level != crisis.level:
            break
        count += 1
    return count


def check_quiet(crisis: Crisis) -> None:
    """Raises ActionDenied while fewer than two quiet updates lie behind."""
    found = quiet_cycles(crisis)
    if found < QUIET_CYCLES:
        raise ActionDenied(
            ngettext(
                "A crisis is stepped down after two quiet updates in a row; so far there is %(n)d.",
                "A crisis is stepped down after two quiet updates in a row; so far there are "
                "%(n)d.",
                found,
            )
            % {"n": found}
        )


def is_expired(crisis: Crisis, now: datetime) -> bool:
    return crisis.has_level and crisis.expires_at is not None and crisis.expires_at <= now


# -- the team --------------------------------------------------------------------------------


def check_may_sit(person: User, role: str, crisis: Crisis) -> None:
    """Raises ActionDenied where somebody lacks the desk role that a seat asks for."""
    needed = NEEDS[role]
    at = crisis.organisation if role == SeatRole.COORDINATOR else None
    if not person.is_active or not person.has_role(*needed, at=at):
        raise ActionDenied(
            _("%(name)s cannot be %(seat)s: the seat needs one of these roles: %(roles)s.")
            % {
                "name": person,
                "seat": SeatRole(role).label,
                "roles": names_of(needed),
            }
        )
    if role == SeatRole.COORDINATOR:
        check_no_conflicts(person, crisis)


def fitting(role: str, crisis: Crisis) -> Q:
    """People who have what a seat asks for."""
    found = Q(assignments__role__in=NEEDS[role], is_active=True)
    if role == SeatRole.COORDINATOR:
        ancestors = ancestors_of(crisis.organisation)
        found &= Q(assignments__scope_id__in=ancestors)
    return found


def ancestors_of(organisation: Organisation) -> list[int]:
    """Keys of an organisation and of all above it."""
    return [int(key) for key in organisation.path.split(".") if key]


def approvers_over(organisation: Organisation) -> Iterable[User]:
    """Everybody who can confirm a level here: approvers of the organisation or of one above."""
    return (
        User.objects.filter(
            in_force("assignments__"),
            assignments__role=Role.APPROVER,
            assignments__scope_id__in=ancestors_of(organisation),
            is_active=True,
        )
        .distinct()
        .order_by("pk")
    )
