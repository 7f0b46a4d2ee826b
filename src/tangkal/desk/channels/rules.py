"""Who keeps outlets, who dispatches and recalls, and when a text is fit to go out."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.approvals.queries import has_approval
from tangkal.desk.cases.models import Case
from tangkal.desk.channels.models import Dispatch, Outlet
from tangkal.desk.channels.states import DISPATCH, DISPATCHERS
from tangkal.desk.strategic_communication import house_lapse
from tangkal.desk.strategic_communication import rules as message_rules
from tangkal.desk.strategic_communication.election_rules import check_two_signatures
from tangkal.desk.strategic_communication.freezing import freezes
from tangkal.desk.strategic_communication.house_agreement import check_agrees
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.strategic_communication.states import MessageState
from tangkal.desk.workflow import ActionDenied
from tangkal.strategic_communication.placeholders import find_placeholders

APPROVED = (MessageState.APPROVED, MessageState.SCHEDULED, MessageState.PUBLISHED)


def check_can_change_outlet(user: User, organisation: Organisation) -> None:
    """An administrator of the organisation: whoever holds the secrets holds them for an office.

    Raises:
        ActionDenied
    """
    if not user.has_role(Role.SYSTEM_ADMIN, at=organisation):
        raise ActionDenied(_("Only an administrator of this organisation can change outlets."))


def check_can_see_outlets(user: User) -> None:
    if not user.has_role(Role.SYSTEM_ADMIN, Role.AUDITOR):
        raise ActionDenied(_("Only administrators and auditors see outlets."))


def outlets_kept(user: User) -> QuerySet[Outlet]:
    """The outlets of the organisations this administrator or auditor looks after."""
    found = Q(pk__in=[])
    for assignment in user.active_assignments:
        if assignment.role in {Role.SYSTEM_ADMIN, Role.AUDITOR}:
            found |= Q(organisation__path__startswith=assignment.scope.path)
    return Outlet.objects.filter(found).select_related("organisation")


def outlets_for(case: Case) -> QuerySet[Outlet]:
    """Where a text of this case may go: open outlets of its lead and of the offices below.

    An exercise stays among outlets made for exercises, and the world among the others.
    """
    return Outlet.objects.filter(
        organisation__path__startswith=case.lead_organisation.path,
        is_active=True,
        is_exercise=case.is_exercise,
    ).select_related("organisation__region")


def may_dispatch(user: User, case: Case) -> bool:
    return user.has_role(*DISPATCHERS, at=case.lead_organisation)


def check_may_dispatch(by: User, case: Case) -> None:
    """Raises ActionDenied where a conflict of interest or the roles stand against it."""
    check_no_conflict(by, case)
    if not may_dispatch(by, case):
        raise ActionDenied(
            _("This step needs one of these roles: %(roles)s.")
            % {"roles": ", ".join(str(role.label) for role in DISPATCHERS)}
        )


def check_step(dispatch: Dispatch, action: str, by: User) -> str:
    """The state a person's step leads to.

    Raises:
        ActionDenied: the state, the role or a conflict of interest stands against it.
    """
    check_no_conflict(by, dispatch.case)
    roles = by.roles_at(dispatch.case.lead_organisation)
    return DISPATCH.check(dispatch.state, action, roles)


def check_can_dispatch(case: Case, outlet: Outlet, by: User) -> None:
    """Whether this person may send a text of this case through this outlet.

    Raises:
        ActionDenied
    """
    check_may_dispatch(by, case)
    if not outlet.is_active:
        raise ActionDenied(_("The outlet “%(name)s” is closed.") % {"name": outlet.name})
    if outlet.is_exercise != case.is_exercise:
        raise ActionDenied(
            _("An exercise goes out through outlets for exercises alone, and nothing else does.")
        )
    if not outlets_for(case).filter(pk=outlet.pk).exists():
        raise ActionDenied(
            _("“%(name)s” speaks for another office than the one that answers this case.")
            % {"name": outlet.name}
        )


def check_message_is_fit(
    message: Message, version: MessageVersion, *, at: datetime | None = None
) -> None:
    """The approval of these very words, by a second person, still holds.

    Args:
        at: when it would go out; None for now.

    Raises:
        ActionDenied: it was not given, or what it rested on has changed since.
    """
    if message.state not in APPROVED:
        raise ActionDenied(_("This version has not been approved yet."))
    if not has_approval(message, version.sha256, "final"):
        raise ActionDenied(_("This version has not been approved; the approval is for another."))
    if version.number != message.versions.values_list("number", flat=True)[0]:
        raise ActionDenied(_("There is a newer version of this text."))
    message_rules.check_complete(version)
    message_rules.check_may_respond(message.case)
    check_agrees(message.case, version.parts, message.language)
    house_lapse.check_holds(message, version, at=at)
    if message.template == message_rules.PORTAL_TEMPLATE:
        check_two_signatures(message, version.sha256)
        message_rules.check_nothing_changed(message, version)


def check_house_is_fit(version: MessageHouseVersion, *, at: datetime | None = None) -> None:
    """In force now and when it goes out, and nothing in it is left to fill.

    Raises:
        ActionDenied
    """
    if version.stands and version.has_expired(at):
        raise ActionDenied(house_lapse.why(version))
    if not version.is_in_force:
        raise ActionDenied(_("This version of the message house is not in force."))
    texts = [version.umbrella, *(str(p.get("text", "")) for p in version.content["pillars"])]
    places = [place for text in texts for place in find_placeholders(text)]
    if places:
        raise ActionDenied(
            _("Fill these places first: %(places)s.") % {"places": ", ".join(places)}
        )
    message_rules.check_may_respond(version.house.case)


def check_not_frozen(case: Case) -> None:
    """Refuse what is scheduled while publishing stands still.

    Raises:
        ActionDenied: naming why.
    """
    found = freezes(case.lead_organisation, is_exercise=case.is_exercise).first()
    if found is not None:
        raise ActionDenied(
            _("Publishing on schedule is frozen: %(reason)s") % {"reason": found.reason}
        )
