"""Codes of an authenticator app (RFC 6238): thirty seconds, six digits, each taken once."""

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote, urlencode

STEP_S = 30
DIGITS = 6
TOLERANCE = 1  # steps a phone's clock may be off, either way
SECRET_BYTES = 20  # as long as the hash, RFC 4226 section 4


def new_secret() -> str:
    """A secret in the letters that apps accept by hand."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def code_at(secret: str, step: int) -> str:
    """The code of one half-minute.

    >>> code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59 // 30)  # RFC 6238, appendix B
    '287082'
    """
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: str, code: str, *, now: float, after: int = 0) -> int | None:
    """The half-minute a code belongs to, later than the last one taken; None where none does.

    Args:
        secret: the app's secret.
        code: what the person typed; spaces do not matter.
        now: seconds since 1970.
        after: the step of the last code taken: neither it nor an older one counts again.
    """
    typed = "".join(code.split())
    if len(typed) != DIGITS or not typed.isascii():
        return None
    here = int(now) // STEP_S
    found = None
    for step in range(here - TOLERANCE, here + TOLERANCE + 1):
        if hmac.compare_digest(code_at(secret, step), typed) and step > after:
            found = step
    return found


def address(secret: str, *, account: str, issuer: str) -> str:
    """What an app reads from the picture."""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"


def grouped(secret: str) -> str:
    """The secret in fours, to be typed by hand.

    >>> grouped("ABCDEFGH")
    'ABCD EFGH'
    """
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def picture(text: str) -> str:
    """A QR code as the address of an SVG picture, which our content policy lets a page show."""
    # 70 ms that only this page needs; the package carries no types.
    import qrcode  # type: ignore[import-untyped] # noqa: PLC0415
    from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped] # noqa: PLC0415

    drawn = qrcode.make(text, image_factory=SvgPathImage, box_size=12).to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode('ascii')}"
