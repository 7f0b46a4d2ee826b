"""Platforms as their readers know them; codes are for records and open data."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The codes of tangkal.pipeline.platforms, with what else sources call themselves.
NAMES: dict[str, object] = {
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "kaskus": "Kaskus",
    "line": "LINE",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "other": gettext_lazy("Another platform"),
    "portal": gettext_lazy("Portal of ours"),
    "reddit": "Reddit",
    "sms": "SMS",
    "snackvideo": "SnackVideo",
    "telegram": "Telegram",
    "threads": "Threads",
    "tiktok": "TikTok",
    "unknown": gettext_lazy("Platform not told"),
    "web": gettext_lazy("Website"),
    "whatsapp": "WhatsApp",
    "x": "X",
    "youtube": "YouTube",
}


def platform_label(code: str | None) -> str:
    """A platform's own name; one that we do not know by name is written as it was given.

    >>> platform_label("tiktok"), platform_label("kabarkota"), platform_label("kabar.example")
    ('TikTok', 'Kabarkota', 'kabar.example')
    """
    if not code:
        return _("Platform not told")
    plain = code if "." in code else f"{code[0].upper()}{code[1:]}"
    return str(NAMES.get(code.lower(), plain))


def platform_labels(codes: Iterable[str]) -> str:
    """Several, in the order given.

    >>> platform_labels(["x", "whatsapp"])
    'X, WhatsApp'
    """
    return ", ".join(platform_label(code) for code in codes)


def platform_counts(rows: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Rows of code and count, as a table shows them."""
    return [(platform_label(code), count) for code, count in rows]
