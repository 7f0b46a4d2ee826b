"""All that is worth a second look in a text, each with the passage it is about.

Only an open place forbids sending, and a text longer than a service takes forbids that service;
everything else is for the writer and the approver to weigh.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tangkal.strategic_communication.checks import (
    MYTH_PARTS,
    Finding,
    check_message,
    repeats_claim,
)
from tangkal.strategic_communication.placeholders import find_placeholders
from tangkal.strategic_communication.writing.channels import Fit, fit_of
from tangkal.strategic_communication.writing.locked import LockedFact, check_locked
from tangkal.strategic_communication.writing.readability import (
    LONG_SENTENCE,
    Readability,
    long_sentences,
    readability_of,
    sentences_in,
)

BLOCKING = frozenset({"open_placeholder"})
LONGEST_PASSAGE = 240  # characters shown; a long sentence shows how it begins
_MARKS = re.compile(r"^\s{0,3}#{1,6}\s+|^\s{0,3}[-*]\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing to look at, and where."""

    code: str
    part: str  # "" for the whole text
    passage: str = ""
    facts: tuple[tuple[str, str | int], ...] = ()  # parameters for the sentence

    @property
    def blocks(self) -> bool:
        return self.code in BLOCKING


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A text read by the machine's careful colleague."""

    remarks: tuple[Remark, ...]
    readability: Readability

    @property
    def may_be_sent(self) -> bool:
        return not any(remark.blocks for remark in self.remarks)


def review_parts(
    parts: Mapping[str, str], *, channel: str, claim: str = "", locked: Sequence[LockedFact] = ()
) -> Review:
    """A message of a template: its parts in reading order.

    Args:
        channel: a key of :data:`writing.channels.LIMITS`.
        claim: the false claim as it circulates.
        locked: facts of the house in force; none where there is no house.
    """
    remarks = [
        Remark(code=each.code, part=each.part, facts=each.facts, passage=_where(each, parts))
        for each in check_message(parts, channel=channel, claim=claim)
    ]
    for part, text in parts.items():
        remarks += _long(part, text)
        if part not in MYTH_PARTS:  # it says the false thing on purpose
            remarks += _against(part, text, locked)
    whole = "\n\n".join(text for text in parts.values() if text.strip())
    return Review(
        remarks=(*remarks, *_hard(whole), *_left_out(whole, locked)),
        readability=readability_of(whole),
    )


def review_text(
    text: str, *, channel: str = "portal", claim: str = "", locked: Sequence[LockedFact] = ()
) -> Review:
    """A plain text, as somebody pastes it; a first line that is a title counts as its beginning.

    Raises:
        InvalidInput: an unknown channel.

    >>> [each.code for each in review_text("Sebelum [tanggal], harga tetap.").remarks]
    ['open_placeholder']
    """
    text = _MARKS.sub("", text)
    remarks = [
        Remark(code="open_placeholder", part="", passage=place, facts=(("place", place),))
        for place in find_placeholders(text)
    ]
    remarks += _myths(text, claim)
    fit = fit_of(channel, text)
    if not fit.fits:
        remarks.append(too_long(fit))
    return Review(
        remarks=(
            *remarks,
            *_long("", text),
            *_against("", text, locked),
            *_hard(text),
            *_left_out(text, locked),
        ),
        readability=readability_of(text),
    )


def too_long(fit: Fit) -> Remark:
    facts = (("found", fit.found), ("most", fit.most), ("channel", fit.channel))
    return Remark(code="too_long", part="", facts=facts)


def _myths(text: str, claim: str) -> Iterator[Remark]:
    """Sentences that repeat the claim: the first must not open the text, a second is too many."""
    sentences = [each for each in sentences_in(text) if each.words]
    stating = [at for at, each in enumerate(sentences) if repeats_claim(each.text, claim)]
    if stating and stating[0] == 0:
        yield Remark(code="myth_before_fact", part="", passage=_short(sentences[0].text))
    for at in stating[1:]:
        yield Remark(code="myth_repeated", part="", passage=_short(sentences[at].text))


def _where(finding: Finding, parts: Mapping[str, str]) -> str:
    """The passage of a finding: the place itself, or the part's first words."""
    if finding.code == "open_placeholder":
        return str(dict(finding.facts)["place"])
    if finding.code in {"myth_before_fact", "myth_repeated"}:
        return _short(parts.get(finding.part, ""))
    return ""


def _long(part: str, text: str) -> Iterator[Remark]:
    for sentence in long_sentences(text):
        yield Remark(
            code="long_sentence",
            part=part,
            passage=_short(sentence.text),
            facts=(("found", sentence.words), ("most", LONG_SENTENCE)),
        )


def _hard(text: str) -> Iterator[Remark]:
    read = readability_of(text)
    if read.is_hard:
        yield Remark(code="hard_to_read", part="", facts=(("percent", read.harder_than or 0),))


def _against(part: str, text: str, locked: Sequence[LockedFact]) -> Iterator[Remark]:
    for clash in check_locked(text, locked).clashes:
        yield Remark(
            code="locked_fact",
            part=part,
            passage=_short(clash.passage),
            facts=(("fact", clash.fact.text), ("words", clash.words or clash.passage)),
        )


def _left_out(text: str, locked: Sequence[LockedFact]) -> Iterator[Remark]:
    for fact in check_locked(text, locked).missing:
        yield Remark(code="locked_missing", part="", facts=(("fact", fact.text),))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_PASSAGE else f"{text[: LONGEST_PASSAGE - 1]}…"
