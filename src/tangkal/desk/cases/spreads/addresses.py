"""When two addresses are one post: normalised, without tracking, without the poster's name."""

import hashlib
import hmac
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.text.privacy import strip_handle

LONGEST = 1000
HANDED_ON = re.compile(r"^(?:utm_\w+|fbclid|gclid|igsh(?:id)?|mibextid|ref_src|_[rt])$")
# Elsewhere these letters may be the number of a topic.
HANDED_ON_THERE = re.compile(r"^(?:s|t|si|feature|pp)$")
PLATFORMS = frozenset({"x.com", "youtube.com", "youtu.be", "tiktok.com", "threads.com"})
MOBILE = re.compile(r"^(?:www|m|mobile|mbasic|web|id-id|amp)\.")
# Without the account these still name one post: their numbers are the platform's own.
NUMBERED = frozenset({"facebook.com", "tiktok.com", "threads.com", "threads.net", "bsky.app"})


def checked(url: str) -> str:
    """An address of the web as somebody typed or pasted it.

    Raises:
        ValidationError: it is none.
    """
    text = url.strip()
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in {"http", "https"} or "." not in host or re.search(r"\s", whole):
        raise ValidationError(
            _("“%(url)s” is no web address; copy it from the browser’s address line.")
            % {"url": text[:100]}
        )
    if len(whole) > LONGEST or parts.username:
        raise ValidationError(
            _("“%(url)s…” is too long or holds a password; copy the plain address of the post.")
            % {"url": text[:100]}
        )
    return whole


def shown(url: str, *, is_public_institution: bool) -> str:
    """The address as it is kept: a private poster's name taken out.

    Raises:
        ValidationError: nothing but an account is named, and that is no post.
    """
    if is_public_institution:
        return url
    stripped = strip_handle(url)
    if len(urlsplit(url).path.strip("/")) > 0 and not urlsplit(stripped).path.strip("/"):
        raise ValidationError(
            _(
                "“%(url)s” is an account’s page, not a post. We keep no pages of private people; "
                "give the address of the post."
            )
            % {"url": url[:100]}
        )
    return stripped


def normalised(url: str) -> str:
    """One spelling of an address: https, no "www.", no tracking, no fragment.

    >>> normalised("http://m.kabar.example/a/?utm_source=wa&id=3#x")
    'https://kabar.example/a?id=3'
    """
    parts = urlsplit(url)
    host = MOBILE.sub("", (parts.hostname or "").lower())
    port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    query = [(k, v) for k, v in parse_qsl(parts.query) if not is_handed_on(host, k.lower())]
    return urlunsplit(
        ("https", f"{host}{port}", parts.path.rstrip("/"), urlencode(sorted(query)), "")
    )


def is_handed_on(host: str, name: str) -> bool:
    """Whether a parameter says who passed the address on, and nothing of the page."""
    return bool(HANDED_ON.match(name) or (host in PLATFORMS and HANDED_ON_THERE.match(name)))


def is_ambiguous(stripped: str) -> bool:
    """Whether two posts may share this address, now that the account is taken out."""
    parts = urlsplit(stripped)
    host = MOBILE.sub("", (parts.hostname or "").lower())
    return host not in NUMBERED and bool({"-", "@"} & set(parts.path.split("/")))


def key_of(url: str, *, item_id: str = "", evidence_id: int | None = None) -> str:
    """What tells one post from another, as a keyed hash: it gives no poster's name away.

    Where the address without the name still finds the post, the two spellings are one key, so
    that an item of the lake and a pasted address meet. Telegram's do not: there the whole
    address is hashed.
    """
    stripped = strip_handle(url) if url else ""
    if url and not is_ambiguous(stripped):
        name = f"url:{normalised(stripped)}"
    elif url and (url != stripped or not item_id):
        name = f"url:{normalised(url)}"
    elif item_id:
        name = f"item:{item_id}"
    else:
        name = f"evidence:{evidence_id}"
    secret = bytes.fromhex(settings.TANGKAL.home.secret("author_key"))
    return hmac.new(secret, name.encode(), hashlib.sha256).hexdigest()
