"""When to say "we know this", when "maybe: look", and when to say nothing.

A score alone cannot tell "no match". The operating points were read off the table that
``python -m benchmarks.fit_matcher`` prints: the matcher learns from the earlier 70% of the
TurnBackHoax training split and is asked about the later 30% (2020), every second time with
the right claim taken out. There the first match was right in 96% of the answers at or above
SAME, finding 66% of the findable claims, and in 84% at or above MAYBE, finding 79%. Another
title of the same hoax, in English beside the Indonesian one for instance, was counted as wrong,
so both precisions are on the low side.
"""

from typing import Literal

from tangkal.kernel.records import ClaimMatch

Answer = Literal["same", "maybe", "unknown"]

SAME = 0.85
MAYBE = 0.35  # below it nothing is suggested


def answer(match: ClaimMatch | None) -> Answer:
    """What a match may be presented as; None, or a weak score, is "unknown".

    A suggestion is confirmed or rejected by a person: "same" is no verdict either.
    """
    if match is None or match.score < MAYBE:
        return "unknown"
    return "same" if match.score >= SAME else "maybe"
