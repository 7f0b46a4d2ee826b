"""Who opens which page of the tipline: answerers talk, administrators keep lines."""

from tangkal.desk.questions import contacts
from tangkal.desk.tipline.models import Conversation, Line
from tests.safeguards.answers import ADMIN, ANSWERING, AUDITOR, NO, everybody, own, roles

TALKING = ANSWERING | {"juru_bicara"}
KEEPING = ADMIN | AUDITOR

TABLE = {
    "conversations": (roles(TALKING), NO),
    "conversation": (own(TALKING, hidden=TALKING), NO),
    # An empty form carries neither version nor name: it takes what waits, or is sent back.
    "conversation-take": (NO, own(TALKING, 302, hidden=TALKING)),
    "conversation-reply": (NO, own(frozenset(), hidden=TALKING)),  # not taken by anybody
    "conversation-hand-back": (NO, own(TALKING, 302, hidden=TALKING)),
    "lines": (roles(KEEPING), NO),
    "line-new": (roles(ADMIN), roles(ADMIN, 422)),
    "line": (own(KEEPING, hidden=KEEPING), own(ADMIN, 422, hidden=KEEPING)),
    "line-access": (NO, own(ADMIN, 409, hidden=KEEPING)),
    "tipline-hook": (everybody(403), everybody(403)),  # no secrets yet: nobody is let in
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A line without secrets, and a conversation that waits for a person."""
    office = people["penyetuju"].organisation
    line = Line.objects.create(
        channel="telegram", organisation=office, sender_name="Humas", slug="uji", address="UjiBot"
    )
    contact = contacts.reach("telegram", "77", language="id")
    talk = Conversation.objects.create(contact=contact, line=line, state="waiting")
    of_talk, of_line = {"conversation_id": talk.pk}, {"line_id": line.pk}
    return {
        "conversation": of_talk,
        "conversation-take": of_talk,
        "conversation-reply": of_talk,
        "conversation-hand-back": of_talk,
        "line": of_line,
        "line-access": of_line,
        "tipline-hook": {"slug": line.slug},
    }
