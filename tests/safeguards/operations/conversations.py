"""The tipline over the API: whoever answers citizens talks, administrators keep lines."""

from typing import Any

from django.utils import timezone

from tangkal.desk.questions import contacts
from tangkal.desk.tipline import takeover
from tangkal.desk.tipline.models import Conversation, Line
from tests.safeguards.addresses.tipline import KEEPING, TALKING
from tests.safeguards.answers import ADMIN, own, roles

TABLE = {
    "conversations.list_conversations": roles(TALKING),
    "conversations.get_conversation": own(TALKING, hidden=TALKING),
    "conversations.take": own(TALKING, hidden=TALKING),
    # Taken by an analyst: nobody else writes in it.
    "conversations.reply": own(frozenset({"analis"}), 201, hidden=TALKING),
    "conversations.hand_back": own(TALKING, hidden=TALKING),
    "conversations.list_lines": roles(KEEPING),
    "conversations.get_line": own(KEEPING, hidden=KEEPING),
    "conversations.set_line_access": own(ADMIN, hidden=ADMIN),
}


def places(_world: dict[str, Any], _case: object, people: dict[str, Any]) -> dict[str, Any]:
    by = people["analis"]
    line = Line.objects.create(
        channel="whatsapp",
        organisation=by.organisation,
        sender_name="Humas",
        slug="operasi",
        address="106",
    )

    def waiting(chat: str) -> Conversation:
        contact = contacts.reach("whatsapp", chat, language="id")
        return Conversation.objects.create(
            contact=contact, line=line, state="waiting", waits_since=timezone.now()
        )

    first, second, third = (waiting(chat) for chat in ("62811000071", "62811000072", "62811000073"))
    taken = takeover.take(second, by=by, version=second.version)

    def at(found: Conversation) -> dict[str, int]:
        return {"conversation_id": found.pk}

    return {
        "conversations.get_conversation": (at(first), {}),
        "conversations.take": (at(first), {"version": first.version}),
        "conversations.reply": (at(taken), {}),
        "conversations.hand_back": (at(third), {}),
        "conversations.get_line": ({"line_id": line.pk}, {}),
        "conversations.set_line_access": ({"line_id": line.pk}, {"version": line.version}),
    }
