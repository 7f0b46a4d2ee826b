"""The tipline's own commands; other apps bring theirs to the same registry."""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.questions import contacts
from tangkal.desk.tipline import waiting, wording
from tangkal.desk.tipline.models import Conversation, Turn
from tangkal.desk.tipline.words import COMMANDS, Asked, Command


def give_help(_asked: Asked) -> str:
    return wording.help_text()


def forget(asked: Asked) -> str:
    """Delete who somebody is and what they wrote here; what was asked stays without a name."""
    Turn.objects.filter(conversation__contact=asked.contact).delete()
    Conversation.objects.filter(contact=asked.contact).update(
        state=Conversation.State.MACHINE, waits_since=None, offered={}, offered_until=None
    )
    contacts.forget(asked.contact)
    return wording.forgotten()


def ask_for_a_person(asked: Asked) -> str:
    """Put the conversation among those that wait for a person, and tell people of it."""
    rows = Conversation.objects.filter(contact=asked.contact)
    is_new = rows.filter(state=Conversation.State.MACHINE).update(
        state=Conversation.State.WAITING, waits_since=timezone.now()
    )
    if is_new:  # whoever asks twice waits once
        found = rows.select_related("contact", "line__organisation__parent").get()
        waiting.tell_people(found)
    return wording.a_person_comes()


def register() -> None:
    """Both languages' words do the same; the help names each once."""
    plain, person, away = Command(act=give_help), Command(act=ask_for_a_person), Command(act=forget)
    COMMANDS.update(dict.fromkeys(("bantuan", "menu", "mulai", "start", "help"), plain))
    COMMANDS.update({"human": person, "delete": away})
    COMMANDS["petugas"] = replace(person, help=_("speak to a person"))
    COMMANDS["hapus"] = replace(away, help=_("delete your number and what you wrote here"))
