"""What reaches a tipline, whichever service carried it. No service's own names here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST = 20_000  # characters kept of a text; services allow far fewer
# What JSON may write and neither a database nor UTF-8 takes: NUL and halves of characters.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Kind(StrEnum):
    """What a message is, as far as a tipline cares."""

    TEXT = "text"
    PICTURE = "picture"  # with or without words beside it
    OTHER = "other"  # voices, videos, places, and whatever is invented next


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message that somebody sent to a tipline."""

    message_id: str  # the same when the service tells it again
    sender: str  # who wrote; see each service's `webhook`
    chat: str  # where an answer goes: the sender's own chat, or the group's
    sent_at: int  # Unix seconds; 0 where the service does not say
    kind: Kind
    text: str = ""  # what was written, or what stands beside the picture
    picture: str = ""  # the service's name of the file
    picture_bytes: int | None = None  # as the service says; None where it does not
    is_group: bool = False
    is_forward: bool = False
    is_mention: bool = False  # in a group: the tipline was spoken to
    is_edit: bool = False
    album: str = ""  # the same for pictures that were sent together
    language: str = ""  # of the sender's own telephone, where the service says

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Incoming":
        return cls(**{**told, "kind": Kind(told["kind"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What became of one message that we sent."""

    message_id: str  # the service's id of it
    key: str  # what we handed over for tracking, "" where nothing
    status: str  # sent, delivered, read, failed
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A part of a call that is not what the service documents: kept with its reason."""

    message_id: str  # "" where not even that can be read
    reason: str
    raw: object  # the part as it stands


@dataclass(frozen=True, slots=True)
class Call:
    """Everything in one call of a webhook."""

    messages: tuple[Incoming, ...] = ()
    statuses: tuple[Status, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


class NotAsDocumented(ValueError):
    """A field that must be there is not, or holds something else."""


def text_of(told: Mapping[str, Any], name: str) -> str:
    """A text field, "" where it is missing.

    Raises:
        NotAsDocumented: it is there and no text.
    """
    found = told.get(name, "")
    if not isinstance(found, str):
        raise NotAsDocumented(f"{name} is {type(found).__name__}, not text")
    return _UNSTORABLE.sub("", found[:LONGEST])


def part_of(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object inside an object, {} where it is missing.

    Raises:
        NotAsDocumented: it is there and no object.
    """
    found = told.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise NotAsDocumented(f"{name} is {type(found).__name__}, not an object")
    return found


def parts_of(told: Mapping[str, Any], name: str) -> list[Any]:
    """A list inside an object, [] where it is missing.

    Raises:
        NotAsDocumented: it is there and no list.
    """
    found = told.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise NotAsDocumented(f"{name} is {type(found).__name__}, not a list")
    return found


def whole(told: Mapping[str, Any], name: str) -> int:
    """A whole number, also one written as text.

    Raises:
        NotAsDocumented: it is missing or no number.
    """
    found = told.get(name)
    if isinstance(found, bool) or not isinstance(found, int | str):
        raise NotAsDocumented(f"{name} is missing or no number")
    try:
        return int(found)
    except ValueError:
        raise NotAsDocumented(f"{name} {found[:40]!r} is no number") from None  # type: ignore[index]
