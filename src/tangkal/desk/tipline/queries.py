"""Read lines and conversations for the desk's pages."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.questions.models import Outgoing
from tangkal.desk.tipline import rules
from tangkal.desk.tipline.models import Conversation, Inbound, Line, Turn

NEWEST = 100  # turns of a conversation that are shown


@dataclass(frozen=True, slots=True)
class Said:
    """One turn, and how far it came where it was ours."""

    turn: Turn
    outgoing: Outgoing | None


def waiting(user: User) -> QuerySet[Conversation]:
    """Conversations that wait for a person or have one; whoever waits longest first."""
    open_ones = rules.conversations_for(user).exclude(state=Conversation.State.MACHINE)
    return open_ones.order_by("-state", "waits_since", "pk")  # waiting before taken


def said_in(conversation: Conversation) -> list[Said]:
    """The newest turns in their order."""
    rows = conversation.turns.select_related("by").order_by("-pk")[:NEWEST]
    turns = list(rows)[::-1]
    keys = [each.key for each in turns if each.key]
    sent = {each.key: each for each in Outgoing.objects.filter(key__in=keys)}
    return [Said(each, sent.get(each.key)) for each in turns]


def numbers_of(line: Line) -> dict[str, int]:
    """How many messages wait, are done, and were set aside."""
    rows = Inbound.objects.filter(line=line).order_by().values_list("state").annotate(Count("pk"))
    counted = dict(rows)
    return {str(state): counted.get(state, 0) for state in Inbound.State.values}


def oldest_waits_s(line: Line) -> float:
    """Seconds that the oldest unanswered message has waited; 0.0 where none does."""
    first = Inbound.objects.filter(line=line, state=Inbound.State.NEW).order_by("pk").first()
    return (timezone.now() - first.received_at).total_seconds() if first else 0.0
