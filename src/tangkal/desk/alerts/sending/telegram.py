"""A Telegram bot's message. The Bot API knows no key against doubles: a retry may repeat one."""

import json
import re
from collections.abc import Collection

from tangkal.desk.alerts.sending.base import Letter, Outcome, later, never, sent
from tangkal.desk.alerts.sending.web import Answer, outcome_of, post

LONGEST = 4096  # characters of a message, core.telegram.org/bots/api#sendmessage
TOKEN = re.compile(r"\d{5,20}:[\w-]{20,80}")


def send(
    letter: Letter,
    chat: str,
    token: str,
    *,
    server: str,
    inside: Collection[str],
    seconds: float = 20.0,
) -> Outcome:
    if not TOKEN.fullmatch(token):
        return never("the bot's token is not of the form 123456:ABC…")
    body = {"chat_id": chat, "text": text_of(letter), "link_preview_options": {"is_disabled": True}}
    answer = post(
        f"{server.rstrip('/')}/bot{token}/sendMessage",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
        inside=inside,
        seconds=seconds,
    )
    return read(answer) if isinstance(answer, Answer) else answer


def text_of(letter: Letter) -> str:
    text = f"{letter.subject}\n\n{letter.body}"
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def read(answer: Answer) -> Outcome:
    """The Bot API says in JSON what went wrong, and how long to wait."""
    try:
        told = json.loads(answer.body)
    except ValueError:
        told = {}
    told = told if isinstance(told, dict) else {}
    if answer.status == 200:
        return sent() if told.get("ok") is True else later("the answer is not the Bot API's")
    words = f"{answer.status} {told.get('description', '')}".strip()
    if answer.status == 429:
        parameters = told.get("parameters")
        wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
        return later(words, float(wait) if isinstance(wait, int | float) else None)
    found = outcome_of(answer)
    return Outcome(found.kind, words, found.retry_after_s)
