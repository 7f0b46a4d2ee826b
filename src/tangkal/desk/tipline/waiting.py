"""Somebody asked for a person: who is told of it at once, and until when they should be answered.

Told once when it begins; then the desk's escalation goes on, until a person takes it.
"""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.deadlines import duty
from tangkal.desk.deadlines.clocks import Running
from tangkal.desk.deadlines.escalation import holders
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.tipline.models import ANSWER_WITHIN, Conversation
from tangkal.desk.tipline.rules import TALKING
from tangkal.desk.ui.moments import in_words

STEP = "tipline_answer"


class ConversationClock:
    """Runs while somebody waits for a person; the list of conversations shows each."""

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        found = Conversation.objects.filter(
            state=Conversation.State.WAITING, waits_since__isnull=False, contact__ended_at=None
        )
        if due_before is not None:
            found = found.filter(waits_since__lt=due_before - ANSWER_WITHIN)
        for each in found.select_related("line__organisation", "contact"):
            yield as_running(each)


def as_running(conversation: Conversation) -> Running:
    office, due_at = conversation.line.organisation, conversation.answer_by()
    assert conversation.waits_since is not None
    assert due_at is not None
    return Running(
        kind="conversation",
        subject=f"conversation:{conversation.pk}",
        step=STEP,
        label=_("Conversation %(number)d") % {"number": conversation.pk},
        title=str(conversation.contact),
        url=address_of(conversation),
        started_at=conversation.waits_since,
        due_at=due_at,
        office=office.path,
        organisation_id=office.pk,
        roles=tuple(role.value for role in TALKING),
    )


def tell_people(conversation: Conversation) -> int:
    """Tell those who may answer, whoever is on duty first; answers how many were told."""
    due_at = conversation.answer_by()
    assert due_at is not None
    channel = conversation.contact.get_channel_display()
    return tell(
        people_for(conversation.line.organisation, due_at - ANSWER_WITHIN),
        kind=NoticeKind.DEADLINE,
        subject_url=address_of(conversation),
        title=lambda: (
            _("Somebody waits for a person in %(channel)s: answer by %(when)s.")
            % {"channel": channel, "when": in_words(due_at)}
        ),
    )


def people_for(office: Organisation, now: datetime) -> list[User]:
    """Who talks with people for this office; where nobody does, for the next one above."""
    here: Organisation | None = office
    while here is not None:
        if found := holders(here, [role.value for role in TALKING]):
            return duty.first_asked(found, duty.on_duty(here, now))
        here = here.parent
    return []


def address_of(conversation: Conversation) -> str:
    return reverse("conversation", args=[conversation.pk])
