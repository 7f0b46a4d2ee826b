"""What a few messages read and write in one transaction, asked of the database for all at once.

On the worst evening a dozen small statements a message are what the answers wait for. Here the
contacts and conversations of all of them are read together, what is said is noted, and `put`
writes it down. Two messages of one person find the same objects, in the order they came.
"""

from collections.abc import Iterable, Sequence

from tangkal.desk.questions import contacts, outgoing
from tangkal.desk.questions.models import Contact
from tangkal.desk.tipline.models import Conversation, Line, Turn
from tangkal.desk.tipline.speech import language_of
from tangkal.sources.messages import Incoming


class Notebook:
    """Made in the transaction that settles the messages, and put down before it ends.

    Args:
        told: each message with the line it came by.
    """

    def __init__(self, told: Sequence[tuple[Line, Incoming]]) -> None:
        people = [(line, message) for line, message in told if not message.is_group]
        self._contacts, self._new = known(people)
        self._conversations = talks(self._contacts.values())
        self._looked_for = {each.pk for each in self._contacts.values()}
        self._changed: dict[int, Conversation] = {}
        self._turns: list[Turn] = []
        self._said: list[tuple[Contact, str, str]] = []

    def contact(self, channel: str, chat: str) -> Contact | None:
        """Whoever writes from a chat, where they are known."""
        found = self._contacts.get(name_of(channel, chat))
        if found is None:  # forgotten a moment ago, by a message of theirs
            found = contacts.sought(channel, chat)
        return found

    def is_new(self, contact: Contact) -> bool:
        """Whether somebody writes for the first time, and this is the first that is asked of it."""
        is_new = contact.pk in self._new
        self._new.discard(contact.pk)
        return is_new

    def meet(self, channel: str, chat: str, language: str) -> Contact:
        """Somebody who writes for the first time."""
        found = contacts.reach(channel, chat, language=language)
        self._contacts[name_of(channel, chat)] = found
        return found

    def conversation(self, contact: Contact, line: Line) -> Conversation:
        """The conversation with a contact, locked; a new one stands in no table yet."""
        found = self._conversations.get(contact.pk)
        if found is None and contact.pk not in self._looked_for:
            found = Conversation.objects.select_for_update().filter(contact=contact).first()
        if found is None:
            found = Conversation(contact=contact, line=line)
        self._conversations[contact.pk] = found
        return found

    def has_said(self, conversation: Conversation, key: str) -> bool:
        if any(each.key == key and each.conversation is conversation for each in self._turns):
            return True
        return conversation.pk is not None and conversation.turns.filter(key=key).exists()

    def keep(self, conversation: Conversation, turn: Turn) -> None:
        """Note a conversation as it stands now, and what its asker said."""
        self._changed[conversation.contact_id] = conversation
        self._turns.append(turn)

    def say(self, conversation: Conversation, text: str, *, key: str, turn_key: str) -> None:
        """Note what goes out in a conversation.

        Args:
            key: of the message that goes out.
            turn_key: what it is found by in the conversation.
        """
        self._said.append((conversation.contact, text, key))
        turn = Turn(conversation=conversation, who=Turn.Who.MACHINE, text=text, key=turn_key)
        self._turns.append(turn)

    def drop(self, conversation: Conversation) -> None:
        """Know nothing more of somebody who was forgotten: who writes next is somebody new."""
        gone = conversation.contact_id
        self._contacts = {name: each for name, each in self._contacts.items() if each.pk != gone}
        self._conversations.pop(gone, None)
        self._changed.pop(gone, None)

    def put(self, besides: Conversation | None = None) -> None:
        """Write down what was noted, and a conversation that may be new.

        Raises:
            django.db.IntegrityError: somebody began the same conversation meanwhile; none of it
                is written then, and done again it finds that one.
        """
        changed = self._changed | ({besides.contact_id: besides} if besides else {})
        new = [each for each in changed.values() if each.pk is None]
        for each in changed.values():
            if each.pk is not None:
                each.save()
        Conversation.objects.bulk_create(new)
        Turn.objects.bulk_create(self._turns)
        if self._said:
            outgoing.say_all(self._said)
        self._changed, self._turns, self._said = {}, [], []


def name_of(channel: str, chat: str) -> tuple[str, str]:
    return channel, chat


def known(
    people: Sequence[tuple[Line, Incoming]],
) -> tuple[dict[tuple[str, str], Contact], set[int]]:
    """The contact of each who wrote; those who never did before are made, and named by key."""
    lookups = {
        name_of(line.channel, each.chat): contacts.lookup_of(
            line.channel, contacts.checked(line.channel, each.chat)
        )
        for line, each in people
    }
    rows = Contact.objects.filter(lookup__in=set(lookups.values()), ended_at=None).order_by()
    by_lookup = {each.lookup: each for each in rows}
    new: dict[str, tuple[str, str, str]] = {}
    for line, each in people:
        lookup = lookups[name_of(line.channel, each.chat)]
        if lookup not in by_lookup and lookup not in new:
            chat = contacts.checked(line.channel, each.chat)
            new[lookup] = (line.channel, chat, language_of(each, ""))
    made = contacts.make_all([new[lookup] for lookup in sorted(new)]) if new else []
    by_lookup |= {each.lookup: each for each in made}
    found = {name: by_lookup[lookup] for name, lookup in lookups.items()}
    return found, {each.pk for each in made}


def talks(found: Iterable[Contact]) -> dict[int, Conversation]:
    """The conversations of contacts, locked in the one order in which all lock several."""
    rows = Conversation.objects.select_for_update().filter(contact__in={each.pk for each in found})
    return {each.contact_id: each for each in rows.order_by("pk")}
