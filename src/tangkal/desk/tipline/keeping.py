"""What is let go of and when: what people wrote stays as long as somebody may have to answer."""

from datetime import datetime

from django.db.models import QuerySet

from tangkal.desk.questions.models import Contact
from tangkal.desk.tipline.models import Conversation, Inbound, Turn

TURNS_DAYS = 30  # what was said, masked
INBOUND_DAYS = 14  # that a message was worked on; services tell one again for a week at most


def contacts_in_talk() -> "QuerySet[Contact, int]":
    """Contacts that a person at the desk is, or should be, speaking with."""
    open_ones = Conversation.objects.exclude(state=Conversation.State.MACHINE)
    return open_ones.values_list("contact", flat=True)  # type: ignore[return-value]


def turns_due(before: datetime) -> QuerySet[Turn]:
    return Turn.objects.filter(at__lt=before)


def inbound_due(before: datetime) -> QuerySet[Inbound]:
    """Also what was set aside and nobody has looked at: it holds what a citizen wrote."""
    return Inbound.objects.filter(received_at__lt=before).exclude(state=Inbound.State.NEW)
