"""Intent, and the three kinds of information disorder that follow from it.

"Disinformation" says that somebody meant to deceive. That is a heavy word about people, so it
needs the independent judgement of two raters; until then false content is misinformation.

Source: the enum, the cues and the two raters are our design (doctrine A1).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tangkal.kernel import InvalidInput


class Intent(StrEnum):
    """What somebody meant, as far as evidence shows; unknown is where everybody begins."""

    UNKNOWN = "unknown"
    INADVERTENT = "inadvertent"
    NEGLIGENT = "negligent"
    DELIBERATE = "deliberate"


class Cue(StrEnum):
    """Four questions that speak for or against intent."""

    CORRECTED = "corrected_when_challenged"  # a yes speaks against it
    REPEATED = "repeated"
    BENEFICIARY = "beneficiary"
    COORDINATED = "coordinated"


ANSWERS = ("yes", "no", "unclear")
RATERS_NEEDED = 2


class Disorder(StrEnum):
    """The kind of disorder; NONE where what is said is true and nobody is harmed by intent."""

    NONE = ""
    MISINFORMATION = "misinformation"
    DISINFORMATION = "disinformation"
    MALINFORMATION = "malinformation"  # true, and used to harm


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One person's judgement, given without having seen another's."""

    rater: int
    intent: Intent
    is_independent: bool = True


def check_rating(intent: str, cues: Mapping[str, str], *, has_evidence: bool) -> Intent:
    """The intent, once it is borne out.

    Raises:
        InvalidInput: an unknown intent, cue or answer; or "deliberate" without evidence, or
            with no cue that speaks for it.
    """
    try:
        known = Intent(intent)
    except ValueError:
        raise InvalidInput(f"intent {intent!r} is not one of {', '.join(Intent)}") from None
    for cue, answer in cues.items():
        if cue not in tuple(Cue) or answer not in ANSWERS:
            raise InvalidInput(f"cue {cue!r}={answer!r} is not one of ours")
    if known is Intent.DELIBERATE and not has_evidence:
        raise InvalidInput("deliberate needs evidence of the case")
    if known is Intent.DELIBERATE and not speaks_for_intent(cues):
        raise InvalidInput("deliberate needs at least one cue that speaks for it")
    return known


def speaks_for_intent(cues: Mapping[str, str]) -> bool:
    """Whether any cue points to intent: not corrected, repeated, useful to somebody, organised.

    >>> speaks_for_intent({"corrected_when_challenged": "yes", "repeated": "no"})
    False
    """
    return cues.get(Cue.CORRECTED) == "no" or any(
        cues.get(cue) == "yes" for cue in (Cue.REPEATED, Cue.BENEFICIARY, Cue.COORDINATED)
    )


def disorder(ratings: Collection[Rating], *, is_genuine: bool) -> Disorder:
    """The kind of disorder that the ratings allow.

    Args:
        ratings: the newest of each rater.
        is_genuine: what is said is true; then only harm by intent makes a disorder of it.

    >>> disorder([Rating(rater=1, intent=Intent.DELIBERATE)], is_genuine=False).value
    'misinformation'
    """
    meant = {
        each.rater for each in ratings if each.intent is Intent.DELIBERATE and each.is_independent
    }
    agree = len(meant) >= RATERS_NEEDED and all(
        each.intent is Intent.DELIBERATE for each in ratings
    )
    if is_genuine:
        return Disorder.MALINFORMATION if agree else Disorder.NONE
    return Disorder.DISINFORMATION if agree else Disorder.MISINFORMATION
