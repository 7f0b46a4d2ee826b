"""Read one call of WhatsApp's Cloud API, and tell whether Meta sent it.

Source: developers.facebook.com, "WhatsApp Cloud API: webhooks, messages". A sender is the number
as digits or, where Meta keeps it to itself (since 2026), "user:" and the id that stands for the
person towards this business; a group is "group:" and its id.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any

from tangkal.sources.messages import (
    Call,
    Incoming,
    Kind,
    NotAsDocumented,
    Status,
    Unreadable,
    part_of,
    parts_of,
    text_of,
    whole,
)

USER, GROUP = "user:", "group:"
_SILENT = frozenset({"reaction", "system", "revoke"})  # these ask nothing
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})


def is_signed(body: bytes, header: str, app_secret: str) -> bool:
    """Whether `X-Hub-Signature-256` is the HMAC-SHA256 of the raw body; in constant time."""
    expected = "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(app_secret) and hmac.compare_digest(expected.encode(), header.encode())


def read(body: bytes, *, number_id: str = "") -> Call:
    """Everything in one call; Meta may put many messages into one.

    Args:
        body: the raw body.
        number_id: of our number; what was sent to another of the account is not for us.
    """
    try:
        told = json.loads(body)
        if not isinstance(told, dict):
            raise NotAsDocumented("the body is no object")
        values = list(_values(told))
    except NotAsDocumented as error:
        return Call(unreadable=(_unreadable({}, str(error), body.decode("utf-8", "replace")),))
    except (ValueError, RecursionError):
        whole_body = body.decode("utf-8", "replace")
        return Call(unreadable=(_unreadable({}, "the body is not JSON", whole_body),))
    messages: list[Incoming] = []
    statuses: list[Status] = []
    unreadable: list[Unreadable] = []
    for value in values:
        meta = value.get("metadata")
        ours = meta.get("phone_number_id") if isinstance(meta, dict) else None
        if number_id and ours not in {None, number_id}:
            continue
        number = str(meta.get("display_phone_number", "")) if isinstance(meta, dict) else ""
        for each in _list(value, "messages", unreadable):
            try:
                found = _message(each, value, number)
            except NotAsDocumented as error:
                unreadable.append(_unreadable(each, str(error), each))
            else:
                messages += [found] if found else []
        for each in _list(value, "statuses", unreadable):
            try:
                statuses.append(_status(each))
            except NotAsDocumented as error:
                unreadable.append(_unreadable(each, str(error), each))
    return Call(tuple(messages), tuple(statuses), tuple(unreadable))


def _values(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The value of every change of messages in a call."""
    for entry in parts_of(told, "entry"):
        if not isinstance(entry, dict):
            raise NotAsDocumented("an entry is no object")
        for change in parts_of(entry, "changes"):
            if not isinstance(change, dict):
                raise NotAsDocumented("a change is no object")
            if change.get("field", "messages") == "messages":
                yield part_of(change, "value")


def _list(value: Mapping[str, Any], name: str, unreadable: list[Unreadable]) -> list[Any]:
    try:
        return parts_of(value, name)
    except NotAsDocumented as error:
        unreadable.append(_unreadable({}, str(error), value))
        return []


def _unreadable(told: object, reason: str, raw: object) -> Unreadable:
    name = told.get("id") if isinstance(told, dict) else None
    return Unreadable(message_id=name if isinstance(name, str) else "", reason=reason, raw=raw)


def _message(told: object, value: Mapping[str, Any], number: str) -> Incoming | None:
    if not isinstance(told, dict):
        raise NotAsDocumented("a message is no object")
    if not text_of(told, "id"):
        raise NotAsDocumented("a message has no id")
    kind = text_of(told, "type")
    if kind in _SILENT:
        return None
    sender = _sender(told, value)
    group = text_of(told, "group_id")
    context = part_of(told, "context")
    text = _words(told, kind)
    picture = _picture(told, kind)
    return Incoming(
        message_id=text_of(told, "id"),
        sender=sender,
        chat=f"{GROUP}{group}" if group else sender,
        sent_at=whole(told, "timestamp"),
        kind=Kind.PICTURE
        if picture
        else Kind.TEXT
        if kind in {"text", "interactive", "button"}
        else Kind.OTHER,
        text=text,
        picture=picture,
        is_group=bool(group),
        is_forward=context.get("forwarded") is True or context.get("frequently_forwarded") is True,
        is_mention=_speaks_to(context, text, number),
        is_edit=kind == "edit",
    )


def _sender(told: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    """Who wrote: the number where Meta gives one, else the id that stands for the person."""
    if number := _digits(text_of(told, "from")):
        return number
    user = text_of(told, "from_user_id") or text_of(told, "user_id")
    people = [each for each in parts_of(value, "contacts") if isinstance(each, dict)]
    # Only one person beside one message can be its sender.
    alone = people[0] if len(people) == 1 else {}
    if not user:
        user = text_of(alone, "user_id")
    if not user and (number := _digits(text_of(alone, "wa_id"))):
        return number
    if not user:
        raise NotAsDocumented("a message names no sender: neither from nor from_user_id")
    known = next((each for each in people if each.get("user_id") == user), {})
    return _digits(text_of(known, "wa_id")) or f"{USER}{user}"


def _digits(text: str) -> str:
    number = text.lstrip("+")
    return number if number.isascii() and number.isdecimal() else ""


def _words(told: Mapping[str, Any], kind: str) -> str:
    """What the person wrote or chose."""
    if kind == "text":
        return text_of(part_of(told, "text"), "body")
    if kind == "button":
        return text_of(part_of(told, "button"), "text")
    if kind == "interactive":
        chosen = part_of(told, "interactive")
        reply = part_of(chosen, "list_reply") or part_of(chosen, "button_reply")
        return text_of(reply, "title") or text_of(reply, "id")
    if kind in {"image", "video", "document"}:
        return text_of(part_of(told, kind), "caption")
    return ""


def _picture(told: Mapping[str, Any], kind: str) -> str:
    part = part_of(told, kind) if kind in {"image", "document"} else {}
    if kind == "document" and text_of(part, "mime_type") not in _PICTURES:
        return ""
    if kind == "image" and not text_of(part, "id"):
        raise NotAsDocumented("an image has no id")
    return text_of(part, "id")[:300]


def _speaks_to(context: Mapping[str, Any], text: str, number: str) -> bool:
    """Whether a message answers one of ours, or names our number."""
    ours = _digits("".join(each for each in number if each.isalnum()))
    return bool(ours) and (
        f"@{ours}" in text or (bool(context.get("id")) and context.get("from") == ours)
    )


def _status(told: object) -> Status:
    if not isinstance(told, dict) or not text_of(told, "id"):
        raise NotAsDocumented("a status has no id")
    errors = [each for each in parts_of(told, "errors") if isinstance(each, dict)]
    reason = f"{errors[0].get('code', '')} {errors[0].get('title', '')}" if errors else ""
    return Status(
        message_id=text_of(told, "id")[:200],
        key=text_of(told, "biz_opaque_callback_data")[:100],
        status=text_of(told, "status"),
        reason=reason.strip()[:300],
    )
