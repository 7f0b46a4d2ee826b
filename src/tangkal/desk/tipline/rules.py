"""Who keeps lines, and who may speak to people who wrote."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.portal.rules import ANSWERING
from tangkal.desk.tipline.models import Conversation, Line
from tangkal.desk.workflow import ActionDenied


def check_can_change(user: User, organisation: Organisation) -> None:
    """Raises ActionDenied for all but an administrator of the organisation."""
    if not user.has_role(Role.SYSTEM_ADMIN, at=organisation):
        raise ActionDenied(_("Only an administrator of this organisation can change lines."))


def check_can_see_lines(user: User) -> None:
    """Raises ActionDenied for all but administrators and auditors."""
    if not user.has_role(Role.SYSTEM_ADMIN, Role.AUDITOR):
        raise ActionDenied(_("Only administrators and auditors see lines."))


def lines_kept(user: User) -> QuerySet[Line]:
    """The lines of the organisations this administrator or auditor looks after."""
    found = Q(pk__in=[])
    for assignment in user.active_assignments:
        if assignment.role in {Role.SYSTEM_ADMIN, Role.AUDITOR}:
            found |= Q(organisation__path__startswith=assignment.scope.path)
    return Line.objects.filter(found).select_related("organisation")


TALKING = (*ANSWERING, Role.SPOKESPERSON)


def check_talks(user: User) -> None:
    """Raises ActionDenied for whoever neither answers questions nor speaks for an office."""
    if not user.has_role(*TALKING):
        raise ActionDenied(_("Conversations are read by those who answer citizens."))


def conversations_for(user: User) -> QuerySet[Conversation]:
    """Conversations of lines whose office the reader's roles cover."""
    found = Q(pk__in=[])
    for assignment in user.active_assignments:
        if assignment.role in TALKING:
            found |= Q(line__organisation__path__startswith=assignment.scope.path)
    rows = Conversation.objects.filter(found, is_group=False, contact__ended_at=None)
    return rows.select_related("contact", "line__organisation", "taken_by")


def check_can_talk(user: User, conversation: Conversation) -> None:
    """Raises ActionDenied where their roles do not cover the line's office."""
    if not user.has_role(*TALKING, at=conversation.line.organisation):
        raise ActionDenied(_("This conversation belongs to another office."))


def check_is_hers(user: User, conversation: Conversation, now: datetime) -> None:
    """Raises ActionDenied where somebody else, or the machine, has the conversation."""
    if not conversation.is_held(now) or conversation.taken_by_id != user.pk:
        raise ActionDenied(_("Take the conversation first; then you can write."))


def check_may_write_freely(conversation: Conversation, now: datetime) -> None:
    """Raises ActionDenied where the service would refuse a free answer."""
    until = conversation.closes_at()
    if until is not None and now >= until:
        raise ActionDenied(
            _(
                "The person last wrote more than 24 hours ago: WhatsApp now carries approved"
                " templates alone. Wait until they write again."
            )
        )
