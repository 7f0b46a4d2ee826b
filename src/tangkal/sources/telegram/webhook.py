"""Read one update of the Telegram Bot API, and tell whether Telegram sent it.

Source: core.telegram.org/bots/api#update. A sender and a chat are the service's numbers as text;
a group's number is negative.
"""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from tangkal.sources.messages import (
    Call,
    Incoming,
    Kind,
    NotAsDocumented,
    Unreadable,
    part_of,
    parts_of,
    text_of,
    whole,
)

ALLOWED = ("message", "edited_message")  # what we ask Telegram to send
GROUPS = frozenset({"group", "supergroup"})
# Since Bot API 7.0 one field; older servers say it by several.
_FORWARDED = ("forward_origin", "forward_date", "forward_from", "forward_from_chat")
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp"})
# Of what happens in a chat, nothing asks for an answer.
_SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "supergroup_chat_created",
        "channel_chat_created",
        "pinned_message",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "message_auto_delete_timer_changed",
        "forum_topic_created",
        "video_chat_started",
        "video_chat_ended",
        "boost_added",
    }
)


def is_authentic(header: str, secret: str) -> bool:
    """Whether `X-Telegram-Bot-Api-Secret-Token` is the secret we set; in constant time."""
    return bool(secret) and hmac.compare_digest(header.encode(), secret.encode())


def read(body: bytes, *, bot: str = "") -> Call:
    """What one call brings: at most one message.

    Args:
        body: the raw body.
        bot: the bot's user name without @, by which groups speak to it.
    """
    try:
        update = json.loads(body)
        if not isinstance(update, dict):
            raise NotAsDocumented("the body is no object")
        number = whole(update, "update_id")
    except NotAsDocumented as error:
        return Call(unreadable=(_unreadable("", str(error), body),))
    except (ValueError, RecursionError):
        return Call(unreadable=(_unreadable("", "the body is not JSON", body),))
    name = next((each for each in ALLOWED if each in update), "")
    if not name:
        return Call()  # posts of channels, votes, members who come and go: nobody asks
    try:
        found = _message(part_of(update, name), number, bot, is_edit=name == "edited_message")
    except NotAsDocumented as error:
        return Call(unreadable=(_unreadable(str(number), str(error), body),))
    return Call(messages=(found,) if found else ())


def _unreadable(message_id: str, reason: str, body: bytes) -> Unreadable:
    return Unreadable(message_id=message_id, reason=reason, raw=body.decode("utf-8", "replace"))


def _message(told: Mapping[str, Any], number: int, bot: str, *, is_edit: bool) -> Incoming | None:
    chat, sender = part_of(told, "chat"), part_of(told, "from")
    chat_id = whole(chat, "id")
    kind = text_of(chat, "type")
    if kind not in GROUPS | {"private"} or sender.get("is_bot") is True or _SERVICE & told.keys():
        return None  # a channel speaks to everybody, and a bot asks nothing
    picture, size = _picture(told)
    text = text_of(told, "text") or text_of(told, "caption")
    is_text = "text" in told
    return Incoming(
        message_id=str(number),
        sender=str(whole(sender, "id")) if sender else str(chat_id),
        chat=str(chat_id),
        sent_at=whole(told, "date"),
        kind=Kind.PICTURE if picture else Kind.TEXT if is_text else Kind.OTHER,
        text=text,
        picture=picture,
        picture_bytes=size,
        is_group=kind in GROUPS,
        is_forward=any(name in told for name in _FORWARDED),
        is_mention=_speaks_to(told, text, bot),
        is_edit=is_edit,
        album=text_of(told, "media_group_id")[:64],
        language=text_of(sender, "language_code")[:2].lower(),
    )


def _picture(told: Mapping[str, Any]) -> tuple[str, int | None]:
    """The largest size of a photograph, or a picture that was sent as a file."""
    sizes = parts_of(told, "photo")
    best = sizes[-1] if sizes else None  # "available sizes of the photo", the largest last
    if best is None:
        document = part_of(told, "document")
        best = document if text_of(document, "mime_type") in _PICTURES else None
    if best is None:
        return "", None
    if not isinstance(best, dict) or not text_of(best, "file_id"):
        raise NotAsDocumented("a picture has no file_id")
    size = best.get("file_size")
    return text_of(best, "file_id")[:300], size if isinstance(size, int) else None


def _speaks_to(told: Mapping[str, Any], text: str, bot: str) -> bool:
    """Whether a message names the bot, commands it, or answers one of its own messages."""
    if not bot:
        return False
    answered = part_of(part_of(told, "reply_to_message"), "from")
    if text_of(answered, "username").lower() == bot.lower():
        return True
    entities = [*parts_of(told, "entities"), *parts_of(told, "caption_entities")]
    kinds = {each.get("type") for each in entities if isinstance(each, dict)}
    return f"@{bot}".lower() in text.lower() and bool(kinds & {"mention", "bot_command"})
