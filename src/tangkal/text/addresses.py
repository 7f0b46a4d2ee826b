"""Web addresses without the people in them: x.com/handle/status/1 → x.com/i/status/1."""

import re
from collections.abc import Callable, Collection
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from tangkal.text.phones import PHONE

Path = list[str]

# Parameters that follow a visitor around; without them one page has one address.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igshid|igsh|si|ref_src|ref_url|mibextid|_rdr|_rdc")
_phone_digits = re.compile(r"\+?\d{9,15}")
_personal_parameter = re.compile(
    r"phone|telp|tel|hp|wa|nik|ktp|no_?hp|nomor|email|user(name)?", re.I
)


def _x(path: Path, query: str) -> tuple[Path, str]:
    if len(path) >= 3 and path[1] in {"status", "statuses"}:
        return ["i", "status", *path[2:]], ""
    if path and path[0] in {"i", "search", "hashtag"}:
        return path, query
    return [], ""


def _instagram(path: Path, query: str) -> tuple[Path, str]:
    for place in (0, 1):
        if len(path) > place + 1 and path[place] in {"p", "reel", "tv", "reels"}:
            return path[place : place + 2], ""
    return (path, "") if path[:1] in (["explore"], ["reels"]) else ([], "")


def _facebook(path: Path, query: str) -> tuple[Path, str]:
    known = dict(parse_qsl(query))
    start = path[0] if path else ""
    kept = {"photo": "fbid", "photo.php": "fbid", "watch": "v"}.get(start)
    if "story_fbid" in known:  # the other parameter, id, is the account
        return ["permalink.php"], urlencode({"story_fbid": known["story_fbid"]})
    if kept:
        return [start], urlencode({name: known[name] for name in (kept,) if name in known})
    if len(path) >= 3 and path[1] in {"posts", "videos", "photos"} and start != "groups":
        return ["-", path[1], path[-1]], ""
    if start in {"groups", "share", "reel", "events", "hashtag", "-"}:
        return path, ""
    return ([start], "") if len(path) == 1 and start.isdecimal() else ([], "")


def _tiktok(path: Path, query: str) -> tuple[Path, str]:
    if path[:1] and path[0].startswith("@"):
        return ["@", *path[1:]] if len(path) > 1 else [], ""
    return path, query


def _youtube(path: Path, query: str) -> tuple[Path, str]:
    if path[:1] and (path[0].startswith("@") or path[0] in {"c", "user", "channel"}):
        return [], ""
    return path, query


def _telegram(path: Path, query: str) -> tuple[Path, str]:
    # "t.me/s/name/12" is the preview of "t.me/name/12". A channel's name may be a person's
    # too, so the message keeps its number alone; "c" stands for a group that has no name.
    if path[:1] == ["s"]:
        path = path[1:]
    if len(path) < 2 or not path[-1].isdecimal():
        return [], ""
    return (path if path[0] == "c" else ["-", *path[1:]]), ""


def _bluesky(path: Path, query: str) -> tuple[Path, str]:
    if path[:1] == ["profile"]:
        return ["profile", "-", *path[2:]] if len(path) > 2 else [], ""
    return path, query


def _whatsapp(path: Path, query: str) -> tuple[Path, str]:
    if path[:1] and path[0] in {"channel", "message"}:
        return path, ""
    return [PHONE if part == PHONE or _phone_digits.fullmatch(part) else part for part in path], ""


_Strip = Callable[[Path, str], tuple[Path, str]]
_SITES: dict[str, tuple[str, _Strip]] = {
    "x.com": ("x.com", _x),
    "twitter.com": ("x.com", _x),
    "instagram.com": ("www.instagram.com", _instagram),
    "facebook.com": ("www.facebook.com", _facebook),
    "fb.com": ("www.facebook.com", _facebook),
    "tiktok.com": ("www.tiktok.com", _tiktok),
    "threads.net": ("www.threads.net", _tiktok),
    "threads.com": ("www.threads.com", _tiktok),
    "youtube.com": ("www.youtube.com", _youtube),
    "t.me": ("t.me", _telegram),
    "telegram.me": ("t.me", _telegram),
    "bsky.app": ("bsky.app", _bluesky),
    "wa.me": ("wa.me", _whatsapp),
    "whatsapp.com": ("", _whatsapp),
}
_MOBILE_HOST = re.compile(r"^(?:www|m|mobile|web|id-id|mbasic|api|chat|l)\.")


def strip_handle(url: str, public_handles: Collection[str] = ()) -> str:
    """Take the account out of a post's address and keep the post findable where that works.

    Args:
        url: an absolute address; what is not one is returned as it is.
        public_handles: lower-case handles without @ whose addresses are kept whole.

    >>> strip_handle("https://twitter.com/warga_biasa/status/17?s=20")
    'https://x.com/i/status/17'
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a port that is no number, a bracket never closed
        return url
    if parts.scheme not in {"http", "https"} or not host:
        return url
    path = [part for part in parts.path.split("/") if part]
    if any(part.lstrip("@").lower() in public_handles for part in path[:2]):
        return url
    host_name = _MOBILE_HOST.sub("", host)
    site = _SITES.get(host_name)
    if site is None:
        shown, query = _hide_handles(path), _keep_query(parts.query)
        if (shown, query) == (path, parts.query) and "@" not in parts.netloc:
            return url  # nothing personal in it: byte for byte
        return _rejoin(parts, host + port, shown, query)
    new_path, query = site[1](path, _keep_query(parts.query))
    return _rejoin(parts, site[0] or host, new_path, query)


def _hide_handles(path: Path) -> Path:
    """Mastodon, Medium and their kin write people as @name in any site's path."""
    return ["@" if part.startswith("@") else part for part in path]


def _keep_query(query: str) -> str:
    """The query without tracking and personal parameters; byte for byte where it has none."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(k, v) for k, v in pairs if not _is_dropped(k, v)]
    return query if len(kept) == len(pairs) else urlencode(kept)


def _is_dropped(name: str, value: str) -> bool:
    return bool(_TRACKING.fullmatch(name) or _personal_parameter.fullmatch(name) or "@" in value)


def _rejoin(parts: SplitResult, host: str, path: Path, query: str) -> str:
    # The user:password part and the fragment never come along.
    whole = "/" + "/".join(path) if parts.path else ""
    if path and parts.path.endswith("/") and not query:
        whole += "/"
    return urlunsplit((parts.scheme, host, whole, query, ""))


def mask_address(found: str, public_handles: Collection[str] = ()) -> str:
    """Strip an address found in running text, with or without its scheme."""
    bare = found.rstrip(".,;:!?)]}»”’")
    tail = found[len(bare) :]
    if bare.endswith(PHONE[:-1]):  # the bracket belongs to a placeholder already there
        bare, tail = bare + "]", tail[1:]
    if "://" in bare:
        return strip_handle(bare, public_handles) + tail
    return strip_handle("https://" + bare, public_handles).removeprefix("https://") + tail
