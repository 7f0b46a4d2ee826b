"""One name for each platform, however a source or an address calls it."""

from urllib.parse import urlsplit

_ALIASES = {
    "twitter": "x", "x.com": "x", "twitter.com": "x", "t.co": "x",
    "fb": "facebook", "facebook.com": "facebook", "fb.com": "facebook", "fb.watch": "facebook",
    "ig": "instagram", "instagram.com": "instagram",
    "tt": "tiktok", "tiktok.com": "tiktok", "vt.tiktok.com": "tiktok",
    "yt": "youtube", "youtube.com": "youtube", "youtu.be": "youtube",
    "wa": "whatsapp", "wa.me": "whatsapp", "whatsapp.com": "whatsapp",
    "tg": "telegram", "t.me": "telegram", "telegram.org": "telegram",
    "threads.net": "threads", "threads.com": "threads",
    "bsky.app": "bluesky", "reddit.com": "reddit", "linkedin.com": "linkedin",
    "snackvideo.com": "snackvideo", "snack video": "snackvideo",
}  # fmt: skip


def platform_name(name: str) -> str:
    """The usual lower-case name of a platform.

    >>> platform_name("Twitter"), platform_name("tiktok.com"), platform_name("Kaskus")
    ('x', 'tiktok', 'kaskus')
    """
    plain = name.strip().lower()
    return _ALIASES.get(plain.removeprefix("www."), plain)


def platform_of(url: str) -> str:
    """The platform an address belongs to; "web" for any other site.

    >>> platform_of("https://m.facebook.com/1"), platform_of("https://kabar.example/2")
    ('facebook', 'web')
    """
    host = (urlsplit(url).hostname or "").lower()
    for prefix in ("", "www.", "m.", "mobile.", "web."):
        if host.startswith(prefix) and host.removeprefix(prefix) in _ALIASES:
            return _ALIASES[host.removeprefix(prefix)]
    return "web"
