"""What a planted story is: how much of the week it takes, when, where, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass

from tangkal.exercises.phrasing import Phrase
from tangkal.exercises.rhythm import Envelope

LABELS = (
    "hoax",
    "question",
    "criticism",
    "satire",
    "press",
    "chatter",
    "official",
    "coordinated",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One stream of posts within the week, with the truth about all of them."""

    name: str  # "bbm.hoax"
    label: str  # one of LABELS
    share: float  # of all items
    envelope: Envelope  # when, beside the daily rhythm
    platforms: Mapping[str, float]  # weights
    phrases: tuple[Phrase, ...]
    narrative: str | None = None  # None: belongs to no planted narrative
    claim_id: str | None = None  # the archive's claim that a matcher should find
    new_wording: float = 1.0  # chance that a post is newly worded instead of copied
    voice: str = "private"  # "private", "outlet" or "agency": who speaks
    title: bool = False  # the first line is a headline
    bursts: bool = False  # its beginning is a planted burst that a warning should find


# Platform weights that stories share.
OPEN = {"x": 0.34, "facebook": 0.3, "tiktok": 0.14, "instagram": 0.14, "telegram": 0.08}
CHAINS = {"whatsapp": 0.5, "facebook": 0.22, "telegram": 0.16, "x": 0.12}
VIDEO = {"tiktok": 0.42, "x": 0.28, "facebook": 0.3}
ASKED = {"whatsapp": 0.45, "x": 0.3, "facebook": 0.25}
NEWS = {"web": 0.7, "x": 0.2, "facebook": 0.1}
EVERYWHERE = {
    "x": 0.29,
    "facebook": 0.24,
    "instagram": 0.14,
    "tiktok": 0.13,
    "whatsapp": 0.13,
    "telegram": 0.07,
}
