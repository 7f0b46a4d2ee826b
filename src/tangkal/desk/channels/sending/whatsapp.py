"""A WhatsApp template by the Cloud API of Meta, one reader a message, and its signed receipts.

A template is approved by Meta beforehand; ours has two variables: who speaks, and the text. The
API knows no key against doubles, but gives back in every receipt what we hand it for tracking:
by that an attempt whose answer was lost finds its reader again. Nothing that was sent can be
deleted through the API.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tangkal.desk.alerts.sending.base import Outcome, later, never, sent
from tangkal.desk.alerts.sending.web import Answer, outcome_of, post
from tangkal.desk.channels.sending.base import Result, result_of
from tangkal.sources.whatsapp.webhook import GROUP, USER

VERSION = "v21.0"
# Codes of the Cloud API that pass by themselves; developers.facebook.com, "Error codes".
# 1, 2, 131000, 131016: the service; 4, 80007, 130429, 131048, 131056: too fast; 133004: down.
PASSING = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 133004, 133006})


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A business number and what opens it."""

    number_id: str
    token: str
    template: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one message, as the service tells it."""

    message_id: str
    key: str  # what we handed over for tracking
    status: str  # sent, delivered, read, failed
    reason: str


def publish(
    sender: str,
    text: str,
    reader: str,
    key: str,
    account: Account,
    *,
    server: str,
    inside: Collection[str],
    seconds: float = 20.0,
) -> Result:
    """One template message; the receipt is the service's id of it."""
    told = payload(sender, text, reader, key, account)
    return ask(told, account, server=server, inside=inside, seconds=seconds)


def say(
    text: str,
    reader: str,
    key: str,
    account: Account,
    *,
    server: str,
    inside: Collection[str],
    seconds: float = 20.0,
) -> Result:
    """A text of our own, which the service carries for 24 hours after the reader's last word."""
    told: dict[str, Any] = {
        "messaging_product": "whatsapp",
        **addressed(reader),
        "type": "text",
        "text": {"body": text, "preview_url": False},
        "biz_opaque_callback_data": key,
    }
    return ask(told, account, server=server, inside=inside, seconds=seconds)


def ask(
    payload: Mapping[str, Any],
    account: Account,
    *,
    server: str,
    inside: Collection[str],
    seconds: float,
) -> Result:
    answer = post(
        f"{server.rstrip('/')}/{VERSION}/{account.number_id}/messages",
        json.dumps(payload, ensure_ascii=False).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {account.token}"},
        inside=inside,
        seconds=seconds,
    )
    if not isinstance(answer, Answer):
        return result_of(answer)
    told = read_json(answer.body)
    return result_of(read(answer, told), receipt=message_id(told))


def addressed(reader: str) -> dict[str, str]:
    """A number, a group, or the id that stands for a person whose number Meta keeps to itself."""
    if reader.startswith(USER):
        return {"recipient_type": "individual", "recipient": reader.removeprefix(USER)}
    if reader.startswith(GROUP):
        return {"recipient_type": "group", "to": reader.removeprefix(GROUP)}
    return {"to": reader.lstrip("+")}


def payload(sender: str, text: str, reader: str, key: str, account: Account) -> dict[str, Any]:
    variables = [{"type": "text", "text": words} for words in (sender, text)]
    return {
        "messaging_product": "whatsapp",
        **addressed(reader),
        "type": "template",
        "template": {
            "name": account.template,
            "language": {"code": account.language},
            "components": [{"type": "body", "parameters": variables}],
        },
        "biz_opaque_callback_data": key,
    }


def read(answer: Answer, told: Mapping[str, Any]) -> Outcome:
    """200 with an id is taken; of an error its code says whether it passes."""
    if answer.status == 200:
        return sent() if message_id(told) else later("the answer is not the Cloud API's")
    error = told.get("error")
    error = error if isinstance(error, Mapping) else {}
    code = error.get("code")
    words = f"{answer.status} {code or ''} {error.get('message', '')}".strip()
    found = outcome_of(answer)
    if code in PASSING:
        return later(words, found.retry_after_s)
    if isinstance(code, int):
        return never(words)
    return Outcome(found.kind, words, found.retry_after_s)


def read_json(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def message_id(told: Mapping[str, Any]) -> str:
    messages = told.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else {}
    found = first.get("id", "") if isinstance(first, Mapping) else ""
    return found if isinstance(found, str) and len(found) <= 200 else ""


def receipts_of(body: bytes) -> Iterator[Receipt]:
    """The receipts in one call of the webhook; whatever else it tells is passed over."""
    for entry in listed(read_json(body), "entry"):
        for change in listed(entry, "changes"):
            value = change.get("value")
            for status in listed(value if isinstance(value, Mapping) else {}, "statuses"):
                errors = listed(status, "errors")
                yield Receipt(
                    message_id=str(status.get("id", ""))[:200],
                    key=str(status.get("biz_opaque_callback_data", ""))[:40],
                    status=str(status.get("status", "")),
                    reason=f"{errors[0].get('code', '')} {errors[0].get('title', '')}".strip()
                    if errors
                    else "",
                )


def listed(told: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = told.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
