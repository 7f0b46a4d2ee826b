"""What mail servers write back: delivery status notifications (RFC 3464), alone or in an mbox."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from uuid import UUID

# The line between two messages of an mbox: who wrote it, and when.
BETWEEN = re.compile(rb"^From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n", re.MULTILINE)
MARKED = re.compile(rb"^>(>*From )", re.MULTILINE)
# Our letters' ids: the delivery's key before the @.
OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]+>", re.IGNORECASE)
ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")
STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
LONGEST = 250  # characters of a reason
LARGEST = 5_000_000  # bytes of one message


class Unreadable(Exception):
    """Why a message is no report that can be acted on, in words for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a mail server says became of one letter of ours."""

    key: UUID
    action: str  # one of ACTIONS
    status: str  # "5.1.1"; empty where the server names none
    words: str  # the server's own

    @property
    def reason(self) -> str:
        return " ".join(f"{self.status} {self.words}".split())[:LONGEST]


def split(content: bytes) -> Iterator[bytes]:
    """The messages of an mbox, or the one that it is."""
    if not content.strip():
        return
    if not BETWEEN.match(content):
        yield content
        return
    starts = [found for found in BETWEEN.finditer(content) if begins(content, found.start())]
    ends = [found.start() for found in starts[1:]] + [len(content)]
    for found, end in zip(starts, ends, strict=True):
        yield MARKED.sub(rb"\1", content[found.end() : end])


def begins(content: bytes, at: int) -> bool:
    """Whether a line stands first, or after an empty one: elsewhere it is part of a letter."""
    return at == 0 or content[:at].endswith((b"\n\n", b"\n\r\n"))


def read(content: bytes) -> Report:
    """One notification.

    Raises:
        Unreadable: no report, none of a letter of ours, or one that says nothing we know.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"{len(content):,} bytes; at most {LARGEST:,} are read")
    message = message_from_bytes(content, policy=policy.compat32)
    blocks = [block for part in message.walk() if is_status(part) for block in fields_of(part)]
    told = [block for block in blocks if block.get("action")]
    if not told:
        raise Unreadable("no delivery report (RFC 3464): somebody may have answered by hand")
    key = key_in(message)
    if key is None:
        raise Unreadable("a delivery report, but it names no letter of ours")
    action = str(told[0]["action"]).partition(";")[0].strip().lower()
    if action not in ACTIONS:
        raise Unreadable(f"the report says {action!r}, which is no action of RFC 3464")
    return Report(key=key, action=action, status=status_of(told[0]), words=words_of(told[0]))


def is_status(part: Message) -> bool:
    """Also in UTF-8 (RFC 6533)."""
    return part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}


def fields_of(part: Message) -> list[Message]:
    """The groups of fields: of the whole report first, then of each reader."""
    found: list[Message] = []
    payload = part.get_payload()
    for block in payload if isinstance(payload, list) else []:
        assert isinstance(block, Message)
        found.append(block)
        # A parser that does not know the type takes what follows the first group for a body.
        rest = block.get_payload(decode=True) or b""
        if isinstance(rest, bytes) and rest.strip():
            groups = re.split(rb"\r?\n\r?\n", rest.strip())
            found += [message_from_bytes(group, policy=policy.compat32) for group in groups]
    return found


def key_in(message: Message) -> UUID | None:
    """The key of our letter: in what came back of it, else in what the report answers to."""
    for part in message.walk():
        if part is message:
            continue
        if part.get_content_type() in {"text/rfc822-headers", "message/global-headers"}:
            text = part.get_payload(decode=True)
            part = message_from_bytes(text if isinstance(text, bytes) else b"")  # noqa: PLW2901
        if key := key_of(part.get("Message-ID", "")):
            return key
    answered = f"{message.get('In-Reply-To', '')} {message.get('References', '')}"
    return key_of(answered) or key_of(message.get("X-Original-Message-ID", ""))


def key_of(header: object) -> UUID | None:
    found = OURS.search(str(header))
    return UUID(found.group(1)) if found else None


def status_of(block: Message) -> str:
    found = STATUS.search(f"{block.get('status', '')} {block.get('diagnostic-code', '')}")
    return found.group(0) if found else ""


def words_of(block: Message) -> str:
    """The diagnostic without the name of its kind ("smtp; 550 …"), on one line."""
    told = str(block.get("diagnostic-code", ""))
    return " ".join((told.partition(";")[2] or told).split())
