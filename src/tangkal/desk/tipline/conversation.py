"""One message and what is said to it. Everything here runs in the transaction that settles it."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation

from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions import asking
from tangkal.desk.questions.models import Contact
from tangkal.desk.questions.telling import language_of
from tangkal.desk.tipline import answering, sending, speech, wording
from tangkal.desk.tipline.answering import NOTHING, Finding
from tangkal.desk.tipline.groups import word_for_group
from tangkal.desk.tipline.models import CHOICE_FOR, Conversation, Inbound, Line, Turn
from tangkal.desk.tipline.notebook import Notebook
from tangkal.desk.tipline.words import Asked, command_of
from tangkal.sources.messages import Incoming, Kind
from tangkal.text.privacy import mask_personal_data

AN_HOUR = 60  # messages of one person that are answered; more is no person asking
_TOKENS = uuid.UUID("6e5b0e0c-3c5e-4a0e-9a55-0c9f8f2f7a11")  # names of questions come from it


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One message with what was found out about it before its transaction."""

    inbound: Inbound
    message: Incoming
    finding: Finding = NOTHING  # of its words, its picture, or both
    is_picture_read: bool = True

    @property
    def key(self) -> str:
        return f"tip-{self.inbound.pk}"


def hear(heard: Heard, line: Line, now: datetime, notes: Notebook) -> str:
    """Take one message in and say what there is to say; answers in a word what came of it.

    What is said stands in the notebook; whoever holds it has it written down.
    """
    message = heard.message
    if message.is_group:
        return word_for_group(heard, line, now)
    contact = contact_of(line, message, notes)
    with translation.override(language_of(contact)):
        conversation = talk_with(contact, line, now, notes)
        came_of_it, text = answer(heard, conversation, now, notes)
        if conversation.contact.ended_at is not None:  # forgotten by this very message
            notes.drop(conversation)
            return came_of_it
        conversation.version += 1
        notes.keep(conversation, turn_of(conversation, message))
        if text:
            key = album_of(message) if came_of_it == "picture" else heard.key
            notes.say(conversation, text, key=heard.key, turn_key=key)
    return came_of_it


def contact_of(line: Line, message: Incoming, notes: Notebook) -> Contact:
    """Whoever wrote, in the language they wrote in."""
    before = notes.contact(line.channel, message.chat)
    if before is not None and notes.is_new(before):
        return before  # made for this very message
    language = speech.language_of(message, before.language if before else "")
    if before is None:
        return notes.meet(line.channel, message.chat, language)
    if before.language != language:
        before.language, before.last_used_at = language, timezone.now()
        before.save(update_fields=["language", "last_used_at"])
    return before


def talk_with(contact: Contact, line: Line, now: datetime, notes: Notebook) -> Conversation:
    """The conversation with a contact, locked, with this message counted."""
    found = notes.conversation(contact, line)
    found.contact, found.line = contact, line
    found.last_in_at = now
    if now >= found.hour_began_at + timedelta(hours=1):
        found.hour_began_at, found.hour_count = now, 0
    found.hour_count += 1
    return found


def turn_of(conversation: Conversation, message: Incoming) -> Turn:
    """What was said to us, masked, and how."""
    note = message.kind.value if message.kind != Kind.TEXT else ""
    note = "edited" if message.is_edit else "forward" if message.is_forward else note
    text = mask_personal_data(message.text)
    return Turn(conversation=conversation, who=Turn.Who.ASKER, text=text, note=note)


def answer(
    heard: Heard, conversation: Conversation, now: datetime, notes: Notebook
) -> tuple[str, str]:
    """What comes of a message, in a word, and what is said; "" says nothing."""
    if conversation.is_held(now):
        return "held", ""
    if heard.message.is_edit:
        return "edited", ""  # its first version was answered, and one message has one answer
    if conversation.hour_count > AN_HOUR:
        is_first = conversation.hour_count == AN_HOUR + 1
        return "flood", wording.too_many() if is_first else ""
    if conversation.state == Conversation.State.TAKEN:  # whoever had it has gone home
        conversation.state, conversation.taken_by = Conversation.State.MACHINE, None
    return small_talk(heard, conversation, now, notes) or question(heard, conversation, now, notes)


def small_talk(
    heard: Heard, conversation: Conversation, now: datetime, notes: Notebook
) -> tuple[str, str] | None:
    """Commands, choices, greetings; None for what is a question. A forward is always one."""
    message = heard.message
    if message.kind == Kind.OTHER and not message.text:
        return "other", wording.only_words_and_pictures()
    if message.kind != Kind.TEXT or message.is_forward:
        return None
    if done := command(message, conversation, notes) or chosen(heard, conversation, now):
        return done
    if speech.is_thanks(message.text):
        return "thanks", wording.welcome()
    if speech.is_greeting(message.text):
        return "help", wording.help_text()
    return None


def command(
    message: Incoming, conversation: Conversation, notes: Notebook
) -> tuple[str, str] | None:
    """What a commanding word does; after some of them the contact is gone."""
    found = command_of(message.text)
    if found is None:
        return None
    act, rest = found
    notes.put(conversation)  # the command finds it in the tables, with all that went before
    contact = conversation.contact
    asked = Asked(contact=contact, rest=rest, language=translation.get_language() or "id")
    text = act.act(asked)
    contact.refresh_from_db()
    if contact.ended_at is not None:
        channel, chat = contact.channel, message.chat
        transaction.on_commit(partial(sending.farewell, channel, chat, text))
    conversation.refresh_from_db(fields=["state", "waits_since", "offered", "offered_until"])
    return "command", text


def chosen(heard: Heard, conversation: Conversation, now: datetime) -> tuple[str, str] | None:
    """The answer to our clarifying question, where one is open and this is one."""
    until = conversation.offered_until
    number = speech.number_in(heard.message.text)
    if until is None or now >= until or number is None:
        return None
    offered = conversation.offered
    if number > len(offered["refs"]):
        return "perhaps", wording.which_number(len(offered["refs"]))
    conversation.offered, conversation.offered_until = {}, None
    if number:
        choice = answering.load(offered["refs"])[number - 1]
        if choice is not None:
            return "chosen", wording.known(choice)
    return take(offered["text"], offered["name"], conversation, is_short=False)


def question(
    heard: Heard, conversation: Conversation, now: datetime, notes: Notebook
) -> tuple[str, str]:
    """A text or a picture that somebody wants to know about."""
    message, finding = heard.message, heard.finding
    conversation.offered, conversation.offered_until = {}, None
    if finding.result == "same":
        return "same", wording.known(finding.choices[0])
    if finding.choices:
        conversation.offered = {
            "refs": [each.ref for each in finding.choices],
            "text": mask_personal_data(message.text),
            "name": heard.inbound.name,
        }
        conversation.offered_until = now + CHOICE_FOR
        return "perhaps", wording.perhaps(finding.choices)
    if message.kind == Kind.PICTURE and not message.text:
        if message.album and notes.has_said(conversation, album_of(message)):
            return "album", ""  # another picture of it brought our question already
        words = wording.what_is_said() if heard.is_picture_read else wording.picture_unread()
        return "picture", words
    is_short = not message.is_forward and speech.is_short(message.text)
    return take(message.text, heard.inbound.name, conversation, is_short=is_short)


def album_of(message: Incoming) -> str:
    """What our question about an album is kept under; any name where there is no album."""
    return f"album-{message.chat}-{message.album}"[:100] if message.album else ""


def take(text: str, name: str, conversation: Conversation, *, is_short: bool) -> tuple[str, str]:
    """Nobody knows it: a question for people, with a receipt; what is none gets the help."""
    contact = conversation.contact
    if is_short or not text.strip():
        return "help", wording.help_text()
    try:
        report = asking.ask(
            text=text,
            url=speech.address_in(text),
            token=str(uuid.uuid5(_TOKENS, name)),
            language=language_of(contact),
            contact=contact,
            via=contact.channel,
        )
    except ValidationError as error:  # too short to be looked into: says so, and how short
        return "help", wording.joined([" ".join(error.messages), wording.help_text()])
    if report.state != PublicReport.State.WAITING:
        return "answered", ""  # its family has an answer, which was said with the receipt
    return "unknown", wording.nobody_yet(report)
