"""Mask what identifies private people, before the first byte is stored.

Masked: Indonesian and international phone numbers, 16-digit identity numbers (NIK, KK, cards),
e-mail addresses, @handles not declared public, and the same inside web addresses. Prices, dates,
and numbers of laws and letters stay, because claims are about them. `lokal.samaran` knows
more kinds but reads about 500 posts a second; a stream needs tens of thousands.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection

from tangkal.text.addresses import mask_address, strip_handle
from tangkal.text.phones import PHONE, mask_phones

__all__ = [
    "EMAIL",
    "HANDLE",
    "IDENTITY",
    "PHONE",
    "Pseudonymiser",
    "mask_personal_data",
    "strip_handle",
]

IDENTITY = "[NIK]"
EMAIL = "[surel]"
HANDLE = "[akun]"

# Only a text holding one of these can hold anything to mask; most posts hold none.
_worth_reading = re.compile(
    r"@|://|www\.|wa\.me|t\.me/|telegram\.me/|\.com/|\d(?:[ .\-()\u00a0\u2010-\u2013]{0,2}\d){7}"
)
# Fullwidth and other digits read like ours to people, and so to whoever would call.
_other_digit = re.compile(r"[^\D0-9]")
_ascii_digits = {
    code: str(unicodedata.digit(chr(code)))
    for code in range(0x80, 0x20000)
    if unicodedata.category(chr(code)) == "Nd"
}
_address = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']+"
    r"|(?<![^\W_])(?:[a-z0-9-]{1,63}\.){0,4}"
    r"(?:wa\.me|whatsapp\.com|t\.me|telegram\.me|x\.com|twitter\.com|tiktok\.com|instagram\.com|facebook\.com"
    r"|fb\.com|threads\.net|threads\.com|youtube\.com)/[^\s<>\"']*",
    re.IGNORECASE,
)
_fediverse = re.compile(r"(?<![^\W_])@[\w.-]+@[\w-]+(?:\.[\w-]+)+")
_email = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_identity = re.compile(
    r"(?<![^\W_])(?<!\d[.,-])"
    r"(?:\d{16}|(?<!\d[ ])[1-9]\d{3}([ .-])\d{4}\1\d{4}\1\d{4}|[1-9]\d{5}([ .-])\d{6}\2\d{4})"
    r"(?![^\W_])(?![.,-]\d)"
)
# "3 kg @5.000" and "@10rb" are prices.
_handle = re.compile(
    r"@(?!(?:rp\.?)?\d[\d.,]*(?:rb|ribu|jt|juta|k)?(?!\w))(?=[\w.]*[^\W\d_])"
    r"(\w[\w.]{0,28}\w|\w)",
    re.IGNORECASE,
)


def mask_personal_data(text: str, public_handles: Collection[str] = ()) -> str:
    """Replace personal data by what kind it was; the words around it stay.

    Args:
        text: any text; None is a programming error.
        public_handles: lower-case handles without @ that belong to public institutions or
            outlets and are kept.

    Returns:
        The text with `[telepon]`, `[NIK]`, `[surel]`, `[akun]` in place of personal data.
        Masking a masked text changes nothing.

    >>> mask_personal_data("WA 0812-3456-7890, harga Rp62.850.000.000 per 08-12-2023")
    'WA [telepon], harga Rp62.850.000.000 per 08-12-2023'
    """
    if not _worth_reading.search(text):
        return text
    if _other_digit.search(text):
        text = text.translate(_ascii_digits)
    parts: list[str] = []
    end = 0
    for found in _address.finditer(text):
        parts.append(_mask_words(text[end : found.start()], public_handles))
        parts.append(_email.sub(EMAIL, mask_address(found.group(), public_handles)))
        end = found.end()
    parts.append(_mask_words(text[end:], public_handles))
    return "".join(parts)


def _mask_words(text: str, public_handles: Collection[str]) -> str:
    """Mask a stretch of text that holds no web address."""
    if "@" in text:
        text = _fediverse.sub(HANDLE, text)
        text = _email.sub(EMAIL, text)

        def keep_public(found: re.Match[str]) -> str:
            return found.group() if found.group(1).lower() in public_handles else HANDLE

        text = _handle.sub(keep_public, text)
    text = _identity.sub(IDENTITY, text)
    return mask_phones(text)


class Pseudonymiser:
    """Keyed hashes in place of handles: the same account joins, nobody can be looked up."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError(f"an author key needs at least 16 bytes, this one has {len(key)}")
        self._start = hmac.new(key, digestmod=hashlib.sha256)

    def author(self, platform: str, handle: str) -> str:
        """32 hex digits for one account; letter case and a leading @ make no difference.

        The platform is part of the name: equal handles on two platforms may be two people.
        """
        keyed = self._start.copy()
        keyed.update(f"{platform.casefold()}\n{handle.strip().lstrip('@').casefold()}".encode())
        return keyed.hexdigest()[:32]
