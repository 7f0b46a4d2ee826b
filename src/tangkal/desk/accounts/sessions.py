"""The session store: Django's own in the database, with whose, where and since when beside it.

Because the row itself is the session, a row that is deleted is a session that is dead at its
next request; nothing else has to be asked.
"""

from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest

ABOUT = "about_session"
SEEN_EVERY_S = 300.0


class SessionStore(DatabaseStore):
    """Writes the columns of :class:`DeskSession` from what the session holds."""

    @classmethod
    def get_model_class(cls) -> Any:
        from tangkal.desk.accounts.factor_models import DeskSession  # noqa: PLC0415 - apps first

        return DeskSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        about = data.get(ABOUT) or {}
        row.user_id = data.get(SESSION_KEY)
        row.device, row.place = about.get("device", ""), about.get("place", "")
        row.signed_in_at = moment(about.get("signed_in_at"))
        row.seen_at = moment(about.get("seen_at"))
        return row


def moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def describe(request: HttpRequest, now: float) -> None:
    """Write down, at sign-in, what its owner will know this session by."""
    request.session[ABOUT] = {
        "device": request.headers.get("User-Agent", "")[:200],
        "place": shortened(request.META.get("REMOTE_ADDR", "")),
        "signed_in_at": now,
        "seen_at": now,
    }


def touch(request: HttpRequest, now: float) -> None:
    """Remember that the session is in use, at most every few minutes: it costs a write."""
    about = request.session.get(ABOUT)
    if about and now - about["seen_at"] >= SEEN_EVERY_S:
        request.session[ABOUT] = about | {"seen_at": now}


def shortened(address: str) -> str:
    """Enough of an address to recognise an office by, too little to follow a person.

    >>> shortened("203.0.113.9"), shortened("2001:db8:aa:bb::1"), shortened("?")
    ('203.0.…', '2001:db8:…', '')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    parts = found.exploded.split("." if found.version == 4 else ":")
    mark = "." if found.version == 4 else ":"
    return mark.join(part.lstrip("0") or "0" for part in parts[:2]) + f"{mark}…"


# What stands in a browser's own description; the first that fits, since each claims the later too.
BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def device_in_words(agent: str) -> str:
    """What the browser calls itself, in two words; empty where it does not say.

    >>> device_in_words("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Safari/537")
    'Chrome, Android'
    """
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return ", ".join(filter(None, (browser, system)))
