"""Locked facts of the message house against a text: what it says otherwise, what it leaves out.

The comparison is that of :mod:`tangkal.strategic_communication.alignment`, sentence by sentence.
It measures; whether the text or the house is wrong, a person says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tangkal.strategic_communication.alignment.check import KeyMessage
from tangkal.strategic_communication.read_twice import check_twice
from tangkal.strategic_communication.stated import facts_in, is_bare, stands_in


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFact:
    """One thing that no text may say otherwise."""

    text: str
    kind: str = ""  # figure, date, place, name, promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A sentence that says a locked fact otherwise."""

    fact: LockedFact
    passage: str
    start: int
    end: int
    fact_words: str  # what clashes, as written; "" where it is the whole sentence
    words: str
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A text beside the locked facts."""

    clashes: tuple[Clash, ...]
    missing: tuple[LockedFact, ...]  # not found at all; leaving one out is no mistake by itself


def check_locked(text: str, facts: Sequence[LockedFact]) -> Held:
    """What a text says against each locked fact, in the order of the facts.

    >>> price = LockedFact(text="Harga Pertalite tetap Rp10.000 per liter.")
    >>> check_locked("Pertalite dijual Rp12.000 per liter.", [price]).clashes[0].words
    'Rp12.000 per liter'
    """
    given = [fact for fact in facts if fact.text.strip()]
    if not given or not text.strip():
        return Held(clashes=(), missing=())
    messages = [KeyMessage(id=str(at), text=fact.text) for at, fact in enumerate(given)]
    checks, contradicted = check_twice(messages, text)
    stated = facts_in(text)
    return Held(
        clashes=tuple(
            Clash(
                fact=fact,
                passage=each.local.text,
                start=each.local.start,
                end=each.local.end,
                fact_words=each.central_words,
                words=each.local_words,
                confidence=each.confidence,
            )
            for fact, check, found in zip(given, checks, contradicted, strict=True)
            for each in found
            if each in check.contradictions  # others have no place in the text as it is written
        ),
        missing=tuple(
            fact
            for fact, check in zip(given, checks, strict=True)
            # A bare figure makes no statement that could be compared: it stands there or not.
            if check.value == 0.0
            and not (is_bare(fact.text) and stands_in(fact.text, text, stated))
        ),
    )
