"""No page of ours stands on a label that fell: it says so in the same transaction."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.portal.commands import doubt_clarification
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.publication import take_off_portal
from tangkal.desk.strategic_communication.states import MessageState


def withdraw_unsupported(
    sender: object, *, case: Case, verdict: Verdict | None, by: User, **_extra: object
) -> None:
    """Withdraw what was published on a label that is no longer there.

    This is a safeguard and nobody's decision, so it asks for no role: whoever may take the
    label back has said that the page is wrong.
    """
    for message in published_on(case, verdict):
        with override(message.language):
            reason = (
                _("The verdict this answer rested on was withdrawn.")
                if verdict is not None
                else _("This is opinion, criticism, satire or press work; it carries no label.")
            )
        withdraw_page(message, reason=reason, by=by)


def withdraw_page(message: Message, *, reason: str, by: User) -> None:
    """Take one published text off the portal; the caller says whose word that is."""
    take_off_portal(message, reason=reason, by=by)
    message.state = MessageState.WITHDRAWN
    message.version += 1
    message.changed_by = by
    message.save()
    record("message.withdrawn", message, by=by, reason=reason)


def mark_doubted(
    sender: object, *, case: Case, verdict: Verdict, why: str, by: User, **_extra: object
) -> None:
    """Tell readers at once that the label is wrong; the corrected page follows when approved."""
    for message in published_on(case, verdict):
        doubt_clarification(message.clarification_slug, reason=why, by=by)


def published_on(case: Case, verdict: Verdict | None) -> QuerySet[Message]:
    """The case's published messages that carry a verdict, locked; all of them for None."""
    found = Message.objects.filter(case=case, state=MessageState.PUBLISHED)
    if verdict is not None:
        found = found.filter(Q(verdict=verdict) | Q(verdict=None))
    return found.select_for_update(of=("self",)).order_by("pk")
