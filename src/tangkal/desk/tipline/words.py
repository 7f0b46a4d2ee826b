"""Words that command the tipline, and the registry by which other apps bring theirs.

A command is the first word of a message, in any case, with or without a slash: "langganan
kesehatan", "/hapus". What follows it is the command's own. Whoever brings one says what it does
in a line of the help.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from tangkal.desk.questions.models import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command as somebody gave it."""

    contact: Contact
    rest: str  # what stands after the word, without controls or blanks around it
    language: str  # of the answer; it is the active one while the command runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What a word does. `act` runs in the message's transaction and answers what is said."""

    act: Callable[[Asked], str]
    help: Promise | str = ""  # one line of the help text; "" for a second name of another word
    takes: int = 0  # words that may follow; more of them, and it is a question like any other


# By word, in lower case and without a slash. Filled by `AppConfig.ready` of whoever brings one.
COMMANDS: dict[str, Command] = {}


def command_of(text: str) -> tuple[Command, str] | None:
    """The command that a message is, and what follows it; None for anything else."""
    word, rest = command_in(text)
    found = COMMANDS.get(word)
    if found is None or len(rest.split()) > found.takes:
        return None
    return found, rest


def command_in(text: str) -> tuple[str, str]:
    """The first word as commands are kept, and the rest; Telegram's "@bot" falls away.

    >>> command_in("/Langganan@CekBot kesehatan  jabar")
    ('langganan', 'kesehatan  jabar')
    """
    first, _gap, rest = text.strip().partition(" ")
    word = first.removeprefix("/").partition("@")[0].casefold()
    return word.strip(".,!?\"'"), rest.strip()
