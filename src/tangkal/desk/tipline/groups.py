"""In a group the tipline is a guest: it speaks when it is sure and asked, seldom, or not at all."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import translation

from tangkal.desk.questions.contacts import reach
from tangkal.desk.questions.outgoing import say
from tangkal.desk.tipline import wording
from tangkal.desk.tipline.answering import Choice
from tangkal.desk.tipline.models import Conversation, Line

if TYPE_CHECKING:
    from tangkal.desk.tipline.conversation import Heard

SURE = 0.95  # of a match: above "same", as a wrong word in a group is read by everybody
LONG_ENOUGH = 40  # characters; a short text can be about anything
PACE, PACE_OVER = 3, timedelta(hours=1)  # answers a group
AGAIN_AFTER = timedelta(hours=24)  # the same answer


def word_for_group(heard: "Heard", line: Line, now: datetime) -> str:
    """Say what is known for sure; answers in a word what came of it. No question is taken."""
    message = heard.message
    if message.is_edit or not (message.is_forward or message.is_mention):
        return "silent"
    choice = certain(heard)
    if choice is None:
        return "silent"
    contact = reach(line.channel, message.chat, language="id")
    Conversation.objects.get_or_create(contact=contact, defaults={"line": line, "is_group": True})
    found = Conversation.objects.select_for_update().get(contact=contact)
    said = [
        (datetime.fromisoformat(at), ref)
        for at, ref in found.said
        if datetime.fromisoformat(at) > now - AGAIN_AFTER
    ]
    lately = sum(at > now - PACE_OVER for at, _ref in said)
    if lately >= PACE or choice.ref in {ref for _at, ref in said}:
        return "paced"
    found.said = [*((at.isoformat(), ref) for at, ref in said), (now.isoformat(), choice.ref)]
    found.last_in_at = now
    found.save(update_fields=["said", "last_in_at"])
    with translation.override(contact.language):
        say(contact, wording.known(choice), key=heard.key)
    return "same"


def certain(heard: "Heard") -> Choice | None:
    """Our own standing answer to what is nearly the very text; None for anything less."""
    finding, text = heard.finding, heard.message.text
    choice = finding.choices[0] if finding.result == "same" else None
    if choice is None or choice.page is None or choice.page.doubted_at:
        return None
    is_long = len(text) >= LONG_ENOUGH or (heard.message.picture and not text)
    return choice if choice.score >= SURE and is_long else None
