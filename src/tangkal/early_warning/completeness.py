"""Whether enough is told to check a report: a table of rules, each with its weight.

Most reports that a provincial desk could not answer were incomplete (Jabar Saber Hoaks); asking
at once for what is missing saves both sides the wait. It ranks nobody and rejects nothing.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from tangkal.kernel import InvalidInput
from tangkal.text.normalise import words

FEWEST_WORDS = 4  # fewer assert nothing
_web = re.compile(r"(?:https?://|www\.)\S+|\b(?:wa|t)\.me/\S+", re.IGNORECASE)
_when = re.compile(
    r"\b(?:\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?|20\d{2}|hari ini|tadi|kemarin|kemaren|semalam|"
    r"(?:minggu|bulan|tahun) (?:ini|lalu)|pukul \d|jam \d|senin|selasa|rabu|kamis|jumat|sabtu|"
    r"januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)\b",
    re.IGNORECASE,
)
_where = re.compile(
    r"\b(?:whatsapp|wa|telegram|facebook|fb|instagram|ig|tiktok|twitter|youtube|yt|grup|"
    r"status|koran|radio|televisi|tv|spanduk|selebaran|sms|situs|website|media sosial|medsos)\b",
    re.IGNORECASE,
)


class Weight(StrEnum):
    """How much hangs on an answer; said in words, never as a number to people."""

    ESSENTIAL = "essential"  # without it nothing can be checked
    IMPORTANT = "important"  # without it checking takes much longer
    HELPFUL = "helpful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is known of a report; empty where it is not."""

    text: str
    urls: tuple[str, ...] = ()
    has_picture: bool = False
    platforms: tuple[str, ...] = ()  # without "unknown"
    has_date: bool = False
    region: str = ""
    place_names: Collection[str] = ()  # lower-case names of places that would count


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing to be told."""

    code: str
    weight: Weight
    is_told: Callable[[Report], bool]


def _names_a_place(report: Report) -> bool:
    text = f" {' '.join(words(report.text))} "
    return bool(report.region) or any(f" {name} " in text for name in report.place_names)


def _asserts(report: Report) -> bool:
    return len(words(_web.sub(" ", report.text))) >= FEWEST_WORDS


RULES: tuple[Rule, ...] = (
    Rule(code="claim", weight=Weight.ESSENTIAL, is_told=_asserts),
    Rule(
        code="link",
        weight=Weight.IMPORTANT,
        is_told=lambda r: bool(r.urls) or r.has_picture or bool(_web.search(r.text)),
    ),
    Rule(
        code="where",
        weight=Weight.IMPORTANT,
        is_told=lambda r: bool(r.platforms or r.urls) or bool(_where.search(r.text)),
    ),
    Rule(
        code="when",
        weight=Weight.HELPFUL,
        is_told=lambda r: r.has_date or bool(_when.search(r.text)),
    ),
    Rule(code="region", weight=Weight.HELPFUL, is_told=_names_a_place),
)
CODES = tuple(rule.code for rule in RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """What is told and what is missing, in the table's order."""

    told: tuple[str, ...]
    missing: tuple[str, ...]

    def __post_init__(self) -> None:
        if sorted([*self.told, *self.missing]) != sorted(CODES):
            raise InvalidInput(f"{self.told} and {self.missing} are not each rule once")

    @property
    def is_checkable(self) -> bool:
        """Whether nothing essential is missing."""
        return not any(weight_of(code) == Weight.ESSENTIAL for code in self.missing)


def weight_of(code: str) -> Weight:
    return next(rule.weight for rule in RULES if rule.code == code)


def completeness_of(report: Report) -> Completeness:
    """Ask every rule.

    >>> completeness_of(Report(text="Vaksin gratis besok di balai desa https://a.example")).missing
    ('where', 'when', 'region')
    """
    told = tuple(rule.code for rule in RULES if rule.is_told(report))
    return Completeness(told=told, missing=tuple(code for code in CODES if code not in told))
