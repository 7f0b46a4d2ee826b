"""Signed JSON to a web address, signed as Standard Webhooks say (standardwebhooks.com, 1.0.0).

The receiver computes HMAC-SHA256 over ``id.timestamp.body`` with the shared secret and compares;
``webhook-id`` is the same at every attempt, so a second copy can be told.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Collection

from tangkal.desk.alerts.sending.base import Letter, Outcome
from tangkal.desk.alerts.sending.web import Answer, outcome_of, post


def send(
    letter: Letter, url: str, secret: str, *, inside: Collection[str], seconds: float = 20.0
) -> Outcome:
    body = payload(letter)
    answer = post(
        url, body, headers(letter, body, secret, int(time.time())), inside=inside, seconds=seconds
    )
    return outcome_of(answer) if isinstance(answer, Answer) else answer


def payload(letter: Letter) -> bytes:
    told = {
        "type": "test" if letter.is_test else "alert",
        "id": letter.key,
        "timestamp": letter.created_at,
        "data": {
            "severity": letter.severity,
            "is_exercise": letter.is_exercise,
            "subject": letter.subject,
            "text": letter.body,
            "links": list(letter.links),
        },
    }
    return json.dumps(told, ensure_ascii=False).encode()


def headers(letter: Letter, body: bytes, secret: str, now: int) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "webhook-id": letter.key,
        "webhook-timestamp": str(now),
        "webhook-signature": f"v1,{signature(letter.key, now, body, secret)}",
    }


def signature(key: str, now: int, body: bytes, secret: str) -> str:
    """HMAC-SHA256, base64; a secret "whsec_…" is base64 itself, any other is taken as it stands.

    >>> signature("a", 1, b"{}", "rahasia")
    'WeZTP7lruUhNH54N3aopAsWhJrSBXo9ASZDcPn6BbLM='
    """
    content = f"{key}.{now}.".encode() + body
    return base64.b64encode(hmac.new(key_bytes(secret), content, hashlib.sha256).digest()).decode()


def key_bytes(secret: str) -> bytes:
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except ValueError:
            pass
    return secret.encode()
