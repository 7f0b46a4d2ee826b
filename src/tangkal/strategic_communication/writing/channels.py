"""How much text a channel takes, as its own documents say, or as this house decided.

A channel counts in its own way: Telegram in UTF-16 units, a short message in septets. A limit
of the service is hard: beyond it nothing arrives, or half of it does. A limit of the house is
advice. Nothing is ever cut to fit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tangkal.kernel import InvalidInput

HOUSE = "house"  # source of the limits that we set ourselves

# 3GPP TS 23.038, the default alphabet of short messages and its second page.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a channel takes of one text."""

    most: int
    unit: str  # characters, utf16, septets
    is_hard: bool  # whether the service refuses or cuts what is longer
    source: str  # where the figure stands; HOUSE for our own


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One text measured against one channel."""

    channel: str
    found: int
    most: int
    unit: str
    is_hard: bool
    source: str

    @property
    def fits(self) -> bool:
        return self.found <= self.most


_TELEGRAM = "core.telegram.org/bots/api#sendmessage"
_WHATSAPP = "developers.facebook.com, WhatsApp message templates: body"
_SMS = "3GPP TS 23.040 and 23.038: 140 bytes a message"

LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        "portal": Limit(most=6000, unit="characters", is_hard=False, source=HOUSE),
        "press": Limit(most=2500, unit="characters", is_hard=False, source=HOUSE),
        "chat": Limit(most=700, unit="characters", is_hard=False, source=HOUSE),
        "telegram": Limit(most=4096, unit="utf16", is_hard=True, source=_TELEGRAM),
        "whatsapp": Limit(most=1024, unit="characters", is_hard=True, source=_WHATSAPP),
        "sms": Limit(most=160, unit="septets", is_hard=True, source=_SMS),
        "x": Limit(most=280, unit="characters", is_hard=True, source="docs.x.com, counting"),
        # Whole on the list of a phone; RFC 5322 itself allows a line of 998.
        "subject": Limit(most=60, unit="characters", is_hard=False, source=HOUSE),
        # Three lines of a picture that stays legible on a phone.
        "card": Limit(most=110, unit="characters", is_hard=True, source=HOUSE),
    }
)


def fit_of(channel: str, text: str) -> Fit:
    """One text against one channel.

    Raises:
        InvalidInput: an unknown channel.

    >>> fit_of("telegram", "👍" * 2049).fits
    False
    """
    if channel not in LIMITS:
        raise InvalidInput(f"channel {channel!r} is not one of {', '.join(LIMITS)}")
    limit = LIMITS[channel]
    found, most = _UNITS[limit.unit](text, limit.most)
    return Fit(
        channel=channel,
        found=found,
        most=most,
        unit=limit.unit,
        is_hard=limit.is_hard,
        source=limit.source,
    )


def sms_parts(text: str) -> int:
    """How many messages a phone is charged for; parts of a longer one lose 6 bytes each.

    >>> sms_parts("a" * 161), sms_parts("–" * 71)
    (2, 2)
    """
    found, most = _septets(text, LIMITS["sms"].most)
    part = (153 if most == 160 else 67) if found > most else most
    return max(1, -(-found // part))


def _characters(text: str, most: int) -> tuple[int, int]:
    return len(text), most


def _utf16(text: str, most: int) -> tuple[int, int]:
    return len(text.encode("utf-16-le")) // 2, most


def _septets(text: str, most: int) -> tuple[int, int]:
    """Septets of 160, or UTF-16 units of 70 as soon as one sign is outside the alphabet."""
    if all(sign in _GSM or sign in _GSM_TWICE for sign in text):
        return sum(2 if sign in _GSM_TWICE else 1 for sign in text), most
    return _utf16(text, 70)


_UNITS: Mapping[str, Callable[[str, int], tuple[int, int]]] = MappingProxyType(
    {"characters": _characters, "utf16": _utf16, "septets": _septets}
)
