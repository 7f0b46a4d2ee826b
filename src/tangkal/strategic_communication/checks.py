"""What a careful colleague notices before a message goes out. Findings advise, in codes.

Only an open placeholder forbids sending (see placeholders); the rest is for the writer and
the approver to weigh, for a check that blocks is a check that gets worked around.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tangkal.kernel import InvalidInput
from tangkal.strategic_communication.placeholders import find_placeholders
from tangkal.strategic_communication.writing.channels import LIMITS, fit_of

UMBRELLA_WORDS = 27
HEADLINE_CHARACTERS = 110

MYTH_PARTS = frozenset({"myth"})
_RUN = 3  # words in a row that count as the claim's own
_SHARE = 0.5  # of the claim's runs, from which a text repeats the claim
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to look at."""

    code: str  # open_placeholder, empty_part, myth_before_fact, myth_repeated, too_long, …
    part: str  # "" for the whole message
    facts: tuple[tuple[str, str | int], ...] = ()  # parameters for the sentence


def check_message(parts: Mapping[str, str], *, channel: str, claim: str = "") -> list[Finding]:
    """Everything worth a second look, in reading order.

    Args:
        parts: part → text in reading order; "myth" is the one part that may state the claim.
        channel: a key of writing.channels.LIMITS.
        claim: the false claim as it circulates; "" when there is none to compare with.

    Raises:
        InvalidInput: an unknown channel.
    """
    if channel not in LIMITS:
        raise InvalidInput(f"channel {channel!r} is not one of {', '.join(LIMITS)}")
    return [*_unfinished(parts), *_myth_findings(parts, claim), *_lengths(parts, channel)]


def check_umbrella(text: str) -> list[Finding]:
    """An umbrella message holds at most 27 words: what one breath and one headline carry."""
    words = len(text.split())
    if words <= UMBRELLA_WORDS:
        return []
    return [Finding(code="umbrella_too_long", part="", facts=_limit(words, UMBRELLA_WORDS))]


def repeats_claim(text: str, claim: str) -> bool:
    """True when half of the claim's three-word runs stand in the text, whatever surrounds them.

    >>> repeats_claim("Tidak benar harga bensin naik besok pagi", "harga bensin naik besok pagi")
    True
    """
    own, other = _runs(claim), _runs(text, min(_RUN, len(_words(claim))))
    return bool(own) and len(own & other) >= _SHARE * len(own)


def _unfinished(parts: Mapping[str, str]) -> list[Finding]:
    findings = []
    for part, text in parts.items():
        if not text.strip():
            findings.append(Finding(code="empty_part", part=part))
        findings += [
            Finding(code="open_placeholder", part=part, facts=(("place", place),))
            for place in find_placeholders(text)
        ]
    return findings


def _myth_findings(parts: Mapping[str, str], claim: str) -> list[Finding]:
    stating = [
        part for part, text in parts.items() if part in MYTH_PARTS or repeats_claim(text, claim)
    ]
    findings = [
        Finding(code="myth_repeated", part=part) for part in stating if part not in MYTH_PARTS
    ]
    order = list(parts)
    if stating and "fact" in order and order.index(stating[0]) < order.index("fact"):
        findings.insert(0, Finding(code="myth_before_fact", part=stating[0]))
    return findings


def _lengths(parts: Mapping[str, str], channel: str) -> list[Finding]:
    findings = []
    headline = len(parts.get("headline", ""))
    if headline > HEADLINE_CHARACTERS:
        facts = _limit(headline, HEADLINE_CHARACTERS)
        findings.append(Finding(code="too_long", part="headline", facts=facts))
    fit = fit_of(channel, "\n\n".join(text for text in parts.values() if text.strip()))
    if not fit.fits:
        facts = (*_limit(fit.found, fit.most), ("channel", channel))
        findings.append(Finding(code="too_long", part="", facts=facts))
    return findings


def _limit(found: int, most: int) -> tuple[tuple[str, str | int], ...]:
    return ("found", found), ("most", most)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _runs(text: str, length: int = _RUN) -> set[tuple[str, ...]]:
    words = _words(text)
    length = max(1, min(length, len(words)))
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}
