"""A Telegram channel by the Bot API: publish, and delete within 48 hours.

The Bot API knows no key against doubles, so an attempt without an answer is not repeated by
the machine: a person looks at the channel first.
"""

import json
from collections.abc import Collection, Mapping

from tangkal.desk.alerts.sending import telegram
from tangkal.desk.alerts.sending.base import never
from tangkal.desk.alerts.sending.web import Answer, post
from tangkal.desk.channels.sending.base import Result, result_of


def publish(
    text: str, chat: str, token: str, *, server: str, inside: Collection[str], seconds: float = 20.0
) -> Result:
    """One message; the receipt is its number in the channel."""
    body = {"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}}
    answer = ask("sendMessage", body, token, server, inside, seconds)
    if isinstance(answer, Result):
        return answer
    return result_of(telegram.read(answer), receipt=message_id(answer))


def erase(receipt: str, chat: str, token: str, *, server: str, inside: Collection[str]) -> Result:
    """Delete a message; the API refuses one that is older than 48 hours."""
    body = {"chat_id": chat, "message_id": int(receipt)}
    answer = ask("deleteMessage", body, token, server, inside, 20.0)
    if isinstance(answer, Result):
        return answer
    # To delete twice does no harm: silence is only worth another try.
    return result_of(telegram.read(answer), knows_key=True)


def ask(
    method: str,
    body: Mapping[str, object],
    token: str,
    server: str,
    inside: Collection[str],
    seconds: float,
) -> Answer | Result:
    if not telegram.TOKEN.fullmatch(token):
        return result_of(never("the bot's token is not of the form 123456:ABC…"))
    answer = post(
        f"{server.rstrip('/')}/bot{token}/{method}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
        inside=inside,
        seconds=seconds,
    )
    if isinstance(answer, Answer):
        return answer
    return result_of(answer, knows_key=method == "deleteMessage")


def message_id(answer: Answer) -> str:
    try:
        number = json.loads(answer.body)["result"]["message_id"]
    except (ValueError, KeyError, TypeError):
        return ""
    return str(number) if isinstance(number, int) else ""
