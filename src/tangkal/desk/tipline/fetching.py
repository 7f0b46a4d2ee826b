"""Fetch a picture by its service's own API: bounded, from that service's hosts alone."""

import json
import time
from collections.abc import Collection, Mapping
from urllib.parse import quote, urlsplit

from django.conf import settings

from tangkal.desk.alerts.sending.base import TEMPORARY, Outcome, Undeliverable, later, never
from tangkal.desk.alerts.sending.hosts import Unresolved
from tangkal.desk.alerts.sending.web import Answer, aim, outcome_of, receive, trust
from tangkal.desk.channels.sending.whatsapp import VERSION
from tangkal.desk.questions.models import Channel

MOST_BYTES = 10 << 20  # of one picture; WhatsApp sends at most 5 MB, Telegram 10
MOST_WORDS = 64 << 10  # of an API's answer
SECONDS = 30.0
# Where Meta keeps files; the access token goes nowhere else.
META = (".facebook.com", ".fbsbx.com", ".fbcdn.net", ".whatsapp.net")


class Unfetched(Exception):
    """There is no picture to look at: the reason, and whether it may pass."""

    def __init__(self, reason: str, may_pass: bool, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.may_pass, self.retry_after_s = reason, may_pass, retry_after_s


def picture(channel: str, file_id: str, token: str) -> bytes:
    """The bytes of a file that a message names.

    Raises:
        Unfetched: too large, gone, refused, or the service is away.
    """
    if channel == Channel.TELEGRAM:
        return from_telegram(file_id, token)
    return from_whatsapp(file_id, token)


def from_telegram(file_id: str, token: str) -> bytes:
    root = settings.TANGKAL.telegram_url.rstrip("/")
    told = asked(f"{root}/bot{token}/getFile?file_id={quote(file_id, safe='')}", {})
    found = told.get("result")
    path = found.get("file_path") if isinstance(found, dict) else None
    if not isinstance(path, str) or ".." in path or path.startswith("/"):
        raise Unfetched("the Bot API names no file", may_pass=False)
    check_size(found.get("file_size") if isinstance(found, dict) else None)
    return fetched(f"{root}/file/bot{token}/{quote(path)}", {}, MOST_BYTES)


def from_whatsapp(file_id: str, token: str) -> bytes:
    root = settings.TANGKAL.whatsapp_url.rstrip("/")
    with_token = {"Authorization": f"Bearer {token}"}
    told = asked(f"{root}/{VERSION}/{quote(file_id, safe='')}", with_token)
    url = told.get("url")
    if not isinstance(url, str) or not is_metas(url, root):
        raise Unfetched("the Cloud API names no file of its own", may_pass=False)
    check_size(told.get("file_size"))
    return fetched(url, with_token, MOST_BYTES)


def is_metas(url: str, root: str) -> bool:
    """Whether an address lies with Meta, or with the server that stands in for it here."""
    parts, own = urlsplit(url), urlsplit(root)
    host = parts.hostname or ""
    if (parts.scheme, parts.netloc) == (own.scheme, own.netloc):
        return True
    return parts.scheme == "https" and host.endswith(META)


def check_size(told: object) -> None:
    size = int(told) if isinstance(told, int | str) and str(told).isdecimal() else 0
    if size > MOST_BYTES:
        raise Unfetched(f"{size} bytes; at most {MOST_BYTES} are read", may_pass=False)


def asked(url: str, headers: Mapping[str, str]) -> Mapping[str, object]:
    try:
        told = json.loads(fetched(url, headers, MOST_WORDS))
    except ValueError:
        raise Unfetched("the answer is not JSON", may_pass=True) from None
    return told if isinstance(told, dict) else {}


def fetched(url: str, headers: Mapping[str, str], most: int) -> bytes:
    """The body of one GET.

    Raises:
        Unfetched
    """
    answer = get(url, headers, inside=settings.TANGKAL.alert_hosts, most_bytes=most + 1)
    if isinstance(answer, Answer):
        outcome = outcome_of(answer)
        if answer.status == 200:
            if len(answer.body) > most:
                raise Unfetched(f"more than {most} bytes", may_pass=False)
            return answer.body
    else:
        outcome = answer
    raise Unfetched(outcome.reason, outcome.kind == TEMPORARY, outcome.retry_after_s)


def get(
    url: str, headers: Mapping[str, str], *, inside: Collection[str], most_bytes: int
) -> Answer | Outcome:
    """One GET to an address that was checked, as `web.post` does it."""
    import httpx  # noqa: PLC0415 - the web process need not carry it

    try:
        target, host, netloc = aim(url, inside)
        with httpx.Client(trust_env=False, follow_redirects=False, verify=trust()) as client:
            request = client.build_request(
                "GET",
                target,
                headers={**headers, "Host": netloc, "User-Agent": "Tangkal/1 (+tipline)"},
                timeout=httpx.Timeout(10.0),
                extensions={"sni_hostname": host},
            )
            return receive(client, request, time.monotonic() + SECONDS, most_bytes)
    except Undeliverable as error:
        return never(str(error))
    except httpx.InvalidURL:
        return never("no web address")
    except (Unresolved, httpx.HTTPError, OSError) as error:
        return later(type(error).__name__)
