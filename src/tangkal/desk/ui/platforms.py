"""Platforms as their readers know them; codes are for records and open data."""

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
