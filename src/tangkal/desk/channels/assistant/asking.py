"""One question to an OpenAI-compatible endpoint: what is sent, what comes back, what goes wrong.

What leaves the machine holds no phone number, identity number, e-mail address or handle of a
private person; names of people stand as they were written, so the page shows every word first.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from tangkal.desk.alerts.sending.base import Outcome
from tangkal.desk.alerts.sending.web import Answer, post
from tangkal.desk.workflow import ActionDenied
from tangkal.kernel import SettingMissing
from tangkal.text.privacy import mask_personal_data

SECONDS = 60.0
LONGEST_QUESTION = 12_000  # characters
MOST_BYTES = 131_072  # of an answer
MOST_TOKENS = 2_000
KEY = "assistant_key"  # a file in the home's secrets; an endpoint of one's own needs none

RULES = (
    "Anda membantu humas pemerintah Indonesia menulis keterangan publik. Tulis fakta lebih dulu; "
    "sebut klaim yang keliru paling banyak satu kali dan hanya di bagian 'myth'. Kalimat pendek, "
    "kata sehari-hari. Jangan menambah angka, tanggal, tempat, nama atau janji yang tidak ada di "
    "bahan; yang tidak diketahui tulis dalam kurung siku, misalnya [tanggal]. Jawab hanya dengan "
    'satu objek JSON {"parts": {bagian: teks}} dengan bagian persis seperti diminta.'
)


class AssistantFailed(Exception):
    """The endpoint gave no draft; the message says why, for the person who asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What goes to the endpoint, word for word."""

    text: str
    parts: tuple[str, ...]


def is_on() -> bool:
    return bool(settings.TANGKAL.assistant_url and settings.TANGKAL.assistant_model)


def check_is_on() -> None:
    """Refuse in plain words where nobody set an assistant up.

    Raises:
        ActionDenied
    """
    if not is_on():
        raise ActionDenied(
            _(
                "No assistant is set up here. Everything works without one; an operator can name "
                "an endpoint with TANGKAL_ASSISTANT_URL and TANGKAL_ASSISTANT_MODEL."
            )
        )


def host() -> str:
    return urlsplit(settings.TANGKAL.assistant_url).hostname or ""


def question(task: str, parts: Sequence[str], material: Mapping[str, str]) -> Question:
    """A task with its material, personal data masked."""
    lines = [task, f"Bagian: {', '.join(parts)}.", "Bahan:"]
    lines += [f"{name}: {text}" for name, text in material.items() if text.strip()]
    return Question(text=mask_personal_data("\n".join(lines)), parts=tuple(parts))


def ask(asked: Question, *, seconds: float = SECONDS) -> dict[str, str]:
    """The parts as the model wrote them, in their order; one that it left out is empty.

    Raises:
        ActionDenied: no assistant is set up.
        AssistantFailed: too long a question, no answer in time, an error, or nonsense.
    """
    check_is_on()
    if len(asked.text) > LONGEST_QUESTION:
        raise AssistantFailed(
            _("The material has %(found)d characters; the assistant is given at most %(most)d.")
            % {"found": len(asked.text), "most": LONGEST_QUESTION}
        )
    answer = post(
        f"{settings.TANGKAL.assistant_url.rstrip('/')}/chat/completions",
        json.dumps(body_of(asked), ensure_ascii=False).encode(),
        {"Content-Type": "application/json", **authorization()},
        inside=(host(),),  # the operator named it
        seconds=seconds,
        most_bytes=MOST_BYTES,
        silence_s=seconds,  # a model thinks before its first word
    )
    return parts_of(words_of(answer), asked.parts)


def answered(asked: Question) -> dict[str, str]:
    """As :func:`ask`, for programs.

    Raises:
        ActionDenied: no assistant is set up, or it gave no draft; the message says why.
    """
    try:
        return ask(asked)
    except AssistantFailed as error:
        raise ActionDenied(str(error)) from error


def body_of(asked: Question) -> dict[str, Any]:
    return {
        "model": settings.TANGKAL.assistant_model,
        "messages": [
            {"role": "system", "content": RULES},
            {"role": "user", "content": asked.text},
        ],
        "temperature": 0.2,
        "max_tokens": MOST_TOKENS,
        "stream": False,
    }


def authorization() -> dict[str, str]:
    try:
        key = settings.HOME.secret(KEY)
    except SettingMissing:
        return {}
    return {"Authorization": f"Bearer {key}"}


def words_of(answer: Answer | Outcome) -> str:
    """What the model said.

    Raises:
        AssistantFailed
    """
    if isinstance(answer, Outcome):
        raise AssistantFailed(
            _("The assistant at %(host)s did not answer: %(why)s.")
            % {"host": host(), "why": answer.reason}
        )
    if answer.status != 200:
        raise AssistantFailed(
            _("The assistant at %(host)s answered with an error (%(status)d).")
            % {"host": host(), "status": answer.status}
        )
    if len(answer.body) >= MOST_BYTES:
        raise AssistantFailed(_("The assistant’s answer is too long to be read."))
    try:
        said = json.loads(answer.body)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError):
        said = None
    if not isinstance(said, str):
        raise AssistantFailed(_("What came back is not an answer of such an endpoint."))
    return said


def parts_of(said: str, parts: Sequence[str]) -> dict[str, str]:
    """The asked parts of what the model said, and nothing else.

    Raises:
        AssistantFailed: it is not the object asked for, or holds no headline.
    """
    begin, end = said.find("{"), said.rfind("}")  # models like to put fences around it
    try:
        found = json.loads(said[begin : end + 1])
    except ValueError:
        found = None
    found = found.get("parts", found) if isinstance(found, dict) else None
    if not isinstance(found, dict):
        raise AssistantFailed(_("The assistant did not keep to the form; ask again, or write."))
    words = {
        part: text.strip() if isinstance(text := found.get(part), str) else "" for part in parts
    }
    if not words.get("headline"):
        raise AssistantFailed(_("The assistant wrote no headline; ask again, or write."))
    return words
